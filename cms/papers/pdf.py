"""A paper as PDF, A4; the same paper gives the same bytes.

The typeface is the Song that every PDF reader has for Chinese (Adobe-GB1), named and not carried along: a server need not have
any. An authority that wants its own inside the file names a TrueType file in the setting PAPER_FONT.
"""

import io
from functools import lru_cache
from html import escape

from django.conf import settings
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, KeepTogether, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from cms.papers.paper import Block, Cell, Heading, Paper, Paragraph, Table

MARGINS = {"leftMargin": 28 * mm, "rightMargin": 26 * mm, "topMargin": 37 * mm, "bottomMargin": 35 * mm}  # GB/T 9704
ACROSS = A4[0] - MARGINS["leftMargin"] - MARGINS["rightMargin"]
FOOT = 18 * mm  # of the page number, from the lower edge
ALIGNED = {"left": TA_JUSTIFY, "center": TA_CENTER, "right": TA_RIGHT}
EVERYBODYS = "STSong-Light"


def pdf(paper: Paper) -> bytes:
    sink = io.BytesIO()
    document = SimpleDocTemplate(sink, pagesize=A4, title=paper.title, author=paper.author, lang="zh-CN", invariant=1, **MARGINS)
    face = _face(settings.PAPER_FONT)
    flow = [Text(escape(paper.title), _style(face, 20, TA_CENTER, spaceAfter=20))]
    for block in paper.laid_out:
        flow += _drawn(block, face)
    document.build(flow, onFirstPage=_numbered, onLaterPages=_numbered)
    return sink.getvalue()


@lru_cache(4)
def _face(path: str) -> str:
    """The name under which the typeface is known from now on."""
    if not path:
        pdfmetrics.registerFont(UnicodeCIDFont(EVERYBODYS))
        return EVERYBODYS
    pdfmetrics.registerFont(TTFont(path, path))
    return path


def _style(face: str, size: float, align: int = TA_JUSTIFY, leading: float = 1.6, **more) -> ParagraphStyle:
    return ParagraphStyle("", fontName=face, fontSize=size, leading=size * leading, alignment=align, wordWrap="CJK", **more)


def _drawn(block: Block, face: str) -> list[Flowable]:
    if isinstance(block, Heading):
        return [Text(escape(block.text), _style(face, 15, TA_LEFT, spaceBefore=6, keepWithNext=1))]
    if isinstance(block, Paragraph):
        first = 28 if block.indent and block.align == "left" else 0
        return [Text(escape(block.text), _style(face, 14, ALIGNED[block.align], firstLineIndent=first))]
    return [Spacer(1, 4), KeepTogether([_grid(block, face)]), Spacer(1, 10)]


def _grid(table: Table, face: str) -> Grid:
    """Whole on one page where it fits one; a longer one goes on between two of its rows."""
    rows = [[""] * len(table.widths) for _ in range(table.height)]
    lines = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    style = _style(face, 8.5, TA_CENTER, leading=1.3)
    for cell in table.cells:
        rows[cell.row][cell.column] = Text(escape(cell.text), style)
        if cell.rows > 1 or cell.columns > 1:
            lines.append(("SPAN", (cell.column, cell.row), _end(cell)))
    widths = [ACROSS * width / sum(table.widths) for width in table.widths]
    lines += [(f"{side}PADDING", (0, 0), (-1, -1), 3) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    return Grid(rows, widths, style=lines)


def _end(cell: Cell) -> tuple[int, int]:
    return cell.column + cell.columns - 1, cell.row + cell.rows - 1


def _numbered(canvas, document) -> None:
    canvas.setFont(_face(settings.PAPER_FONT), 10)
    canvas.drawCentredString(A4[0] / 2, FOOT, f"— {document.page} —")
