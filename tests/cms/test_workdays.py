"""工作日: the calendar against its witnesses, its versions, its cities, and what it says of days that no notice has reached."""

import csv
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms import calendar_seed
from cms.workdays import CalendarError, Kind, Notice, State, WorkCalendar

NOTICES = calendar_seed.notices()
NATION = WorkCalendar(NOTICES)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "calendar_2019_2026.csv"
WORKING_DAYS_OF_YEAR = {2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}
ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2004, 1, 2), date(2028, 12, 31))
LENGTHS = st.integers(1, 120)


def every_day(first: date, last: date):
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


# -- against the witnesses ---------------------------------------------------------------------------------------------


def test_calendar_agrees_with_chinesecalendar_on_every_day_but_its_one_error():
    differing = [
        day for day in every_day(date(2004, 1, 1), date(2026, 12, 31)) if NATION.is_working_day(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == [date(2005, 12, 31)]  # 通知：2005年12月31日（星期六）上班; the library's year 2006 lacks the December before


def test_calendar_agrees_with_a_second_witness_on_every_day_from_2008():
    witness = holidays.China(years=range(2007, 2028))
    differing = [
        day for day in every_day(date(2008, 1, 1), date(2026, 12, 31)) if NATION.is_working_day(day) != witness.is_working_day(day)
    ]
    assert differing == []


def test_make_up_day_of_the_last_december_day_of_2005_is_worked():
    assert NATION.day(date(2005, 12, 31)).kind is Kind.MAKE_UP


@pytest.mark.parametrize(("year", "count"), WORKING_DAYS_OF_YEAR.items(), ids=str)
def test_year_has_its_published_number_of_working_days(year, count):
    assert NATION.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


def test_seed_holds_what_the_transcribed_notices_say():
    if not SHARED.exists():
        assert NATION.last_year == 2026  # the transcription is not part of a checkout; where it lies beside, it is compared
        return
    rows = list(csv.DictReader(SHARED.open(encoding="utf-8")))
    said = {date.fromisoformat(row["date"]): (row["kind"] != "off") for row in rows}
    assert {day: NATION.is_working_day(day) for day in said} == said


def test_new_years_eve_of_2024_is_a_working_day():
    assert NATION.day(date(2024, 2, 9)).kind is Kind.WORKDAY  # the notice only encouraged leave


# -- versions and cities -----------------------------------------------------------------------------------------------


def test_may_day_2019_before_the_change_was_one_day():
    before = WorkCalendar(NOTICES, known_on=date(2019, 3, 21))
    after = WorkCalendar(NOTICES, known_on=date(2019, 3, 22))
    changed = [date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)]
    assert [before.is_working_day(day) for day in changed] == [False, True, True, False]
    assert [after.is_working_day(day) for day in changed] == [True, False, False, True]


def test_spring_festival_2020_before_the_extension_ended_on_30_january():
    before = WorkCalendar(NOTICES, known_on=date(2020, 1, 26))
    after = WorkCalendar(NOTICES, known_on=date(2020, 1, 27))
    days = [date(2020, 1, 30), date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2)]
    assert [before.is_working_day(day) for day in days] == [False, True, True, False]
    assert [after.is_working_day(day) for day in days] == [False, False, False, False]


@pytest.mark.parametrize(
    ("jurisdiction", "day", "working"),
    [
        ("CN-SH", date(2014, 5, 21), False),
        ("CN-SH", date(2018, 11, 5), False),
        ("CN-SH", date(2018, 11, 6), False),
        ("CN-SH", date(2018, 11, 3), True),
        ("CN-SH", date(2018, 11, 11), True),
        ("CN-SH", date(2019, 11, 4), False),
        ("CN-SH", date(2019, 11, 9), True),
        ("CN-BJ", date(2014, 11, 7), False),
        ("CN-BJ", date(2014, 11, 12), False),
        ("CN-BJ", date(2014, 11, 2), True),
        ("CN-BJ", date(2014, 11, 15), True),
        ("CN-BJ", date(2008, 8, 8), False),
    ],
    ids=str,
)
def test_city_has_days_of_its_own(jurisdiction, day, working):
    assert WorkCalendar(NOTICES, jurisdiction).is_working_day(day) is working
    assert NATION.is_working_day(day) is not working


def test_city_below_a_province_follows_it_and_the_nation():
    own = Notice("CN-SH-310101-2018", "CN-SH-310101", 2018, "", date(2018, 10, 1), {date(2018, 11, 7): State.OFF}, covers_year=False)
    city = WorkCalendar([*NOTICES, own], "CN-SH-310101")
    assert [city.is_working_day(date(2018, 11, day)) for day in (5, 7)] == [False, False]
    assert not city.is_working_day(date(2026, 10, 1))


def test_province_without_days_of_its_own_follows_the_nation():
    assert WorkCalendar(NOTICES, "CN-HE").version != NATION.version
    assert WorkCalendar(NOTICES, "CN-HE").is_working_day(date(2018, 11, 5))


def test_notice_that_became_known_later_holds_whatever_year_it_speaks_of():
    takes = Notice("CN-2027", "CN", 2027, "", date(2026, 11, 4), {date(2026, 12, 31): State.OFF})
    gives_back = Notice("CN-2026-2", "CN", 2026, "", date(2026, 12, 20), {date(2026, 12, 31): State.PLAIN}, covers_year=False)
    assert not WorkCalendar([*NOTICES, takes]).is_working_day(date(2026, 12, 31))
    assert WorkCalendar([*NOTICES, takes, gives_back]).is_working_day(date(2026, 12, 31))


@pytest.mark.parametrize("jurisdiction", ["US", "CN-ZZ", "", "XX-SH", "CN-SH-x", "CN-HE-999999"], ids=repr)
def test_jurisdiction_that_does_not_exist_is_refused(jurisdiction):
    with pytest.raises(CalendarError) as refused:
        WorkCalendar(NOTICES, jurisdiction)
    assert refused.value.code == "unknown_jurisdiction"


def test_later_notice_gives_a_day_back():
    given_back = Notice("CN-2026-2", "CN", 2026, "", date(2026, 3, 1), {date(2026, 10, 7): State.PLAIN}, covers_year=False)
    changed = WorkCalendar([*NOTICES, given_back])
    assert changed.is_working_day(date(2026, 10, 7))
    assert changed.version != NATION.version


# -- an answer and its explanation -------------------------------------------------------------------------------------


def test_twenty_working_days_over_the_spring_festival_of_2026():
    answer = NATION.after(date(2026, 2, 2), working_days=20)
    assert (answer.date, answer.provisional, answer.cautious) == (date(2026, 3, 6), False, None)


def test_explanation_names_each_day_off_and_made_up_by_its_notice():
    days = NATION.after(date(2026, 2, 2), working_days=20).explain()
    stated = {day.date: (day.kind, day.name) for day in days if day.notice}
    assert stated == {
        date(2026, 2, 14): (Kind.MAKE_UP, "春节"),
        date(2026, 2, 28): (Kind.MAKE_UP, "春节"),
        **{date(2026, 2, number): (Kind.HOLIDAY, "春节") for number in range(15, 24)},
    }
    assert {day.notice.code for day in days if day.notice} == {"CN-2026"}
    assert sum(day.working for day in days) == 20


# -- beyond the last notice --------------------------------------------------------------------------------------------


def test_answer_beyond_the_last_notice_is_provisional_with_the_cautious_day_beside_it():
    answer = NATION.after(date(2026, 12, 15), working_days=20)
    assert (answer.date, answer.provisional, answer.cautious) == (date(2027, 1, 13), True, date(2027, 1, 12))


def test_answer_on_the_last_day_of_the_last_notice_is_firm():
    assert NATION.after(date(2026, 12, 3), working_days=20).provisional is False
    assert NATION.after(date(2026, 12, 4), working_days=20).provisional is True


def test_year_expected_of_2027():
    off = [day for day in every_day(date(2027, 1, 1), date(2027, 12, 31)) if NATION.day(day).kind is Kind.HOLIDAY]
    expected = [("01-01", 3), ("02-05", 8), ("04-03", 3), ("05-01", 5), ("06-09", 1), ("09-15", 1), ("10-01", 7)]
    first = [(date.fromisoformat(f"2027-{day}"), length) for day, length in expected]
    assert off == [begin + timedelta(days=number) for begin, length in first for number in range(length)]


def test_day_long_ago_is_refused():
    with pytest.raises(CalendarError) as refused:
        NATION.is_working_day(date(1990, 1, 1))
    assert (refused.value.code, refused.value.details["first"]) == ("too_early", 2004)


def test_day_too_far_ahead_is_refused():
    with pytest.raises(CalendarError) as refused:
        NATION.is_working_day(date(2060, 1, 1))
    assert (refused.value.code, refused.value.details["horizon"]) == ("too_late", 2031)


def test_count_that_runs_beyond_the_horizon_is_refused():
    with pytest.raises(CalendarError) as refused:
        NATION.after(date(2031, 12, 20), working_days=20)
    assert refused.value.code == "too_late"


# -- properties --------------------------------------------------------------------------------------------------------


@given(DAYS, LENGTHS)
def test_end_of_a_count_is_a_working_day(start, length):
    assert NATION.is_working_day(NATION.nth_after(start, length))


@given(DAYS, LENGTHS, st.integers(0, 60))
def test_later_start_never_ends_earlier(start, length, later):
    assert NATION.nth_after(start + later * ONE_DAY, length) >= NATION.nth_after(start, length)


@given(DAYS, LENGTHS)
def test_as_many_working_days_lie_between_as_were_counted(start, length):
    assert NATION.working_days_between(start, NATION.nth_after(start, length)) == length


@given(st.dates(date(2005, 1, 1), date(2028, 12, 31)), LENGTHS)
def test_as_many_working_days_lead_up_to_a_day_as_were_counted_back(end, length):
    start = NATION.nth_before(end, length)
    assert NATION.is_working_day(start)
    assert NATION.working_days_between(start, end) == length


@given(st.dates(date(2005, 1, 1), date(2026, 6, 30)), LENGTHS, st.integers(1, 200))
def test_added_day_off_never_makes_it_earlier(start, length, place):
    off = start + place * ONE_DAY
    added = Notice("X", "CN", off.year, "", None, {off: State.OFF}, covers_year=False)
    assert WorkCalendar([*NOTICES, added]).nth_after(start, length) >= NATION.nth_after(start, length)


@given(DAYS)
def test_next_and_last_working_day_enclose_the_day(day):
    after, before = NATION.on_or_after(day), NATION.on_or_before(day)
    assert before <= day <= after
    assert (before == day == after) == NATION.is_working_day(day)
