"""Looks into a file for personal numbers and for what its readers do not see.

``look`` answers with what was found, each with its place and a masked excerpt; nothing of a number's middle leaves this
package. A file that cannot be read is said so (``unread``), never passed over in silence. Entities are not expanded,
archives are unpacked within limits, time is limited; what is beyond them is ``unread`` too.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pypdfium2
from django.utils.translation import gettext as _
from lxml import etree

from cms import personal_data, uploads
from cms.hidden_content import office, pdf, pictures, sheets, word
from cms.hidden_content.reading import HIDDEN, Piece, Reading, TooMuch
from cms.personal_data import NOTHING, Allowed

__all__ = ["HIDDEN", "Seen", "look", "numbers_in"]

MOST_SEEN = 200  # findings told one by one; the rest are one sentence
EXCERPT = 80  # characters
MOST_INSIDE = 200  # files in an archive
SILENT = {"mp3", "m4a", "mp4"}  # sound and films hold no text
PICTURES = {"jpg", "png", "gif", "webp"}
BROKEN = (etree.LxmlError, zipfile.BadZipFile, zlib.error, pypdfium2.PdfiumError, KeyError, ValueError, OSError, EOFError)


@dataclass(frozen=True)
class Seen:
    """Something found: its kind (a personal number or a key of HIDDEN), where, as it may be shown, and what it is known by."""

    kind: str
    place: str
    excerpt: str
    value: str


def look(content: bytes, today: date, allowed: Allowed = NOTHING) -> list[Seen]:
    """Everything in a file that a person must decide on before it is public."""
    reading = Reading()
    read_into(content, reading)
    return seen_in(reading, today, allowed)


def read_into(content: bytes, reading: Reading, inside: str = "") -> None:
    try:
        found = uploads.recognise(io.BytesIO(content))
        _read(found, content, reading, inside)
    except (TooMuch, uploads.UploadRefused) as why:
        reading.unread.append(str(why))
    except BROKEN:
        reading.unread.append(_("文件已损坏或结构不正常，系统读不到里面的内容，请人工查看。"))


def _read(found: str, content: bytes, reading: Reading, inside: str) -> None:
    if found in ("docx", "xlsx", "pptx"):
        package = office.Package(content)
        {"docx": word.read, "xlsx": sheets.read, "pptx": _slides}[found](package, reading)
        _embedded(package, reading)
    elif found == "pdf":
        pdf.read(content, reading)
    elif found in PICTURES:
        pictures.read(content, reading)
    elif found == "txt":
        reading.add(_("文件内容"), decoded(content))
    elif found == "zip" and not inside:
        _archive(content, reading)
    elif found not in SILENT:
        told = {"kind": found.upper()}
        reading.unread.append(_("系统读不了 %(kind)s 文件里面的内容，请人工查看，或者换成 PDF、docx、xlsx。") % told)


def _slides(package: office.Package, reading: Reading) -> None:
    office.read_slides(package, reading)
    office.read_properties(package, reading)
    office.read_links(package, reading)


def _embedded(package: office.Package, reading: Reading) -> None:
    """Files and photographs within an office file."""
    for name in package.matching(r"(?:word|xl|ppt)/embeddings/.*"):
        _inner(name, package.part(name), reading)
    for name in package.matching(r"(?:word|xl|ppt)/media/.*\.(?i:jpe?g|png|webp)"):
        _inner(name, package.part(name), reading)


def _archive(content: bytes, reading: Reading) -> None:
    package = office.Package(content)
    files = [name for name in package.names if not name.endswith("/")]
    if len(files) > MOST_INSIDE:
        reading.unread.append(_("压缩包内有 %(count)d 个文件，系统只看了前 %(most)d 个。") % {"count": len(files), "most": MOST_INSIDE})
    for name in files[:MOST_INSIDE]:
        _inner(name, package.part(name), reading)


def _inner(name: str, content: bytes, reading: Reading) -> None:
    """A file inside the file; its places are named with it."""
    own = Reading(began=reading.began)
    read_into(content, own, inside=name)
    short = name.rpartition("/")[2]
    for piece in own.pieces:
        marks = [(offset, f"{short} {place}") for offset, place in piece.marks]
        reading.pieces.append(Piece(f"{short} {piece.place}", piece.text, piece.hidden, marks))
    reading.unread += [f"{short}：{sentence}" for sentence in own.unread]
    reading.check()


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


def seen_in(reading: Reading, today: date, allowed: Allowed) -> list[Seen]:
    numbers = {(one.kind, one.value): one for piece in reading.pieces for one in numbers_in(piece, today, allowed)}
    told = list(numbers.values())[:MOST_SEEN]
    if more := len(numbers) - len(told):
        told.append(Seen("unread", "", _("另有 %(count)d 处个人信息没有逐一列出。") % {"count": more}, f"more:{more}"))
    return [*told, *_unseen(reading, today, allowed), *(Seen("unread", "", sentence, sentence) for sentence in reading.unread)]


def numbers_in(piece: Piece, today: date, allowed: Allowed) -> Iterable[Seen]:
    for found in personal_data.find(piece.text, today, allowed):
        place = piece.place_at(found.start)
        if piece.hidden:
            place = _("%(place)s（%(hidden)s）") % {"place": place, "hidden": HIDDEN[piece.hidden]}
        yield Seen(found.kind.value, place, found.masked, found.value)


def _unseen(reading: Reading, today: date, allowed: Allowed) -> list[Seen]:
    """One finding for each kind of hidden content, however often it occurs."""
    kinds: dict[str, list[Piece]] = {}
    for piece in reading.pieces:
        if piece.hidden:
            kinds.setdefault(piece.hidden, []).append(piece)
    found = []
    for kind, pieces in kinds.items():
        begin = personal_data.mask(pieces[0].text[:1000], today, allowed)[:EXCERPT].strip()
        excerpt = _("%(count)d 处，如：%(begin)s") % {"count": len(pieces), "begin": begin} if len(pieces) > 1 else begin
        found.append(Seen(kind, pieces[0].place, excerpt, "\n".join(piece.text for piece in pieces)))
    return found
