"""Workbooks of the standard catalogue as offices send them around: two head rows, merged cells, ticks and squares."""

import io

import openpyxl

HEAD = [
    ["序号", "公开事项", None, "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体"]
    + ["公开对象", None, "公开方式", None, "公开层级", None, "公开链接"],
    [None, "一级事项", "二级事项", None, None, None, None, None, "全社会", "特定群体", "主动", "依申请", "市级", "县级", None],
]
HEAD_MERGES = ["A2:A3", "B2:C2", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "H2:H3", "I2:J2", "K2:L2", "M2:N2", "O2:O3"]
FIRST = 4  # the row of the first entry
SOURCE, LIMIT, BODY = "《政府信息公开条例》第二十条", "自信息形成之日起20个工作日内", "澄江市卫生健康委员会"


def entry(number: int = 1, first: str = "公共卫生服务", second: str | None = "", link: str | None = None) -> list:
    second = f"服务事项{number}" if second == "" else second
    return [number, first, second, "服务对象；服务内容", SOURCE, LIMIT, BODY, "■政府网站 □政府公报", "√", None, "√", None, "√", "√", link]


def workbook(*entries: list, merges=(), cells=(), sheet: str = "卫生健康", head=HEAD, head_merges=HEAD_MERGES) -> bytes:
    """``merges`` and ``cells`` (address and value) are done last, over what the entries say."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    page.append([f"{sheet}领域政务公开标准目录"])
    for line in [*head, *(entries or [entry()])]:
        page.append(line)
    for area in ["A1:O1", *head_merges, *merges]:
        page.merge_cells(area)
    for address, value in cells:
        page[address] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
