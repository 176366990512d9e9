"""请示与协商 on the page of the source review: who was asked what, what was answered, and the forms for the next act."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cms.gate import Refused
from cms.models import User
from cms.review_case import Line
from disclosure import asked_bodies
from disclosure.admin.desk_words import due
from disclosure.asking import MAY_ASK, Act, Asked, Opinion, State, acts_from
from disclosure.models import AskedBody, PolicyDocument


class AskForm(forms.Form):
    asked = forms.ChoiceField(label=gettext_lazy("事由"), choices=Asked)
    bodies = forms.CharField(
        label=gettext_lazy("机关"), widget=forms.Textarea(attrs={"rows": 2}), help_text=gettext_lazy("每行一个机关的全称。")
    )
    question = forms.CharField(label=gettext_lazy("要对方答复的问题"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(forms.Form):
    opinion = forms.ChoiceField(label=gettext_lazy("对方的意见"), choices=Opinion)
    on = forms.DateField(label=gettext_lazy("答复日期"), widget=forms.DateInput(attrs={"type": "date"}))
    paper = forms.CharField(label=gettext_lazy("答复文件的文号或者名称"), max_length=200)
    words = forms.CharField(label=gettext_lazy("意见内容"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


@dataclass(frozen=True)
class Shown:
    """One asked body: its state in words with the tone, and what this person may do with it."""

    row: AskedBody
    note: str
    tone: str
    acts: list[tuple[str, str, forms.Form]]


def shown(policy: PolicyDocument, user: User, today: date) -> list[Shown]:
    found = []
    holding = {row.pk for row in asked_bodies.holding(policy)}
    for row in policy.asked_bodies.prefetch_related("deadlines"):
        open_to = [act for act in acts_from(row.state, row.asked, row.opinion) if not asked_bodies.why_not(act, user)]
        acts = [(act.value, act.label, (AnswerForm if act == Act.ANSWER else ReasonForm)(prefix=f"{act}-{row.pk}")) for act in open_to]
        running = next((one for one in row.deadlines.all() if one.closed_on is None), None)
        note, tone = due(running.due_on, today) if running else ("", "")
        tone = tone or ("bad" if row.pk in holding else "good" if row.state != State.WITHDRAWN else "soft")
        found.append(Shown(row, note, tone, acts))
    return found


def history(policy: PolicyDocument) -> list[Line]:
    lines = []
    for row in policy.asked_bodies.select_related("by", "recorded_by", "closed_by"):
        lines.append(Line(row.at, str(row.by), f"{row.get_asked_display()}：{row.body}", row.question))
        if row.recorded_at:
            told = {"body": row.body, "opinion": row.get_opinion_display(), "day": row.answered_on, "paper": row.paper}
            what = _("登记%(body)s的答复：%(opinion)s（%(paper)s，%(day)s）") % told
            lines.append(Line(row.recorded_at, str(row.recorded_by), what, row.words))
        if row.closed_at:
            lines.append(Line(row.closed_at, str(row.closed_by), f"{row.get_state_display()}：{row.body}", row.reason))
    return lines


def context(policy: PolicyDocument, user: User, today: date) -> dict:
    """What the page of the source review shows of it."""
    return {
        "asked": shown(policy, user, today),
        "ask_form": AskForm() if user.has_perm(MAY_ASK) else None,
        "ask_url": reverse("desk_ask", args=[policy.pk]),
    }


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    policy, sent = _policy(request, pk), request.POST
    bodies = sent.get("bodies", "").splitlines()
    try:
        made = asked_bodies.ask(policy, sent.get("asked", ""), bodies, sent.get("question", "")[:500], request.user, timezone.now())
    except Refused as refused:
        _tell(request, refused)
    else:
        messages.success(request, _("已登记 %(count)d 个机关，等待答复期间不能发布。") % {"count": len(made)})
    return redirect("desk_source_review", pk=pk)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(AskedBody.objects.select_related("policy"), pk=pk)
    _policy(request, row.policy_id)
    name = request.POST.get("act", "")
    sent = {key: request.POST.get(f"{name}-{pk}-{key}", "") for key in ("opinion", "on", "paper", "words", "reason")}
    try:
        if name not in Act.values:
            raise Refused(_("没有这一步，请重新打开页面。"))
        answer = asked_bodies.Answer(sent["opinion"], _day(sent["on"]), sent["paper"], sent["words"])
        asked_bodies.take(row, name, request.user, timezone.now(), answer, sent["reason"][:500])
    except Refused as refused:
        _tell(request, refused)
    else:
        messages.success(request, _("已记录：%(act)s。") % {"act": Act(name).label})
    return redirect("desk_source_review", pk=row.policy_id)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _policy(request: HttpRequest, pk: int) -> PolicyDocument:
    if not request.user.has_perm("disclosure.view_policydocument"):
        raise PermissionDenied
    return get_object_or_404(PolicyDocument, pk=pk)


def _tell(request: HttpRequest, refused: Refused) -> None:
    for sentence in refused.sentences:
        messages.error(request, sentence)
