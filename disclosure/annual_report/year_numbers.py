"""The year at a glance, for the desk: how many came, how they ended and how long they took. Pure, over the same cases as table 3."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from disclosure.annual_report.counting import Counted
from disclosure.outcomes import ROWS_OF_GROUNDS, Row


@dataclass(frozen=True)
class YearNumbers:
    received: int
    answered: int
    outcomes: dict[Row, int]  # of those answered in the year, the most frequent first
    grounds: dict[str, int]  # of refusals, by the codes of disclosure/exemptions.py
    median_days: float | None  # working days from receipt to reply; None where nothing was answered
    early: float | None  # share of the answered that were answered before their last day, of those with a known one


def year_numbers(cases: Iterable[Counted], year: int, working_days: Callable[[date, date], int]) -> YearNumbers:
    """``working_days`` counts those after the first day up to and including the second."""
    cases = list(cases)
    answered = [case for case in cases if case.replied_on and case.replied_on.year == year]
    outcomes = dict(Counter(case.row for case in answered).most_common())
    timed = [case for case in answered if case.due_on]
    return YearNumbers(
        received=sum(case.received_on.year == year for case in cases),
        answered=len(answered),
        outcomes=outcomes,
        grounds={ground: outcomes[row] for ground, row in ROWS_OF_GROUNDS.items() if row in outcomes},
        median_days=median(working_days(case.received_on, case.replied_on) for case in answered) if answered else None,
        early=sum(case.replied_on < case.due_on for case in timed) / len(timed) if timed else None,
    )
