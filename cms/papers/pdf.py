"""A paper as PDF, A4, in the Song typeface that every PDF reader has for Chinese (Adobe-GB1); the same paper, the same bytes.

The typeface is named and not carried along: a Chinese one weighs ten megabytes, and a server need not have any. What is drawn
can be searched and copied, for the text stands in the file as Unicode.
"""

import zlib
from itertools import accumulate

from cms.papers.breaking import breadth, broken
from cms.papers.paper import Block, Cell, Heading, Paper, Paragraph, Table

WIDTH, HEIGHT = 595.28, 841.89  # points
LEFT, TOP, BOTTOM = 73.7, 85.0, 79.0
ACROSS = WIDTH - 2 * LEFT
TITLE, HEAD, TEXT, SMALL = 20.0, 15.0, 14.0, 8.5  # sizes in points
LEADING = 1.6
PADDING = 3.0  # inside a cell


def pdf(paper: Paper) -> bytes:
    pages = _Pages()
    pages.lines(broken(paper.title, ACROSS / TITLE), TITLE, "center", bold=True)
    pages.gap(TITLE)
    for block in paper.blocks:
        _draw(pages, block)
    return _written(paper, pages.finished())


def _draw(pages: "_Pages", block: Block) -> None:
    if isinstance(block, Heading):
        pages.need(HEAD * LEADING * 2 + TEXT * LEADING)  # no heading alone at the foot of a page
        pages.gap(6)
        pages.lines(broken(block.text, ACROSS / HEAD), HEAD, "left", bold=True)
    elif isinstance(block, Paragraph):
        first = "　　" if block.indent and block.align == "left" else ""
        pages.lines(broken(first + block.text, ACROSS / TEXT), TEXT, block.align)
    else:
        _table(pages, block)


def _table(pages: "_Pages", table: Table) -> None:
    """Whole on one page where it fits one; a longer one goes on between two of its rows."""
    whole = sum(table.widths)
    edges = [0.0, *accumulate(ACROSS * width / whole for width in table.widths)]
    lines = {
        cell: broken(cell.text, (edges[cell.column + cell.columns] - edges[cell.column] - 2 * PADDING) / SMALL) for cell in table.cells
    }
    heights = _heights(table, lines)
    pages.gap(4)
    if sum(heights) <= pages.room_of_a_page:
        pages.need(sum(heights))
    row = 0
    while row < table.height:
        last, taken = row, heights[row]
        while last + 1 < table.height and taken + heights[last + 1] <= pages.room:
            last += 1
            taken += heights[last]
        pages.need(taken)
        _part(pages, table, row, last, edges, heights, lines)
        row = last + 1
    pages.gap(10)


def _heights(table: Table, lines: dict[Cell, list[str]]) -> list[float]:
    """Each row as high as its cells ask; what a joined cell still lacks is given to its last row."""
    heights = [SMALL * 1.3 + 2 * PADDING] * table.height
    for cell in sorted(table.cells, key=lambda cell: cell.rows):
        asked = len(lines[cell]) * SMALL * 1.3 + 2 * PADDING
        lacking = asked - sum(heights[cell.row : cell.row + cell.rows])
        if lacking > 0:
            heights[cell.row + cell.rows - 1] += lacking
    return heights


def _part(pages, table: Table, first: int, last: int, edges: list[float], heights: list[float], lines: dict[Cell, list[str]]) -> None:
    """The rows from ``first`` to ``last`` on this page; a joined cell that began before shows its frame only."""
    tops = {row: sum(heights[first:row]) for row in range(first, last + 2)}
    for cell in table.cells:
        begins, ends = max(cell.row, first), min(cell.row + cell.rows - 1, last)
        if begins > ends:
            continue
        left, right = edges[cell.column], edges[cell.column + cell.columns]
        top, foot = tops[begins], tops[ends + 1]
        pages.frame(left, top, right, foot)
        if cell.row >= first:
            pages.words(lines[cell], left, right, (top + foot) / 2)
    pages.gap(tops[last + 1])


class _Pages:
    """Where the next line goes, and what each page holds so far."""

    room_of_a_page = HEIGHT - TOP - BOTTOM

    def __init__(self):
        self.done: list[list[str]] = []
        self.page: list[str] = []
        self.y = HEIGHT - TOP

    @property
    def room(self) -> float:
        return self.y - BOTTOM

    def gap(self, points: float) -> None:
        self.y -= points

    def need(self, points: float) -> None:
        if self.room < points and self.page:
            self.done.append(self.page)
            self.page, self.y = [], HEIGHT - TOP

    def lines(self, lines: list[str], size: float, align: str, bold: bool = False) -> None:
        for line in lines:
            self.need(size * LEADING)
            spare = ACROSS - breadth(line) * size
            x = LEFT + {"left": 0, "center": spare / 2, "right": spare}[align]
            self._show(line, x, self.y - size, size, bold)
            self.y -= size * LEADING

    def frame(self, left: float, top: float, right: float, foot: float) -> None:
        self.page.append(f"{LEFT + left:.2f} {self.y - foot:.2f} {right - left:.2f} {foot - top:.2f} re S")

    def words(self, lines: list[str], left: float, right: float, middle: float) -> None:
        y = self.y - middle + len(lines) * SMALL * 1.3 / 2
        for line in lines:
            x = LEFT + (left + right - breadth(line) * SMALL) / 2
            self._show(line, x, y - SMALL, SMALL)
            y -= SMALL * 1.3

    def _show(self, line: str, x: float, y: float, size: float, bold: bool = False) -> None:
        heavy = "2 Tr 0.4 w" if bold else "0 Tr"
        self.page.append(f"BT {heavy} /F1 {size:g} Tf {x:.2f} {y:.2f} Td <{line.encode('utf-16-be').hex()}> Tj ET 0.5 w")

    def finished(self) -> list[list[str]]:
        pages = [*self.done, self.page]
        for number, page in enumerate(pages, start=1):
            self.page = page
            words = f"— {number} —"
            self._show(words, (WIDTH - breadth(words) * 10) / 2, BOTTOM / 2, 10)
        return pages


def _written(paper: Paper, pages: list[list[str]]) -> bytes:
    first_page = 8
    kids = " ".join(f"{first_page + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>"
        b"/DW 1000/W[1 95 500]/FontDescriptor 5 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 752/Descent -271"
        b"/CapHeight 737/StemV 58>>",
        _stream(_TO_UNICODE),
        b"<</Title" + _string(paper.title) + b"/Author" + _string(paper.author) + b">>",
    ]
    for number, page in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {first_page + 2 * number + 1} 0 R>>".encode()
        )
        objects.append(_stream("\n".join(["0.5 w", *page])))
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return bytes(out) + f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R/Info 7 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


def _stream(text: str) -> bytes:
    packed = zlib.compress(text.encode("ascii"), 9)
    return f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n".encode() + packed + b"\nendstream"


def _string(text: str) -> bytes:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>".encode()


def _to_unicode() -> str:
    """The codes are UTF-16 already: each stands for itself, a block of 256 at a time."""
    ranges = [f"<{high:02X}00><{high:02X}FF><{high:02X}00>" for high in range(256) if not 0xD8 <= high <= 0xDF]
    some = [ranges[start : start + 100] for start in range(0, len(ranges), 100)]
    listed = "\n".join(f"{len(part)} beginbfrange\n" + "\n".join(part) + "\nendbfrange" for part in some)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Same def /CMapType 2 def\n"
        f"1 begincodespacerange <0000><FFFF> endcodespacerange\n{listed}\nendcmap end end"
    )


_TO_UNICODE = _to_unicode()
