"""审核页: one text on one page with its steps, what happened, what this person may do now, and why not the rest."""

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, WorkflowMixin

from cms import audit, review_case
from cms.admin.refusals import GatedWorkflowStep
from cms.gate import Refused
from cms.models import Gated
from cms.models.review import ReviewRefused

DONE = {
    "submit": lambda: _("已提交审核。"),
    "approve": lambda: _("已通过这一步。"),
    "reject": lambda: _("已退回，原因已告知提交的人。"),
    "fast_track": lambda: _("已用快速通道发布；同事补审之前一直列在桌面上。"),
    "afterwards": lambda: _("补审已记录。"),
}


def address(item) -> str:
    return reverse("desk_review", args=[item._meta.app_label, item._meta.model_name, item.pk])


def buttons(item) -> list[Button]:
    """The way from an edit screen to the review page, where there is something to review or was."""
    if not (item.pk and isinstance(item, WorkflowMixin) and isinstance(item, Gated)):
        return []
    return [Button(_("审核情况"), url=address(item), icon_name="clipboard-list", priority=40)]


def reading_url(item) -> str:
    """Where the draft can be read by who may not change it."""
    if isinstance(item, Page):
        return reverse("wagtailadmin_pages:view_draft", args=[item.pk])
    return reverse(item.snippet_viewset.get_url_name("inspect"), args=[item.pk])


def may_look(item, user) -> bool:
    if isinstance(item, Page):
        return item.permissions_for_user(user).can_edit() or review_case.in_a_step(item, user)
    return user.has_perm(f"{item._meta.app_label}.view_{item._meta.model_name}")


def review_page(request: HttpRequest, app: str, model: str, pk: int) -> HttpResponse:
    item = get_object_or_404(_reviewed_model(app, model), pk=pk)
    if not may_look(item, request.user):
        raise PermissionDenied
    if request.method == "POST":
        _act(request, item)
        return redirect(address(item))
    context = {
        "item": item,
        "page_title": _("审核情况"),
        "reading_url": reading_url(item),
        "case": review_case.case(item),
        "moves": review_case.moves(item, request.user),
    }
    return render(request, "desk/review.html", context)


def _act(request: HttpRequest, item) -> None:
    act, words = request.POST.get("act", ""), request.POST.get("words", "")
    try:
        with transaction.atomic():
            review_case.take(item, act, words, request.POST.get("verdict", ""), request.user, timezone.now())
    except ReviewRefused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    except Refused as refused:
        messages.warning(request, _("《%(title)s》没有发布，这一步审核仍在等待。") % {"title": item})
        for sentence in refused.sentences:
            messages.error(request, sentence)
        audit.record(request.user, "publish.refused", item, reason=str(refused))
    else:
        messages.success(request, DONE[act]())


def _reviewed_model(app: str, model: str) -> type[Gated]:
    try:
        found = apps.get_model(app, model)
    except LookupError:
        raise Http404 from None
    if not (issubclass(found, Gated) and issubclass(found, WorkflowMixin)):
        raise Http404
    return found


class PageStep(GatedWorkflowStep, WorkflowActionView):
    """In the place of Wagtail's for pages (cms/urls.py): a refusal is told where the person was."""


page_step = require_admin_access(PageStep.as_view())


def register() -> None:
    hooks.register(
        "register_admin_urls",
        lambda: [path("desk/review/<slug:app>/<slug:model>/<int:pk>/", review_page, name="desk_review")],
    )
    hooks.register("register_page_header_buttons", lambda page, user, view_name, next_url=None: buttons(page.specific))
