"""A copy of a file without what its readers should not get: comments, tracked changes, hidden parts and properties are gone,
personal numbers have stars in their middle. The copy is read again like any file; only what passes that is handed out.
"""

import io
from datetime import date

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from cms import hidden_content, personal_data, uploads
from cms.gate import Refused
from cms.hidden_content import masked_pdf, masked_sheets, masked_word
from cms.personal_data import Allowed

QUALITY = 92  # of JPEG pictures


def make(content: bytes, today: date, allowed: Allowed) -> bytes:
    """The masked copy. Raises ``Refused`` when none can be made of this kind of file, or when something is left in it."""
    try:
        found = uploads.recognise(io.BytesIO(content))
        made = _make(found, content, today, allowed)
    except hidden_content.BROKEN:
        raise Refused(_("文件已损坏或结构不正常，做不出打码副本。请在原来的软件中改好后重新上传。")) from None
    left = hidden_content.look(made, today, allowed)
    if found == "pdf":  # pages with findings have become pictures, and are said to be so to whoever decides
        left = [one for one in left if one.kind != "unread"]
    if left:
        kinds = "、".join(sorted({f"{one.place} {one.excerpt}".strip() for one in left})[:3])
        raise Refused(_("打码副本中还有没有清除的内容（%(left)s），没有采用。请在原来的软件中改好后重新上传。") % {"left": kinds})
    return made


def _make(found: str, content: bytes, today: date, allowed: Allowed) -> bytes:
    if found == "docx":
        return masked_word.make(content, today, allowed, lambda inner: _inner(inner, today, allowed))
    if found == "xlsx":
        return masked_sheets.make(content, today, allowed)
    if found == "pdf":
        return masked_pdf.make(content, today, allowed)
    if found in hidden_content.PICTURES:
        return picture(content)
    if found == "txt":
        return personal_data.mask(hidden_content.decoded(content), today, allowed).encode()
    raise Refused(_("系统做不出 %(kind)s 文件的打码副本。请在原来的软件中改好后重新上传。") % {"kind": found.upper()})


def _inner(content: bytes, today: date, allowed: Allowed) -> bytes:
    """A file or picture inside another one."""
    return _make(uploads.recognise(io.BytesIO(content)), content, today, allowed)


def picture(content: bytes) -> bytes:
    """The same picture, turned as it is shown, without anything said about its making."""
    file = io.BytesIO()
    with Image.open(io.BytesIO(content)) as original:
        form = "JPEG" if original.format == "MPO" else original.format
        shown = ImageOps.exif_transpose(original)
        bare = Image.new(shown.mode, shown.size)
        bare.paste(shown)
        if shown.mode == "P" and (palette := shown.getpalette()):
            bare.putpalette(palette)
        if "transparency" in shown.info:
            bare.info["transparency"] = shown.info["transparency"]
        bare.save(file, form, **({"quality": QUALITY} if form in ("JPEG", "WEBP") else {}))
    return file.getvalue()
