"""A paper as PDF, DOCX and markup, each read back with another library than the one that wrote it."""

import io
import zipfile

import pypdfium2
from lxml import etree

from cms import sanitize
from cms.papers import markup, pdf, word
from cms.papers.paper import Cell, Heading, Paper, Paragraph, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE = Table(
    "登记表",
    (2, 1, 1),
    (
        Cell("事项", 0, 0, rows=2, head=True),
        Cell("本年数量", 0, 1, columns=2, head=True),
        Cell("新收", 1, 1, head=True),
        Cell("办结", 1, 2, head=True),
        Cell("申请<公开>", 2, 0, head=True),
        Cell("41", 2, 1),
        Cell("40", 2, 2),
    ),
)
PAPER = Paper(
    "关于“公开”的报告", (Heading("一、总体情况"), Paragraph("新收41件，办结40件。"), TABLE, Paragraph("2026年1月20日", "right")), "某机关"
)


def read(content: bytes) -> tuple[str, int]:
    """The words of a PDF without its line ends, and the number of its pages."""
    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return "".join(text.split()), len(document)


def test_pdf_holds_its_words_its_title_and_its_page_number():
    content = pdf.pdf(PAPER)
    text, pages = read(content)
    for words in ("关于“公开”的报告", "一、总体情况", "新收41件，办结40件。", "本年数量", "申请<公开>", "2026年1月20日", "—1—"):
        assert words in text
    assert pages == 1
    assert pypdfium2.PdfDocument(content).get_metadata_value("Title") == PAPER.title


def test_long_paper_goes_on_over_pages_and_loses_nothing():
    lines = tuple(Paragraph(f"第{number}段，说明情况。") for number in range(120))
    rows = tuple(Cell(f"格{row}", row, column) for row in range(80) for column in range(2))
    text, pages = read(pdf.pdf(Paper("长文", (*lines, Table("表", (1, 1), rows)))))
    assert pages > 4
    assert [number for number in range(120) if f"第{number}段" not in text] == []
    assert [row for row in range(80) if text.count(f"格{row}") < 2] == []


def test_same_paper_is_the_same_file():
    assert pdf.pdf(PAPER) == pdf.pdf(PAPER)
    first, second = (zipfile.ZipFile(io.BytesIO(word.docx(PAPER))) for _ in range(2))
    assert {name: first.read(name) for name in first.namelist()} == {name: second.read(name) for name in second.namelist()}


def test_docx_holds_its_words_and_its_joined_cells():
    with zipfile.ZipFile(io.BytesIO(word.docx(PAPER))) as packed:
        assert packed.testzip() is None
        document = etree.fromstring(packed.read("word/document.xml"))
    assert [text.text for text in document.iter(f"{W}t") if text.text] == [
        *(
            "关于“公开”的报告",
            "一、总体情况",
            "新收41件，办结40件。",
            "事项",
            "本年数量",
            "新收",
            "办结",
            "申请<公开>",
            "41",
            "40",
            "2026年1月20日",
        )
    ]
    rows = document.findall(f".//{W}tr")
    assert [len(row.findall(f"{W}tc")) for row in rows] == [2, 3, 3]
    assert [merge.get(f"{W}val") for merge in document.iter(f"{W}vMerge")] == ["restart", None]


def test_markup_names_the_heads_of_each_figure_and_passes_the_sanitizer():
    html = markup.html(PAPER)
    assert sanitize.clean(html) == html
    assert '<td align="center" headers="t1r0c1 t1r1c1 t1r2c0">41</td>' in html
    assert '<th id="t1r2c0">申请&lt;公开&gt;</th>' in html


def test_letter_has_number_and_addressee_above_its_text_and_body_and_day_below_it():
    letter = Paper("答复书", (Paragraph("现答复如下。"),), "某机关", "公开答〔2026〕1号", "林若溪", ("某机关", "2026年3月2日"))
    assert read(pdf.pdf(letter))[0].replace("—1—", "") == "答复书公开答〔2026〕1号林若溪：现答复如下。某机关2026年3月2日"
