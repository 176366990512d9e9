"""The masked copy of an XLSX: results instead of formulas, no hidden sheets, empty hidden rows and columns, numbers masked.

It is written anew: what is not cells, pictures or charts (shapes, links to other workbooks, pivot caches) is left behind.
"""

import io
import warnings
from datetime import date

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList

from cms import personal_data
from cms.personal_data import Allowed

SHORTEST = 6  # characters; no number is shorter


def make(content: bytes, today: date, allowed: Allowed) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about parts that are left behind, which is the purpose
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            book.remove(sheet)
        else:
            _clean(sheet, today, allowed)
    book.properties = DocumentProperties(creator="")
    book.custom_doc_props = CustomPropertyList()
    for name in list(book.defined_names):
        del book.defined_names[name]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _clean(sheet, today: date, allowed: Allowed) -> None:
    sheet._pivots = []
    hidden_columns = {
        column
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for column in range(dimension.min or 0, (dimension.max or 0) + 1)
    }
    hidden_rows = {number for number, dimension in sheet.row_dimensions.items() if dimension.hidden}
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell):  # its value stands in the first cell of the merger
                continue
            if cell.comment is not None:
                cell.comment = None
            if cell.row in hidden_rows or cell.column in hidden_columns:
                cell.value = None
            elif isinstance(cell.value, str | int) and len(text := str(cell.value)) >= SHORTEST:
                if (masked := personal_data.mask(text, today, allowed)) != text:
                    cell.value = masked
            if cell.hyperlink is not None and (cell.hyperlink.target or "").startswith(("mailto:", "tel:")):
                cell.hyperlink = None
