"""专项和要点: a task for each requirement and unit, plans sent in and approved, progress reported."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document

from cms import campaigns
from cms.campaigns import CampaignRefused
from cms.gate import Refused
from cms.models import Assignment, AuditRecord, Campaign, CampaignRequirement, ScoreLine, ScoreSheet, UnitPlan
from tests import factories

pytestmark = pytest.mark.django_db
NOW = factories.at("2026-03-02")


def campaign(*units, requirements=(("补齐办事指南", date(2026, 3, 31)),), **fields) -> Campaign:
    made = Campaign(title="指南专项", year=2026, **fields)
    made.requirements = [CampaignRequirement(text=text, due_on=day, sort_order=number) for number, (text, day) in enumerate(requirements)]
    made.save()
    made.units.set(units)
    made.save()
    return made


@pytest.fixture
def centre():
    return factories.unit("疾控中心")


@pytest.fixture
def supervisor():
    return factories.person("监督")


def test_release_makes_a_task_for_each_requirement_and_unit_down_to_the_lowest(centre, supervisor):
    below = factories.unit("检验科", parent=centre)
    factories.unit("已撤科室", parent=below, closed_on=date(2026, 1, 1))
    officer = factories.person("承办部门", unit=below)
    made = campaign(centre, requirements=[("补齐办事指南", date(2026, 3, 31)), ("清理死链", date(2026, 4, 5))])
    assert campaigns.release(made, supervisor, NOW) == 4
    found = Assignment.objects.with_due().order_by("pk")
    assert [(one.title, one.unit.name, one.owner, one.due_on) for one in found] == [
        ("指南专项：补齐办事指南", "疾控中心", None, date(2026, 3, 31)),
        ("指南专项：补齐办事指南", "检验科", officer, date(2026, 3, 31)),
        ("指南专项：清理死链", "疾控中心", None, date(2026, 4, 3)),  # the last working day before Sunday 5 April
        ("指南专项：清理死链", "检验科", officer, date(2026, 4, 3)),
    ]


def test_campaign_that_does_not_cascade_stays_with_the_chosen_units(centre, supervisor):
    factories.unit("检验科", parent=centre)
    assert campaigns.release(campaign(centre, cascade=False), supervisor, NOW) == 1


@pytest.mark.parametrize(
    ("requirements", "sentence"),
    [
        ((), "请先写明工作要求"),
        ((("补齐", date(2026, 3, 2)),), "完成日期已到"),
        ((("补齐", date(2026, 3, 7)), ("改", date(2026, 3, 1))), "“改”"),
    ],
    ids=["none", "today", "past"],
)
def test_campaign_that_cannot_be_met_is_refused_and_makes_nothing(centre, supervisor, requirements, sentence):
    with pytest.raises(CampaignRefused, match=sentence):
        campaigns.release(campaign(centre, requirements=requirements), supervisor, NOW)
    assert not Assignment.objects.exists()


def test_campaign_is_released_once(centre, supervisor):
    made = campaign(centre)
    campaigns.release(made, supervisor, NOW)
    with pytest.raises(CampaignRefused, match="已经布置过了"):
        campaigns.release(made, supervisor, NOW)


def test_work_plan_of_the_year_begins_with_the_key_points(supervisor):
    plan = campaigns.plan_of_year(2026, supervisor)
    assert plan.title == "2026年政务公开工作要点"
    assert "会议开放：每年不少于3次" in [one.text for one in plan.requirements.all()]


def document() -> Document:
    return Document.objects.create(title="实施方案", file=ContentFile(b"plan", "plan.txt"))


def test_plan_goes_back_with_a_reason_and_is_approved_by_another(centre, supervisor):
    made, person = campaign(centre, with_plans=True), factories.person("承办部门", unit=centre)
    plan = campaigns.submit_plan(made, centre, document(), person, NOW)
    with pytest.raises(CampaignRefused, match="不能审批自己上报的方案"):
        campaigns.decide_plan(plan, True, "", person)
    with pytest.raises(CampaignRefused, match="请写明退回的原因"):
        campaigns.decide_plan(plan, False, "", supervisor)
    campaigns.decide_plan(plan, False, "没有分工", supervisor)
    campaigns.submit_plan(made, centre, document(), person, NOW)
    campaigns.decide_plan(plan, True, "", supervisor)
    assert list(UnitPlan.objects.values_list("state", "reason")) == [("approved", "")]
    with pytest.raises(CampaignRefused, match="方案已经批准"):
        campaigns.submit_plan(made, centre, document(), person, NOW)


def test_plan_that_nobody_asked_for_is_refused(centre, supervisor):
    with pytest.raises(CampaignRefused, match="不要求"):
        campaigns.submit_plan(campaign(centre), centre, document(), supervisor, NOW)


def test_progress_is_reported_until_the_task_is_done(centre, supervisor):
    campaigns.release(campaign(centre), supervisor, NOW)
    task = Assignment.objects.get()
    campaigns.report_progress(task, 40, "已补10份。", supervisor, NOW)
    with pytest.raises(Refused, match="百分比"):
        campaigns.report_progress(task, 140, "超额。", supervisor, NOW)
    Assignment.objects.update(state="done", evidence="全部补齐")
    with pytest.raises(Refused, match="已经办结"):
        campaigns.report_progress(task, 100, "完成。", supervisor, NOW)
    assert list(task.progress.values_list("percent", "said")) == [(40, "已补10份。")]


def test_screen_shows_units_tasks_plans_and_progress(client, centre, supervisor):
    made = campaign(centre, with_plans=True)
    campaigns.submit_plan(made, centre, document(), factories.person("承办部门", unit=centre), NOW)
    campaigns.release(made, supervisor, NOW)
    campaigns.report_progress(Assignment.objects.get(), 40, "已补10份。", supervisor, NOW)
    client.force_login(supervisor)
    page = client.get(reverse("campaign", args=[made.pk])).content.decode()
    assert all(word in page for word in ("疾控中心", "实施方案", "待审批", "补齐办事指南", "完成 40%"))


def test_only_supervisors_release_and_only_its_unit_sends_a_plan(client, centre):
    made = campaign(centre, with_plans=True)
    client.force_login(factories.person("承办部门", unit=factories.unit("别的单位")))
    client.post(reverse("campaign_act", args=[made.pk]), {"action": "release"})
    client.post(reverse("campaign_act", args=[made.pk]), {"action": "plan", "unit": centre.pk, "document": document().pk})
    assert not Assignment.objects.exists() and not UnitPlan.objects.exists()


def test_owner_reports_progress_on_the_page_of_the_task(client, centre, supervisor):
    owner = factories.person("承办部门", unit=centre)
    campaigns.release(campaign(centre), supervisor, NOW)
    task = Assignment.objects.get()
    client.force_login(owner)
    client.post(reverse("assignment_progress", args=[task.pk]), {"percent": "60", "said": "过半"})
    assert "过半" in client.get(reverse("assignment", args=[task.pk])).content.decode()
    assert AuditRecord.objects.filter(action="assignment.progress").count() == 1


def test_score_sheet_adds_up_and_no_line_has_more_than_its_whole(centre):
    sheet = ScoreSheet(year=2026, unit=centre)
    sheet.lines = [
        ScoreLine(item="主动公开", most=60, points=55, evidence="/policies/"),
        ScoreLine(item="解读", most=40, points=30, evidence="略"),
    ]
    sheet.save()
    assert (sheet.points, sheet.whole) == (85, 100)


@pytest.mark.parametrize("model", ["training", "leaderhearing", "scoresheet", "reception"])
def test_logs_open_for_those_who_keep_them(client, model):
    client.force_login(factories.person("信息公开机构负责人"))
    assert client.get(reverse(f"wagtailsnippets_cms_{model}:list")).status_code == 200
    assert client.get(reverse(f"wagtailsnippets_cms_{model}:add")).status_code == 200
