"""Files as people send them: real ones, and ones that pretend. Each is bytes."""

import io
import struct
import zipfile

import openpyxl
from PIL import Image

DOCX_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 200 + b"This program cannot be run in DOS mode."


def archive(entries: dict[str, bytes | str], level: int = 6) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return file.getvalue()


def docx(**more: bytes | str) -> bytes:
    """A Word document; ``more`` are further parts by name."""
    return archive({"[Content_Types].xml": DOCX_TYPES, "word/document.xml": "<w:document>正文</w:document>", **more})


def xlsx() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def ofd() -> bytes:
    return archive({"OFD.xml": "<ofd:OFD/>", "Doc_0/Document.xml": "<ofd:Document/>"})


def pdf(more: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one empty page; ``more`` stands among the objects, ``trailer`` in the trailer."""
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    )
    return body + more + b"xref\n0 4\ntrailer<</Root 1 0 R/Size 4" + trailer + b">>\nstartxref\n9\n%%EOF\n"


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (18, 84, 120)).save(file, form)
    return file.getvalue()


def ole(*streams: str) -> bytes:
    """An OLE compound file whose root holds empty streams of these names (at most three)."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    header += struct.pack("<108I", *([free] * 108))
    table = struct.pack("<128I", fat, end, *([free] * 126))
    entries = [_entry("Root Entry", 5, free, free, 1 if streams else free)]
    for number, name in enumerate(streams, 1):
        entries.append(_entry(name, 2, free, number + 1 if number < len(streams) else free, free))
    directory = b"".join(entries).ljust(512, b"\x00")
    return header[:512] + table + directory


def _entry(name: str, kind: int, left: int, right: int, child: int) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    start = 0xFFFFFFFE
    return raw.ljust(64, b"\0") + struct.pack("<HBB3I16xI8x8xIQ", len(raw), kind, 1, left, right, child, 0, start, 0)
