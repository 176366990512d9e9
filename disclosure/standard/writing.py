"""Writes the standard catalogue as the workbook in which it goes around: the same that ``reading`` reads."""

from collections.abc import Iterable
from itertools import groupby
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from disclosure import standard_targets
from disclosure.models import StandardCatalogue, StandardRow
from disclosure.standard import channels, layout, limits
from disclosure.standard.layout import LEVELS, TICK

THIN = Side(style="thin", color="76828A")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WRAPPED, CENTRED = Alignment(wrap_text=True, vertical="center"), Alignment(wrap_text=True, vertical="center", horizontal="center")
WIDTHS = {"content": 36, "sources": 34, "time_limits": 20, "channels": 26, "bodies": 16, "first_item": 14, "second_item": 18, "link": 28}
MERGED = ("first_item", "second_item")  # what is merged down while it is the same
HEAD = 3  # rows: the title and two of the head


def write(catalogue: StandardCatalogue, rows: Iterable[StandardRow], into: BinaryIO) -> None:
    """A sheet for each field, in the order of the table; rows come with unit and page, one after another."""
    workbook = Workbook(write_only=True)
    names = [*layout.CORE, *(name for name in layout.OPTIONAL if name != "field")]
    for field, of_field in groupby(rows, key=lambda row: row.field):
        _sheet(workbook, field, of_field, names, catalogue.level_names)
    if not workbook.worksheets:
        workbook.create_sheet("目录")
    workbook.save(into)


def _sheet(workbook: Workbook, field: str, rows: Iterable[StandardRow], names: list[str], levels: list[str]) -> None:
    sheet = workbook.create_sheet(field)
    core, optional = names[: len(layout.CORE)], names[len(layout.CORE) :]
    columns = [*core, *(f"level:{level}" for level in levels), *optional]
    for number, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, 10)
    sheet.freeze_panes = f"A{HEAD + 1}"
    sheet.print_title_rows = f"1:{HEAD}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.append([_cell(sheet, f"{field}政务公开标准目录", Font(bold=True, size=16), CENTRED)])
    sheet.merged_cells.ranges.add(CellRange(min_col=1, max_col=len(columns), min_row=1, max_row=1))
    for line in _head(sheet, columns):
        sheet.append(line)
    runs = dict.fromkeys(MERGED, (HEAD + 1, None))
    for number, row in enumerate(rows, start=HEAD + 1):
        values = _values(row)
        for name in MERGED:
            same = (row.first_item,) if name == "first_item" else (row.first_item, row.second_item)
            began, before = runs[name]
            if before == same and all(same):
                values[name] = None
            else:
                _merge(sheet, columns.index(name) + 1, began, number - 1)
                runs[name] = (number, same)
        sheet.append([_cell(sheet, values.get(name), None, WRAPPED if name in WIDTHS else CENTRED) for name in columns])
        last = number
    for name in MERGED:
        _merge(sheet, columns.index(name) + 1, runs[name][0], last)


def _merge(sheet, column: int, first: int, last: int) -> None:
    if last > first:
        sheet.merged_cells.ranges.add(CellRange(min_col=column, max_col=column, min_row=first, max_row=last))


def _head(sheet, columns: list[str]) -> tuple[list, list]:
    """Groups above, columns below; what has no group is merged over both rows."""
    groups = [LEVELS if name.startswith("level:") else layout.COLUMNS[name][0] for name in columns]
    titles = [name.removeprefix("level:") if name.startswith("level:") else layout.COLUMNS[name][1] for name in columns]
    number = 1
    for group, together in groupby(groups):
        count = len(list(together))
        areas = [(number, number + count - 1, 2, 2)] if group else [(one, one, 2, 3) for one in range(number, number + count)]
        for left, right, top, bottom in areas:
            if (left, top) != (right, bottom):
                sheet.merged_cells.ranges.add(CellRange(min_col=left, max_col=right, min_row=top, max_row=bottom))
        number += count
    bold = Font(bold=True)
    upper = [
        _cell(sheet, title if not group else group if place == 0 or groups[place - 1] != group else None, bold, CENTRED)
        for place, (group, title) in enumerate(zip(groups, titles, strict=True))
    ]
    return upper, [_cell(sheet, title if group else None, bold, CENTRED) for group, title in zip(groups, titles, strict=True)]


def _values(row: StandardRow) -> dict[str, object]:
    ticked = {name: TICK if getattr(row, name) else None for name in ("everyone", "active", "on_request")}
    return {
        "position": row.position,
        **{name: getattr(row, name) for name in ("first_item", "second_item", "content", "sources", "bodies")},
        "time_limits": limits.written(row.time_limits),
        "channels": channels.written(row.channels, row.other_channel),
        **ticked,
        "particular": (row.particular_who or TICK) if row.particular else None,
        **{f"level:{level}": TICK for level in row.levels},
        **{name: getattr(row, name) for name in ("telephone", "responsibility", "scope", "statutory_item")},
        "unit": row.unit.name if row.unit else None,
        "link": standard_targets.written(row),
    }


def _cell(sheet, value, font: Font | None, alignment: Alignment) -> WriteOnlyCell:
    # text that begins like a formula is text: nobody's spreadsheet may run what a catalogue says
    cell = WriteOnlyCell(sheet, value=value or None)
    if isinstance(value, str) and value.startswith("="):
        cell.data_type = "s"
    cell.alignment, cell.border = alignment, BORDER
    if font:
        cell.font = font
    return cell
