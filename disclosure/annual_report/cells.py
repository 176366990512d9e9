"""What the cells of the report's three tables are called, and the form in which its figures are given away.

A cell has a code of two words: ``total.new`` (table 3: a column and a row), ``normative.made`` (table 2), ``reconsideration.
upheld`` (table 4). Figures are a mapping from codes to numbers; a cell that nobody has filled is missing from it or None.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from disclosure.outcomes import Row

Number = int | Decimal
Figures = Mapping[str, Number | None]

# -- table 3: applications ------------------------------------------------------------------------------------------

NATURAL, TOTAL = "natural_person", "total"
ORGANISATIONS = {
    "commercial": "商业企业",
    "research": "科研机构",
    "public_welfare": "社会公益组织",
    "legal_service": "法律服务机构",
    "other": "其他",
}
KINDS = (NATURAL, *ORGANISATIONS)  # of applicants
COLUMNS = {NATURAL: "自然人", **ORGANISATIONS, TOTAL: "总计"}

NEW, CARRIED_IN, CARRIED_OUT = "new", "carried_in", "carried_out"
RESULTS = {
    Row.GRANTED: "（一）予以公开",
    Row.PARTIAL: "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    Row.REFUSED_1: "1.属于国家秘密",
    Row.REFUSED_2: "2.其他法律行政法规禁止公开",
    Row.REFUSED_3: "3.危及“三安全一稳定”",
    Row.REFUSED_4: "4.保护第三方合法权益",
    Row.REFUSED_5: "5.属于三类内部事务信息",
    Row.REFUSED_6: "6.属于四类过程性信息",
    Row.REFUSED_7: "7.属于行政执法案卷",
    Row.REFUSED_8: "8.属于行政查询事项",
    Row.UNABLE_1: "1.本机关不掌握相关政府信息",
    Row.UNABLE_2: "2.没有现成信息需要另行制作",
    Row.UNABLE_3: "3.补正后申请内容仍不明确",
    Row.UNPROCESSED_1: "1.信访举报投诉类申请",
    Row.UNPROCESSED_2: "2.重复申请",
    Row.UNPROCESSED_3: "3.要求提供公开出版物",
    Row.UNPROCESSED_4: "4.无正当理由大量反复申请",
    Row.UNPROCESSED_5: "5.要求行政机关确认或重新出具已获取信息",
    Row.OTHER_1: "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    Row.OTHER_2: "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    Row.OTHER_3: "3.其他",
}
ROWS = {
    NEW: "一、本年新收政府信息公开申请数量",
    CARRIED_IN: "二、上年结转政府信息公开申请数量",
    **{row.value: label for row, label in RESULTS.items()},
    TOTAL: "（七）总计",
    CARRIED_OUT: "四、结转下年度继续办理",
}
GROUPS = {  # the rows that stand together under one label; a text may quote their sum
    "refused": "（三）不予公开",
    "unable": "（四）无法提供",
    "unprocessed": "（五）不予处理",
    "others": "（六）其他处理",
}
GROUP_ROWS = {group: tuple(row.value for row in RESULTS if row.value.startswith(f"{group.rstrip('s')}_")) for group in GROUPS}

# -- tables 2 and 4 -------------------------------------------------------------------------------------------------

DOCUMENTS = {"regulations": "规章", "normative": "行政规范性文件"}
LIFE = {"made": "本年制发件数", "repealed": "本年废止件数", "valid": "现行有效件数"}
DECISIONS = {"licences": "行政许可", "penalties": "行政处罚", "coercive": "行政强制"}
FEES = "fees.amount"  # in units of 10,000 yuan, the one cell that may have decimals
RESULT_COLUMNS = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结", TOTAL: "总计"}
WAYS = {"reconsideration": "行政复议", "litigation_direct": "未经复议直接起诉", "litigation_after": "复议后起诉"}


@dataclass(frozen=True)
class Name:
    """Where a cell stands, and what it is called."""

    table: int  # 2, 3 or 4
    row: str
    column: str

    def __str__(self):
        return f"表{'二三四'[self.table - 2]}“{self.row}”的“{self.column}”"


def _names() -> dict[str, Name]:
    found = {f"{kind}.{act}": Name(2, label, column) for kind, label in DOCUMENTS.items() for act, column in LIFE.items()}
    found |= {f"{kind}.decisions": Name(2, label, "本年处理决定数量") for kind, label in DECISIONS.items()}
    found[FEES] = Name(2, "行政事业性收费", "本年收费金额（单位：万元）")
    found |= {f"{column}.{row}": Name(3, label, name) for row, label in ROWS.items() for column, name in COLUMNS.items()}
    found |= {f"{way}.{result}": Name(4, label, name) for way, label in WAYS.items() for result, name in RESULT_COLUMNS.items()}
    return found


NAMES: dict[str, Name] = _names()
ACTIVE = tuple(code for code, name in NAMES.items() if name.table == 2)
APPLICATIONS = tuple(code for code, name in NAMES.items() if name.table == 3)
REMEDIES = tuple(code for code, name in NAMES.items() if name.table == 4)


def value(figures: Figures, code: str) -> Number | None:
    """The figure of a cell, or a sum that texts may quote: of a group of rows (``total.refused``), of the five kinds of
    organisations (``organisations.new``), of both kinds of suits (``litigation.total``). None where a part is missing.

    Raises KeyError for what is neither.
    """
    if code in NAMES:
        return figures.get(code)
    column, _, row = code.partition(".")
    if row in GROUPS and column in (*COLUMNS, "organisations"):
        parts = [f"{column}.{one}" for one in GROUP_ROWS[row]]
    elif column == "organisations" and row in ROWS:
        parts = [f"{one}.{row}" for one in ORGANISATIONS]
    elif column == "litigation" and row in RESULT_COLUMNS:
        parts = [f"litigation_direct.{row}", f"litigation_after.{row}"]
    else:
        raise KeyError(code)
    found = [value(figures, part) for part in parts]
    return None if None in found else sum(found)


def written(number: Number | None) -> str:
    """As the report writes it: without separators, decimals only where there are some, a dash where it is not known yet."""
    if number is None:
        return "—"
    if isinstance(number, Decimal):
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(number)


# -- as it is kept and given away -----------------------------------------------------------------------------------


def as_json(figures: Figures) -> dict:
    """``active``, ``applications`` (by row), ``reconsideration``, ``litigation_direct``, ``litigation_after``."""
    found: dict = {"active": {}, "applications": {}, **{way: {} for way in WAYS}}
    for code in ACTIVE:
        kind, act = code.split(".")
        found["active"].setdefault(kind, {})[act] = _plain(figures.get(code))
    for row in ROWS:
        found["applications"][row] = {column: _plain(figures.get(f"{column}.{row}")) for column in COLUMNS}
    for code in REMEDIES:
        way, result = code.split(".")
        found[way][result] = _plain(figures.get(code))
    return found


def from_json(kept: Mapping) -> dict[str, Number | None]:
    """The figures of what ``as_json`` gave; what is not in it is missing."""
    found: dict[str, Number | None] = {}
    for kind, acts in kept.get("active", {}).items():
        found |= {f"{kind}.{act}": _number(number) for act, number in acts.items()}
    for row, columns in kept.get("applications", {}).items():
        found |= {f"{column}.{row}": _number(number) for column, number in columns.items()}
    for way in WAYS:
        found |= {f"{way}.{result}": _number(number) for result, number in kept.get(way, {}).items()}
    return {code: number for code, number in found.items() if code in NAMES}


def added(units: list[Figures]) -> dict[str, Number | None]:
    """The report of a superior unit: cell by cell the sum of its units'; a cell that one of them lacks is lacking."""
    found: dict[str, Number | None] = {}
    for code in NAMES:
        parts = [figures.get(code) for figures in units]
        found[code] = None if None in parts else sum(parts)
    return found


def _plain(number: Number | None):
    if isinstance(number, Decimal):
        return int(number) if number == number.to_integral_value() else float(number)
    return number


def _number(kept) -> Number | None:
    if isinstance(kept, float):
        return Decimal(str(kept))
    return kept
