"""Reads a workbook of the standard catalogue: a sheet for each field, two head rows, merged cells, ticks, ■ and □.

Nothing is written. What is wrong is a sentence that names sheet and cell; a workbook with one wrong cell is refused as a
whole, so that nobody publishes half a table.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from cms.punctuation import listed
from disclosure.models.standard_catalogue import StandardRow, field_sentences, row_sentences
from disclosure.standard import layout
from disclosure.standard.layout import LEVELS, Head
from disclosure.standard.meanings import Words, Wrong, as_text

MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_FAULTS = 50  # sentences; whoever mends fifty cells tries again anyway
LARGEST_UNPACKED = 150_000_000  # bytes
HEAD_WITHIN = 12  # rows in which the head is looked for
NOTES = ("注", "备注", "说明", "填表")


class Unreadable(Exception):
    """The workbook as a whole cannot be read; the sentence says why and what would help."""


@dataclass
class Reading:
    """The rows that the workbook states, and what is wrong with it."""

    rows: list[StandardRow] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    more: bool = False  # there were more faults than are kept

    def fault(self, sheet: str, cell: str, sentence: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(_("工作表“%(sheet)s”%(cell)s：%(sentence)s") % {"sheet": sheet, "cell": cell, "sentence": sentence})
        else:
            self.more = True


def read(content: bytes, today: date) -> Reading:
    """Raises ``Unreadable``; what is wrong in single cells stands in ``faults``."""
    workbook = _open(content)
    reading = Reading()
    words = Words(today)
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible" and any(cell.value is not None for row in _rows(sheet, 1, HEAD_WITHIN) for cell in row):
            _Sheet(sheet, reading, words).read()
    if not reading.rows and not reading.faults:
        raise Unreadable(_("工作簿里没有条目。"))
    for number, row in enumerate(reading.rows, start=1):
        row.position = number
    return reading


def _open(content: bytes):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise Unreadable(_("文件展开后有 %(size)d 兆字节，太大了，没有打开。") % {"size": unpacked // 1_000_000})
        return load_workbook(io.BytesIO(content))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever the broken part made it stumble over
        raise Unreadable(_("不是有效的 XLSX 文件（%(error)s）；旧的 .xls 文件请另存为 .xlsx。") % {"error": str(error)[:200]}) from None


def _rows(sheet, first: int, last: int) -> Iterator[tuple]:
    return sheet.iter_rows(min_row=first, max_row=min(last, sheet.max_row), max_col=min(sheet.max_column, MOST_COLUMNS))


class _Sheet:
    """One sheet: finds the head, fills what is merged, reads row by row."""

    def __init__(self, sheet, reading: Reading, words: Words):
        self.sheet, self.reading, self.words = sheet, reading, words
        self.name = sheet.title
        self.merged = list(sheet.merged_cells.ranges)
        self.fill = {}  # (row, column) of a cell that a merge covers -> the cell whose value stands there
        for area in self.merged:
            for row, column in area.cells:
                self.fill[row, column] = (area.min_row, area.min_col)

    def fault(self, cell: str, sentence: str) -> None:
        self.reading.fault(self.name, cell, sentence)

    def text(self, row: int, column: int) -> str:
        return as_text(self.sheet.cell(*self.fill.get((row, column), (row, column))).value)

    def read(self) -> None:
        if self.sheet.max_row > MOST_ROWS + 100 or len(self.reading.rows) + self.sheet.max_row > MOST_ROWS + 100:
            raise Unreadable(
                _("工作表“%(sheet)s”用到第 %(row)d 行；一次最多导入 %(most)d 行，请删去多余的空行，或者分成几个目录。")
                % {"sheet": self.name, "row": self.sheet.max_row, "most": MOST_ROWS}
            )
        if self.sheet.max_column > MOST_COLUMNS:
            column = get_column_letter(self.sheet.max_column)
            raise Unreadable(
                _("工作表“%(sheet)s”用到 %(column)s 列，请删去表格右边的内容和格式。") % {"sheet": self.name, "column": column}
            )
        head = self.head()
        if head is None:
            return
        for sentence in field_sentences(self.name) if "field" not in head.columns else ():
            self.fault("", sentence[1])
        notes = self.check_merges(head)
        for row in range(head.last + 1, self.sheet.max_row + 1):
            if row not in notes:
                self.row(row, head)

    # -- the head --------------------------------------------------------------------------------------------------

    def head(self) -> Head | None:
        """Two rows: the one with 序号 and the one below it. Says what is missing, and gives None then."""
        first = next(
            (cell.row for row in _rows(self.sheet, 1, HEAD_WITHIN) for cell in row if layout.folded(as_text(cell.value)) == "序号"), 0
        )
        if not first:
            self.fault("", _("没有找到表头：前 %(rows)d 行里没有“序号”。") % {"rows": HEAD_WITHIN})
            return None
        head, before = Head(last=first + 1), len(self.reading.faults)
        for column in range(1, self.sheet.max_column + 1):
            self.heading(head, first, column)
        missing = [layout.CORE[name][1] for name in layout.CORE if name not in head.columns]
        if not head.levels:
            missing.append(LEVELS)
        if missing:
            row = f"{first}:{first + 1}"
            self.fault(row, _("表头缺少：%(names)s。") % {"names": listed(missing)})
        levels = list(head.levels)
        if self.reading.levels and levels != self.reading.levels:
            self.fault(f"{first}", _("公开层级与前面的工作表不同：%(names)s。") % {"names": listed(levels)})
        self.reading.levels = self.reading.levels or levels
        return head if len(self.reading.faults) == before else None

    def heading(self, head: Head, first: int, column: int) -> None:
        group, below = self.text(first, column), self.text(first + 1, column)
        at = f"{get_column_letter(column)}{first + 1}"
        if not group and not below:
            return
        if layout.folded(group) == LEVELS and below:
            head.levels[below] = column
            return
        name = layout.NAMES.get(layout.folded(below or group))
        if name is None:
            self.fault(at, _("“%(name)s”不是标准目录的栏。") % {"name": (below or group)[:30]})
            return
        wanted = layout.COLUMNS[name][0]
        if wanted and layout.folded(group) != wanted:
            words = _("“%(name)s”上方应是“%(wanted)s”，现在是“%(group)s”；请核对表头合并的单元格。")
            self.fault(at, words % {"name": below, "wanted": wanted, "group": group[:30]})
        elif name in head.columns:
            self.fault(at, _("“%(name)s”出现了两次。") % {"name": below or group})
        else:
            head.columns[name] = column

    # -- merged cells ----------------------------------------------------------------------------------------------

    def check_merges(self, head: Head) -> set[int]:
        """Says which merged cells do not fit the rows; gives the rows of notes below the table."""
        notes, first = set(), head.columns["first_item"]
        spans = {
            row: (area.min_row, area.max_row)
            for area in self.merged
            if area.min_col == first
            for row in range(area.min_row, area.max_row + 1)
        }
        for area in self.merged:
            if area.max_row <= head.last:
                continue
            if area.min_row <= head.last:
                self.fault(area.coord, _("合并的单元格跨过了表头和内容。"))
            elif area.min_col != area.max_col:
                if self.text(area.min_row, area.min_col).startswith(NOTES):
                    notes |= set(range(area.min_row, area.max_row + 1))
                else:
                    self.fault(area.coord, _("合并的单元格跨了几列，不知道各列的内容；请拆开。"))
            elif area.min_col == head.columns["second_item"]:
                top = spans.get(area.min_row, (area.min_row, area.min_row))
                if not top[0] <= area.min_row <= area.max_row <= top[1]:
                    self.fault(area.coord, _("二级事项合并的行超出了它的一级事项；请核对两列的合并。"))
        return notes

    # -- one row ---------------------------------------------------------------------------------------------------

    def row(self, number: int, head: Head) -> None:
        texts = {name: self.text(number, column) for name, column in head.columns.items()}
        own = [name for name in texts if name != "position" and (number, head.columns[name]) not in self.fill]
        if not any(texts[name] for name in own) and not any(self.text(number, column) for column in head.levels.values()):
            return
        if len(self.reading.rows) >= MOST_ROWS:
            raise Unreadable(_("一次最多导入 %(most)d 行，请分成几个目录。") % {"most": MOST_ROWS})
        before = len(self.reading.faults)
        formulas = self.formulas(number, head)
        row = StandardRow(field=texts.get("field") or self.name)
        if not formulas:
            self.plain(row, texts, number, head)
            self.meanings(row, texts, number, head)
            self.ticks(row, texts, number, head)
        if len(self.reading.faults) == before and not formulas:
            for name, sentence in row_sentences(row):
                self.fault(self.at(number, head, name), sentence)
        self.reading.rows.append(row)

    def at(self, number: int, head: Head, name: str) -> str:
        column = head.columns.get({"page": "link", "particular_who": "particular", "unit": "unit"}.get(name, name))
        if name == "levels":
            column = min(head.levels.values())
        return f"{get_column_letter(column)}{number}" if column else str(number)

    def formulas(self, number: int, head: Head) -> bool:
        columns = [column for name, column in head.columns.items() if name != "position"]  # a number may be counted
        found = [column for column in [*columns, *head.levels.values()] if self.sheet.cell(number, column).data_type == "f"]
        for column in found:
            self.fault(f"{get_column_letter(column)}{number}", _("单元格里是公式，读不出确定的内容；请复制后“选择性粘贴—数值”。"))
        return bool(found)

    def plain(self, row: StandardRow, texts: dict, number: int, head: Head) -> None:
        for name in ("first_item", "second_item", "content", "bodies", "telephone", "responsibility", "scope"):
            text = texts.get(name, "")
            longest = StandardRow._meta.get_field(name).max_length
            if len(text) > longest:
                self.fault(self.at(number, head, name), _("超过 %(most)d 字。") % {"most": longest})
            setattr(row, name, text)
        for name in ("first_item", "content", "bodies"):
            if not texts[name]:
                words = _("没有写%(name)s；与上一行相同的，请合并单元格或者逐行填写。")
                self.fault(self.at(number, head, name), words % {"name": layout.CORE[name][1]})

    def meanings(self, row: StandardRow, texts: dict, number: int, head: Head) -> None:
        found = {}
        for name in ("time_limits", "channels", "sources", "link", "unit", "statutory_item"):
            text = self.link(number, head) if name == "link" else texts.get(name, "")
            if name in layout.OPTIONAL and not text:
                continue
            try:
                found[name] = self.words.read(name, text)
            except Wrong as wrong:
                self.fault(self.at(number, head, name), str(wrong) + self.shifted(name, number, head))
        row.channels, row.other_channel = found.get("channels", ([], ""))
        row.time_limits, row.sources = found.get("time_limits", []), found.get("sources", "")
        row.statutory_item = found.get("statutory_item", "")
        row.unit_id = found["unit"] if "unit" in found else self.words.units.get(row.bodies)
        for name, value in found.get("link", {}).items():
            setattr(row, name, value)

    def link(self, number: int, head: Head) -> str:
        """What the cell leads to, which may be more than what it shows."""
        if "link" not in head.columns:
            return ""
        cell = self.sheet.cell(*self.fill.get((number, head.columns["link"]), (number, head.columns["link"])))
        return (cell.hyperlink and cell.hyperlink.target) or as_text(cell.value)

    def shifted(self, name: str, number: int, head: Head) -> str:
        """Whether what belongs here stands one column further, as when a cell was inserted or deleted."""
        if name not in ("time_limits", "channels"):
            return ""
        for step, words in ((1, _("看来这一行从某处起向右错了一列。")), (-1, _("看来这一行从某处起向左错了一列。"))):
            column = head.columns[name] + step
            try:
                if column >= 1 and (text := self.text(number, column)):
                    self.words.read(name, text)
                    return words
            except Wrong:
                continue
        return ""

    def ticks(self, row: StandardRow, texts: dict, number: int, head: Head) -> None:
        for name in ("everyone", "active", "on_request"):
            setattr(row, name, self.tick(texts[name], self.at(number, head, name)))
        who = texts["particular"]
        row.particular = not layout.is_cross(who)
        row.particular_who = "" if layout.is_tick(who) or not row.particular else who.lstrip(layout.SIGNS).strip("（）() \n")[:200]
        row.levels = [
            level for level, column in head.levels.items() if self.tick(self.text(number, column), f"{get_column_letter(column)}{number}")
        ]
        if not (row.everyone or row.particular):
            self.fault(self.at(number, head, "everyone"), _("公开对象没有勾选。"))
        if not (row.active or row.on_request):
            self.fault(self.at(number, head, "active"), _("公开方式没有勾选。"))

    def tick(self, text: str, at: str) -> bool:
        if not (layout.is_tick(text) or layout.is_cross(text)):
            self.fault(at, _("应打 √ 或者留空，现在是“%(text)s”。") % {"text": text[:20]})
        return layout.is_tick(text)
