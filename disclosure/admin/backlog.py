"""历史文件清理 on staff screens: progress by theme and unit, a batch of one theme with its preview, and the way back."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms import paging
from cms.gate import Refused
from disclosure import backlog
from disclosure.admin.source import StatementForm
from disclosure.attribution import Statement, require_whole
from disclosure.models import BacklogRun, DisclosureAttribute, PolicyDocument, Subject, Theme

PER_PAGE = 100
RUNS = 10
NO_THEME = 0  # in the address


class BatchForm(StatementForm):
    subject = forms.ModelChoiceField(Subject.objects.all(), label=gettext_lazy("一类事项"), required=False)


class BacklogMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(backlog.MAY_REVIEW)


def _allowed(request: HttpRequest) -> None:
    if not request.user.has_perm(backlog.MAY_REVIEW):
        raise PermissionDenied


def overview(request: HttpRequest) -> HttpResponse:
    _allowed(request)
    themes = backlog.by_theme()
    for row in themes:
        row["url"] = reverse("backlog_theme", args=[row["pk"] or NO_THEME]) if row["left"] else ""
    context = {
        "page_title": _("历史文件清理"),
        "themes": themes,
        "units": backlog.by_unit(),
        "total": sum(row["total"] for row in themes),
        "done": sum(row["done"] for row in themes),
        "runs": BacklogRun.objects.select_related("by", "theme", "subject", "undone_by")[:RUNS],
    }
    return render(request, "desk/backlog.html", context)


def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents of a theme that are left; what is chosen goes to the preview, and from there to the decision."""
    _allowed(request)
    theme = get_object_or_404(Theme, pk=pk) if pk != NO_THEME else None
    act = request.POST.get("act", "")
    if request.method == "POST" and act in ("page", "chosen", "confirm"):
        return _confirm(request, theme, pk) if act == "confirm" else _preview(request, theme, pk)
    return _listed(request, theme, pk, BatchForm(request.POST if act else None))


def _listed(request: HttpRequest, theme: Theme | None, pk: int, form: BatchForm) -> HttpResponse:
    context = {
        "page_title": _("历史文件清理"),
        "subtitle": str(theme) if theme else _("没有主题的文件"),
        "pages": paging.paginate(backlog.left(theme).select_related("publisher"), request.GET.get("page"), per_page=PER_PAGE),
        "params": request.GET,
        "form": form,
        "subjects_url": reverse("subjects:index"),
        "no_subjects": not Subject.objects.exists(),
    }
    return render(request, "desk/backlog_theme.html", context)


def _statement(request: HttpRequest) -> Statement:
    return Statement(*(request.POST.get(name, "")[:500] for name in ("attribute", "ground", "reason", "basis")))


def _pks(request: HttpRequest, name: str) -> list[int]:
    return [int(text) for text in request.POST.getlist(name)[: backlog.MOST + 1] if text.isascii() and text.isdecimal()]


def _preview(request: HttpRequest, theme: Theme | None, pk: int) -> HttpResponse:
    form, pks = BatchForm(request.POST), _pks(request, "shown" if request.POST["act"] == "page" else "policy")
    said = _statement(request)
    try:
        require_whole(said, with_basis=True)
        if not pks:
            raise Refused(_("请选择要认定的文件。"))
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
        return _listed(request, theme, pk, form)
    taken = backlog.standing(pks)
    policies = PolicyDocument.objects.filter(pk__in=pks).exclude(pk__in=taken).defer("body").order_by("-written_on", "-pk")
    off = said.attribute != DisclosureAttribute.ACTIVE
    context = {
        "page_title": _("核对后确认"),
        "policies": policies,
        "leaving": sum(policy.live for policy in policies) if off else 0,
        "told": [backlog.already(row) for row in taken.values()],
        "said": said,
        "attribute": DisclosureAttribute(said.attribute).label,
        "subject": Subject.objects.filter(pk=request.POST.get("subject") or None).first() if form.is_valid() else None,
        "form": form,
        "back": reverse("backlog_theme", args=[pk]),
    }
    return render(request, "desk/backlog_preview.html", context)


def _confirm(request: HttpRequest, theme: Theme | None, pk: int) -> HttpResponse:
    form = BatchForm(request.POST)
    subject = form.cleaned_data.get("subject") if form.is_valid() else None
    try:
        run, told = backlog.set_many(_pks(request, "policy"), _statement(request), subject, theme, request.user, timezone.now())
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, _("已认定 %(count)d 件；可以在“历史文件清理”页撤销。") % {"count": run.count})
        for sentence in told:
            messages.warning(request, sentence)
    return redirect("backlog_theme", pk=pk)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    _allowed(request)
    try:
        count, told = backlog.undo(get_object_or_404(BacklogRun, pk=pk), request.user, timezone.now())
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, _("已撤销，%(count)d 件重新等待认定。") % {"count": count})
        for sentence in told:
            messages.error(request, sentence)
    return redirect("backlog")


def register() -> None:
    hooks.register(
        "register_admin_urls",
        lambda: [
            path("backlog/", overview, name="backlog"),
            path("backlog/theme/<int:pk>/", batch, name="backlog_theme"),
            path("backlog/undo/<int:pk>/", undo, name="backlog_undo"),
        ],
    )
    hooks.register(
        "register_reports_menu_item",
        lambda: BacklogMenuItem(_("历史文件清理"), reverse("backlog"), name="backlog", icon_name="history", order=92),
    )
