"""What would move if the calendar or the practice were another: counted and sampled before anything is written."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from cms import clock
from cms.clock import Moved
from cms.terms import Practice
from cms.workdays import WorkCalendar

SAMPLE = 200  # rows shown: of 100,000 nobody reads more, and the memory stays flat


@dataclass
class ForeseenMoves:
    """How many open deadlines move, and the loudest of them. ``firm``: provisional ones that become certain, moved or not."""

    earlier: int = 0
    later: int = 0
    firm: int = 0
    sample: list[Moved] = field(default_factory=list)
    settled: list[Moved] = field(default_factory=list)  # of those that become certain on the day on which they stand, the soonest

    @property
    def moved(self) -> int:
        return self.earlier + self.later

    @property
    def not_shown(self) -> int:
        return self.moved - len(self.sample)

    @property
    def settled_not_shown(self) -> int:
        return self.firm - sum(one.firm for one in self.sample) - len(self.settled)

    def settle(self, one: Moved) -> None:
        self.settled.append(one)
        if len(self.settled) >= 2 * SAMPLE:
            self.sort_settled()

    def sort_settled(self) -> None:
        self.settled = sorted(self.settled, key=_loudness)[:SAMPLE]


def foresee(calendar_of: Callable[[str], WorkCalendar], practice: Practice) -> ForeseenMoves:
    """Reads every open deadline once, a chunk at a time, and writes nothing."""
    found = ForeseenMoves()
    found.sample = heapq.nsmallest(SAMPLE, _counted(clock.moved_by(calendar_of, practice), found), key=_loudness)
    found.sort_settled()
    return found


def _counted(moved: Iterator[Moved], found: ForeseenMoves) -> Iterator[Moved]:
    for one in moved:
        found.firm += one.firm
        found.earlier += one.earlier
        found.later += one.later
        if one.earlier or one.later:
            yield one
        elif one.firm:
            found.settle(one)


def _loudness(one: Moved) -> tuple:
    """Those that move to an earlier day first, among them those that are due first."""
    return (not one.earlier, one.due.date, one.deadline.pk)
