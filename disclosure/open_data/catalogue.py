"""The visible items with everything that their fields read, some at a time: memory stays flat, and a page takes a fixed
number of queries."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from cms.api import cursors
from cms.api.fields import told
from cms.api.resources import Page, after
from cms.models import ColumnPage
from disclosure.models import (
    CatalogueItem,
    DatedAttachment,
    DatedItem,
    Interpretation,
    InterpretationAttachment,
    PolicyAct,
    PolicyAttachment,
    PolicyDocument,
    PolicyIssuer,
)
from disclosure.open_data import fields

AT_ONCE = 500  # rows in memory
NAMED = ("title", "live", "taken_down_at", "attribute")


def _items(model: type[CatalogueItem], attachments) -> QuerySet:
    columns = ColumnPage.objects.only("title", "url_path", "live", "taken_down_at")
    files = attachments.objects.select_related("document").order_by("sort_order", "pk")
    rows = model.objects.visible().select_related("theme__parent", "publisher")
    return rows.prefetch_related(Prefetch("column", columns), Prefetch("attachments", files))


def policies() -> QuerySet:
    suffered = PolicyAct.objects.select_related("actor").order_by("effective_on", "pk")
    named = [f"actor__{name}" for name in NAMED]
    return (
        _items(PolicyDocument, PolicyAttachment)
        .select_related("cleanup")
        .prefetch_related(
            Prefetch("issuers", PolicyIssuer.objects.select_related("unit").order_by("sort_order", "pk")),
            Prefetch("suffered", suffered.only("actor", "subject", "kind", "effective_on", *named)),
            Prefetch("interpretations", Interpretation.objects.visible().order_by("pk").only("title")),
        )
    )


def interpretations() -> QuerySet:
    explained = PolicyDocument.objects.visible().order_by("pk").only("title")
    return _items(Interpretation, InterpretationAttachment).prefetch_related(Prefetch("policies", explained))


def dated() -> QuerySet:
    return _items(DatedItem, DatedAttachment)


KINDS: dict[str, Callable[[], QuerySet]] = {"policy": policies, "interpretation": interpretations, "dated": dated}


def in_chunks(rows: QuerySet) -> Iterator[CatalogueItem]:
    """The rows in the order of their numbers, AT_ONCE at a time, each chunk from where the one before ended."""
    last = 0
    while chunk := list(rows.order_by("pk").filter(pk__gt=last)[:AT_ONCE]):
        yield from chunk
        last = chunk[-1].pk


def everything() -> Iterator[CatalogueItem]:
    """Every item that the public may see, without its text."""
    for rows in KINDS.values():
        yield from in_chunks(rows().defer("body"))


def page(request: HttpRequest, chosen: Mapping[str, str], cursor: str, limit: int, today: date) -> Page:
    """Items of all kinds, one kind after the other; the cursor is a kind and a number."""
    names = [chosen["type"]] if "type" in chosen else list(KINDS)
    kind, last = names[0], None
    if cursor:
        kind, _colon, number = cursors.place(cursor).partition(":")
        if kind not in names:
            raise cursors.BadCursor
        last = cursors.as_number(number)
    found: list[CatalogueItem] = []
    for name in names[names.index(kind) :]:
        found += after(KINDS[name]().prefetch_related(None).defer("body"), last, limit - len(found))
        last = None
        if len(found) > limit:
            break
    items = [told(fields.CATALOGUE, item, today) for item in found[:limit]]
    if len(found) <= limit:
        return Page(items)
    return Page(items, cursors.of(f"{items[-1]['type']['code']}:{items[-1]['id']}"))
