"""Views of the catalogue's staff screens beyond Wagtail's: gated publishing, “写解读”, warnings, emergency takedown."""

from datetime import date, datetime

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page
from wagtail.snippets.views import snippets

from cms import gate
from cms.admin import findings, review
from cms.admin.refusals import GatedPublishing, GatedWorkflowStep
from cms.models import Gated
from disclosure import intake, publication
from disclosure.admin import intake as intake_page
from disclosure.admin import preview, source, writing
from disclosure.models import PolicyDocument


class TellsDoubles:
    """Tells after each save what the item shares with another one; a hint, so it stops nothing."""

    def get_success_url(self):
        if not self.expects_json_response:
            item = self.object
            for sentence in writing.already_used(type(item), item.pk, item.title, getattr(item, "document_number", "")):
                messages.warning(self.request, sentence)
        return super().get_success_url()


class CreateItem(GatedPublishing, TellsDoubles, snippets.CreateView):
    pass


class EditItem(GatedPublishing, TellsDoubles, snippets.EditView):
    @cached_property
    def header_more_buttons(self):
        user, item = self.request.user, self.live_object
        return (
            super().header_more_buttons
            + [preview.button(item)]
            + review.buttons(item)
            + takedown_buttons(user, item)
            + findings.button(user, item)
        )


class LookAtItem(snippets.InspectView):
    """The latest draft for those who may read and not change: what is filled in, then the text as it will be read."""

    template_name = "desk/look.html"

    def get_object(self, queryset=None):
        return super().get_object(queryset).get_latest_revision_as_object()

    def get_fields_context(self):
        found = [field for field in super().get_fields_context() if field["value"] not in ("", None, "-", [])]
        return [field | {"value": in_words(field["value"])} for field in found]


def in_words(value) -> str:
    """A value as the records write it."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


class WorkflowStep(GatedWorkflowStep, snippets.WorkflowActionView):
    pass


class CreateInterpretation(CreateItem):
    """Opened from a policy, it begins with what the policy says already."""

    @cached_property
    def policy(self) -> PolicyDocument | None:
        pk = self.request.GET.get("policy", "")
        return PolicyDocument.objects.filter(pk=pk).first() if pk.isdecimal() else None

    def get_initial_form_instance(self):
        return writing.interpretation_of(self.policy) if self.policy else super().get_initial_form_instance()

    def get_initial(self):
        return {"policies": [self.policy]} if self.policy else super().get_initial()


class CreatePolicy(CreateItem):
    """Opened from a file, it begins with what the file says; what was found out about it is told once."""

    def get_initial_form_instance(self):
        manuscript = intake_page.manuscript_of(self.request) if self.request.method == "GET" else None
        if manuscript is None:
            return super().get_initial_form_instance()
        intake_page.tell(self.request, manuscript)
        return intake.begun(manuscript)


class EditPolicy(EditItem):
    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, source.button(self.live_object)]

    @cached_property
    def header_buttons(self):
        buttons = list(super().header_buttons)
        if self.request.user.has_perm("disclosure.add_interpretation"):
            buttons.append(HeaderButton(_("写解读"), url=writing.write_interpretation_url(self.object), icon_name="edit"))
        return buttons


# -- emergency takedown -------------------------------------------------------------------------------------------


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), strip=True)


def takedown_buttons(user, item) -> list[Button]:
    if not (isinstance(item, Gated) and item.pk and user.has_perm("cms.take_down")):
        return []
    if item.taken_down_at:
        return [Button(_("解除紧急下线"), url=takedown_url("restore", item), icon_name="undo", priority=50)]
    if item.live:
        return [Button(_("紧急下线"), url=takedown_url("withdraw", item), icon_name="warning", priority=50)]
    return []


def takedown_url(verb: str, item) -> str:
    return reverse(f"desk_{verb}", args=[item._meta.app_label, item._meta.model_name, item.pk])


def withdraw(request: HttpRequest, app: str, model: str, pk: int) -> HttpResponse:
    def act(item, reason):
        publication.withdraw(item, reason, request.user, timezone.now())
        messages.success(request, _("《%(title)s》已下线，原因已记录。") % {"title": item})

    return _with_reason(request, app, model, pk, act, _("紧急下线"), True)


def restore(request: HttpRequest, app: str, model: str, pk: int) -> HttpResponse:
    def act(item, reason):
        publication.restore(item, reason, request.user)
        messages.success(request, _("《%(title)s》已解除下线，现在是草稿，可以重新发布。") % {"title": item})

    return _with_reason(request, app, model, pk, act, _("解除紧急下线"), False)


def _with_reason(request: HttpRequest, app: str, model: str, pk: int, act, title: str, down: bool) -> HttpResponse:
    if not request.user.has_perm("cms.take_down"):
        raise PermissionDenied
    item = get_object_or_404(_gated_model(app, model), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(item, form.cleaned_data["reason"])
        except gate.Refused as refused:
            for sentence in refused.sentences:
                messages.error(request, sentence)
        return redirect(_back_to(request, item))
    context = {"item": item, "form": form, "page_title": title, "down": down, "back": _back_to(request, item)}
    return render(request, "desk/takedown.html", context)


def _gated_model(app: str, model: str) -> type[Gated]:
    try:
        found = apps.get_model(app, model)
    except LookupError:
        raise Http404 from None
    if not issubclass(found, Gated):
        raise Http404
    return found


def _back_to(request: HttpRequest, item) -> str:
    if isinstance(item, Page):
        return reverse("wagtailadmin_explore", args=[item.get_parent().pk])
    return AdminURLFinder(request.user).get_edit_url(item) or reverse(item.snippet_viewset.get_url_name("list"))


# -- while one writes ---------------------------------------------------------------------------------------------


@require_GET
def used(request: HttpRequest) -> JsonResponse:
    """Warnings about a title and a number, for the script beside the form."""
    model = writing.KINDS.get(request.GET.get("kind", ""))
    if model is None or not request.user.has_perm(f"disclosure.view_{model._meta.model_name}"):
        raise PermissionDenied
    pk = request.GET.get("pk", "")
    title, number = request.GET.get("title", "")[:500], request.GET.get("number", "")[:100]
    found = writing.already_used(model, int(pk) if pk.isdecimal() else None, title, number)
    return JsonResponse({"warnings": found})


@require_GET
def policies(request: HttpRequest) -> JsonResponse:
    """Policies that match a text, for the picker in the form of an interpretation."""
    if not request.user.has_perm("disclosure.view_policydocument"):
        raise PermissionDenied
    found = writing.find_policies(request.GET.get("q", ""))[:10]
    return JsonResponse({"policies": [{"pk": item.pk, "title": writing.policy_label(item)} for item in found]})
