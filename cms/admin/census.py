"""普查 on staff screens: the score, what counts, what soon will, who mends it, and how it went before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms import census_night, registry
from cms.assignments import SUPERVISE
from cms.census_score import WEIGHTS, Weight, passes
from cms.models import Assignment, CensusDay, CensusResult

HISTORY = 30  # days in the table and the bars
TONES = {Weight.VETO: "bad", Weight.DEDUCTION: "wait", Weight.WARNING: "quiet"}


def dashboard(request: HttpRequest) -> HttpResponse:
    days = list(CensusDay.objects.all()[:HISTORY])
    latest = days[0] if days else None
    context = {
        "latest": latest,
        "passed": bool(latest) and passes(float(latest.score)),
        "groups": groups(latest) if latest else [],
        "history": [{"day": day, "passed": passes(float(day.score)), "of_130": min(float(day.score), 130)} for day in days],
        "may_run": request.user.has_perm(SUPERVISE),
    }
    return render(request, "desk/census.html", context)


def groups(day: CensusDay) -> list[dict]:
    """The rules that found something, by weight, each finding with its task."""
    results = list(day.results.order_by("pk"))
    keys = [finding["key"] for result in results for finding in result.findings]
    tasks = {}
    for start in range(0, len(keys), 500):  # SQLite takes so many parameters and no more
        found = Assignment.objects.open().filter(key__in=keys[start : start + 500]).with_due().select_related("owner", "unit")
        tasks |= {task.key: task for task in found}
    return [
        {"name": name, "tone": TONES[weight], "rules": [_shown(one, tasks) for one in results if one.weight == weight]}
        for weight, name in WEIGHTS.items()
    ]


def _shown(result: CensusResult, tasks: dict) -> dict:
    rule = registry.census_rules.get(result.rule)
    return {
        "name": rule.name if rule else result.rule,
        "source": rule.source if rule else "",
        "result": result,
        "more": result.count - len(result.findings),
        "findings": [{**finding, "task": tasks.get(finding["key"])} for finding in result.findings],
    }


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Take the census now."""
    if request.user.has_perm(SUPERVISE):
        report = census_night.record(timezone.now())
        messages.success(request, _("已重新普查：%(score)s 分。") % {"score": report.score})
    else:
        messages.error(request, _("您不能启动普查。"))
    return redirect("census")


def warnings(most: int) -> tuple[str, list[dict]]:
    """Heading and rows of the desk's panel: what counts or soon will, by weight."""
    latest = CensusDay.objects.first()
    if latest is None:
        return _("网站普查"), []
    order = list(WEIGHTS)
    results = sorted(latest.results.all(), key=lambda result: order.index(result.weight))
    rows = []
    for result in results[:most]:
        rule = registry.census_rules.get(result.rule)
        note = _("%(weight)s，%(count)d 项") % {"weight": WEIGHTS[Weight(result.weight)], "count": result.count}
        url = reverse("census") + f"#{result.rule}"
        rows.append(
            {"title": rule.name if rule else result.rule, "kind": "", "url": url, "note": note, "tone": TONES[Weight(result.weight)]}
        )
    return _("网站普查：%(score)s 分") % {"score": f"{latest.score:g}"}, rows


def register() -> None:
    hooks.register(
        "register_admin_urls",
        lambda: [path("census/", dashboard, name="census"), path("census/again/", again, name="census_again")],
    )
    hooks.register(
        "register_admin_menu_item", lambda: MenuItem(_("网站普查"), reverse("census"), name="census", icon_name="clipboard-list", order=106)
    )
