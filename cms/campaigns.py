"""专项工作和年度工作要点: the verbs. Releasing makes one task for each requirement and unit (cms/assignments.py); units send in
their plans, have them approved, and report how far they are."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents.models import Document

from cms import assignments, audit, calendars, regulations
from cms.assignment_workflow import OWED
from cms.assignments import AssignmentRefused
from cms.gate import Refused
from cms.models import Assignment, Campaign, CampaignRequirement, Department, Progress, UnitPlan, User
from cms.workdays import CalendarError, WorkCalendar

ORIGIN = "campaign"
SOURCE = "ogi/46"
KEY_POINTS = "shanghai-key-points"  # in the library: what a year's key points ask for


class CampaignRefused(Refused):
    """Something that may not be done to this campaign now."""


def key_of(requirement: CampaignRequirement, unit: Department) -> str:
    return f"{ORIGIN}:{requirement.pk}:{unit.pk}"


def units_of(campaign: Campaign) -> list[Department]:
    """The chosen units, and where it cascades the open ones below them, in the order of the register."""
    chosen = {unit.pk for unit in campaign.units.all()}
    ours = list(Department.objects.visible())
    grown = campaign.cascade
    while grown:
        below = {unit.pk for unit in ours if unit.parent_id in chosen} - chosen
        chosen |= below
        grown = bool(below)
    return [unit for unit in ours if unit.pk in chosen]


@transaction.atomic
def release(campaign: Campaign, by: User, now: datetime) -> int:
    """Make the tasks; answers how many. Raises CampaignRefused and changes nothing."""
    kept = Campaign.objects.select_for_update().get(pk=campaign.pk)
    today, units, requirements = timezone.localdate(now), units_of(kept), list(kept.requirements.all())
    _may_release(kept, units, requirements, today)
    calendar = calendars.calendar()
    for requirement in requirements:
        number = working_days_until(requirement, today, calendar)
        for unit in units:
            assignments.give_out(
                key_of(requirement, unit),
                f"{kept.title}：{requirement.text}",
                now,
                origin=ORIGIN,
                label=str(unit),
                fault=requirement.evidence or requirement.text,
                source=SOURCE,
                unit=unit,
                by=by,
                number=number,
                basis=kept.basis[:200] or kept.title,
            )
    kept.released_at, kept.released_by = now, by
    kept.save()
    audit.record(by, "campaign.release", kept, units=len(units), requirements=len(requirements))
    campaign.released_at = now
    return len(units) * len(requirements)


def _may_release(campaign: Campaign, units: list, requirements: list[CampaignRequirement], today: date) -> None:
    if campaign.released_at:
        raise CampaignRefused(_("已经布置过了。"))
    if not requirements or not units:
        raise CampaignRefused(_("请先写明工作要求，并选择责任单位。"))
    if late := [one for one in requirements if one.due_on <= today]:
        raise CampaignRefused(_("“%(text)s”的完成日期已到，请改为以后的日期。") % {"text": late[0]})


def working_days_until(requirement: CampaignRequirement, today: date, calendar: WorkCalendar) -> int:
    """Working days after today until its day, so that the task is due on that day or the last working day before it.

    Raises CampaignRefused for a day that the calendar does not reach, or before which nobody works.
    """
    try:
        number = calendar.working_days_between(today, requirement.due_on)
    except CalendarError as error:
        raise CampaignRefused(str(error)) from None
    if not number:
        raise CampaignRefused(_("到“%(text)s”的完成日期没有工作日了。") % {"text": requirement})
    return number


@transaction.atomic
def plan_of_year(year: int, by: User) -> Campaign:
    """A draft of the year's work plan from the key points in the library, each due at the end of the year."""
    head = regulations.regulation(KEY_POINTS)
    basis = _("参照《%(title)s》") % {"title": head.title}
    plan = Campaign(kind=Campaign.Kind.PLAN, title=_("%(year)d年政务公开工作要点") % {"year": year}, year=year, basis=basis)
    points = enumerate(regulations.articles(KEY_POINTS))
    plan.requirements = [
        CampaignRequirement(
            sort_order=number, text=(point.heading or point.text)[:300], evidence=point.text[:300], due_on=date(year, 12, 31)
        )
        for number, point in points
    ]
    plan.save()
    audit.record(by, "campaign.draft", plan)
    return plan


# -- plans of units ----------------------------------------------------------------------------------------------------


@transaction.atomic
def submit_plan(campaign: Campaign, unit: Department, document: Document, by: User, now: datetime) -> UnitPlan:
    """A unit sends in its plan, or a better one. Raises CampaignRefused."""
    if not campaign.with_plans or unit not in units_of(campaign):
        raise CampaignRefused(_("这项工作不要求%(unit)s上报方案。") % {"unit": unit})
    plan = UnitPlan.objects.select_for_update().filter(campaign=campaign, unit=unit).first() or UnitPlan(campaign=campaign, unit=unit)
    if plan.state == UnitPlan.State.APPROVED:
        raise CampaignRefused(_("方案已经批准，不能再换。"))
    plan.document, plan.state, plan.reason = document, UnitPlan.State.SUBMITTED, ""
    plan.submitted_by, plan.submitted_at, plan.decided_by = by, now, None
    plan.save()
    audit.record(by, "plan.submit", plan)
    return plan


@transaction.atomic
def decide_plan(plan: UnitPlan, approved: bool, reason: str, by: User) -> None:
    """Approve a plan, or send it back with the reason; not one's own. Raises CampaignRefused."""
    kept = UnitPlan.objects.select_for_update().get(pk=plan.pk)
    if kept.state != UnitPlan.State.SUBMITTED:
        raise CampaignRefused(_("这份方案不在待审批状态。"))
    if kept.submitted_by_id == by.pk:
        raise CampaignRefused(_("不能审批自己上报的方案。"))
    if not approved and not reason.strip():
        raise CampaignRefused(_("请写明退回的原因。"))
    kept.state = UnitPlan.State.APPROVED if approved else UnitPlan.State.RETURNED
    kept.reason, kept.decided_by = "" if approved else reason[:500], by
    kept.save()
    audit.record(by, "plan.approve" if approved else "plan.return", kept, reason=reason)
    plan.state, plan.reason = kept.state, kept.reason


@transaction.atomic
def report_progress(assignment: Assignment, percent: int, said: str, by: User, now: datetime) -> Progress:
    """How far a task has come. Raises AssignmentRefused."""
    kept = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if kept.state not in OWED:
        raise AssignmentRefused(_("已经办结的事项不再报进展。"))
    if not said.strip() or not 0 <= percent <= 100:
        raise AssignmentRefused(_("请写明进展情况，以及完成的百分比（0到100）。"))
    progress = Progress.objects.create(assignment=kept, percent=percent, said=said[:1000], by=by, at=now)
    audit.record(by, "assignment.progress", kept, percent=percent)
    return progress
