"""The calendar that holds now, and the practice of this authority: read from the database, kept while nothing changed."""

import time
from datetime import date

from django.db import transaction

from cms import stamps, workdays
from cms.models import CalendarDay, CalendarNotice, ClockSettings
from cms.terms import Practice
from cms.workdays import Notice, WorkCalendar

CALENDAR = stamps.CALENDAR

_kept: dict[tuple, tuple[int, float, WorkCalendar]] = {}


def notices() -> list[Notice]:
    """Every notice on record, as the pure calendar takes them."""
    days: dict[int, tuple[dict, dict]] = {}
    for pk, day, state, name in CalendarDay.objects.values_list("notice_id", "date", "state", "name"):
        states, names = days.setdefault(pk, ({}, {}))
        states[day] = workdays.State(state)
        if name:
            names[day] = name
    rows = CalendarNotice.objects.order_by("pk")
    return [_notice(row, *days.get(row.pk, ({}, {}))) for row in rows]


def calendar(jurisdiction: str | None = None, known_on: date | None = None) -> WorkCalendar:
    """The calendar of a jurisdiction (this authority's own where none is named), as known on a day.

    Raises CalendarError for a jurisdiction that does not exist.
    """
    version = stamps.versions({CALENDAR})[CALENDAR]
    place = (jurisdiction, known_on)
    seen, until, found = _kept.get(place, (None, 0.0, None))
    if seen != version or until < time.monotonic():
        found = WorkCalendar(notices(), jurisdiction or ClockSettings.load().jurisdiction, known_on)
        if len(_kept) > 50:  # known_on comes from visitors
            _kept.clear()
        _kept[place] = (version, time.monotonic() + stamps.LIFETIME, found)
    return found


def practice() -> Practice:
    return ClockSettings.load().practice


def record(notice: Notice, **more) -> CalendarNotice:
    """Write a notice down with its days, and make everything that was counted before it stale."""
    with transaction.atomic():
        row = CalendarNotice.objects.create(
            code=notice.code,
            jurisdiction=notice.jurisdiction,
            year=notice.year,
            covers_year=notice.covers_year,
            title=notice.title,
            number=notice.number,
            known_on=notice.known_on,
            **more,
        )
        CalendarDay.objects.bulk_create(
            CalendarDay(notice=row, date=day, state=state.value, name=notice.names.get(day, "")) for day, state in notice.days.items()
        )
        stamps.bump(CALENDAR)
    return row


def _notice(row: CalendarNotice, states: dict, names: dict) -> Notice:
    return Notice(row.code, row.jurisdiction, row.year, row.title, row.known_on, states, names, row.number, row.covers_year)
