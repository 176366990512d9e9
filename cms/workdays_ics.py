"""The days off and the made-up days of a year as iCalendar (RFC 5545): one all-day event for each stretch of days."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from cms import calendar_words
from cms.workdays import Day
from cms.year_at_a_glance import Year

PRODUCT = "-//Gongkai//workdays//ZH"


def icalendar(year: Year, jurisdiction: str, host: str, now: datetime) -> bytes:
    """Subscribed to, it follows changes: the identity of an event is its first day and what it says."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{calendar_words.jurisdiction(jurisdiction)} {year.number}")
    for days in stretches(year.stated):
        event = Event()
        event.add("uid", f"{jurisdiction}-{days[0].date:%Y%m%d}-{days[0].kind}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", days[0].date)
        event.add("dtend", days[-1].date + timedelta(days=1))
        event.add("summary", calendar_words.kind(days[0]))
        event.add("transp", "OPAQUE" if days[0].working else "TRANSPARENT")
        if days[0].notice:
            event.add("description", f"《{days[0].notice.title}》")
        calendar.add_component(event)
    return calendar.to_ical()


def stretches(days: tuple[Day, ...]) -> Iterator[list[Day]]:
    """Days in a row of one kind, name and notice."""
    run: list[Day] = []
    for day in days:
        if run and not _joins(run[-1], day):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _joins(last: Day, day: Day) -> bool:
    same = (last.kind, last.name, last.notice) == (day.kind, day.name, day.notice)
    return same and day.date - last.date == timedelta(days=1)
