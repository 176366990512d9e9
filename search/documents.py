"""What can be found: each public document made from its model's ``visible()``, and nothing from anywhere else."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Model, Prefetch, QuerySet
from wagtail.models import Page

from cms.models import ArticlePage, ColumnPage, Department, EmergencyNotice, LeaderPage, Place, ServiceGuidePage, TopicPage
from cms.months import day_before
from disclosure.models import (
    DatedItem,
    GuidePage,
    Interpretation,
    PolicyAct,
    PolicyDocument,
    PolicyIssuer,
    RequestPage,
    RulesPage,
    ScenePage,
)
from search import pages, records
from search.engine import Document

CHUNK = 200  # rows in memory at once


class Kind(NamedTuple):
    """One kind of thing in the index."""

    model: type[Model]
    visible: Callable[[], QuerySet]  # with everything that ``made`` reads, so that a chunk takes a fixed number of queries
    made: Callable[[str, Model, date], Document]


def label(model: type[Model] | Model) -> str:
    return model._meta.label_lower


def key(item: Model) -> str:
    return f"{label(item)}:{item.pk}"


def visible_policies() -> QuerySet:
    explained = Interpretation.objects.visible().order_by("published_on", "id")
    return (
        PolicyDocument.objects.visible()
        .select_related("theme__parent", "publisher", "cleanup")
        .prefetch_related(
            Prefetch("issuers", PolicyIssuer.objects.select_related("unit")),
            Prefetch("suffered", PolicyAct.objects.select_related("actor").defer("actor__body")),
            Prefetch("interpretations", explained, to_attr="explained_by"),
        )
    )


def visible_interpretations() -> QuerySet:
    """Those that stand alone; the others are found with their policies, as one hit."""
    shown_elsewhere = Interpretation.objects.filter(policies__in=PolicyDocument.objects.visible()).values("pk")
    return Interpretation.objects.visible().exclude(pk__in=shown_elsewhere).select_related("theme__parent", "publisher")


def visible_pages(model: type[Page]) -> Callable[[], QuerySet]:
    return lambda: model.objects.live().public().filter(taken_down_at=None)


PAGES = {
    ArticlePage: pages.article,
    ColumnPage: pages.standing,
    TopicPage: pages.standing,
    ScenePage: pages.standing,
    LeaderPage: pages.leader,
    ServiceGuidePage: pages.guide,
    GuidePage: pages.disclosure_guide,
    RulesPage: pages.standing,
    RequestPage: pages.standing,
}
KINDS: dict[str, Kind] = {
    label(kind.model): kind
    for kind in [
        Kind(PolicyDocument, visible_policies, records.policy),
        Kind(Interpretation, visible_interpretations, records.interpretation),
        Kind(DatedItem, lambda: DatedItem.objects.visible().select_related("theme__parent", "publisher"), records.dated),
        Kind(Department, lambda: Department.objects.visible(), records.department),
        Kind(Place, lambda: Place.objects.visible(), records.place),
        Kind(EmergencyNotice, lambda: EmergencyNotice.objects.visible().prefetch_related("updates"), records.emergency),
        *(Kind(model, visible_pages(model), made) for model, made in PAGES.items()),
    ]
}


def everything(on: date) -> Iterator[Document]:
    """Every document of the public index; memory stays flat."""
    for kind in KINDS.values():
        for item in in_chunks(kind.visible()):
            yield _made(kind, item, on)


def those(keys: Iterable[str], on: date) -> Iterator[Document]:
    """The documents of those keys that the public may see."""
    return (document for _item, document in with_rows(keys, on))


def with_rows(keys: Iterable[str], on: date) -> Iterator[tuple[Model, Document]]:
    """As ``those``, each with the row from which it is made."""
    for name, pks in by_model(keys).items():
        if kind := KINDS.get(name):
            for item in in_chunks(kind.visible().filter(pk__in=pks)):
                yield item, _made(kind, item, on)


def still_visible(keys: Iterable[str]) -> set[str]:
    """Which of a page of hits may be shown now, whatever the index still holds."""
    keys = list(keys)
    return {
        f"{name}:{pk}"
        for name, pks in by_model(keys).items()
        if name in KINDS
        for pk in KINDS[name].visible().prefetch_related(None).filter(pk__in=pks).values_list("pk", flat=True)
    }


def visible_among(interpretations: Iterable[str]) -> set[str]:
    """Which of these interpretations, shown with their policies, the public may see now."""
    pks = by_model(interpretations).get(label(Interpretation), set())
    visible = Interpretation.objects.visible().filter(pk__in=pks).values_list("pk", flat=True) if pks else ()
    return {f"{label(Interpretation)}:{pk}" for pk in visible}


def affected(keys: Iterable[str]) -> set[str]:
    """With what changed, what shows it: policies and their interpretations, and policies that another one ended."""
    keys = set(keys)
    found = by_model(keys)
    policies = found.get(label(PolicyDocument), set())
    interpretations = found.get(label(Interpretation), set())
    explained = PolicyDocument.objects.filter(interpretations__in=interpretations).values_list("pk", flat=True)
    ended = PolicyAct.objects.filter(actor__in=policies).values_list("subject_id", flat=True)
    explaining = Interpretation.objects.filter(policies__in=policies).values_list("pk", flat=True)
    keys |= {f"{label(PolicyDocument)}:{pk}" for pk in {*explained, *ended}}
    return keys | {f"{label(Interpretation)}:{pk}" for pk in explaining}


def whose_validity_turns(since: date, until: date) -> set[str]:
    """Policies that come into force, expire or are ended on a day from ``since`` to ``until``."""
    rows = PolicyDocument.objects.visible()
    turning = {
        *rows.filter(in_force_on__range=(since, until)).values_list("pk", flat=True),
        *rows.filter(expires_on__range=(day_before(since), until)).values_list("pk", flat=True),
        *PolicyAct.objects.filter(effective_on__range=(since, until)).values_list("subject_id", flat=True),
    }
    return {f"{label(PolicyDocument)}:{pk}" for pk in turning}


def by_model(keys: Iterable[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for one in keys:
        name, _, pk = one.rpartition(":")
        if pk.isdecimal():
            found.setdefault(name, set()).add(int(pk))
    return found


def in_chunks(rows: QuerySet) -> Iterator[Model]:
    """The rows in the order of their keys, CHUNK at a time, each chunk from where the one before ended."""
    last = 0
    while chunk := list(rows.order_by("pk").filter(pk__gt=last)[:CHUNK]):
        yield from chunk
        last = chunk[-1].pk


def _made(kind: Kind, item: Model, on: date) -> Document:
    return kind.made(key(item), item, on)
