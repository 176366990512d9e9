"""提醒的步: how long before and after its day a matter is spoken of, and to whom besides its owner. Pure.

A step is a number of working days that are left: 10, 5, 3, 1, 0 on the day itself, and below 0 when it is overdue.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cms.terms import Sense, Term, Unit

BEFORE = (10, 5, 3, 1, 0)
BEFORE_A_YEARLY_DAY = (20, 10, 5, 3, 1, 0)  # a report takes weeks to write
EVERY = 5  # working days between two reminders of what is overdue
MOST_BEFORE = 60
WRITTEN = re.compile(r"\d{1,2}(?:[ ,，、]+\d{1,2}){0,11}")


@dataclass(frozen=True)
class Steps:
    """``before`` are the steps up to the day; overdue it is -1, and then again every ``every`` working days (0: never again).

    ``late`` is False where nobody can be late.

    From the step ``heads_from`` on the heads of the unit are told too, from ``office_from`` on those of the disclosure office.
    """

    before: tuple[int, ...] = BEFORE
    every: int = EVERY
    heads_from: int = 0
    office_from: int = -1
    late: bool = True

    @property
    def first(self) -> int:
        return max(self.before, default=0)

    def latest(self, left: int) -> int | None:
        """The step that is reached when ``left`` working days are left; None before the first one."""
        if left >= 0 or not self.late:
            return min((step for step in self.before if step >= left), default=None)
        return -1 - (-left - 1) // self.every * self.every if self.every else -1

    def after(self, left: int) -> int | None:
        """The next step that is still to come; None after the last."""
        if coming := [step for step in self.before if step < left]:
            return max(coming)
        if not self.late:
            return None
        if left >= 0:
            return -1
        return self.latest(left) - self.every if self.every else None

    def between(self, latest: int, above: int | None) -> Iterator[int]:
        """The steps reached earlier than ``latest``: those greater than it, and smaller than ``above`` where that is given."""
        top = float("inf") if above is None else above
        overdue = range(-1, latest, -self.every) if self.every else ()
        return (step for step in (*sorted(self.before, reverse=True), *overdue) if latest < step < top)


def standing(term: Term, number: int) -> Steps:
    """The steps of a term of ``number`` units where no administrator has set others: none longer than the term itself."""
    if term.sense is Sense.EARLIEST:  # the first day on which something may end: nobody is late
        return Steps(before=(0,), heads_from=-1, late=False)
    if term.unit is Unit.FIXED:
        return Steps(before=BEFORE_A_YEARLY_DAY)
    if term.unit is Unit.WORKING_DAYS:
        return Steps(before=tuple(step for step in BEFORE if step < number))
    return Steps()


def read(written: str) -> tuple[int, ...]:
    """10、5、3、1、0 as an administrator writes them. Raises ValueError for anything else."""
    if not WRITTEN.fullmatch(written.strip()):
        raise ValueError(written)
    numbers = {int(one) for one in re.findall(r"\d+", written)}
    if max(numbers) > MOST_BEFORE:
        raise ValueError(written)
    return tuple(sorted(numbers, reverse=True))
