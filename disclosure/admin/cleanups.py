"""规范性文件清理 on staff screens: the batches, one batch by what expires first, one document with what may be done now."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateInput

from cms import paging
from cms.gate import Refused
from cms.models import Department
from disclosure import cleanups
from disclosure.admin.states import validity_state
from disclosure.cleanup_workflow import MOVES, Act, Outcome, State, acts_from
from disclosure.models import Cleanup, CleanupRow

VIEW, ADD, CHANGE, DECIDE = (f"disclosure.{verb}_cleanup" for verb in ("view", "add", "change", "decide"))


class BeginForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("名称"), max_length=200)
    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2000, max_value=2100)
    unit = forms.ModelChoiceField(
        Department.objects.filter(issued__policy__normative=True).distinct(),
        label=gettext_lazy("制发机关"),
        required=False,
        empty_label=gettext_lazy("全部制发机关"),
    )


class LawForm(forms.Form):
    law = forms.CharField(
        label=gettext_lazy("已有变化的法律、法规"), max_length=200, help_text=gettext_lazy("写名称，如《传染病防治法》。")
    )


class ProposalForm(forms.Form):
    outcome = forms.ChoiceField(label=gettext_lazy("清理意见"), choices=[("", "---------"), *Outcome.choices])
    kept_until = forms.DateField(label=gettext_lazy("继续有效至"), required=False, widget=AdminDateInput)
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("退回的原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def _seen_by(request: HttpRequest) -> None:
    if not request.user.has_perm(VIEW):
        raise PermissionDenied


def _told(request: HttpRequest, act, done: str) -> object | None:
    """Do it and say so, or say why not; None where it was refused."""
    try:
        result = act()
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
        return None
    messages.success(request, done % {"count": result} if "%(count)" in done else done)
    return result


def batches(request: HttpRequest) -> HttpResponse:
    _seen_by(request)
    today = timezone.localdate()
    title = _("%(year)d年规范性文件清理") % {"year": today.year}
    form = BeginForm(request.POST or None, initial={"year": today.year, "title": title})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = _told(
            request,
            lambda: cleanups.begin(given["year"], given["title"], given["unit"], request.user, timezone.now()),
            _("已建立，请逐件提出清理意见。"),
        )
        return redirect("desk_cleanup", made.pk) if made else redirect("desk_cleanups")
    context = {
        "page_title": _("规范性文件清理"),
        "batches": Cleanup.objects.newest_first().select_related("unit"),
        "form": form,
        "may_begin": request.user.has_perm(ADD),
    }
    return render(request, "desk/cleanups.html", context)


def batch(request: HttpRequest, pk: int) -> HttpResponse:
    _seen_by(request)
    found = get_object_or_404(Cleanup.objects.select_related("unit"), pk=pk)
    if request.method == "POST":
        if "publish" in request.POST:
            _told(request, lambda: cleanups.publish(found, request.user, timezone.now()), _("清理结果已公布，各文件的时效已更新。"))
        else:
            law = request.POST.get("law", "")
            done = _("列入 %(count)d 件。")
            _told(request, lambda: cleanups.contradicted(found, law, request.user, timezone.now()), done)
        return redirect("desk_cleanup", pk)
    counted = found.rows.values_list("state", flat=True)
    state = request.GET.get("state", "")
    rows = found.rows.select_related("policy", "proposed_by", "decided_by").defer("policy__body")
    rows = rows.filter(state=state) if state in State.values else rows
    counts = {one: sum(state == one for state in counted) for one in State}
    context = {
        "page_title": found.title,
        "cleanup": found,
        "states": [(one.value, one.label, count) for one, count in counts.items()],
        "params": {"state": state},
        "pages": paging.paginate(rows, request.GET.get("page")),
        "law_form": LawForm(),
        "may_change": request.user.has_perm(CHANGE) and not found.published_at,
        "may_publish": request.user.has_perm(DECIDE) and not found.published_at,
    }
    return render(request, "desk/cleanup.html", context)


def row(request: HttpRequest, pk: int) -> HttpResponse:
    _seen_by(request)
    found = get_object_or_404(CleanupRow.objects.select_related("cleanup", "policy", "proposed_by", "decided_by"), pk=pk)
    form = _act(request, found) if request.method == "POST" else None
    if form is True:
        return redirect("desk_cleanup", found.cleanup_id)
    open_acts = [] if found.cleanup.published_at else acts_from(found.state)
    mine = [act for act in open_acts if request.user.has_perm(MOVES[act].permission)]
    until = found.kept_until.isoformat() if found.kept_until else ""
    proposal = form or ProposalForm(initial={"outcome": found.outcome, "reason": found.reason, "kept_until": until})
    context = {
        "page_title": _("清理意见"),
        "row": found,
        "validity": validity_state(found.policy, timezone.localdate()),
        "proposal": proposal if Act.PROPOSE in mine else None,
        "may_decide": Act.DECIDE in mine,
        "own": found.proposed_by_id == request.user.pk,
        "return_form": ReasonForm() if Act.RETURN in mine else None,
    }
    return render(request, "desk/cleanup_row.html", context)


def _act(request: HttpRequest, found: CleanupRow) -> bool | ProposalForm:
    """True when the page is done with; otherwise the form with what is wrong in it."""
    now, by, act = timezone.now(), request.user, request.POST.get("act")
    if act == Act.DECIDE:
        _told(request, lambda: cleanups.decide(found, by, now), _("已决定。"))
    elif act == Act.RETURN:
        _told(request, lambda: cleanups.send_back(found, request.POST.get("reason", ""), by, now), _("已退回。"))
    else:
        form = ProposalForm(request.POST)
        if not form.is_valid():
            return form
        given = form.cleaned_data
        outcome, reason, until = given["outcome"], given["reason"], given["kept_until"]
        _told(request, lambda: cleanups.propose(found, outcome, reason, until, by, now), _("意见已记录，等待另一位同事决定。"))
    return True


class CleanupMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(VIEW)


def menu_item() -> CleanupMenuItem:
    return CleanupMenuItem(_("规范性文件清理"), reverse("desk_cleanups"), icon_name="history", order=170)


def addresses() -> list:
    return [
        path("cleanups/", batches, name="desk_cleanups"),
        path("cleanups/<int:pk>/", batch, name="desk_cleanup"),
        path("cleanups/rows/<int:pk>/", row, name="desk_cleanup_row"),
    ]
