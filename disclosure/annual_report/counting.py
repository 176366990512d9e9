"""Table 3 from the cases: new ones by the day of receipt, results by the day of the reply, the rest carried over. Pure.

That a case counts as new by its receipt and as handled by its reply is this system's reading of the format (confidence C in
the library of the regulations): whoever counts otherwise sees it in docs/annual-report.md.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from disclosure.annual_report.cells import CARRIED_IN, CARRIED_OUT, COLUMNS, KINDS, NEW, ROWS, TOTAL
from disclosure.outcomes import Row


@dataclass(frozen=True)
class Counted:
    """What of an application the report looks at; ``kind`` is one of ``cells.KINDS``, ``row`` is set together with the reply."""

    kind: str
    received_on: date
    replied_on: date | None = None
    row: Row | None = None
    pk: int | None = None
    reference: str = ""  # its receipt number, as staff know it
    address: str = ""  # of its staff screen
    due_on: date | None = None

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(self.kind)
        if (self.replied_on is None) != (self.row is None):
            raise ValueError("a reply has a row, and nothing else has one")


def rows_of(case: Counted, year: int) -> tuple[str, ...]:
    """The rows in which a case is counted in a year; none where it came later or was answered before."""
    received, replied = case.received_on.year, case.replied_on.year if case.replied_on else None
    if received > year or (replied is not None and replied < year):
        return ()
    came = NEW if received == year else CARRIED_IN
    if replied == year:
        return came, case.row.value, TOTAL
    return came, CARRIED_OUT


def count(cases: Iterable[Counted], year: int) -> dict[str, int]:
    """All 175 cells of table 3; one look at each case."""
    tally: Counter[tuple[str, str]] = Counter()
    for case in cases:
        for row in rows_of(case, year):
            tally[case.kind, row] += 1
    found = {}
    for row in ROWS:
        for kind in KINDS:
            found[f"{kind}.{row}"] = tally[kind, row]
        found[f"{TOTAL}.{row}"] = sum(tally[kind, row] for kind in KINDS)
    return found


def behind(cases: Iterable[Counted], year: int, row: str, column: str) -> list[Counted]:
    """The cases that a cell of table 3 counts, the oldest first. Raises KeyError for a cell that does not exist."""
    if row not in ROWS or column not in COLUMNS:
        raise KeyError(f"{column}.{row}")
    found = [case for case in cases if row in rows_of(case, year) and column in (case.kind, TOTAL)]
    return sorted(found, key=lambda case: (case.received_on, case.pk or 0))
