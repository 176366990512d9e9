"""The register of links: what is public is read each night, and the register brought to what stands there."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from cms import frame, registry, stamps
from cms.content import leaves
from cms.fields import CleanTextField
from cms.links.addresses import in_markup, placed
from cms.links.quarantine import State
from cms.models import ColumnPage, Department, EmergencyNotice, EmergencyUpdate, Link, LinkPlace, Place, SiteIdentity
from cms.showing import address

CHUNK = 200


@dataclass(frozen=True)
class Holder:
    """A public thing with links: how it is called, where it is read, who answers for it."""

    pk: int
    title: str
    url: str
    unit: int | None
    addresses: tuple[str, ...]


def batched(items: Iterable, size: int) -> Iterator[list]:
    items = iter(items)
    while some := list(islice(items, size)):
        yield some


def link_fields(model: type[models.Model]) -> list[models.Field]:
    """Where a model may hold links: rich text, blocks, and addresses."""
    kinds = (CleanTextField, RichTextField, StreamField, models.URLField)
    return [field for field in model._meta.concrete_fields if isinstance(field, kinds)]


def written(value: str | StreamValue | None) -> Iterator[str]:
    """The addresses in the value of such a field."""
    if isinstance(value, StreamValue):
        for text in leaves(value.get_prep_value()):
            yield from in_markup(text)
    elif value:
        yield from in_markup(value) if "<" in value else [value] if value.startswith(("http://", "https://")) else []


def holders(
    items: models.QuerySet, describe: Callable[[models.Model], tuple[str, str, int | None]], also: tuple[str, ...] = ()
) -> Iterator[Holder]:
    """Those of ``items`` that have links; ``describe(item)`` gives title, address and unit. ``also`` are fields of plain addresses."""
    fields, filled = link_fields(items.model), models.Q()
    names = [field.name for field in fields]
    for field in fields:
        if isinstance(field, StreamField):  # kept as JSON, which is searched as text
            items = items.annotate(**{f"{field.name}_raw": Cast(field.name, models.CharField())})
        raw = f"{field.name}_raw" if isinstance(field, StreamField) else field.name
        plain = isinstance(field, models.URLField)
        filled |= ~models.Q(**{raw: ""}) if plain else models.Q(**{f"{raw}__contains": "<a "})
    for name in also:
        filled |= ~models.Q(**{name: ""})
    for item in items.filter(filled).order_by("pk").iterator(CHUNK):
        found = [one for name in names for one in written(getattr(item, name))] + [getattr(item, name) for name in also]
        if any(found):
            yield Holder(item.pk, *describe(item), tuple(one for one in found if one))


def gather(now: datetime) -> int:
    """The periodic job: read everything public again; answers how many links are known. May run twice."""
    own = own_names()
    for _name, (model, read) in registry.link_holders:
        kind, met = ContentType.objects.get_for_model(model), set()
        for some in batched(read(), CHUNK):
            met.update(holder.pk for holder in some)
            _keep(kind, some, own, now)
        _forget(kind, met)
    loose = Link.objects.filter(places=None)
    if loose.dead().exists():
        stamps.bump(stamps.FRAME)
    loose.delete()
    return Link.objects.count()


def own_names() -> frozenset[str]:
    domains = SiteIdentity.objects.values_list("domain", flat=True)
    hosts = [*Site.objects.values_list("hostname", flat=True), *(name.split(":")[0] for name in domains)]
    return frozenset(name.lower() for name in (*hosts, urlsplit(settings.BASE_URL).hostname or "") if name)


@transaction.atomic
def _keep(kind: ContentType, some: Iterable[Holder], own: frozenset[str], now: datetime) -> None:
    wanted: dict[tuple[str, int], tuple[Holder, bool]] = {}
    for holder in some:
        for written_as in holder.addresses:
            if found := placed(written_as, holder.url, own):
                wanted[found[0], holder.pk] = holder, found[1]
    addresses = {one: outside for (one, _pk), (_holder, outside) in wanted.items()}
    known: dict[str, int] = {}
    for part in batched(addresses, CHUNK):
        Link.objects.bulk_create((Link(address=one, outside=addresses[one], due_at=now) for one in part), ignore_conflicts=True)
        known |= dict(Link.objects.filter(address__in=part).values_list("address", "pk"))
    keep = set()
    for (one, pk), (holder, _outside) in wanted.items():
        if one in known:
            about = {"title": holder.title[:300], "url": holder.url[:500], "unit_id": holder.unit}
            keep.add((known[one], pk, tuple(about.values())))
    _exchange(kind, [holder.pk for holder in some], keep)


def _exchange(kind: ContentType, pks: list[int], keep: set[tuple]) -> None:
    """Bring the places of these things to ``keep``; what is as it was is not written."""
    there = LinkPlace.objects.filter(content_type=kind, object_id__in=pks)
    before = {(one.link_id, one.object_id, (one.title, one.url, one.unit_id)): one.pk for one in there}
    LinkPlace.objects.filter(pk__in=[pk for said, pk in before.items() if said not in keep]).delete()
    LinkPlace.objects.bulk_create(
        LinkPlace(link_id=link, content_type=kind, object_id=pk, title=title, url=url, unit_id=unit)
        for link, pk, (title, url, unit) in keep - before.keys()
    )


def _forget(kind: ContentType, met: set[int]) -> None:
    """Drop the places of what is not public any more, or has no links any more."""
    known = LinkPlace.objects.filter(content_type=kind).order_by().values_list("object_id", flat=True).distinct()
    for some in batched([pk for pk in known if pk not in met], CHUNK):
        LinkPlace.objects.filter(content_type=kind, object_id__in=some).delete()


def dead_outside() -> frozenset[str]:
    """Addresses on other sites of which readers are told that they are dead."""
    return frozenset(Link.objects.filter(state=State.DEAD, outside=True).values_list("address", flat=True))


def dead_on(request: HttpRequest) -> frozenset[str]:
    """As ``dead_outside``, from what each process keeps: `checking.note` bumps FRAME when one dies or lives again."""
    return frame.keep(request, "dead links", dead_outside)


# -- what the ground floor holds --------------------------------------------------------------------------------------


def _pages(model: type[Page]) -> Callable[[], Iterator[Holder]]:
    def read() -> Iterator[Holder]:
        columns = dict(ColumnPage.objects.exclude(owner_unit=None).values_list("path", "owner_unit"))

        def describe(page: Page) -> tuple[str, str, int | None]:
            above = (page.path[:end] for end in range(len(page.path), 0, -4))
            unit = getattr(page, "unit_id", None) or next((columns[path] for path in above if path in columns), None)
            return page.title, address(page.url_path), unit

        return holders(model.objects.live().public(), describe)

    return read


def _updates() -> Iterator[Holder]:
    public = EmergencyUpdate.objects.filter(notice__in=EmergencyNotice.objects.visible()).select_related("notice")
    return holders(public, lambda one: (one.notice.title, one.notice.get_absolute_url(), None))


def register() -> None:
    ours = {
        "units": (Department, lambda: holders(Department.objects.visible(), lambda one: (one.name, one.get_absolute_url(), one.pk))),
        "places": (Place, lambda: holders(Place.objects.visible(), lambda one: (one.name, "/places/", None))),
        "identity": (SiteIdentity, lambda: holders(SiteIdentity.objects.all(), lambda one: (one.name, "/", None))),
        "emergencies": (
            EmergencyNotice,
            lambda: holders(EmergencyNotice.objects.visible(), lambda one: (one.title, one.get_absolute_url(), None)),
        ),
        "emergency-updates": (EmergencyUpdate, _updates),
    }
    for name, entry in ours.items():
        registry.link_holders.register(name, entry)


def register_pages(*kinds: type[Page]) -> None:
    """Have the links of these kinds of pages known; those without any field for links are left out."""
    for kind in kinds:
        if link_fields(kind):
            registry.link_holders.register(kind._meta.label_lower, (kind, _pages(kind)))
