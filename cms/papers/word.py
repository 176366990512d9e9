"""A paper as DOCX, in the typefaces and measures of official documents (GB/T 9704)."""

import io
import re
from datetime import UTC, datetime

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from cms.papers.paper import Block, Heading, Paper, Paragraph, Table

SONG, FANG, HEI = "宋体", "仿宋_GB2312", "黑体"
TEXT_WIDTH = 156  # mm
ALIGNED = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WRITTEN = datetime(2019, 5, 15, tzinfo=UTC)  # a file says nothing of when it was made: the same paper is the same


def docx(paper: Paper) -> bytes:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    known = document.core_properties
    known.title, known.author, known.language, known.created, known.modified = paper.title, paper.author, "zh-CN", WRITTEN, WRITTEN
    known.comments = known.last_modified_by = ""
    _write(document.add_paragraph(style="Title"), paper.title, SONG, 22, "center")
    for block in paper.laid_out:
        _add(document, block)
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def _add(document, block: Block) -> None:
    if isinstance(block, Heading):
        _write(document.add_paragraph(style="Heading 1"), block.text, HEI, 16)
    elif isinstance(block, Paragraph):
        line = _write(document.add_paragraph(), block.text, FANG, 16, block.align)
        if block.indent and block.align == "left":
            line.paragraph_format.first_line_indent = Pt(32)
    else:
        _table(document, block)
        document.add_paragraph()  # two tables that touch become one


def _write(line, text: str, face: str, points: float, align: str = "left"):
    line.alignment = ALIGNED[align]
    run = line.add_run(NO_XML.sub("", text))
    run.font.name, run.font.size, run.font.color.rgb = "Times New Roman", Pt(points), None
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # the library names only the Latin face
    return line


def _table(document, table: Table) -> None:
    made = document.add_table(table.height, len(table.widths), style="Table Grid")
    made.autofit = False
    caption = OxmlElement("w:tblCaption")  # what a screen reader says of it; the library has no name for it
    caption.set(qn("w:val"), NO_XML.sub("", table.caption))
    made._tbl.tblPr.append(caption)
    for column, width in zip(made.columns, table.widths, strict=True):
        column.width = Mm(TEXT_WIDTH * width / sum(table.widths))
        for cell in column.cells:
            cell.width = column.width
    for cell in table.cells:
        here = made.cell(cell.row, cell.column)
        if cell.rows > 1 or cell.columns > 1:
            here = here.merge(made.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
        here.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        _write(here.paragraphs[0], cell.text, SONG, 9, "center")
    for number, row in enumerate(made.rows):
        _kept_whole(row, heading=number < 3 and all(table.at(number, column).head for column in range(len(table.widths))))


def _kept_whole(row, heading: bool) -> None:
    about = row._tr.get_or_add_trPr()
    about.append(OxmlElement("w:cantSplit"))
    if heading:
        about.append(OxmlElement("w:tblHeader"))
