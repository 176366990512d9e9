"""Delivery to archives and libraries (Article 25): make the package of a period, once for each recipient, and check it."""

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms import audit, gate
from cms.api.fields import told
from cms.models import SiteIdentity
from disclosure.models import CatalogueItem, DeliveredItem, Delivery, Recipient
from disclosure.open_data import bags, catalogue, exports, fields

TOGETHER = "；"


class NotMade(Exception):
    """The package was not made; its sentence says why. Nothing has changed."""


@dataclass
class Packed:
    """What has gone into a package so far."""

    items: list[tuple[type[CatalogueItem], int, datetime]]
    files: int = 0


def folder() -> Path:
    return settings.GONGKAI_VAR / "deliveries"


def due(recipient: str, first: date, last: date) -> list[QuerySet]:
    """For each kind what was published from ``first`` to ``last``, both included, and was not delivered as it is now."""
    return [_not_delivered(rows(), recipient).filter(published_on__range=(first, last)) for rows in catalogue.KINDS.values()]


def _not_delivered(rows: QuerySet, recipient: str) -> QuerySet:
    delivered = DeliveredItem.objects.filter(
        recipient=recipient,
        content_type=ContentType.objects.get_for_model(rows.model),
        object_id=OuterRef("pk"),
        released_at=OuterRef("released_at"),
    )
    return rows.exclude(Exists(delivered))


def make(recipient: str, first: date, last: date, by, now: datetime) -> Delivery:
    """Pack what is due, check the package by reading it again, and record what stands in it. Raises NotMade."""
    if last < first:
        raise NotMade(_("截止日期不能早于开始日期。"))
    folder().mkdir(parents=True, exist_ok=True)
    name = f"{recipient}-{first:%Y%m%d}-{last:%Y%m%d}-{timezone.localtime(now):%Y%m%d%H%M%S}"
    with NamedTemporaryFile(dir=folder(), prefix="making-", delete=False) as file:
        path = Path(file.name)
    try:
        packed = _pack(path, name, recipient, first, last, now)
        if wrong := bags.problems(path):
            raise NotMade(TOGETHER.join(wrong))
        return _record(path, name, packed, recipient, first, last, by, now)
    finally:
        path.unlink(missing_ok=True)


def _pack(path: Path, name: str, recipient: str, first: date, last: date, now: datetime) -> Packed:
    packed = Packed([])
    today = timezone.localdate(now)
    lines = path.with_suffix(".metadata")
    try:
        with zipfile.ZipFile(path, "w") as archive, lines.open("w+b") as metadata:
            bag = bags.Bag(archive, name)
            for rows in due(recipient, first, last):
                for item in catalogue.in_chunks(rows):
                    metadata.write(_put(bag, item, today, packed))
            if not packed.items:
                raise NotMade(_("这一时段没有需要移交的内容：没有公开的，或者都已移交过。"))
            metadata.seek(0)
            bag.put("metadata.jsonl", bags.read_pieces(metadata))
            bag.put("dictionary.csv", exports.dictionary_pieces())
            bag.seal(_facts(recipient, first, last), today)
    finally:
        lines.unlink(missing_ok=True)
    return packed


def _put(bag: bags.Bag, item: CatalogueItem, today: date, packed: Packed) -> bytes:
    """The item's text and attachments; answers with its line of the metadata, which says where they stand."""
    with translation.override(settings.LANGUAGE_CODE):
        values = told(fields.EVERYTHING, item, today)
    place = f"items/{values['type']['code']}-{item.pk}"
    paths = []
    for number, one in enumerate(item.attachments.all(), 1):
        paths.append(f"{place}/{number}-{Path(one.document.filename).name}")
        bag.put(paths[-1], _content(item, one.document))
        packed.files += 1
    bag.put(f"{place}/text.html", [_page(item).encode()])
    packed.items.append((type(item), item.pk, item.released_at))
    line = {**values, "files": {"text": f"{place}/text.html", "attachments": paths}}
    return f"{json.dumps(line, ensure_ascii=False)}\n".encode()


def _content(item: CatalogueItem, document) -> Iterator[bytes]:
    try:
        with document.file.storage.open(document.file.name) as file:
            yield from bags.read_pieces(file)
    except OSError:
        raise NotMade(_("《%(title)s》的附件 %(file)s 不在存储中，请先补上。") % {"title": item, "file": document.title}) from None


def _page(item: CatalogueItem) -> str:
    """The text as a page that needs nothing else."""
    head = f'<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8"><title>{escape(item.title)}</title></head>'
    return f"{head}\n<body><h1>{escape(item.title)}</h1>\n{item.body}\n</body></html>\n"


def _facts(recipient: str, first: date, last: date) -> dict[str, str]:
    identity = SiteIdentity.objects.filter(site__is_default_site=True).first()
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "Source-Organization": (identity and (identity.sponsor or identity.name)) or "",
            "Contact-Phone": (identity and identity.telephone) or "",
            "External-Description": f"主动公开的政府信息，移交{Recipient(recipient).label}",
            "Coverage": f"{first.isoformat()}/{last.isoformat()}",
        }


def _record(path: Path, name: str, packed: Packed, recipient: str, first: date, last: date, by, now: datetime) -> Delivery:
    """Nothing in it may have changed or been taken down while it was packed, and nobody else may have delivered it."""
    with transaction.atomic():
        gate.one_at_a_time()
        for model in catalogue.KINDS.values():
            rows = model().prefetch_related(None)
            known = {pk: at for kind, pk, at in packed.items if kind is rows.model}
            now_there = dict(_not_delivered(rows, recipient).filter(pk__in=list(known)).values_list("pk", "released_at")) if known else {}
            if now_there != known:
                raise NotMade(_("打包期间内容有变化，请再打包一次。"))
        delivery = Delivery.objects.create(
            recipient=recipient,
            first_day=first,
            last_day=last,
            made_at=now,
            made_by=by if getattr(by, "pk", None) else None,
            file_name=f"{name}.zip",
            sha256=bags.sha256_of(path),
            size=path.stat().st_size,
            item_count=len(packed.items),
            file_count=packed.files,
        )
        kinds = {model: ContentType.objects.get_for_model(model) for model, _pk, _at in packed.items}
        DeliveredItem.objects.bulk_create(
            [
                DeliveredItem(delivery=delivery, recipient=recipient, content_type=kinds[model], object_id=pk, released_at=at)
                for model, pk, at in packed.items
            ],
            batch_size=500,
        )
        audit.record(by, "delivery.make", delivery, sha256=delivery.sha256, items=delivery.item_count)
        os.replace(path, folder() / delivery.file_name)
    return delivery


def verify(delivery: Delivery) -> list[str]:
    """Read the package again: what is wrong with it, each a sentence."""
    path = folder() / delivery.file_name
    if not path.exists():
        return [_("移交包 %(name)s 不在原处。") % {"name": delivery.file_name}]
    if bags.sha256_of(path) != delivery.sha256:
        return [_("移交包 %(name)s 与打包时的校验值不符。") % {"name": delivery.file_name}, *bags.problems(path)]
    return bags.problems(path)
