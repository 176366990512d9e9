"""The calendar in the database: seeded as the files say, kept while nothing changes, read anew when something does."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cms import calendar_seed, calendars, stamps
from cms.models import CalendarNotice, ClockSettings, LocalTerm
from cms.terms import Reading
from cms.workdays import CalendarError, Notice, State, WorkCalendar

pytestmark = pytest.mark.django_db
NEXT_YEAR = Notice("CN-2027", "CN", 2027, "关于2027年部分节假日安排的通知", date(2026, 11, 20), {date(2027, 1, 1): State.OFF})


def test_database_holds_the_seeded_notices():
    assert calendars.calendar().version == WorkCalendar(calendar_seed.notices()).version


def test_calendar_is_read_once_while_nothing_changes(django_assert_num_queries):
    calendars.calendar("CN")
    with django_assert_num_queries(1):  # its stamp
        calendars.calendar("CN")


def test_recorded_notice_holds_at_once():
    before = calendars.calendar()
    calendars.record(NEXT_YEAR)
    after = calendars.calendar()
    assert (before.covers(date(2027, 1, 4)), after.covers(date(2027, 1, 4))) == (False, True)


def test_recorded_notice_makes_pages_stale():
    before = stamps.versions({calendars.CALENDAR})
    calendars.record(NEXT_YEAR)
    assert stamps.versions({calendars.CALENDAR}) != before


def test_year_has_one_notice():
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarNotice.objects.create(code="CN-2026-again", jurisdiction="CN", year=2026, covers_year=True, title="again")


def test_calendar_of_an_earlier_day_knows_only_its_notices():
    assert calendars.calendar(known_on=date(2025, 11, 3)).last_year == 2025


def test_authority_counts_with_the_calendar_of_its_place():
    ClockSettings.objects.create(jurisdiction="CN-SH")
    assert calendars.calendar().is_working_day(date(2018, 11, 3))


def test_place_that_does_not_exist_is_refused():
    with pytest.raises(CalendarError):
        calendars.calendar("CN-ZZ")


def test_practice_is_what_the_authority_has_set():
    chosen = ClockSettings.objects.create(reading=ClockSettings.Reading.BEFORE_OPINION)
    LocalTerm.objects.create(settings=chosen, term="CONSULT_REPLY_5WD", number=3, basis="本市办法")
    assert calendars.practice().reading is Reading.BEFORE_OPINION
    assert calendars.practice().numbers == {"CONSULT_REPLY_5WD": 3}
