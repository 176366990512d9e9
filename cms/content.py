"""What a thing that is to be public consists of: its texts, and the files and pictures that come with it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.blocks import StreamValue
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.images.models import Image

from cms import linked_files

# Fields that hold no text of people's: addresses of pages, codes of the system, and the telephone that a guide gives out.
NO_TEXT = frozenset("slug url_path path source_url online_url telephone draft_title title_key number_key takedown_reason".split())


@dataclass(frozen=True)
class Text:
    """One text of an item: the field, what the field is called, and the source (rich text or plain)."""

    field: str
    label: object  # a translation that waits until somebody asks for it
    source: str


@cache
def text_fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if _holds_text(field)]


def _holds_text(field: models.Field) -> bool:
    written = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.URLField | StreamField)
    return written and field.editable and not field.choices and field.name not in NO_TEXT


@cache
def stream_fields(model: type[models.Model]) -> list[StreamField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, StreamField)]


def texts(item: models.Model) -> Iterator[Text]:
    for field in text_fields(type(item)):
        if source := getattr(item, field.name):
            yield Text(field.name, field.verbose_name, str(source))
    for field in stream_fields(type(item)):
        for source in leaves(getattr(item, field.name).get_prep_value()):
            yield Text(field.name, field.verbose_name, str(source))


def leaves(value) -> Iterator[str]:
    """The texts within the stored form of a StreamField."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("id", "type"):
                yield from leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner)


def rewritten(value, change):
    """The stored form of a StreamField with ``change`` applied to each of its texts."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: inner if key in ("id", "type") else rewritten(inner, change) for key, inner in value.items()}
    return [rewritten(inner, change) for inner in value] if isinstance(value, list | tuple) else value


def holders(item: models.Model) -> Iterator[tuple[models.Model, models.ForeignKey]]:
    """The item and the rows that belong to it, each with its links to files and pictures."""
    rows = [item]
    for relation in get_all_child_relations(type(item)):
        if any(_is_file(field) for field in relation.related_model._meta.concrete_fields):
            rows += getattr(item, relation.get_accessor_name()).all()
    for row in rows:
        for field in row._meta.concrete_fields:
            if _is_file(field) and getattr(row, field.attname):
                yield row, field


def _is_file(field: models.Field) -> bool:
    return field.is_relation and isinstance(field.related_model, type) and issubclass(field.related_model, Document | Image)


def files(item: models.Model) -> list[Document | Image]:
    """Everything that goes public with the item, each once."""
    found = {}
    for row, field in holders(item):
        upload = getattr(row, field.name)
        found[type(upload), upload.pk] = upload
    for field in stream_fields(type(item)):
        for upload in in_stream(getattr(item, field.name)):
            found[type(upload), upload.pk] = upload
    for upload in linked(item):
        found[type(upload), upload.pk] = upload
    return list(found.values())


def linked(item: models.Model) -> Iterator[Document | Image]:
    """Files and pictures to which the item's rich text leads."""
    wanted: dict[type[models.Model], set[int]] = {}
    for text in texts(item):
        for kind, pk in linked_files.named(text.source):
            wanted.setdefault(kind, set()).add(pk)
    for kind, pks in wanted.items():
        yield from kind.objects.filter(pk__in=pks).order_by("pk")


def in_stream(value) -> Iterator[Document | Image]:
    """Files and pictures in the blocks of a StreamField (``cms/blocks.py``)."""
    for inner in _values(value):
        if isinstance(inner, Document | Image):
            yield inner


def _values(value) -> Iterator:
    if hasattr(value, "bound_blocks") and isinstance(value.bound_blocks, dict):  # a StructBlock
        for bound in value.bound_blocks.values():
            yield from _values(bound.value)
    elif hasattr(value, "stream_block") or hasattr(value, "list_block"):
        for child in value:
            yield from _values(getattr(child, "value", child))
    else:
        yield value


def exchange(item: models.Model, old: Document | Image, new: Document | Image) -> bool:
    """Put ``new`` wherever the item has ``old`` as an attachment, a picture or behind a link; answers whether it had it."""
    exchanged = False

    def change(source: str) -> str:
        return linked_files.exchanged(source, old, new)

    for row, field in holders(item):
        if getattr(row, field.attname) == old.pk and isinstance(old, field.related_model):
            setattr(row, field.name, new)
            exchanged = True
    for field in text_fields(type(item)):
        source = getattr(item, field.name)
        if isinstance(source, str) and (changed := change(source)) != source:
            setattr(item, field.name, changed)
            exchanged = True
    for field in stream_fields(type(item)):
        stored = list(getattr(item, field.name).get_prep_value())
        if (changed := rewritten([_exchanged(block, old, new) for block in stored], change)) != stored:
            setattr(item, field.name, restored(field, changed))
            exchanged = True
    return exchanged


def restored(field: StreamField, stored: list) -> StreamValue:
    return field.to_python(json.dumps(stored))


def _exchanged(block: dict, old: Document | Image, new: Document | Image) -> dict:
    """The stored form of one block (``cms/blocks.py``) with the new file in the place of the old one."""
    value = block["value"]
    if isinstance(old, Document) and block["type"] == "files":
        return block | {"value": [one | {"value": new.pk} if one["value"] == old.pk else one for one in value]}
    names = {("video", Document): "file", ("video", Image): "poster", ("picture", Image): "image"}
    name = next((name for (kind, model), name in names.items() if kind == block["type"] and isinstance(old, model)), None)
    return block | {"value": value | {name: new.pk}} if name and value.get(name) == old.pk else block
