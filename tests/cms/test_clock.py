"""期限的登记、变更和办结: what is stored, what a notice moves, and what stays as it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cms import calendars, clock
from cms.models import Deadline
from cms.terms import Event, TermError
from cms.workdays import CalendarError, Notice, State
from tests.factories.people import person, unit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
# New Year's Day as everyone expects it, but with the Sunday before made up: a period over it ends a day earlier
NEXT_YEAR = Notice(
    "CN-2027",
    "CN",
    2027,
    "关于2027年部分节假日安排的通知",
    date(2026, 11, 25),
    {date(2027, 1, 1): State.OFF, date(2026, 12, 27): State.WORK},
)


def recompute(notice=NEXT_YEAR):
    row = calendars.record(notice)
    return clock.recompute(NOW, notice.title, row)


def test_started_term_is_stored_with_its_day_and_the_calendar_it_was_counted_with():
    deadline = clock.start(unit(), "OGI_REPLY_20WD", date(2026, 2, 2), NOW)
    assert (deadline.due_on, deadline.provisional, deadline.calendar_version) == (date(2026, 3, 6), False, calendars.calendar().version)


def test_started_term_beyond_the_last_notice_is_stored_as_provisional():
    deadline = clock.start(unit(), "OGI_REPLY_20WD", date(2026, 12, 15), NOW)
    assert (deadline.due_on, deadline.provisional, deadline.cautious_on) == (date(2027, 1, 13), True, date(2027, 1, 12))


def test_term_started_again_for_the_same_matter_is_set_anew():
    matter, owner = unit(), person()
    clock.start(matter, "OGI_REPLY_20WD", date(2026, 2, 2), NOW, owner=owner)
    clock.start(matter, "OGI_REPLY_20WD", date(2026, 2, 2), NOW, events={Event.EXTENSION_WD: 10})
    deadline = Deadline.objects.get()
    assert (deadline.due_on, deadline.owner) == (date(2026, 3, 20), owner)
    assert [(move.from_on, move.to_on) for move in deadline.moves.all()] == [(date(2026, 3, 6), date(2026, 3, 20))]


def test_terms_of_one_kind_for_several_third_parties_stand_side_by_side():
    matter = unit()
    for slot in ("甲", "乙"):
        clock.start(matter, "OGI_THIRD_PARTY_15WD", date(2026, 3, 2), NOW, slot=slot)
    assert Deadline.objects.of(matter).open().count() == 2


def test_consultations_are_kept_with_the_deadline():
    matter = unit()
    asked = [(date(2026, 1, 7), date(2026, 1, 12)), (date(2026, 1, 20), None)]
    stored = clock.start(matter, "OGI_REPLY_20WD", date(2026, 1, 5), NOW, consultations=asked)
    read = clock.due_of(Deadline.objects.get(), calendars.calendar(), calendars.practice())
    assert read.date == stored.due_on and len(read.pauses) == 2


def test_shorter_term_of_another_law_is_counted():
    deadline = clock.start(unit(), "OGI_PUBLISH_20WD", date(2026, 3, 2), NOW, number=7, basis="行政许可公示规定")
    assert deadline.due_on == date(2026, 3, 11)


@pytest.mark.parametrize(
    ("start", "events", "error"),
    [
        pytest.param(date(1990, 1, 1), {}, CalendarError, id="1990"),
        pytest.param(date(2026, 1, 5), {Event.EXTENSION_WD: 21}, TermError, id="21-days"),
    ],
)
def test_term_that_cannot_be_counted_changes_nothing(start, events, error):
    matter = unit()
    clock.start(matter, "OGI_REPLY_20WD", date(2026, 2, 2), NOW)
    before = list(Deadline.objects.values())
    with pytest.raises(error):
        clock.start(matter, "OGI_REPLY_20WD", start, NOW, events=events)
    assert list(Deadline.objects.values()) == before


def test_notice_moves_open_deadlines_and_records_from_where_to_where():
    deadline = clock.start(unit(), "OGI_REPLY_20WD", date(2026, 12, 15), NOW)
    recompute()
    deadline.refresh_from_db()
    move = deadline.moves.get()
    assert (deadline.due_on, deadline.provisional, deadline.cautious_on) == (date(2027, 1, 12), False, None)
    assert (move.from_on, move.to_on, move.reason, move.notice.code) == (date(2027, 1, 13), date(2027, 1, 12), NEXT_YEAR.title, "CN-2027")


def test_term_started_while_a_notice_was_entered_is_caught_up_with():
    deadline = clock.start(unit(), "OGI_REPLY_20WD", date(2026, 12, 15), NOW)
    calendars.record(NEXT_YEAR, entered_at=NOW)  # as if its recomputation had not seen the row yet
    clock.catch_up(NOW)
    deadline.refresh_from_db()
    assert deadline.due_on == date(2027, 1, 12)


def test_notice_leaves_closed_matters_their_dates():
    matter = unit()
    deadline = clock.start(matter, "OGI_REPLY_20WD", date(2026, 12, 15), NOW)
    clock.close(matter, "OGI_REPLY_20WD", date(2026, 12, 20))
    recompute()
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.provisional, deadline.moves.count()) == (date(2027, 1, 13), True, 0)


def test_notice_that_confirms_the_expected_day_makes_it_firm_without_a_move():
    deadline = clock.start(unit(), "OGI_REPLY_20WD", date(2026, 12, 28), NOW)
    assert deadline.provisional
    calendars.record(Notice("CN-2027", "CN", 2027, "", date(2026, 11, 25), {date(2027, 1, 1): State.OFF}))
    assert clock.recompute(NOW, "") == []
    deadline.refresh_from_db()
    assert (deadline.provisional, deadline.calendar_version) == (False, calendars.calendar().version)


def test_notice_of_a_city_moves_only_what_is_counted_there():
    here = clock.start(unit(), "OGI_REPLY_20WD", date(2026, 11, 24), NOW, jurisdiction="CN-SH")
    there = clock.start(unit(), "OGI_REPLY_20WD", date(2026, 11, 24), NOW, jurisdiction="CN-BJ")
    recompute(Notice("CN-SH-2026", "CN-SH", 2026, "", date(2026, 11, 24), {date(2026, 12, 1): State.OFF}, covers_year=False))
    assert [deadline.moves.count() for deadline in (here, there)] == [1, 0]


def test_deadline_that_cannot_be_computed_stops_no_other():
    broken = clock.start(unit(), "OGI_REPLY_20WD", date(2026, 12, 15), NOW)
    Deadline.objects.filter(pk=broken.pk).update(term="TERM_OF_AN_APP_THAT_IS_GONE")
    good = clock.start(unit(), "OGI_REPLY_20WD", date(2026, 12, 15), NOW)
    recompute()
    assert good.moves.count() == 1


def test_deadline_closed_after_its_day_is_late():
    early, late = unit(), unit()
    for matter, done in ((early, date(2026, 3, 6)), (late, date(2026, 3, 7))):
        clock.start(matter, "OGI_REPLY_20WD", date(2026, 2, 2), NOW)
        clock.close(matter, "OGI_REPLY_20WD", done)
    assert [Deadline.objects.of(matter).get().late for matter in (early, late)] == [False, True]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param("2026-02-02T15:59:59+00:00", date(2026, 2, 2), id="a-second-before-midnight"),
        pytest.param("2026-02-02T16:00:00+00:00", date(2026, 2, 3), id="midnight"),
    ],
)
def test_day_changes_at_midnight_in_shanghai(moment, day):
    assert timezone.localdate(datetime.fromisoformat(moment)) == day
