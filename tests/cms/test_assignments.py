"""督办事项: given out once, done with evidence, returned, closed, handed over, brought before those who supervise."""

from datetime import date, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError
from django.urls import reverse

from cms import assignments, registry, reminders
from cms.accounts import lifecycle
from cms.assignments import AssignmentRefused
from cms.models import Assignment, AuditRecord, OutboxItem, Reminder
from tests import factories
from tests.factories.site import SHANGHAI

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 10, tzinfo=SHANGHAI)  # a Monday
LATER = datetime(2026, 11, 17, 10, tzinfo=SHANGHAI)


def given(key: str = "census:x:1", **more) -> Assignment:
    return assignments.give_out(key, "栏目没有更新", NOW, origin="census", **more)[0]


def acts(assignment) -> list[str]:
    return list(AuditRecord.objects.about(assignment).order_by("pk").values_list("action", flat=True))


def due(assignment) -> date:
    return Assignment.objects.with_due().get(pk=assignment.pk).due_on


def test_day_is_ten_working_days_after_it_was_given_out():
    assert due(given()) == date(2026, 11, 16)


def test_same_fault_makes_one_task_and_its_words_are_of_today():
    first = given(fault="缺4项")
    again, new = assignments.give_out("census:x:1", "栏目没有更新", LATER, origin="census", fault="缺5项")
    assert (again.pk, new, again.fault, Assignment.objects.count()) == (first.pk, False, "缺5项", 1)
    assert due(again) == date(2026, 11, 16)


def test_database_refuses_a_second_open_task_for_one_matter():
    given()
    with pytest.raises(IntegrityError):
        Assignment.objects.create(key="census:x:1", title="又一件", origin="census", opened_at=NOW)


def test_fault_that_comes_again_after_it_was_mended_makes_a_new_task():
    first = given()
    assert assignments.settle([first.key], NOW) == 1
    assert given().pk != first.pk


def test_task_goes_to_the_person_of_the_unit_with_least_in_hand():
    office = factories.unit("疾控处")
    busy, free = factories.person("承办部门", unit=office), factories.person("承办部门", unit=office)
    Assignment.objects.create(key="k", title="已有的", origin="census", owner=busy, opened_at=NOW)
    assert given(unit=office).owner == free


def test_what_belongs_to_no_unit_goes_to_the_disclosure_office():
    officer = factories.person("信息公开工作人员")
    assert given().owner == officer


def test_owner_is_told_by_mail_with_the_day():
    factories.person("信息公开工作人员", email="officer@chengjiang.example")
    given()
    payload = OutboxItem.objects.get(kind="mail").payload
    assert payload["to"] == ["officer@chengjiang.example"]
    assert "2026-11-16" in payload["text"]


def test_done_needs_evidence():
    with pytest.raises(AssignmentRefused, match="请写明办理情况"):
        assignments.complete(given(), "  ", factories.person(), NOW)


def test_done_is_returned_with_a_reason_and_done_again_and_closed():
    task, owner, head = given(), factories.person(), factories.person()
    assignments.complete(task, "已更新", owner, NOW)
    with pytest.raises(AssignmentRefused, match="请写明退回的原因"):
        assignments.send_back(task, "", head, NOW)
    assignments.send_back(task, "还是旧的", head, NOW)
    assert task.state == "returned"
    assignments.complete(task, "已重新发布", owner, NOW)
    assignments.close(task, "", head, NOW)
    assert (task.state, task.evidence) == ("closed", "已重新发布")
    told = ["give-out", "complete", "return", "complete", "close"]
    assert acts(task) == [f"assignment.{name}" for name in told]


def test_closing_what_is_not_done_needs_a_reason():
    with pytest.raises(AssignmentRefused, match="核销须写明原因"):
        assignments.close(given(), "", factories.person(), NOW)


def test_closing_stops_the_clock():
    task = given()
    assignments.close(task, "栏目已撤销", factories.person(), NOW)
    assert list(task.deadlines.values_list("closed_on", flat=True)) == [date(2026, 11, 2)]


def test_closed_task_makes_no_move():
    task = given()
    assignments.settle([task.key], NOW)
    task.refresh_from_db()
    with pytest.raises(AssignmentRefused, match="“已核销”的事项不能“报告办结”"):
        assignments.complete(task, "已改", factories.person(), NOW)


def test_another_person_takes_over_task_and_clock():
    task, other = given(), factories.person()
    assignments.assign(task, other, None)
    task.refresh_from_db()
    assert (task.owner, task.deadlines.get().owner) == (other, other)


def test_nobody_with_a_closed_account_takes_over():
    with pytest.raises(AssignmentRefused, match="账户已停用"):
        assignments.assign(given(), factories.person(is_active=False), None)


def test_leaver_hands_tasks_over():
    officer, other, head = factories.person("信息公开工作人员"), factories.person(), factories.person()
    task = given()
    assert lifecycle.hand_over(officer, other, head, "调离") == 2  # the task and its clock
    task.refresh_from_db()
    assert task.owner == other


def test_late_task_is_brought_before_supervisors_once():
    factories.person("监督", email="supervisor@chengjiang.example")
    task = given()
    assert assignments.escalate(NOW) == 0
    assert assignments.escalate(LATER) == 1
    assert assignments.escalate(LATER) == 0
    task.refresh_from_db()
    assert task.escalated_at == LATER
    assert [item.payload["subject"] for item in OutboxItem.objects.filter(kind="mail")] == ["逾期未办：栏目没有更新"]


def test_done_task_is_not_late():
    task = given()
    assignments.complete(task, "已更新", factories.person(), NOW)
    assert assignments.escalate(LATER) == 0


def test_mine_are_those_by_name_and_those_of_my_unit_without_a_name():
    office = factories.unit("疾控处")
    me = factories.person(unit=office)
    rows = {"mine": {"owner": me}, "units": {"unit": office}, "others": {"owner": factories.person(), "unit": office}, "nobodys": {}}
    for key, fields in rows.items():
        Assignment.objects.create(key=key, title=key, origin="census", opened_at=NOW, **fields)
    assert set(Assignment.objects.of(me).values_list("key", flat=True)) == {"mine", "units"}


# -- how its deadline is spoken of -------------------------------------------------------------------------------------


def lines_of(now: datetime) -> list[dict]:
    """The lines of the one letter that is written at ``now``, with whom it is to."""
    reminders.run(now)
    letter = OutboxItem.objects.get(kind="reminder").payload
    return [{**line, "to": letter["to"]} for line in letter["lines"]]


def test_reminder_of_a_task_leads_to_the_task(settings):
    unit = factories.unit("办公室")
    factories.person("编辑", unit=unit, email="editor@example.com")
    task = given(unit=unit)
    (line,) = lines_of(LATER)
    assert (line["to"], line["url"]) == ("editor@example.com", settings.BASE_URL + assignments.address(task))


def test_page_of_the_clock_of_a_task_leads_to_the_task(client):
    task = given()
    client.force_login(factories.administrator())
    page = client.get(reverse("clock_ledger", args=[task.deadlines.get().pk])).content.decode()
    assert f'<a href="{assignments.address(task)}">{task}</a>' in page


def test_task_of_nobody_in_a_unit_is_the_matter_of_its_head_and_of_the_office():
    unit = factories.unit("办公室")
    task = given(unit=unit)
    factories.person("领导", display_name="处长", unit=unit, email="leader@example.com")
    factories.person("信息公开工作人员", display_name="公开办", email="office@example.com")
    factories.person("信息公开机构负责人", display_name="主任", email="head@example.com")
    reminders.run(datetime(2026, 11, 9, 10, tzinfo=SHANGHAI))
    assert [each["name"] for each in Reminder.objects.get(deadline__in=task.deadlines.all(), fate="sent").told] == ["处长", "公开办"]


def test_each_kind_of_thing_is_registered_under_the_label_by_which_it_is_looked_up():
    kinds = [kind for kind, _spoken in registry.deadline_subjects]
    assert "cms.Assignment" in kinds
    assert kinds == [apps.get_model(kind)._meta.label for kind in kinds]
