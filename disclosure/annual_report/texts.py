"""The report's six sections as texts whose figures are bound to cells. Pure.

A figure in a text is a placeholder, ``{{ total.new }}``, and is filled from the table, so that it cannot differ from it. A
number that was typed all the same is looked for by the words around it, and must be the table's (check C8).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from disclosure.annual_report import cells
from disclosure.annual_report.cells import Figures

SECTIONS = {  # the titles of the format, word for word
    "overall": "一、总体情况",
    "active": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "remedies": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "others": "六、其他需要报告的事项",
}
PLACEHOLDER = re.compile(r"\{\{\s*([a-z_0-9]+\.[a-z_0-9]+)\s*\}\}")
ANY_BRACES = re.compile(r"\{\{.*?\}\}|\{\{|\}\}", re.S)
NUMBER = r"(?<![\d.])(\d{1,3}(?:[,，]\d{3})+|\d+(?:\.\d+)?)(?![\d.]*[%％年月日])"
GAP = r"[^\d，。；、！？（）]{0,12}?"
# what a number says by the words before it; the first that fits counts
QUOTES = tuple(
    (re.compile(f"{words}{GAP}{NUMBER}\\s*{measure}"), code)
    for words, measure, code in (
        ("新收", "件", "total.new"),
        ("收到(?:政府)?信息公开申请", "件", "total.new"),
        ("上年结转", "件", "total.carried_in"),
        ("结转下年", "件", "total.carried_out"),
        ("(?:办结|共答复|办理结果总计)", "件", "total.total"),
        ("(?<!不)予以公开", "件", "total.granted"),
        ("部分公开", "件", "total.partial"),
        ("不予公开", "件", "total.refused"),
        ("无法提供", "件", "total.unable"),
        ("不予处理", "件", "total.unprocessed"),
        ("其他处理", "件", "total.others"),
        ("制发行政规范性文件", "件", "normative.made"),
        ("废止行政规范性文件", "件", "normative.repealed"),
        ("现行有效", "件", "normative.valid"),
        ("行政许可", "件", "licences.decisions"),
        ("行政处罚", "件", "penalties.decisions"),
        ("行政强制", "件", "coercive.decisions"),
        ("行政事业性收费", "万元", cells.FEES),
        ("行政复议", "件", "reconsideration.total"),
        ("行政诉讼", "件", "litigation.total"),
    )
)
# what a new report begins with: section 1 has the five subjects of the format, with complaints (Article 47) and the assessment
# and social review (Article 46) under the last of them; section 6 has the fees (国办函〔2020〕109号)
BEGINNING = {
    "overall": (
        "（一）主动公开。制发行政规范性文件{{ normative.made }}件，废止{{ normative.repealed }}件，现行有效{{ normative.valid }}件。\n"
        "（二）依申请公开。新收政府信息公开申请{{ total.new }}件，上年结转{{ total.carried_in }}件；"
        "办结{{ total.total }}件，结转下年度{{ total.carried_out }}件。\n"
        "（三）政府信息管理。\n（四）政府信息公开平台建设。\n"
        "（五）监督保障。（写明收到的投诉举报和责令改正情况，条例第四十七条；工作考核、社会评议和责任追究结果，条例第四十六条。）"
    ),
    "active": "",
    "applications": "",
    "remedies": "",
    "problems": "",
    "others": "（写明收取信息处理费的情况。）",
}
PROMPT = re.compile(r"（写明[^）]*）")


class TextRefused(ValueError):
    """A text names a figure that no table has."""


@dataclass(frozen=True)
class Quote:
    """A typed number that is not the table's."""

    code: str
    typed: str
    words: str  # in which it stands


def check_placeholders(text: str) -> None:
    """Raises TextRefused for braces that name no figure."""
    for found in ANY_BRACES.findall(text):
        match = PLACEHOLDER.fullmatch(found)
        try:
            cells.value({}, match[1] if match else found)
        except KeyError:
            raise TextRefused(_("“%(text)s”不是表格中的数字；写法如 {{ total.new }}。") % {"text": found[:60]}) from None


def filled(text: str, figures: Figures) -> str:
    """The text with its figures. Raises TextRefused."""
    check_placeholders(text)
    return PLACEHOLDER.sub(lambda match: cells.written(cells.value(figures, match[1])), text)


def misquoted(text: str, figures: Figures) -> list[Quote]:
    """The typed numbers of a text that differ from the table, as the words before each of them say which one it is."""
    found = []
    shown = PLACEHOLDER.sub("", text)
    for pattern, code in QUOTES:
        for match in pattern.finditer(shown):
            typed = Decimal(match[1].replace(",", "").replace("，", ""))
            if cells.value(figures, code) != typed:
                found.append(Quote(code, match[1], match[0]))
    return found


def unwritten(texts: dict[str, str]) -> list[str]:
    """The titles of the sections that must have words and have none, or still hold the prompt they began with."""
    wanted = ("overall", "problems", "others")
    return [SECTIONS[name] for name in wanted if not texts.get(name, "").strip() or PROMPT.search(texts[name])]
