"""表述检查: everything public looked through for the wordings of the list, in one pass; a task for each owner.

What an older catalogue brought keeps the names of its time: its error-prone wordings are listed, and nobody is sent a task.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms import assignments, content, wordings
from cms.discovery import paragraph
from cms.models import Assignment, ColumnPage, Department, Finding, Gated, WordedPage
from cms.plain_text import readable

ORIGIN = "wording"
CHUNK = 500
MOST_TASKS = 200  # given out by one check: a new entry of the list is found in thousands of pages, and people work through some


@dataclass(frozen=True)
class Checked:
    looked_at: int
    found: int
    tasks: int
    settled: int


def nightly(now: datetime) -> None:
    check_everything(now)


def check_everything(now: datetime) -> Checked:
    """Look everything through, keep what was found, give out tasks, close those whose fault is gone. May run again."""
    looked_at, rows = 0, []
    matcher, justified, places = wordings.matcher(), _justified(), _owners()
    for model in _public_models():
        kind = ContentType.objects.get_for_model(model)
        for item in _of(model):
            looked_at += 1
            if found := list(_wordings(item, matcher, justified.get((kind.pk, item.pk), frozenset()))):
                rows.append(_row(item, kind, found, places, now))
    with transaction.atomic():
        WordedPage.objects.all().delete()
        WordedPage.objects.bulk_create(rows, batch_size=CHUNK)
    return Checked(looked_at, len(rows), *give_out(now))


def _public_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, Gated) and content.text_fields(model)]


def _of(model: type[models.Model]) -> Iterator[models.Model]:
    """What is public, with its texts and no more."""
    texts = [field.name for field in (*content.text_fields(model), *content.stream_fields(model))]
    there = {field.name for field in model._meta.get_fields()}
    also = [name for name in ("publisher", "legacy", "path", "url_path") if name in there]
    rows = model._base_manager.filter(live=True, taken_down_at=None).only(*texts, *also)
    return rows.order_by("pk").iterator(chunk_size=CHUNK)


def _wordings(item: models.Model, matcher: wordings.Matcher, let_stand: frozenset[str]) -> Iterator[dict]:
    seen = set()
    for text in content.texts(item):
        if not matcher.may_stand_in(text.source):
            continue
        plain = readable(text.source)
        for place, listed in matcher.find(plain):
            if listed.text not in seen and wordings.key_of(listed.text) not in let_stand:
                seen.add(listed.text)
                where = _("%(field)s第 %(number)d 段") % {"field": text.label, "number": paragraph(plain, place)}
                yield {"text": listed.text, "suggestion": listed.suggestion, "level": listed.level, "place": where}


def _justified() -> dict[tuple[int, int], frozenset[str]]:
    """What a person let stand with a reason, by the thing it stands in."""
    found: dict[tuple[int, int], set[str]] = {}
    rows = Finding.objects.filter(kind=Finding.Kind.ERROR_PRONE, state=Finding.State.JUSTIFIED)
    for kind, pk, key in rows.values_list("content_type", "object_id", "key"):
        found.setdefault((kind, pk), set()).add(key)
    return {where: frozenset(keys) for where, keys in found.items()}


def _owners() -> dict[str, int]:
    return dict(ColumnPage.objects.exclude(owner_unit=None).values_list("path", "owner_unit"))


def _unit(item: models.Model, places: dict[str, int]) -> int | None:
    """Who answers for it: the body that published it, or the owner of the nearest column above a page."""
    if not isinstance(item, Page):
        return getattr(item, "publisher_id", None)
    above = [item.path[:end] for end in range(len(item.path), 0, -Page.steplen)]
    return next((places[path] for path in above if path in places), None)


def _row(item: models.Model, kind: ContentType, found: list[dict], places: dict[str, int], now: datetime) -> WordedPage:
    return WordedPage(
        content_type=kind,
        object_id=item.pk,
        title=str(item)[:300],
        url=((item.url if isinstance(item, Page) else item.get_absolute_url()) or "")[:500],
        unit_id=_unit(item, places),
        forbidden=any(one["level"] == Finding.Kind.FORBIDDEN for one in found),
        legacy=bool(getattr(item, "legacy", False)),
        wordings=found,
        found_at=now,
    )


def key(row: WordedPage) -> str:
    """Of the task about it."""
    return f"{ORIGIN}:{row.content_type_id}:{row.object_id}"


def give_out(now: datetime) -> tuple[int, int]:
    """A task for each page that has none, forbidden wordings first; answers how many are new and how many were closed."""
    gone = set(Assignment.objects.open().filter(origin=ORIGIN).values_list("key", flat=True))
    units, made = Department.objects.in_bulk(), 0
    for row in WordedPage.objects.filter(models.Q(forbidden=True) | models.Q(legacy=False)).select_related("content_type"):
        known = key(row) in gone
        gone.discard(key(row))
        if known or made < MOST_TASKS:
            made += _task(row, units.get(row.unit_id), now)
    return made, assignments.settle(sorted(gone), now)


def _task(row: WordedPage, unit: Department | None, now: datetime) -> bool:
    lines = [_("%(place)s：“%(text)s”应为“%(suggestion)s”") % one for one in row.wordings]
    title, fault = _("改正表述：%(title)s") % {"title": row.title}, "\n".join(lines)
    told = {"label": row.title, "url": row.url, "fault": fault, "unit": unit}
    _assignment, new = assignments.give_out(key(row), title, now, origin=ORIGIN, **told)
    return new
