"""While the next year's notice is missing, the desk and the system check say so in time, and how much hangs on it."""

from datetime import date

import pytest
from django.core.checks import Tags, run_checks
from django.urls import reverse
from django.utils import timezone

from cms import calendars, checks, missing_notice
from cms.models import ClockSettings, Deadline
from cms.workdays import Notice, State
from tests import factories

pytestmark = pytest.mark.django_db
AUTUMN = date(2026, 9, 1)


def cover_up_to(year: int) -> None:
    """Yearly notices with nothing but New Year in them, so that the years are covered."""
    for number in range(calendars.calendar("CN").last_year + 1, year + 1):
        day = date(number, 1, 1)
        calendars.record(Notice(f"CN-{number}", "CN", number, f"{number}年的安排", date(number - 1, 11, 1), {day: State.OFF}))


def warning(today: date) -> tuple[int, int] | None:
    found = missing_notice.missing_notice(today)
    return found and (found.year, found.provisional)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 10, 30), None),
        (date(2026, 11, 2), None),
        (date(2026, 11, 3), (2027, 0)),
        (date(2026, 12, 31), (2027, 0)),
        (date(2027, 3, 1), (2027, 0)),
    ],
    ids=["before", "the day before", "first day", "last day of the year", "year has begun"],
)
def test_warning_begins_in_the_first_days_of_november(today, expected):
    assert warning(today) == expected


def test_warning_begins_earlier_when_the_setting_is_longer():
    ClockSettings.objects.create(warn_working_days=90)
    assert warning(AUTUMN) == (2027, 0)


def test_provisional_deadline_warns_whatever_the_day_is():
    factories.deadline(date(2026, 12, 10))
    assert warning(AUTUMN) == (2027, 1)


def test_closed_deadline_does_not_count():
    factories.deadline(date(2026, 12, 10))
    Deadline.objects.update(closed_on=date(2026, 12, 20))
    assert warning(AUTUMN) is None


def test_no_warning_once_the_year_is_covered():
    cover_up_to(2027)
    assert warning(date(2026, 12, 31)) is None


def test_sentence_names_the_year_and_the_deadlines():
    factories.deadline(date(2026, 12, 10))
    assert missing_notice.missing_notice(AUTUMN).sentence == "2027年的放假调休通知还没有录入；1 项未办结的期限因此是暂定的。"


@pytest.mark.parametrize(("role", "expected"), [("站点管理员", True), ("信息公开机构负责人", True), ("编辑", False)])
def test_desk_warns_those_who_can_enter_it(client, role, expected):
    factories.deadline(date(timezone.localdate().year + 3, 1, 15))
    client.force_login(factories.person(role))
    assert ("放假调休通知还没有录入" in client.get(reverse("wagtailadmin_home")).content.decode()) is expected


def test_system_check_warns_when_a_deadline_is_provisional():
    factories.deadline(date(timezone.localdate().year + 3, 1, 15))
    assert [found.id for found in checks.next_year_has_a_notice(None, databases=["default"])] == ["cms.W001"]


def test_system_check_is_quiet_when_years_ahead_are_covered():
    cover_up_to(timezone.localdate().year + 2)
    assert checks.next_year_has_a_notice(None, databases=["default"]) == []


def test_system_checks_ask_no_database_that_they_were_not_given():
    factories.deadline(date(timezone.localdate().year + 3, 1, 15))
    assert checks.next_year_has_a_notice(None) == [] and checks.open_deadlines_can_be_computed(None) == []


def test_database_checks_of_django_include_ours():
    factories.deadline(date(timezone.localdate().year + 3, 1, 15))
    assert "cms.W001" in {found.id for found in run_checks(tags=[Tags.database], databases=["default"])}


def test_system_check_names_a_deadline_whose_term_no_app_states():
    factories.deadline(date(2026, 3, 2), label="旧期限的事项")
    Deadline.objects.update(term="NO_SUCH_TERM")
    (found,) = checks.open_deadlines_can_be_computed(None, databases=["default"])
    assert found.id == "cms.W002" and "《旧期限的事项》NO_SUCH_TERM：没有这个名称的期限" in found.msg


def test_system_check_names_a_deadline_whose_events_contradict_each_other():
    factories.deadline(date(2026, 3, 2), term="OGI_REPLY_EXTENDED", events={"extension_wd": 5})
    Deadline.objects.update(events={"extension_wd": 50})
    (found,) = checks.open_deadlines_can_be_computed(None, databases=["default"])
    assert "延长的工作日数应在 1 到 20 之间，这里是 50" in found.msg


def test_system_check_names_20_and_counts_the_rest():
    for number in range(23):
        factories.deadline(date(2026, 3, 2), label=f"事项{number}")
    Deadline.objects.update(term="NO_SUCH_TERM")
    (found,) = checks.open_deadlines_can_be_computed(None, databases=["default"])
    assert found.msg.count("《事项") == 20 and "另有 3 项" in found.msg


def test_system_check_is_quiet_when_every_deadline_can_be_computed():
    factories.deadline(date(2026, 3, 2))
    assert checks.open_deadlines_can_be_computed(None, databases=["default"]) == []
