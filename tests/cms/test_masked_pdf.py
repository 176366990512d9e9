"""The masked copy of a PDF: nothing of a number is left on the page, and the rest of the page can still be read aloud."""

from contextlib import closing
from datetime import date

import pypdfium2 as pdfium
import pytest
from PIL import Image

from cms.hidden_content import masked_copy, picture_page
from cms.personal_data import NOTHING
from tests.factories import papers
from tests.factories.papers import BLACK_BOX, IDENTITY, MOBILE

TODAY = date(2026, 11, 2)
WHITE = (255, 255, 255)


def text_of(content: bytes, page: int = 0) -> str:
    with closing(pdfium.PdfDocument(content)) as document:
        return document[page].get_textpage().get_text_range().strip()


def picture_of(content: bytes, page: int = 0) -> Image.Image:
    with closing(pdfium.PdfDocument(content)) as document:
        return document[page].render().to_pil().convert("RGB")


def masked(content: bytes) -> bytes:
    return masked_copy.make(content, TODAY, NOTHING)


def line(text: str, height: int) -> str:
    return f"BT /F1 18 Tf 72 {height} Td ({text}) Tj ET"


def test_words_of_a_masked_page_can_still_be_read_and_its_numbers_cannot():
    copy = masked(papers.pdf(f"{line(f'Call {MOBILE} for help', 700)} {line('Second line', 660)}"))
    assert text_of(copy).split("\r\n") == ["Call 138******78 for help", "Second line"]


def test_text_that_lay_under_a_box_is_not_among_the_words_of_the_masked_page():
    copy = masked(papers.pdf(f"{line('secret', 700)} {BLACK_BOX} {line('Second line', 600)}"))
    assert text_of(copy) == "Second line"


def test_words_lie_where_the_picture_shows_them():
    copy = masked(papers.pdf(f"{line(f'Call {MOBILE}', 700)} {line('Second line', 300)}"))
    with closing(pdfium.PdfDocument(copy)) as document:
        found = document[0].get_textpage().get_text_bounded(left=60, bottom=290, right=400, top=330)
    assert found.strip() == "Second line"


def test_chinese_words_over_a_picture_are_read():
    page = picture_page.make(
        Image.new("RGB", (20, 20)), 100, 100, [(sign, (10 + 10 * n, 10, 20 + 10 * n, 20)) for n, sign in enumerate("公开𠮷")]
    )
    assert text_of(page) == "公开〓"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_number_on_a_turned_page_is_painted_over_where_it_is_seen(turn):
    original = papers.pdf(papers.shown(IDENTITY), turn=turn)
    before, after = picture_of(original), picture_of(masked(original))
    written = [place for place in places_of(before) if before.getpixel(place) != WHITE]
    assert before.size == after.size
    assert written and all(sum(after.getpixel(place)) < 90 for place in written)


def places_of(picture: Image.Image):
    return ((x, y) for x in range(picture.width) for y in range(picture.height))
