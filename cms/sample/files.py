"""The sample's attachments and pictures: tables and forms are made from ``attachments.json``, others lie in ``files/``."""

import json
import zipfile
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from wagtail.documents.models import Document
from wagtail.images.models import Image

HERE = Path(__file__).parent


@cache
def _described() -> dict[str, dict]:
    return json.loads((HERE / "attachments.json").read_text(encoding="utf-8"))


def document(name: str, title: str) -> Document:
    """The stored file of this title; made at the first call."""
    found = Document.objects.filter(title=title).first()
    if found:
        return found
    made = Document(title=title, file=ContentFile(content(name), name=name))
    made._set_document_file_metadata()
    made.save()
    return made


def image(path: Path, title: str) -> Image:
    """The stored picture of this title; made at the first call."""
    found = Image.objects.filter(title=title).first()
    if found:
        return found
    made = Image(title=title, file=ImageFile(BytesIO(path.read_bytes()), name=path.name))
    made._set_image_file_metadata()
    made.save()
    return made


def content(name: str) -> bytes:
    described = _described().get(name)
    if described is None:
        return (HERE / "files" / name).read_bytes()
    return workbook(described) if name.endswith(".xlsx") else letter(described)


def workbook(described: dict) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = described["sheet"]
    for row in described["rows"]:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center")
    for column in sheet.columns:
        width = max(sum(2 if ord(sign) > 255 else 1 for sign in str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(width + 4, 60)
    sheet.freeze_panes = "A2"
    if "note" in described:
        sheet.append([])
        sheet.append([described["note"]])
    stored = BytesIO()
    book.save(stored)
    return stored.getvalue()


TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))


def letter(described: dict) -> bytes:
    """A word processor's document with a title, paragraphs and perhaps a form to fill in."""
    body = _paragraph(described["title"], '<w:jc w:val="center"/>', '<w:b/><w:sz w:val="36"/>')
    body += "".join(_paragraph(line) for line in described["lines"] if line)
    if "table" in described:
        body += _form(described["table"])
    text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    stored = BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", text)
    return stored.getvalue()


def _paragraph(text: str, layout: str = "", type_: str = '<w:sz w:val="24"/>') -> str:
    words = f'<w:r><w:rPr>{type_}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{layout}</w:pPr>{words}</w:p>"


def _form(rows: list[list[str]]) -> str:
    width = 9000 // len(rows[0])
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>%s</w:tc>'
    lines = "".join("<w:tr>" + "".join(cell % _paragraph(text) for text in row) + "</w:tr>" for row in rows)
    grid = f'<w:gridCol w:w="{width}"/>' * len(rows[0])
    return f"<w:tbl><w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl><w:p/>"
