"""The masked copy of a PDF. A page on which something was found becomes a picture, with boxes painted into it: nothing can lie
under them any more. What may be read of it lies over it as unseen text. The other pages stay as they are. Annotations and
properties are left behind.
"""

import io
from contextlib import closing
from dataclasses import dataclass
from datetime import date

import pypdfium2 as pdfium
from PIL import ImageDraw
from pypdfium2 import raw

from cms import personal_data
from cms.hidden_content import picture_page
from cms.hidden_content.pdf import COVERING, Box, annotations_of, covers, opened, places_under
from cms.hidden_content.picture_page import Sign
from cms.personal_data import Allowed

DOTS = 150  # per inch
POINTS = 72
MARGIN = 1.5  # points around a number


def make(content: bytes, today: date, allowed: Allowed) -> bytes:
    with opened(content) as document, closing(pdfium.PdfDocument.new()) as copy:
        for number in range(len(document)):
            with closing(document[number]) as page:
                shown = found_on(page, today, allowed)
                if shown is None:
                    copy.import_pages(document, [number])
                    _drop_annotations(copy[len(copy) - 1])
                else:
                    _add_picture(copy, page, shown)
        file = io.BytesIO()
        copy.save(file)
        return file.getvalue()


@dataclass(frozen=True)
class Shown:
    """Of a page on which something was found: what is painted over, and the signs that may be read, numbers masked."""

    boxes: list[Box]
    signs: list[Sign]


def found_on(page: pdfium.PdfPage, today: date, allowed: Allowed) -> Shown | None:
    """None when the page may stay as it is."""
    with closing(page.get_textpage()) as textpage:
        text = "".join(chr(raw.FPDFText_GetUnicode(textpage, index)) for index in range(textpage.count_chars()))
        found = personal_data.find(text, today, allowed)
        objects = list(page.get_objects())
        marked = [box for subtype, box, _said in annotations_of(page) if subtype in COVERING]
        under = set(places_under(textpage, covers(page, objects), marked, objects))
        if not found and not under:
            return None
        places = [textpage.get_charbox(index) for index in range(len(text))]
        numbers = [places[index] for one in found for index in range(one.start, one.end)]
        masked = personal_data.cover(text, found)
        signs = [(" ", place) if index in under else (masked[index], place) for index, place in enumerate(places)]
        return Shown(marked + numbers, signs)


def _add_picture(copy: pdfium.PdfDocument, page: pdfium.PdfPage, shown: Shown) -> None:
    """Places in a page are those of its text, which may lie turned in it; those of the picture are as a reader sees it."""
    scale = DOTS / POINTS
    width, height = page.get_size()
    with closing(page.render(scale=scale, may_draw_forms=False, draw_annots=False)) as bitmap:
        where = bitmap.get_posconv(page)
        picture = bitmap.to_pil().convert("RGB")
        draw = ImageDraw.Draw(picture)
        for box in shown.boxes:
            left, top, right, bottom = _seen(where, box)
            draw.rectangle((left - MARGIN * scale, top - MARGIN * scale, right + MARGIN * scale, bottom + MARGIN * scale), fill="black")
        signs = []
        for sign, box in shown.signs:
            left, top, right, bottom = _seen(where, box)
            signs.append((sign, (left / scale, height - bottom / scale, right / scale, height - top / scale)))
    with closing(pdfium.PdfDocument(picture_page.make(picture, width, height, signs))) as made:
        copy.import_pages(made)


def _seen(where: pdfium.PdfPosConv, box: Box) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in the picture's dots."""
    (one, other), (third, fourth) = where.to_bitmap(box[0], box[1]), where.to_bitmap(box[2], box[3])
    return min(one, third), min(other, fourth), max(one, third), max(other, fourth)


def _drop_annotations(page: pdfium.PdfPage) -> None:
    """All but links."""
    for index in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        subtype = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if subtype != raw.FPDF_ANNOT_LINK:
            raw.FPDFPage_RemoveAnnot(page, index)
