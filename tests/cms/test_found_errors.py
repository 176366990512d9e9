"""我为政府网站找错: from the visitor's form to the released answer."""

import re
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cms import found_errors, receipts
from cms.found_errors import AnswerRefused, ReportRefused
from cms.models import Assignment, FoundError
from tests import factories
from tests.factories.neglect import service_guide
from tests.factories.site import SHANGHAI

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)  # a Friday
SECRET = "我叫王小明，电话13800000000"


@pytest.fixture
def news():
    return factories.column("工作动态", slug="news", owner_unit=factories.unit("办公室"))


def reported(url: str = "/news/", now=NOW, **more) -> FoundError:
    values = {"kind": "wrong", "description": SECRET, "contact": "wang@chengjiang.example", "address": "203.0.113.9", **more}
    return found_errors.receive(url=url, now=now, **values)


def released(**more) -> FoundError:
    found = reported(**more)
    found_errors.answer(found, "日期写错", "已改为11月20日。", factories.person(), NOW)
    found_errors.release(found, factories.person(), NOW)
    found.refresh_from_db()
    return found


def form(**changes) -> dict:
    return {"page": "/news/", "kind": "outdated", "description": "电话是旧的", "contact": "", "website": "", **changes}


# -- receiving ---------------------------------------------------------------------------------------------------------


def test_report_makes_a_task_for_the_owner_of_the_page_within_three_working_days(news):
    owner = factories.person("承办部门", unit=news.owner_unit)
    task = Assignment.objects.with_due().get(pk=reported().assignment_id)
    assert (task.title, task.owner, task.due_on.isoformat()) == ("找错：内容有错 工作动态", owner, "2026-11-25")


def test_article_belongs_to_the_owner_of_its_column_and_a_guide_to_its_own_unit(news):
    article = factories.article("一则", news, slug="one")
    guide = service_guide("办理诊所备案", news, slug="clinic")
    assert found_errors.unit_of(article) == news.owner_unit
    assert found_errors.unit_of(guide) == guide.unit != news.owner_unit


def test_page_outside_of_the_tree_goes_to_the_disclosure_office(news):
    officer = factories.person("信息公开工作人员")
    assert reported("/policies/12/").assignment.owner == officer


def test_report_names_the_page_by_a_whole_address_too(news):
    assert reported("https://wjw.chengjiang.example/news/").page_title == "工作动态"


def test_sixth_report_of_an_hour_from_one_address_is_refused_and_others_are_not(news):
    for _number in range(5):
        reported()
    with pytest.raises(ReportRefused, match="最近一小时"):
        reported()
    assert reported(address="203.0.113.10")


def test_address_of_the_sender_is_not_kept_and_its_digest_is_forgotten(news):
    found = reported()
    assert "203.0.113.9" not in str(FoundError.objects.values().get(pk=found.pk))
    assert found_errors.forget_senders(NOW) == 0
    assert found_errors.forget_senders(NOW.replace(hour=12)) == 1
    assert FoundError.objects.get().sender == ""


# -- the form ----------------------------------------------------------------------------------------------------------


def test_form_knows_the_page_from_which_one_came(client, news):
    html = client.get("/found-errors/report/", headers={"referer": "http://testserver/news/"}).content.decode()
    assert 'value="/news/"' in html


def test_form_does_not_take_over_an_address_of_another_site(client, news):
    assert "evil" not in client.get("/found-errors/report/", headers={"referer": "http://evil.example/evil/"}).content.decode()


def test_sent_form_leads_to_the_receipt(client, news):
    response = client.post("/found-errors/report/", form())
    number = FoundError.objects.get().number
    assert response.url == f"/found-errors/{number}/"
    assert number in client.get(response.url).content.decode()


@pytest.mark.parametrize("changes", [{"description": " "}, {"kind": "other"}, {"page": ""}, {"website": "x"}], ids=lambda c: next(iter(c)))
def test_form_that_lacks_something_or_fills_the_trap_is_not_taken(client, news, changes):
    response = client.post("/found-errors/report/", form(**changes))
    assert (response.status_code, FoundError.objects.count()) == (400, 0)
    assert "还没有提交" in response.content.decode()


def test_too_many_are_told_so(client, news):
    for _number in range(5):
        reported(now=timezone.now(), address="127.0.0.1")
    response = client.post("/found-errors/report/", form())
    assert (response.status_code, "最近一小时" in response.content.decode()) == (429, True)


def test_every_page_leads_to_the_form(client, news):
    assert 'href="/found-errors/report/"' in client.get("/directory/").content.decode()


# -- receipt and answers -----------------------------------------------------------------------------------------------


def test_receipt_tells_state_and_day_and_nothing_that_was_written(client, news):
    html = client.get(f"/found-errors/{reported().number}/").content.decode()
    assert "正在办理" in html and "2026-11-25" in html
    assert "王小明" not in html and "wang@" not in html


def test_number_that_was_never_given_is_not_found(client, news):
    assert client.get("/found-errors/ZC20261120-22222222/").status_code == 404


def test_number_is_found_as_people_type_it(client, news):
    number = reported().number
    response = client.get("/found-errors/", {"number": f" {number.lower()} "})
    assert response.url == f"/found-errors/{number}/"


def test_number_has_the_day_and_forty_bits_of_chance():
    number = receipts.new_number("ZC", NOW.date())
    assert re.fullmatch(r"ZC20261120-[2-9A-HJ-NP-Z]{8}", number)
    assert receipts.read(number) == number


def test_answer_is_public_only_after_it_was_released(client, news):
    found = reported()
    found_errors.answer(found, "日期写错", "已改为11月20日。", factories.person(), NOW)
    pages = ["/found-errors/", f"/found-errors/{found.number}/"]
    assert ["已改为11月20日" in client.get(page).content.decode() for page in pages] == [False, False]
    found_errors.release(found, factories.person(), NOW)
    assert ["已改为11月20日" in client.get(page).content.decode() for page in pages] == [True, True]


def test_public_answer_shows_nothing_of_the_visitor(client, news):
    released()
    html = client.get("/found-errors/").content.decode()
    assert "日期写错" in html
    assert not [one for one in ("王小明", "13800000000", "wang@", FoundError.objects.get().number) if one in html]


def test_nothing_is_released_without_an_answer(news):
    with pytest.raises(AnswerRefused, match="还没有答复"):
        found_errors.release(reported(), factories.person(), NOW)


def test_answer_without_a_public_summary_is_refused(news):
    with pytest.raises(AnswerRefused, match="公开的问题摘要"):
        found_errors.answer(reported(), "", "已改。", factories.person(), NOW)


def test_released_answer_is_changed_only_after_it_was_taken_back_with_a_reason(client, news):
    found, head = released(), factories.person()
    with pytest.raises(AnswerRefused, match="请先撤回"):
        found_errors.answer(found, "日期", "另一个答复", head, NOW)
    with pytest.raises(AnswerRefused, match="撤回的原因"):
        found_errors.take_back(found, "", head)
    found_errors.take_back(found, "写错了", head)
    assert "已改为" not in client.get("/found-errors/").content.decode()


# -- staff -------------------------------------------------------------------------------------------------------------


def test_owner_answers_on_the_page_of_the_task_and_who_supervises_releases(client, news):
    owner, head = factories.person("承办部门", unit=news.owner_unit), factories.person("信息公开机构负责人")
    found = reported()
    words = {"question": "日期写错", "answer": "已改。"}
    answer = reverse("found_error_answer", args=[found.pk])
    client.force_login(owner)
    assert SECRET in client.get(reverse("assignment", args=[found.assignment_id])).content.decode()
    client.post(answer, {"action": "answer", **words})
    client.post(answer, {"action": "release", **words})
    found.refresh_from_db()
    assert (found.answer, found.released_at) == ("已改。", None)
    client.force_login(head)
    client.post(answer, {"action": "release", **words})
    found.refresh_from_db()
    assert found.released_by == head


def test_somebody_else_of_the_staff_does_not_see_what_was_written(client, news):
    found = reported()
    client.force_login(factories.person("编辑"))
    assert SECRET not in client.get(reverse("assignment", args=[found.assignment_id])).content.decode()
