"""公开属性认定页: where the attribute of a policy stands, what this person may do, why not the rest, what happened."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button

from cms.gate import Refused
from cms.review_case import Line, Move
from disclosure import attribution, exemptions
from disclosure.admin import asked
from disclosure.models import DisclosureAttribute, PolicyDocument, SourceReview
from disclosure.source_review import MOVES, Act, Basis, acts_from


class StatementForm(forms.Form):
    """What a proposal and a decision state."""

    attribute = forms.ChoiceField(label=gettext_lazy("公开属性"), choices=DisclosureAttribute)
    ground = forms.ChoiceField(
        label=gettext_lazy("不予公开的依据"), choices=lambda: [("", "---------"), *exemptions.choices()], required=False
    )
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    basis = forms.ChoiceField(label=gettext_lazy("公开责任"), choices=Basis)


def address(policy: PolicyDocument) -> str:
    return reverse("desk_source_review", args=[policy.pk])


def button(policy: PolicyDocument) -> Button:
    return Button(_("公开属性认定"), url=address(policy), icon_name="key", priority=42)


def moves(review: SourceReview, user) -> list[Move]:
    """Every act of the table that the state allows, each with why this person may not; the others are not named."""
    return [
        Move(act, Act(act).label, attribution.why_not(review, act, user), _("意见"), must=MOVES[act].words)
        for act in acts_from(review.state)
    ]


def history(review: SourceReview) -> list[Line]:
    steps = review.steps.select_related("by") if review.pk else []
    return [Line(step.at, str(step.by), f"{step.get_act_display()}（{step.get_attribute_display()}）", step.words) for step in steps]


def source_review(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("disclosure.view_policydocument"):
        raise PermissionDenied
    policy = get_object_or_404(PolicyDocument, pk=pk)
    if request.method == "POST":
        _act(request, policy)
        return redirect(address(policy))
    review = attribution.review_of(policy)
    stated = {name: getattr(review, name) for name in ("attribute", "ground", "reason", "basis") if getattr(review, name)}
    context = {
        "policy": policy,
        "review": review,
        "page_title": _("公开属性认定"),
        "moves": moves(review, request.user),
        "stating": (Act.PROPOSE, Act.DECIDE),
        "form": StatementForm(initial=stated),
        "lines": sorted([*history(review), *asked.history(policy)], key=lambda line: line.at, reverse=True),
        "led_by_another": attribution.led_by_another(policy),
        **asked.context(policy, request.user, timezone.localdate()),
        "reading_url": reverse(policy.snippet_viewset.get_url_name("inspect"), args=[policy.pk]),
    }
    return render(request, "desk/source_review.html", context)


def _act(request: HttpRequest, policy: PolicyDocument) -> None:
    act, sent = request.POST.get("act", ""), request.POST
    said = attribution.Statement(*(sent.get(name, "") for name in ("attribute", "ground", "reason", "basis")))
    try:
        if act not in Act.values:
            raise Refused(_("没有这一步，请重新打开页面。"))
        attribution.take(policy, act, request.user, timezone.now(), said, sent.get("words", ""))
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, _("已记录：%(act)s。") % {"act": Act(act).label})
