"""What staff find: every row, drafts included, by what it says now and what its latest draft says."""

from collections.abc import Iterable, Iterator
from functools import cache

from django.apps import apps
from django.db.models import CharField, Model, QuerySet, TextField, prefetch_related_objects
from modelsearch.index import get_indexed_models
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page

from cms import sanitize
from search import documents, pages
from search.documents import CHUNK, by_model, in_chunks, label
from search.engine import Document, batches

ENOUGH = 1500  # characters of each field: a listing is searched by title, number and how a text begins
QUIET = {"slug", "url_path", "path", "file_hash", "content_type", "expire_at", "locale"}


@cache
def models() -> dict[str, type[Model]]:
    """Everything that a staff screen lists and searches, by its label; kinds of pages are under Page."""
    listed = [kind.model for kind in documents.KINDS.values()] + list(get_indexed_models())
    return {label(model): model for model in listed if not issubclass(model, Page)} | {label(Page): Page}


def everything() -> Iterator[Document]:
    for model in models().values():
        for item in _with_drafts(in_chunks(rows(model))):
            yield made(item)


def those(keys: Iterable[str]) -> Iterator[Document]:
    listed = models()
    for name, pks in by_model(map(filed_under, keys)).items():
        if model := listed.get(name):
            for item in _with_drafts(in_chunks(rows(model).filter(pk__in=pks))):
                yield made(item)


def existing(keys: Iterable[str]) -> set[str]:
    """Which of these keys have a row."""
    listed = models()
    return {
        f"{name}:{pk}"
        for name, pks in by_model(keys).items()
        if name in listed
        for pk in rows(listed[name]).filter(pk__in=pks).values_list("pk", flat=True)
    }


def filed_under(one: str) -> str:
    """Pages of every kind have one key on the desk, since the page explorer lists them together."""
    name, _, pk = one.rpartition(":")
    model = apps.get_model(name) if name else None
    return f"{label(Page)}:{pk}" if model and issubclass(model, Page) else one


def rows(model: type[Model]) -> QuerySet:
    if model is Page:
        return Page.objects.filter(depth__gt=1).specific()
    return model._default_manager.all()


def _with_drafts(items: Iterable[Model]) -> Iterator[Model]:
    """The rows, each with its latest draft where it has one: most have none, and reading a revision costs as much as the row."""
    for some in batches(items, CHUNK):
        prefetch_related_objects([item for item in some if has_draft(item)], "latest_revision")
        yield from some


def made(item: Model) -> Document:
    shapes = [item, *_draft(item)]
    base = Page if isinstance(item, Page) else type(item)
    numbers = {number for shape in shapes for name in ("document_number", "index_number") if (number := getattr(shape, name, ""))}
    return Document(
        key=f"{label(base)}:{item.pk}",
        title=" ".join(dict.fromkeys(str(shape) for shape in shapes)),
        text="\n".join(dict.fromkeys(text for shape in shapes for text in said(shape)))[: 2 * ENOUGH],
        numbers=tuple(sorted(numbers)),
        facets={"type": tuple(dict.fromkeys([label(base), *(label(kind) for kind in _kinds(item))]))},
    )


def _draft(item: Model) -> list[Model]:
    return [item.get_latest_revision_as_object()] if has_draft(item) else []


def has_draft(item: Model) -> bool:
    """Whether it will say something else than it says now."""
    return isinstance(item, DraftStateMixin) and item.has_unpublished_changes and item.live and bool(item.latest_revision_id)


def _kinds(item: Model) -> list[type[Model]]:
    """The kinds of page that a page is, so that a listing of one kind finds it."""
    return [kind for kind in type(item).__mro__ if isinstance(item, Page) and issubclass(kind, Page) and not kind._meta.abstract]


def said(item: Model) -> Iterator[str]:
    """The texts of a row, whatever its fields are called."""
    for field in item._meta.concrete_fields:
        if field.name in QUIET or not isinstance(field, CharField | TextField | StreamField):
            continue
        text = pages.streamed(item) if isinstance(field, StreamField) else str(field.value_from_object(item) or "")
        yield sanitize.text(text[:ENOUGH]) if "<" in text else text[:ENOUGH]
