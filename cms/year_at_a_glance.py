"""年历: a year of the calendar as months of weeks, for a page or for paper. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cms.workdays import Day, Kind, Notice, WorkCalendar


@dataclass(frozen=True)
class Month:
    number: int
    weeks: tuple[tuple[Day | None, ...], ...]  # Monday first; None for a day of another month
    working_days: int


@dataclass(frozen=True)
class Year:
    number: int
    months: tuple[Month, ...]
    stated: tuple[Day, ...]  # days off and made-up days, those of the December before included
    notices: tuple[Notice, ...]
    provisional: bool
    working_days: int


def year(calendar: WorkCalendar, number: int) -> Year:
    """Raises CalendarError for a year of which nothing is known."""
    calendar.require(date(number, 1, 1))
    months = tuple(_month(calendar, number, month) for month in range(1, 13))
    stated = tuple(_stated(calendar, number))
    spoken = {day.notice.code: day.notice for day in stated if day.notice}
    covering = [one for one in calendar.notices if one.covers_year and one.year == number]
    notices = {one.code: one for one in covering} | spoken
    provisional = not calendar.covers(date(number, 1, 1))
    return Year(number, months, stated, tuple(notices.values()), provisional, sum(month.working_days for month in months))


def _month(calendar: WorkCalendar, year: int, month: int) -> Month:
    first = date(year, month, 1)
    following = date(year + (month == 12), month % 12 + 1, 1)
    days = [calendar.day(first), *calendar.days(first, following - timedelta(days=1))]
    cells = [None] * first.weekday() + days
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[place : place + 7]) for place in range(0, len(cells), 7))
    return Month(month, weeks, sum(day.working for day in days))


def _stated(calendar: WorkCalendar, year: int) -> Iterator[Day]:
    """Of the December before only what belongs to this year's notice: the New Year break may begin there."""
    before = date(year - 1, 12, 1)
    if year > calendar.first_year:
        for day in calendar.days(before - timedelta(days=1), date(year - 1, 12, 31)):
            if day.notice and day.notice.year == year:
                yield day
    for day in calendar.days(date(year - 1, 12, 31), date(year, 12, 31)):
        if day.kind in (Kind.HOLIDAY, Kind.MAKE_UP):
            yield day
