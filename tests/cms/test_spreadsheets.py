"""Tables as files: read back by another program's reader, harmless, and of any length in the same memory."""

import csv
import io
import tracemalloc

import openpyxl
import pytest

from cms import spreadsheets

DANGEROUS = ["=1+1", "+86 10", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "＝1+1"]


def read_csv(rows) -> list[list[str]]:
    content = b"".join(spreadsheets.csv_pieces(rows))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def workbook(*sheets):
    return openpyxl.load_workbook(io.BytesIO(b"".join(spreadsheets.xlsx_pieces(sheets))))


def values(sheet) -> list[tuple]:
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.parametrize("text", DANGEROUS, ids=repr)
def test_text_that_a_spreadsheet_would_compute_is_a_text_in_csv(text):
    assert read_csv([[text]]) == [[f"'{text}"]]


def test_numbers_below_zero_stay_numbers_in_csv():
    assert read_csv([[-5, 2.5, "二", None]]) == [["-5", "2.5", "二", ""]]


def test_lines_quotes_and_commas_within_a_cell_come_back():
    assert read_csv([['甲，"乙"\n丙,丁', "戊"]]) == [['甲，"乙"\n丙,丁', "戊"]]


@pytest.mark.parametrize("text", DANGEROUS, ids=repr)
def test_text_that_a_spreadsheet_would_compute_is_a_text_in_xlsx(text):
    cell = workbook(("表", ["标题"], [[text]]))["表"]["A2"]
    assert (cell.data_type, cell.value.replace("\r", "\n")) == ("s", text.replace("\r", "\n"))


def test_workbook_has_its_sheets_heads_and_rows():
    book = workbook(("公开目录", ["标题", "年度"], [["甲<乙>&丙", 2026], ["", None]]), ("数据字典", ["字段"], [["title"]]))
    assert book.sheetnames == ["公开目录", "数据字典"]
    assert values(book["公开目录"]) == [("标题", "年度"), ("甲<乙>&丙", 2026), (None, None)]
    assert (book["公开目录"]["A1"].font.b, book["公开目录"].freeze_panes) == (True, "A2")


def test_sheet_without_rows_has_its_head():
    assert values(workbook(("空", ["标题"], []))["空"]) == [("标题",)]


def test_what_xml_cannot_carry_is_left_out():
    assert values(workbook(("表", ["标题"], [["甲\x00\x0b乙\ufffe\ud800"]]))["表"]) == [("标题",), ("甲乙",)]


def test_cell_is_cut_where_the_format_ends():
    assert len(values(workbook(("表", ["标题"], [["长" * 40_000]]))["表"])[1][0]) == 32_767


def test_rows_beyond_one_sheet_go_on_upon_the_next(monkeypatch):
    monkeypatch.setattr(spreadsheets, "SHEET_ROWS", 4)
    monkeypatch.setattr(spreadsheets, "AT_ONCE", 2)
    book = workbook(("表", ["号"], [[number] for number in range(9)]), ("字典", ["字段"], [["a"]]))
    assert book.sheetnames == ["表", "表 2", "表 3", "字典"]
    assert [row[0] for name in book.sheetnames[:3] for row in values(book[name])[1:]] == list(range(9))


@pytest.mark.parametrize("write", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_table(write):
    def peak(count: int) -> int:
        rows = ([f"标题{number}", "概述" * 50, number] for number in range(count))
        pieces = spreadsheets.csv_pieces(rows) if write == "csv" else spreadsheets.xlsx_pieces([("表", ["题", "概", "号"], rows)])
        tracemalloc.start()
        for _piece in pieces:
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(1000)
    assert peak(20_000) < 1.5 * peak(2_000)
