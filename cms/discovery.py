"""What an item holds that a person must decide on: personal numbers, hidden content, wordings of the list; nothing is kept here.

A file is looked through once for each content and state of the rules (``ScannedFile``).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms import content, hidden_content, personal_data, wordings
from cms.models import Department, Place, ScannedFile, SiteIdentity
from cms.personal_data import Allowed
from cms.plain_text import readable

RULES = "1"  # to be raised when the rules find more: then every file is looked through again


@dataclass(frozen=True)
class Discovery:
    """Something found in an item as it stands; ``upload`` when it lies in a file or picture."""

    kind: str
    place: str
    excerpt: str
    key: str
    source: str  # the field, or "document:12"
    upload: Document | Image | None = None

    @property
    def identity(self) -> tuple[str, str, str]:
        return (self.source, self.kind, self.key)


def key_of(kind: str, value: str) -> str:
    return salted_hmac("cms.findings", f"{kind}:{value}").hexdigest()[:40]


def allowed() -> Allowed:
    """The telephones and addresses that units, institutions and the site itself give out."""
    units = list(Department.objects.values_list("telephone", "fax", "email"))
    telephones = [number for telephone, fax, _email in units for number in (telephone, fax)]
    telephones += Place.objects.exclude(telephone="").values_list("telephone", flat=True)
    telephones += SiteIdentity.objects.values_list("telephone", flat=True)
    return Allowed.of(telephones, [email for _telephone, _fax, email in units])


def discover(item: models.Model, today: date, let_through: Allowed) -> list[Discovery]:
    """Everything in the item's texts and files that a person must decide on."""
    found = {one.identity: one for one in in_texts(item, today, let_through)}
    found |= {one.identity: one for one in in_wordings(item)}
    for upload in content.files(item):
        for one in in_file(upload, today, let_through):
            found[one.identity] = one
    return list(found.values())


def in_texts(item: models.Model, today: date, let_through: Allowed) -> Iterator[Discovery]:
    for text in content.texts(item):
        plain = readable(text.source)
        for one in personal_data.find(plain, today, let_through):
            place = _("%(field)s第 %(number)d 段") % {"field": text.label, "number": paragraph(plain, one.start)}
            yield Discovery(one.kind.value, place, one.masked, key_of(one.kind.value, one.value), text.field)


def in_wordings(item: models.Model) -> Iterator[Discovery]:
    """What the list of wordings forbids or doubts, at the first place in each text where it stands."""
    matcher = wordings.matcher()
    for text in content.texts(item):
        plain = readable(text.source)
        for place, wording in matcher.find(plain):
            where = _("%(field)s第 %(number)d 段") % {"field": text.label, "number": paragraph(plain, place)}
            yield Discovery(wording.level, where, wording.told(), wordings.key_of(wording.text), text.field)


def paragraph(text: str, offset: int) -> int:
    """The paragraph of ``text`` in which the offset lies, counted from 1; empty lines are none."""
    return sum(1 for line in text[: offset + 1].split("\n") if line.strip()) or 1


def in_file(upload: Document | Image, today: date, let_through: Allowed) -> Iterator[Discovery]:
    for one in scanned(upload, today, let_through):
        yield Discovery(one["kind"], one["place"], one["excerpt"], one["key"], f"{upload._meta.model_name}:{upload.pk}", upload)


def scanned(upload: Document | Image, today: date, let_through: Allowed) -> list[dict]:
    """What is in the file, from an earlier look when neither its content nor the rules have changed since."""
    held = read(upload)
    if held is None:
        sentence = _("文件不在存储中，系统读不到，请重新上传。")
        return [{"kind": "unread", "place": "", "excerpt": sentence, "key": key_of("unread", sentence)}]
    digest, rules = hashlib.sha256(held).hexdigest(), rules_now(let_through)
    known = ScannedFile.objects.filter(digest=digest, rules=rules).first()
    if known is None:
        found = [
            {"kind": one.kind, "place": one.place[:200], "excerpt": one.excerpt[:300], "key": key_of(one.kind, one.value)}
            for one in hidden_content.look(held, today, let_through)
        ]
        values = {"rules": rules, "found": found, "scanned_on": today}
        known, _made = ScannedFile.objects.update_or_create(digest=digest, defaults=values)
    return known.found


def read(upload: Document | Image) -> bytes | None:
    try:
        with upload.file.storage.open(upload.file.name, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def rules_now(let_through: Allowed) -> str:
    told = [RULES, *sorted(let_through.telephones), *sorted(let_through.domains)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
