"""勾稽关系: the arithmetic that must hold before a report is published, each fault naming its cells. Pure.

C1 to C4 stand in the format itself (国办公开办函〔2021〕30号); C5 to C10 are what an inspection compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.annual_report import cells
from disclosure.annual_report.cells import (
    APPLICATIONS,
    CARRIED_IN,
    CARRIED_OUT,
    COLUMNS,
    FEES,
    KINDS,
    NAMES,
    NEW,
    RESULTS,
    ROWS,
    TOTAL,
    WAYS,
    Figures,
)

CHECKS = {
    "C1": gettext_lazy("新收加上年结转，等于办理结果总计加结转下年度"),
    "C2": gettext_lazy("各类办理结果之和，等于办理结果总计"),
    "C3": gettext_lazy("自然人与各类法人或者其他组织之和，等于总计"),
    "C4": gettext_lazy("维持、纠正、其他、尚未审结之和，等于总计"),
    "C5": gettext_lazy("上年结转，等于上一年报告的结转下年度"),
    "C6": gettext_lazy("现行有效件数，等于上一年现行有效加制发减废止（修改、到期失效的可以不等）"),
    "C7": gettext_lazy("每一格都是不小于零的整数（收费金额可以有小数），没有空格"),
    "C8": gettext_lazy("正文中引用的数字与表格一致"),
    "C9": gettext_lazy("表格的数字与系统中的记录一致"),
    "C10": gettext_lazy("下级单位报告之和，等于汇总报告"),
}
WARNS = frozenset({"C6"})


@dataclass(frozen=True)
class Verdict:
    """What a check found; ``ok`` is True where nothing could be compared, and ``note`` then says so."""

    id: str
    cells: tuple[str, ...] = ()
    note: str = ""

    @property
    def ok(self) -> bool:
        return not self.cells

    @property
    def blocks(self) -> bool:
        return not self.ok and self.id not in WARNS

    @property
    def title(self) -> str:
        return str(CHECKS[self.id])

    @property
    def places(self) -> list[str]:
        """The cells in words; what is no cell (a sum that a text quotes) under its code."""
        return [str(NAMES.get(code, code)) for code in self.cells]


def check(
    figures: Figures,
    *,
    before: Figures | None = None,
    counted: Figures | None = None,
    units: list[Figures] | None = None,
    misquoted: Iterable[str] = (),
    by_hand: bool = False,
) -> list[Verdict]:
    """Every check in its order.

    ``before`` are the figures of the year before, ``counted`` those that the records give now, ``units`` those of the units
    below, ``misquoted`` the codes that the texts quote wrongly; None where there is nothing to compare with. A report that was
    entered by hand answers to no records.
    """
    free = by_hand or counted is None
    nothing = _("没有可以比较的报告")
    return [
        Verdict("C1", tuple(_carried(figures))),
        Verdict("C2", tuple(_results(figures))),
        Verdict("C3", tuple(_kinds(figures))),
        Verdict("C4", tuple(_remedies(figures))),
        Verdict("C5", tuple(_met(figures, before)), "" if before else nothing),
        Verdict("C6", tuple(_valid(figures, before)), "" if before else nothing),
        Verdict("C7", tuple(code for code in NAMES if not _sound(code, figures.get(code)))),
        Verdict("C8", tuple(dict.fromkeys(misquoted))),
        Verdict("C9", () if free else _differing(figures, counted), _("手工录入的年度，不与系统记录比较") if by_hand else ""),
        Verdict("C10", () if units is None else _differing(figures, cells.added(units)), nothing if units is None else ""),
    ]


def as_json(verdicts: list[Verdict]) -> list[dict]:
    return [{"id": verdict.id, "ok": verdict.ok, "cells": list(verdict.cells)} for verdict in verdicts]


# -- inside ---------------------------------------------------------------------------------------------------------
# A line with an empty cell cannot be added up: C7 names that cell.


def _unequal(figures: Figures, left: list[str], right: list[str]) -> bool:
    numbers = [[figures.get(code) for code in side] for side in (left, right)]
    return None not in [*numbers[0], *numbers[1]] and sum(numbers[0]) != sum(numbers[1])


def _carried(figures: Figures) -> Iterable[str]:
    for column in COLUMNS:
        left = [f"{column}.{NEW}", f"{column}.{CARRIED_IN}"]
        right = [f"{column}.{TOTAL}", f"{column}.{CARRIED_OUT}"]
        if _unequal(figures, left, right):
            yield from (*left, *right)


def _results(figures: Figures) -> Iterable[str]:
    for column in COLUMNS:
        if _unequal(figures, [f"{column}.{row.value}" for row in RESULTS], [f"{column}.{TOTAL}"]):
            yield f"{column}.{TOTAL}"


def _kinds(figures: Figures) -> Iterable[str]:
    for row in ROWS:
        if _unequal(figures, [f"{kind}.{row}" for kind in KINDS], [f"{TOTAL}.{row}"]):
            yield f"{TOTAL}.{row}"


def _remedies(figures: Figures) -> Iterable[str]:
    for way in WAYS:
        if _unequal(figures, [f"{way}.{result}" for result in cells.RESULT_COLUMNS if result != TOTAL], [f"{way}.{TOTAL}"]):
            yield f"{way}.{TOTAL}"


def _met(figures: Figures, before: Figures | None) -> Iterable[str]:
    for column in COLUMNS if before else ():
        if figures.get(f"{column}.{CARRIED_IN}") != before.get(f"{column}.{CARRIED_OUT}"):
            yield f"{column}.{CARRIED_IN}"


def _valid(figures: Figures, before: Figures | None) -> Iterable[str]:
    for kind in cells.DOCUMENTS if before else ():
        made, repealed, valid = (figures.get(f"{kind}.{act}") for act in cells.LIFE)
        earlier = before.get(f"{kind}.valid")
        if None not in (made, repealed, valid, earlier) and valid != earlier + made - repealed:
            yield f"{kind}.valid"


def _sound(code: str, number) -> bool:
    if isinstance(number, bool) or not isinstance(number, (int, Decimal)) or number < 0:
        return False
    return code == FEES or number == int(number)


def _differing(figures: Figures, others: Figures) -> tuple[str, ...]:
    return tuple(code for code in (*cells.ACTIVE, *APPLICATIONS, *cells.REMEDIES) if code in others and figures.get(code) != others[code])
