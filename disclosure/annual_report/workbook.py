"""The report's tables as a workbook, one sheet a table, with the joined cells of the format; figures are numbers."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from cms.papers.paper import Cell, Paper, Table
from disclosure.annual_report.cells import Figures

NAMES = ("主动公开", "申请办理", "复议诉讼")
LINE = Side(style="thin")


def xlsx(paper: Paper, figures: Figures) -> bytes:
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = paper.title, paper.author
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    for name, table in zip(NAMES, tables, strict=True):
        _sheet(book.create_sheet(name), table, figures)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _sheet(sheet, table: Table, figures: Figures) -> None:
    whole = sum(table.widths)
    for number, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[sheet.cell(1, number).column_letter].width = max(8, 110 * width / whole)
    for cell in table.cells:
        place = sheet.cell(cell.row + 1, cell.column + 1, _value(cell, figures))
        place.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        place.font = Font(bold=cell.head)
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                sheet.cell(row + 1, column + 1).border = Border(LINE, LINE, LINE, LINE)
        if cell.rows > 1 or cell.columns > 1:
            ends = {"end_row": cell.row + cell.rows, "end_column": cell.column + cell.columns}
            sheet.merge_cells(start_row=cell.row + 1, start_column=cell.column + 1, **ends)


def _value(cell: Cell, figures: Figures):
    number = figures.get(cell.name) if cell.name else None
    return cell.text if number is None else number
