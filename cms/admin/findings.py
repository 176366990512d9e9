"""内容检查: what was found in an item, and the buttons to mask, replace or justify it; and all that is open anywhere."""

from django import forms
from django.apps import apps
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms import findings
from cms.gate import Refused
from cms.models import Finding, Gated

PER_PAGE = 50


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("保留的理由"), max_length=500, strip=True, required=False)


def may_change(user, item) -> bool:
    if isinstance(item, Page):
        return item.permissions_for_user(user).can_edit()
    return user.has_perm(f"{item._meta.app_label}.change_{item._meta.model_name}")


def url_of(item) -> str:
    return reverse("findings_of", args=[item._meta.app_label, item._meta.model_name, item.pk])


def button(user, item) -> list[Button]:
    """For the header of an item's screens: how much waits to be decided."""
    item = getattr(item, "specific", item)
    if not (isinstance(item, Gated) and item.pk and may_change(user, item)):
        return []
    count = Finding.objects.of(item).to_look_at().count()
    label = _("内容检查（%(count)d）") % {"count": count} if count else _("内容检查")
    return [Button(label, url=url_of(item), icon_name="view", priority=60)]


def of_item(request: HttpRequest, app: str, model: str, pk: int) -> HttpResponse:
    item = _item(request, app, model, pk)
    rows = list(Finding.objects.of(item).select_related("document", "image", "decided_by").order_by("pk"))
    waiting = [row for row in rows if row.state in (Finding.State.OPEN, Finding.State.INHERITED)]
    context = {
        "item": item,
        "page_title": _("内容检查"),
        "waiting": waiting,
        "settled": [row for row in rows if row not in waiting],
        "form": ReasonForm(),
        "back": AdminURLFinder(request.user).get_edit_url(item),
    }
    return render(request, "desk/findings.html", context)


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: ``act`` is mask, copy or justify."""
    finding = get_object_or_404(Finding, pk=pk)
    item = finding.subject
    if request.method != "POST" or item is None or not may_change(request.user, item):
        raise PermissionDenied
    now = timezone.now()
    today = timezone.localdate(now)
    try:
        match request.POST.get("act"):
            case "mask":
                findings.mask(finding, request.user, today, now)
                messages.success(request, _("已打码，并存为新的草稿。"))
            case "copy":
                copy = findings.replace_by_masked_copy(finding, request.user, today, now)
                messages.success(request, _("已改用“%(title)s”，并存为新的草稿；原件只有工作人员能看到。") % {"title": copy.title})
            case "justify":
                findings.justify(finding, request.POST.get("reason", ""), request.user, now)
                messages.success(request, _("理由已记录。"))
            case _other:
                raise Http404
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    return redirect(url_of(item))


def everywhere(request: HttpRequest) -> HttpResponse:
    """Every finding that waits, in what the person may change; those of imported data among them."""
    kinds = [
        ContentType.objects.get_for_model(model)
        for model in apps.get_models()
        if issubclass(model, Gated)
        and (issubclass(model, Page) or request.user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"))
    ]
    rows = Finding.objects.to_look_at().filter(content_type__in=kinds).prefetch_related("subject")
    page = Paginator(rows.order_by("-state", "-pk"), PER_PAGE).get_page(request.GET.get("p"))
    shown = [(row, url_of(row.subject)) for row in page if row.subject is not None]
    return render(request, "desk/findings_everywhere.html", {"page_title": _("内容检查"), "shown": shown, "page": page})


def _item(request: HttpRequest, app: str, model: str, pk: int) -> Gated:
    try:
        found = apps.get_model(app, model)
    except LookupError:
        raise Http404 from None
    if not issubclass(found, Gated):
        raise Http404
    item = get_object_or_404(found, pk=pk)
    if not may_change(request.user, item):
        raise PermissionDenied
    return item


def register() -> None:
    hooks.register(
        "register_admin_urls",
        lambda: [
            path("findings/", everywhere, name="findings_everywhere"),
            path("findings/<int:pk>/", decide, name="finding_decide"),
            path("findings/<slug:app>/<slug:model>/<int:pk>/", of_item, name="findings_of"),
        ],
    )
    hooks.register("register_page_header_buttons", lambda page, user, view_name, next_url=None: button(user, page))
    hooks.register(
        "register_reports_menu_item",
        lambda: MenuItem(_("内容检查"), reverse("findings_everywhere"), name="findings", icon_name="view", order=90),
    )
