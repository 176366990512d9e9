"""督办 and 普查 on staff screens."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms import assignments, census_night
from cms.models import Assignment, CensusDay, CensusRuleSetting, CensusSettings
from tests import factories
from tests.factories.neglect import service_guide, well_kept_site
from tests.factories.site import SHANGHAI

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    found = factories.person("承办部门", unit=factories.unit("行政审批处"))
    client.force_login(found)
    return found


@pytest.fixture
def head(client):
    found = factories.person("信息公开机构负责人")
    client.force_login(found)
    return found


def given(key: str, **more) -> Assignment:
    return assignments.give_out(key, f"事项{key}", timezone.now(), origin="census", **more)[0]


def act(client, task, action, said="") -> Assignment:
    client.post(reverse("assignment", args=[task.pk]), {"action": action, "said": said})
    task.refresh_from_db()
    return task


def test_list_shows_mine_and_all_when_asked(client, person):
    given("我的", unit=person.unit)
    given("别人的", unit=factories.unit("疾控处"))
    titles = [[row.assignment.title for row in client.get(reverse("assignments") + q).context["rows"]] for q in ("", "?whose=all")]
    assert titles == [["事项我的"], ["事项我的", "事项别人的"]]


def test_list_asks_as_much_for_thirty_as_for_one(client, person):
    counts = []
    for number in range(30):
        given(str(number), unit=person.unit)
        if number in (0, 1, 29):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("assignments"))
            counts.append(len(queries))
    assert counts[1] == counts[2]


def test_owner_reports_it_done_and_nothing_else(client, person):
    task = given("甲", unit=person.unit)
    assert act(client, task, "close", "不想办").state == "open"
    assert act(client, task, "complete", "已更新").state == "done"


def test_somebody_else_does_not_report_it_done(client, person):
    assert act(client, given("甲", unit=factories.unit("疾控处")), "complete", "已更新").state == "open"


def test_supervisor_returns_it_and_gives_it_to_another(client, head):
    task, other = given("甲"), factories.person("编辑")
    assignments.complete(task, "已更新", other, timezone.now())
    assert act(client, task, "return", "还是旧的").state == "returned"
    client.post(reverse("assignment", args=[task.pk]), {"action": "assign", "to": other.pk})
    task.refresh_from_db()
    assert task.owner == other


def test_page_of_a_task_tells_its_history_its_source_and_its_web_page(client, head):
    task = given("甲", source="inspection/veto-4", label="工作动态", url="/news/", fault="两周没有更新")
    html = client.get(reverse("assignment", args=[task.pk])).content.decode()
    for words in ("两周没有更新", 'href="/news/"', "单项否决第4项", "派发督办事项"):
        assert words in html


def test_dashboard_leads_from_the_fault_to_page_and_person(client, head):
    now = timezone.now()
    well_kept_site(timezone.localdate(now))
    CensusRuleSetting.objects.create(settings=CensusSettings.load(), rule="search-fails", weight="warning", off=True, basis="测试")
    owner = factories.person("承办部门", unit=factories.unit("行政审批处"), display_name="审批处经办")
    services = factories.home().get_children().get(slug="services").specific
    service_guide("办理诊所备案", services, slug="clinic", place="", fees="", hours="", telephone="")
    client.post(reverse("census_again"))
    html = client.get(reverse("census")).content.decode()
    for words in ("不合格：有单项否决", 'href="/services/clinic/"', str(owner), reverse("assignment", args=[Assignment.objects.get().pk])):
        assert words in html


def test_only_who_supervises_starts_the_census(client, person):
    client.post(reverse("census_again"))
    assert not CensusDay.objects.exists()


def test_dashboard_without_a_census_says_so(client, person):
    assert "还没有普查过" in client.get(reverse("census")).content.decode()


def test_desk_shows_my_tasks_and_what_the_census_found(client, person):
    assignments.give_out("甲", "事项我的", timezone.now(), origin="campaign", unit=person.unit)
    census_night.record(datetime(2026, 11, 20, 1, tzinfo=SHANGHAI))
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "事项我的" in html and "首页两周没有更新" in html
