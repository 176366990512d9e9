"""The year at a glance says of each day what it is, by which notice, in words; and the same goes into calendars."""

from datetime import date

import pytest
from django.utils import timezone
from icalendar import Calendar

from cms import calendar_seed, calendars, year_at_a_glance
from cms.models import ClockSettings, SiteIdentity
from cms.workdays import Kind, Notice, State, WorkCalendar
from tests import factories

SEED = calendar_seed.notices()
WORKING_DAYS = {2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


# -- the year, pure ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "count"), WORKING_DAYS.items())
def test_year_has_as_many_working_days_as_the_notices_give(number, count):
    assert year_at_a_glance.year(WorkCalendar(SEED), number).working_days == count


def test_months_hold_every_day_once_under_its_weekday():
    months = year_at_a_glance.year(WorkCalendar(SEED), 2026).months
    cells = [(place, day) for month in months for week in month.weeks for place, day in enumerate(week) if day]
    assert len(cells) == 365 and all(place == day.date.weekday() for place, day in cells)


def test_year_states_the_december_days_that_its_notice_moved():
    stated = {day.date: day.kind for day in year_at_a_glance.year(WorkCalendar(SEED), 2019).stated}
    assert (stated[date(2018, 12, 29)], stated[date(2018, 12, 31)]) == (Kind.MAKE_UP, Kind.HOLIDAY)


def test_year_without_a_notice_is_provisional():
    calendar = WorkCalendar(SEED)
    assert [year_at_a_glance.year(calendar, number).provisional for number in (2026, 2027)] == [False, True]


# -- the page ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(client, db):
    factories.home()

    def get(address: str = "/workdays/2026/") -> str:
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def test_page_says_how_many_working_days_the_year_has(page):
    assert "全年 248 个工作日" in page()


def test_page_has_twelve_tables_with_captions_and_weekday_heads(page):
    text = page()
    assert text.count("<caption>") == 12 and text.count('<th scope="col"><abbr title="星期一">') == 12


def test_day_off_and_made_up_day_are_said_in_words(page):
    cell = '<td class="{}">{}<span class="mark" aria-hidden="true">{}</span><span class="hidden-visually">{}'
    text = page()
    assert cell.format("made-up", 4, "班", "调休上班（元旦）") in text and cell.format("off", 1, "休", "放假（元旦）") in text


def test_english_page_names_months_and_what_a_day_is(page, client):
    client.cookies["django_language"] = "en"
    text = page()
    for words in ("<caption>January ", '<abbr title="Monday">Mo</abbr>', "Make-up working day (New Year’s Day)", "Sunday 4 January 2026"):
        assert words in text


def test_page_names_its_notice(page):
    assert "《国务院办公厅关于2026年部分节假日安排的通知》" in page()


def test_page_names_the_change_beside_the_yearly_notice(page):
    text = page("/workdays/2019/")
    assert "关于2019年部分节假日安排的通知" in text and "关于调整2019年劳动节假期安排的通知" in text


def test_provisional_year_is_marked(page):
    text = page("/workdays/2027/")
    assert "年的放假调休通知还没有录入" in text and "放假（春节），按惯例推算" in text and "还没有通知" in text


def test_covered_year_is_not_marked(page):
    assert "暂定" not in page()


def test_address_without_a_year_shows_the_present_one(page):
    assert f"{timezone.localdate().year} 年工作日安排" in page("/workdays/")


def test_jurisdiction_is_switched_and_kept_between_years(page):
    text = page("/workdays/2018/?jurisdiction=CN-SH")
    assert "上海市2018年11月调休安排" in text and 'href="/workdays/2017/?jurisdiction=CN-SH"' in text
    assert "上海市2018年11月调休安排" not in page("/workdays/2018/")


def test_page_without_a_jurisdiction_shows_that_of_the_authority(page):
    held = ClockSettings.load()
    held.jurisdiction = "CN-SH"
    held.save()
    assert "上海市2018年11月调休安排" in page("/workdays/2018/")


UNKNOWN = [
    "/workdays/2003/",
    "/workdays/2050/",
    "/workdays/0/",
    "/workdays/99999/",
    "/workdays/99999999999999999999/",
    "/workdays/2026.ics?jurisdiction=CN-SH-%0Ax",
    "/workdays/2026/?jurisdiction=XX",
]


@pytest.mark.parametrize("address", UNKNOWN)
def test_year_or_jurisdiction_of_which_nothing_is_known_is_not_found(client, db, address):
    factories.home()
    assert client.get(address).status_code == 404


def test_unknown_year_gets_a_sentence(client, db):
    factories.home()
    assert "工作日安排从2004年起才有记录" in client.get("/workdays/2003/").content.decode()


def test_page_changes_when_a_notice_is_entered(page):
    assert "全年 248 个工作日" in page()
    day = date(2026, 12, 30)
    calendars.record(Notice("CN-2026-2", "CN", 2026, "又放一天假", date(2026, 11, 1), {day: State.OFF}, covers_year=False))
    assert "全年 247 个工作日" in page()


def test_footer_leads_to_the_page(page):
    assert '<a href="/workdays/">工作日安排</a>' in page("/privacy/")


# -- iCalendar ---------------------------------------------------------------------------------------------------------


def events(client, address: str) -> dict[date, dict]:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {event["dtstart"].dt: event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_reading_the_page_writes_no_settings(page):
    page("/workdays/2026/")
    assert not ClockSettings.objects.exists()


def test_paper_names_authority_and_day(page):
    printed = page("/workdays/2026/").split('<p class="only-print line">')[1].split("</p>")[0]
    assert SiteIdentity().name in printed and f"打印日期：{timezone.localdate()}" in printed


def test_every_year_since_the_first_is_reachable_and_no_address_ends_in_a_question_mark(page):
    html = page("/workdays/2026/")
    assert all(f'href="/workdays/{number}/"' in html for number in range(2004, 2028))
    assert 'href="/workdays/2026.ics"' in html and '?"' not in html


def test_icalendar_holds_each_stretch_as_one_all_day_event(client, db):
    found = events(client, "/workdays/2026.ics")
    spring = found[date(2026, 2, 15)]
    assert (str(spring["summary"]), spring["dtend"].dt) == ("放假（春节）", date(2026, 2, 24))
    assert (str(found[date(2026, 2, 14)]["summary"]), found[date(2026, 2, 14)]["dtend"].dt) == ("调休上班（春节）", date(2026, 2, 15))


def test_icalendar_covers_every_stated_day(client, db):
    stated = next(notice for notice in SEED if notice.code == "CN-2026").days
    found = events(client, "/workdays/2026.ics").values()
    assert sum((event["dtend"].dt - event["dtstart"].dt).days for event in found) == len(stated)


def test_icalendar_of_a_city_has_its_days(client, db):
    assert date(2018, 11, 5) in events(client, "/workdays/2018.ics?jurisdiction=CN-SH")
    assert date(2018, 11, 5) not in events(client, "/workdays/2018.ics")


def test_icalendar_says_what_is_only_expected(client, db):
    assert str(events(client, "/workdays/2027.ics")[date(2027, 2, 5)]["summary"]) == "放假（春节），按惯例推算"


def test_icalendar_events_keep_their_identity(client, db):
    first, second = events(client, "/workdays/2026.ics"), events(client, "/workdays/2026.ics")
    uids = [str(event["uid"]) for event in first.values()]
    assert uids == [str(event["uid"]) for event in second.values()] and len(set(uids)) == len(uids)


def test_icalendar_of_an_unknown_year_is_not_found(client, db):
    factories.home()
    assert client.get("/workdays/2050.ics").status_code == 404
