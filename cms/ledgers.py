"""期限的逐日表: the days of an answer as a sheet of weeks, as a page or a machine shows them. Pure but for the language."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import day_by_day, term_words
from cms.day_by_day import Line
from cms.terms import Due, Sense
from cms.workdays import Kind

LONG = 9  # weeks beyond which a sheet is folded away at first
MOST_BEFORE = 60  # days before a new beginning; where there are more, they are left out
TODAY = {
    Sense.LATEST: gettext_lazy("到期"),
    Sense.EARLIEST: gettext_lazy("最早"),
    Sense.COUNTS: gettext_lazy("计入"),
    Sense.COUNTS_AFTER: gettext_lazy("次日计入"),
}
SHORT = {
    "start": gettext_lazy("起算"),
    "restart": gettext_lazy("重新起算"),
    "before": gettext_lazy("不计"),
    "paused": gettext_lazy("不计"),
    "rolled": gettext_lazy("顺延"),
}


def lines(due: Due) -> list[Line]:
    """Every day in the order of the calendar, but for a long stretch before a new beginning, of which nothing is counted."""
    found = sorted(day_by_day.lines(due), key=lambda line: line.day.date)
    before = sum(line.why == "before" for line in found)
    return found if before <= MOST_BEFORE else [line for line in found if line.why != "before"]


@dataclass(frozen=True)
class Cell:
    """A day on the sheet."""

    line: Line
    due: Due
    first: bool  # shows its month

    @property
    def date(self) -> date:
        return self.line.day.date

    @property
    def weekday(self) -> str:
        return term_words.WEEKDAYS[self.date.weekday()]

    @property
    def label(self) -> str:
        return term_words.spans([self.date]) if self.first or self.date.day == 1 else str(self.date.day)

    @property
    def is_end(self) -> bool:
        return self.date == self.due.date

    @property
    def tone(self) -> str:
        """counted, paused, start or off; the last day apart, which may be any of them."""
        if self.line.count:
            return "counted"
        return {"start": "start", "restart": "start", "paused": "paused"}.get(self.line.why, "off")

    @property
    def word(self) -> str:
        """As much as fits into a cell."""
        if self.is_end:
            return TODAY[self.due.term.sense]
        if self.line.why in SHORT:
            return SHORT[self.line.why]
        if self.line.day.kind is Kind.HOLIDAY:
            return term_words.holiday(self.line.day.name)
        return _("调休") if self.line.day.kind is Kind.MAKE_UP else ""

    @property
    def says(self) -> str:
        return term_words.line(self.line, self.due)


@dataclass(frozen=True)
class Week:
    cells: tuple[Cell | None, ...]  # Monday first; None where the sheet has not begun or has ended
    after_gap: bool  # days are left out before it


class Ledger:
    def __init__(self, due: Due):
        self.due = due
        self.lines = lines(due)

    @cached_property
    def weeks(self) -> list[Week]:
        by_monday: dict[date, list[Cell | None]] = {}
        for number, line in enumerate(self.lines):
            day = line.day.date
            week = by_monday.setdefault(day - timedelta(days=day.weekday()), [None] * 7)
            week[day.weekday()] = Cell(line, self.due, first=number == 0)
        weeks, before = [], None
        for monday, cells in by_monday.items():
            weeks.append(Week(tuple(cells), after_gap=before is not None and monday - before > timedelta(days=7)))
            before = monday
        return weeks

    @property
    def is_long(self) -> bool:
        return len(self.weeks) > LONG

    @property
    def has_pauses(self) -> bool:
        return bool(self.due.pauses)

    @property
    def first(self) -> date | None:
        return self.lines[0].day.date if self.lines else None

    @property
    def last(self) -> date | None:
        return self.lines[-1].day.date if self.lines else None
