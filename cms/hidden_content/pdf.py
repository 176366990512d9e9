"""PDF: the text of each page, text under boxes that were drawn over it, annotations, the author; scans are said to be scans."""

import ctypes
import html
import re
import threading
from contextlib import closing, contextmanager

import pypdfium2 as pdfium
from django.utils.translation import gettext as _
from pypdfium2 import raw

from cms.hidden_content.reading import Reading

ONE_AT_A_TIME = threading.RLock()  # the library is not made for several threads
MOST_PAGES = 3_000
THINNEST = 4.0  # points; what is thinner is a line of a table, not a cover
WHOLE_PAGE = 0.5  # a picture that takes this much of the page is the page
OPAQUE = 255
SIMPLE = 6  # segments of a rectangle, closing ones included; what has more is a drawing
LEAST_TEXT = 5  # characters; a page with less and a picture over it is a scan
UNSPOKEN = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_POPUP}
COVERING = {raw.FPDF_ANNOT_REDACT, raw.FPDF_ANNOT_SQUARE}
CREATOR = re.compile(rb"<dc:creator>.{0,200}?<rdf:li[^>]*>([^<]{1,200})</rdf:li>", re.S)

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


@contextmanager
def opened(content: bytes):
    with ONE_AT_A_TIME, closing(pdfium.PdfDocument(content)) as document:
        yield document


def read(content: bytes, reading: Reading) -> None:
    with opened(content) as document:
        author = document.get_metadata_dict().get("Author", "")
        reading.add(_("文件属性（%(name)s）") % {"name": "作者"}, author or _creator(content), "metadata")
        if document.count_attachments():
            reading.unread.append(_("PDF 内嵌有 %(count)d 个文件，系统没有查看。") % {"count": document.count_attachments()})
        if len(document) > MOST_PAGES:
            reading.unread.append(_("PDF 有 %(count)d 页，系统只看了前 %(most)d 页。") % {"count": len(document), "most": MOST_PAGES})
        scans = [number for number in range(min(len(document), MOST_PAGES)) if _read_page(document, number, reading)]
    if scans:
        told = {"pages": "、".join(str(number + 1) for number in scans[:20]) + ("……" if len(scans) > 20 else "")}
        reading.unread.append(_("第 %(pages)s 页是扫描图像，没有文字，系统读不到；请人工查看，并尽量换成带文字的版本。") % told)


def scans(content: bytes) -> list[int]:
    """The pages, counted from 1, that are pictures without text. Raises PdfiumError for a broken file."""
    with opened(content) as document:
        return [number + 1 for number in range(min(len(document), MOST_PAGES)) if _read_page(document, number, Reading())]


def _creator(content: bytes) -> str:
    found = CREATOR.search(content)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""


def _read_page(document: pdfium.PdfDocument, number: int, reading: Reading) -> bool:
    """Add what stands on the page; answers whether it is a scan without text."""
    place = _("第 %(number)d 页") % {"number": number + 1}
    with closing(document[number]) as page, closing(page.get_textpage()) as textpage:
        text = textpage.get_text_range()
        reading.add(place, text)
        objects = list(page.get_objects())
        annotations = list(annotations_of(page))
        for subtype, _box, said in annotations:
            if subtype not in UNSPOKEN and said:
                reading.add(place, said, "annotation")
        boxes = [box for subtype, box, _said in annotations if subtype in COVERING]
        reading.add(place, under(textpage, covers(page, objects), boxes, objects), "covered")
        return len(text.strip()) < LEAST_TEXT and any(_is_page(page, one) for one in objects if one.type == raw.FPDF_PAGEOBJ_IMAGE)


def annotations_of(page: pdfium.PdfPage):
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        rectangle = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(annotation, rectangle)
        said = " ".join(filter(None, (_said(annotation, b"T"), _said(annotation, b"Contents"))))
        yield raw.FPDFAnnot_GetSubtype(annotation), (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top), said
        raw.FPDFPage_CloseAnnot(annotation)


def _said(annotation, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _is_page(page: pdfium.PdfPage, one) -> bool:
    left, bottom, right, top = one.get_bounds()
    width, height = page.get_size()
    return (right - left) * (top - bottom) >= WHOLE_PAGE * width * height


def covers(page: pdfium.PdfPage, objects: list) -> list[tuple[int, Box]]:
    """What could lie over text: opaque rectangles and smaller pictures, each with its place in the order of painting."""
    found = []
    for order, one in enumerate(objects):
        if one.type == raw.FPDF_PAGEOBJ_PATH and _is_filled(one) or one.type == raw.FPDF_PAGEOBJ_IMAGE and not _is_page(page, one):
            left, bottom, right, top = one.get_bounds()
            if right - left >= THINNEST and top - bottom >= THINNEST:
                found.append((order, (left, bottom, right, top)))
    return found


def _is_filled(one) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    red, green, blue, alpha = (ctypes.c_uint() for _part in range(4))
    return (
        raw.FPDFPath_CountSegments(one) <= SIMPLE
        and bool(raw.FPDFPath_GetDrawMode(one, fill, stroke))
        and fill.value != raw.FPDF_FILLMODE_NONE
        and bool(raw.FPDFPageObj_GetFillColor(one, red, green, blue, alpha))
        and alpha.value == OPAQUE
    )


def under(textpage: pdfium.PdfTextPage, painted: list[tuple[int, Box]], boxes: list[Box], objects: list) -> str:
    """The text that was painted before something that lies over it."""
    hidden, last = [], -1
    for index in places_under(textpage, painted, boxes, objects):
        if last >= 0 and index > last + 1:
            hidden.append(" ")
        hidden.append(chr(raw.FPDFText_GetUnicode(textpage, index)))
        last = index
    return "".join(hidden)


def places_under(textpage: pdfium.PdfTextPage, painted: list[tuple[int, Box]], boxes: list[Box], objects: list) -> list[int]:
    """Which signs of the page's text lie under something."""
    texts = [order for order, one in enumerate(objects) if one.type == raw.FPDF_PAGEOBJ_TEXT]
    painted = [(order, box) for order, box in painted if texts and order > texts[0] and textpage.get_text_bounded(*box).strip()]
    if not painted and not boxes:
        return []
    orders = {ctypes.addressof(one.raw.contents): order for order, one in enumerate(objects)}
    return [index for index in range(textpage.count_chars()) if _lies_under(textpage, index, painted, boxes, orders)]


def _lies_under(textpage: pdfium.PdfTextPage, index: int, painted: list[tuple[int, Box]], boxes: list[Box], orders: dict[int, int]) -> bool:
    left, bottom, right, top = textpage.get_charbox(index)
    middle = ((left + right) / 2, (bottom + top) / 2)
    if any(_inside(middle, box) for box in boxes):
        return True
    over = [order for order, box in painted if _inside(middle, box)]
    if not over:
        return False
    text = raw.FPDFText_GetTextObject(textpage, index)
    return bool(text) and orders.get(ctypes.addressof(text.contents), len(orders)) <= max(over)


def _inside(point: tuple[float, float], box: Box) -> bool:
    left, bottom, right, top = box
    return left <= point[0] <= right and bottom <= point[1] <= top
