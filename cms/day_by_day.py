"""逐日: what each day from the start of a term to its end is, and its place in the count. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from cms.months import day_before
from cms.terms import Due, Unit
from cms.workdays import Day


@dataclass(frozen=True)
class Line:
    """One day. ``count`` is None for a day that is not counted."""

    day: Day
    count: int | None
    why: str  # start, before, restart, counted, weekend, holiday, paused, rolled


def lines(due: Due) -> tuple[Line, ...]:
    """From the start to the end; none for a fixed day, which nothing is counted to."""
    return tuple(_lines(due))


def _lines(due: Due) -> Iterable[Line]:
    if due.counted_from is None:
        return
    if due.term.backward:
        yield from _backward(due)
        return
    yield Line(due.calendar.day(due.start), None, "start")
    count = 0
    for day in due.calendar.days(due.start, due.date):
        if day.date <= due.counted_from:
            yield Line(day, None, "restart" if day.date == due.counted_from else "before")
            continue
        if due.term.unit is not Unit.WORKING_DAYS:
            count += 1
            yield Line(day, count if day.date <= due.unrolled else None, "counted" if day.date <= due.unrolled else "rolled")
        elif not day.working:
            yield Line(day, None, day.kind.value)
        elif any(pause.after < day.date <= pause.until for pause in due.pauses):
            yield Line(day, None, "paused")
        else:
            count += 1
            yield Line(day, count, "counted")


def _backward(due: Due) -> Iterable[Line]:
    yield Line(due.calendar.day(due.start), None, "start")
    day = due.start
    for count in range(1, due.number + 1):
        day = day_before(day)
        yield Line(due.calendar.day(day), count, "counted")
