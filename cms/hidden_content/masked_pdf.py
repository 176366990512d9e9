"""The masked copy of a PDF. A page on which something was found becomes a picture, with boxes painted into it: nothing can lie
under them any more. The other pages stay text. Annotations and properties are left behind.
"""

import io
from contextlib import closing
from datetime import date

import pypdfium2 as pdfium
from PIL import Image, ImageDraw
from pypdfium2 import raw

from cms import personal_data
from cms.hidden_content.pdf import COVERING, annotations_of, covers, opened, under
from cms.personal_data import Allowed

DOTS = 150  # per inch
POINTS = 72
QUALITY = 85
MARGIN = 1.5  # points around a number


def make(content: bytes, today: date, allowed: Allowed) -> bytes:
    with opened(content) as document, closing(pdfium.PdfDocument.new()) as copy:
        for number in range(len(document)):
            with closing(document[number]) as page:
                boxes = found_on(page, today, allowed)
                if boxes is None:
                    copy.import_pages(document, [number])
                    _drop_annotations(copy[len(copy) - 1])
                else:
                    _add_picture(copy, page, boxes)
        file = io.BytesIO()
        copy.save(file)
        return file.getvalue()


def found_on(page: pdfium.PdfPage, today: date, allowed: Allowed) -> list[tuple[float, float, float, float]] | None:
    """The boxes to paint over (points); None when the page may stay as it is."""
    with closing(page.get_textpage()) as textpage:
        text = "".join(chr(raw.FPDFText_GetUnicode(textpage, index)) for index in range(textpage.count_chars()))
        found = personal_data.find(text, today, allowed)
        objects = list(page.get_objects())
        marked = [box for subtype, box, _said in annotations_of(page) if subtype in COVERING]
        if not found and not under(textpage, covers(page, objects), marked, objects):
            return None
        boxes = list(marked)
        for one in found:
            boxes += [textpage.get_charbox(index) for index in range(one.start, one.end)]
        return boxes


def _add_picture(copy: pdfium.PdfDocument, page: pdfium.PdfPage, boxes: list) -> None:
    scale = DOTS / POINTS
    width, height = page.get_size()
    shown = page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")
    draw = ImageDraw.Draw(shown)
    for left, bottom, right, top in boxes:
        corners = ((left - MARGIN) * scale, (height - top - MARGIN) * scale, (right + MARGIN) * scale, (height - bottom + MARGIN) * scale)
        draw.rectangle(corners, fill="black")
    _place(copy, shown, width, height)


def _place(copy: pdfium.PdfDocument, shown: Image.Image, width: float, height: float) -> None:
    file = io.BytesIO()
    shown.save(file, "JPEG", quality=QUALITY)
    picture = pdfium.PdfImage.new(copy)
    picture.load_jpeg(io.BytesIO(file.getvalue()))
    picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
    new = copy.new_page(width, height)
    new.insert_obj(picture)
    new.gen_content()


def _drop_annotations(page: pdfium.PdfPage) -> None:
    """All but links."""
    for index in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        subtype = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if subtype != raw.FPDF_ANNOT_LINK:
            raw.FPDFPage_RemoveAnnot(page, index)
