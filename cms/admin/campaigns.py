"""专项和要点 on staff screens: the list, one campaign with its units, tasks and plans, and progress on a task's page."""

from django import forms
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.documents.models import Document
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms import calendars, campaigns
from cms.admin.assignments import may_complete, row
from cms.assignments import SUPERVISE
from cms.campaigns import CampaignRefused
from cms.gate import Refused
from cms.models import Assignment, Campaign, Progress, UnitPlan, User

MOST = 200  # campaigns on the list, the newest first


class PlanForm(forms.Form):
    document = forms.ModelChoiceField(Document.objects.order_by("-created_at"), label=gettext_lazy("方案（先在“文件”中上传）"))


class CampaignViewSet(SnippetViewSet):
    model = Campaign
    icon = "tasks"
    list_display = ["title", "year", "kind", "released_at"]
    list_filter = ["year", "kind"]
    search_fields = ["title"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("year")]),
            FieldPanel("title"),
            FieldPanel("basis"),
            FieldPanel("units", widget=forms.CheckboxSelectMultiple),
            FieldPanel("cascade"),
            FieldPanel("with_plans"),
            InlinePanel("requirements", heading=gettext_lazy("工作要求"), label=gettext_lazy("要求")),
        ]
    )


def listed(request: HttpRequest) -> HttpResponse:
    context = {"campaigns": Campaign.objects.all()[:MOST], "may_add": request.user.has_perm("cms.add_campaign")}
    return render(request, "desk/campaigns.html", context)


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Each unit with its plan and how far its tasks are."""
    campaign = get_object_or_404(Campaign, pk=pk)
    last = Progress.objects.filter(assignment=OuterRef("pk")).values("percent")[:1]
    tasks = Assignment.objects.filter(origin=campaigns.ORIGIN, key__in=_keys(campaign)).with_due().annotate(percent=Subquery(last))
    by_unit: dict[int, list] = {}
    today, calendar = timezone.localdate(), calendars.calendar()
    for task in tasks.select_related("owner").order_by("pk"):
        by_unit.setdefault(task.unit_id, []).append({"shown": row(task, today, calendar), "percent": task.percent})
    plans = {plan.unit_id: plan for plan in campaign.plans.select_related("document")}
    units = campaigns.units_of(campaign)
    supervises = request.user.has_perm(SUPERVISE)
    rows = [
        {
            "unit": unit,
            "tasks": by_unit.get(unit.pk, []),
            "plan": plans.get(unit.pk),
            "form": _plan_form(campaign, unit, plans, request.user),
        }
        for unit in units
    ]
    context = {"campaign": campaign, "rows": rows, "supervises": supervises, "edit": _edit(campaign, request.user)}
    return render(request, "desk/campaign.html", context)


def _keys(campaign: Campaign) -> list[str]:
    units = campaigns.units_of(campaign)
    return [campaigns.key_of(requirement, unit) for requirement in campaign.requirements.all() for unit in units]


def _edit(campaign: Campaign, user: User) -> str:
    may = user.has_perm("cms.change_campaign") and not campaign.released_at
    return reverse("wagtailsnippets_cms_campaign:edit", args=[campaign.pk]) if may else ""


def _plan_form(campaign: Campaign, unit, plans: dict, user: User) -> PlanForm | None:
    plan = plans.get(unit.pk)
    owed = campaign.with_plans and (plan is None or plan.state == UnitPlan.State.RETURNED)
    return PlanForm(auto_id=f"plan-{unit.pk}-%s") if owed and may_report(user, unit.pk) else None


def may_report(user: User, unit: int) -> bool:
    return user.unit_id == unit or user.has_perm(SUPERVISE)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, action = get_object_or_404(Campaign, pk=pk), request.POST.get("action", "")
    supervises, now = request.user.has_perm(SUPERVISE), timezone.now()
    try:
        if action == "release" and supervises:
            made = campaigns.release(campaign, request.user, now)
            messages.success(request, _("已布置：%(count)d 件督办事项。") % {"count": made})
        elif action == "plan":
            _submit(request, campaign)
        elif action in ("approve", "return") and supervises:
            plan = get_object_or_404(UnitPlan, campaign=campaign, pk=request.POST.get("plan", "0"))
            campaigns.decide_plan(plan, action == "approve", request.POST.get("reason", ""), request.user)
            messages.success(request, _("%(unit)s的方案：%(state)s。") % {"unit": plan.unit, "state": plan.get_state_display()})
        else:
            messages.error(request, _("您不能对这项工作这样做。"))
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    return redirect("campaign", pk=pk)


def _submit(request: HttpRequest, campaign: Campaign) -> None:
    unit = next((one for one in campaigns.units_of(campaign) if str(one.pk) == request.POST.get("unit")), None)
    form = PlanForm(request.POST)
    if unit is None or not may_report(request.user, unit.pk):
        raise CampaignRefused(_("您不能替这个单位上报方案。"))
    if not form.is_valid():
        raise CampaignRefused(_("请选择方案的文件。"))
    campaigns.submit_plan(campaign, unit, form.cleaned_data["document"], request.user, timezone.now())
    messages.success(request, _("方案已上报，待审批。"))


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """The year's work plan from the key points in the library."""
    if not request.user.has_perm("cms.add_campaign"):
        messages.error(request, _("您不能起草年度工作要点。"))
        return redirect("wagtailadmin_home")
    plan = campaigns.plan_of_year(timezone.localdate().year, request.user)
    return redirect("wagtailsnippets_cms_campaign:edit", plan.pk)


@require_POST
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_object_or_404(Assignment, pk=pk)
    percent = request.POST.get("percent", "")
    try:
        if not may_complete(assignment, request.user):
            raise CampaignRefused(_("您不能替别人报告进展。"))
        number = int(percent) if percent.isascii() and percent.isdigit() else -1
        campaigns.report_progress(assignment, number, request.POST.get("said", ""), request.user, timezone.now())
        messages.success(request, _("进展已记录。"))
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    return redirect("assignment", pk=pk)


def register() -> None:
    register_snippet(CampaignViewSet)
    hooks.register(
        "register_admin_urls",
        lambda: [
            path("campaigns/", listed, name="campaigns"),
            path("campaigns/draft/", draft, name="campaign_draft"),
            path("campaigns/<int:pk>/", one, name="campaign"),
            path("campaigns/<int:pk>/act/", act, name="campaign_act"),
            path("assignments/<int:pk>/progress/", progress, name="assignment_progress"),
        ],
    )
    hooks.register(
        "register_admin_menu_item",
        lambda: MenuItem(_("专项和要点"), reverse("campaigns"), name="campaigns", icon_name="tasks", order=109),
    )
