"""Attachments with something in them that readers do not see. Each is bytes; every number is made up."""

import io

import openpyxl
from openpyxl.comments import Comment
from PIL import Image

from .files import archive

IDENTITY = "110101199003070038"
MOBILE = "13812345678"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def hidden(text: str) -> str:
    return run(text, "<w:vanish/>")


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="张三">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="张三"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def word(*paragraphs: str, comments: tuple[str, ...] = (), author: str = "", header: str = "", prolog: str = "", **parts) -> bytes:
    """A Word document of paragraphs (runs as above, or plain text)."""
    body = "".join(f"<w:p>{one if one.startswith('<w:') else run(one)}</w:p>" for one in paragraphs)
    marks = "".join(f'<w:p><w:r><w:commentReference w:id="{number}"/></w:r></w:p>' for number in range(len(comments)))
    said = "".join(f'<w:comment w:id="{n}" w:author="李四"><w:p>{run(text)}</w:p></w:comment>' for n, text in enumerate(comments))
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    types = {"/word/document.xml": f"{MAIN}.document.main+xml"}
    related = []
    more = dict(parts)
    if comments:
        types["/word/comments.xml"] = f"{MAIN}.comments+xml"
        related.append("comments")
        more["word/comments.xml"] = f"<w:comments {W}>{said}</w:comments>"
    if header:
        types["/word/header1.xml"] = f"{MAIN}.header+xml"
        more["word/header1.xml"] = f"<w:hdr {W}><w:p>{run(header)}</w:p></w:hdr>"
    if author:
        types["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
        more["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy></cp:coreProperties>"
        )
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    links = "".join(f'<Relationship Id="r{n}" Type="{R}/{kind}" Target="{kind}.xml"/>' for n, kind in enumerate(related))
    return archive({
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
        ),
        "word/document.xml": f"{prolog}<w:document {W}><w:body>{body}{marks}</w:body></w:document>",
        **more,
    })  # fmt: skip


def table(rows=(("姓名", "电话"),), hide_sheet=(), hide_column="", hide_row=0, comment="", author="", header="") -> bytes:
    """A workbook: its first sheet holds ``rows``; ``hide_sheet`` are the rows of a hidden one, ``header`` is printed on each page."""
    book = openpyxl.Workbook()
    book.properties.creator = author
    sheet = book.active
    sheet.title = "名单"
    for row in rows:
        sheet.append(row)
    if header:
        sheet.oddHeader.center.text = header
    if hide_sheet:
        other = book.create_sheet("底稿")
        other.sheet_state = "hidden"
        for row in hide_sheet:
            other.append(row)
    if hide_column:
        sheet.column_dimensions[hide_column].hidden = True
    if hide_row:
        sheet.row_dimensions[hide_row].hidden = True
    if comment:
        sheet["A1"].comment = Comment(comment, "张三")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


BLACK_BOX = "0 0 0 rg 60 690 300 30 re f"


def pdf(*pages: str, author: str = "", annotation: str = "", turn: int = 0) -> bytes:
    """A PDF; a page is the text of its only line, or what is to be painted when it has an operator (see ``shown``)."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    objects.append(f"<</Author({author})>>".encode())
    pixels = b"\x80" * 100
    image = b"<</Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8/Length 100>>"
    objects.append(image + b"stream\n" + pixels + b"\nendstream")
    kids = []
    for page in pages:
        content = (page if " Tj" in page or " re" in page or " Do" in page else shown(page)).encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        notes = f"/Annots[{annotation}]" if annotation else ""
        objects.append(
            f"<</Type/Page/Parent 2 0 R/Rotate {turn}/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R{notes}"
            "/Resources<</Font<</F1 3 0 R>>/XObject<</I1 5 0 R>>>>>>".encode()
        )
        kids.append(len(objects))
    objects[1] = f"<</Type/Pages/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]/Count {len(kids)}>>".encode()
    body, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj" % number + one + b"endobj\n"
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + b"trailer<</Root 1 0 R/Info 4 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def shown(text: str) -> str:
    return f"BT /F1 18 Tf 72 700 Td ({text}) Tj ET"


SCAN = "q 595 0 0 842 0 0 cm /I1 Do Q"


def photograph(located: bool = True, camera: str = "", form: str = "JPEG") -> bytes:
    picture = Image.new("RGB", (60, 40), (90, 120, 90))
    exif = Image.Exif()
    if located:
        exif[0x8825] = {1: "N", 2: (31.0, 12.0, 0.0), 3: "E", 4: (121.0, 30.0, 0.0)}
    if camera:
        exif[0x0110] = camera
    file = io.BytesIO()
    picture.save(file, form, exif=exif)
    return file.getvalue()
