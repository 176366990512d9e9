"""Tables as files, written row by row while they are read: CSV that a spreadsheet opens without running anything, and XLSX.

Each writer takes rows of texts, numbers and None and gives pieces of the file, so that memory does not grow with the table
(docs/decisions/open-data.md says why the XLSX is not openpyxl's)."""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from xml.sax.saxutils import escape

BOM = "\ufeff"  # without it spreadsheets read UTF-8 as the old code of the country
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # what makes a spreadsheet compute a cell (OWASP, CSV injection)
AT_ONCE = 500  # rows in one piece
SHEET_ROWS = 500_000  # an XLSX sheet ends at 1,048,576 rows, and 2 GB is what the plain ZIP format holds
LONGEST_CELL = 32_767  # characters, the limit of XLSX
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Row = Iterable[str | int | float | None]


def harmless(value):
    """A text that a spreadsheet would compute, made a text for it too; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def csv_pieces(rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a mark of its order, lines ended as RFC 4180 has them."""
    yield BOM.encode()
    for some in _batches(rows):
        lines: list[str] = []
        writer = csv.writer(_Lines(lines))
        writer.writerows([harmless(value) for value in row] for row in some)
        yield "".join(lines).encode()


def xlsx_pieces(sheets: Iterable[tuple[str, Row, Iterable[Row]]]) -> Iterator[bytes]:
    """A workbook of sheets, each a name, a head and its rows; what does not fit on one sheet goes on upon another."""
    sink = _Sink()
    names: list[str] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, head, rows in sheets:
            batches = _batches(rows)
            part, more = 0, True
            while more:
                part += 1
                names.append(name if part == 1 else f"{name} {part}")
                first = next(batches, [])
                more = False
                with packed.open(_entry(f"xl/worksheets/sheet{len(names)}.xml"), "w") as sheet:
                    sheet.write(_SHEET_BEGINS + _row(head, style=1))
                    written = 0
                    for some in chain([first], batches):
                        sheet.write(b"".join(_row(row) for row in some))
                        yield sink.take()
                        written += len(some)
                        if more := written >= SHEET_ROWS:
                            break
                    sheet.write(b"</sheetData></worksheet>")
        for path, content in _parts(names):
            packed.writestr(_entry(path), content)
    yield sink.take()


class _Lines:
    """Where csv.writer writes to."""

    def __init__(self, lines: list[str]):
        self.write = lines.append


class _Sink:
    """Where zipfile writes to: it cannot be sought in, so that nothing is written twice, and it is emptied as it fills."""

    def __init__(self):
        self.pieces: list[bytes] = []

    def write(self, data) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _row(row: Row, style: int = 0) -> bytes:
    return f"<row>{''.join(_cell(value, style) for value in row)}</row>".encode()


def _cell(value, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    text = escape(_NO_XML.sub("", str(value))[:LONGEST_CELL])
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# the head of each sheet stays in sight and is bold
_SHEET_BEGINS = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
).encode()
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _parts(names: list[str]) -> list[tuple[str, str]]:
    """What makes sheets a workbook."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(f'<sheet name="{escape(names[n - 1])}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    links = "".join(f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
    styles = f'<Relationship Id="rId{len(names) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    types = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers)
    types += f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    types += f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    types += '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    begins = f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    return [
        ("[Content_Types].xml", f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{types}</Types>'),
        ("_rels/.rels", f'{begins}<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f"{begins}{links}{styles}</Relationships>"),
        ("xl/styles.xml", _STYLES),
    ]
