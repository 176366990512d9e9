"""文书 on the case page: what has to be written, how it will read, its signature, its way out, and the files that go with a reply."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.gate import Refused
from cms.papers import markup
from disclosure import letters
from disclosure.admin.application_moves import DayForm
from disclosure.applications import given_papers
from disclosure.letter_files import answer
from disclosure.letter_kinds import FORMS, letter_of
from disclosure.models import Application, ApplicationEvent, Letter, LetterTemplate, Paper
from disclosure.workflow import CLOSED, HANDLE, SIGN, WORKED

SEE = "disclosure.view_application"


class SendForm(DayForm):
    way = forms.ChoiceField(label=gettext_lazy("送达方式"), choices=Application.Delivery)


class ServeForm(DayForm):
    proof = forms.CharField(label=gettext_lazy("送达的凭据"), max_length=300)


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("提供给申请人的文件"))


@dataclass(frozen=True)
class Waiting:
    """A letter that is still to be signed."""

    event: ApplicationEvent
    name: str


@dataclass(frozen=True)
class OnItsWay:
    """A signed letter, and the form of what comes next."""

    letter: Letter
    step: str  # "send", "serve", or nothing
    form: forms.Form | None


@dataclass(frozen=True)
class Enclosed:
    paper: Paper
    found: list[dict]


def on_case_page(application: Application, user, today: date) -> dict:
    """What the case page shows of letters and enclosures."""
    waiting = [Waiting(event, FORMS[letter_of(event.happened.kind, event.data)].name) for event in letters.owed(application)]
    given = [paper for paper in application.papers.all() if paper.kind == Paper.Kind.GIVEN]
    may = user.has_perm(HANDLE)
    enclosing = may and application.state in WORKED
    return {
        "waiting": waiting,
        "reply_drafted": hasattr(application, "reply") and application.state not in CLOSED,
        "on_their_way": [_next(application, letter, may, today) for letter in application.letters.all()],
        "enclosed": [Enclosed(paper, given_papers.found_in(paper, today)) for paper in given],
        "enclosing": FileForm() if enclosing else None,
    }


def preview(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """How the letter reads, why it may not be signed yet, and the signature; ``event`` 0: the reply as drafted."""
    application = _seen(request, pk)
    about = get_object_or_404(application.events, pk=event) if event else None
    today = timezone.localdate()
    form = DayForm(application, request.POST or None, initial={"on": today})
    if request.method == "POST" and about and form.is_valid():
        if _did(request, _("已签发。"), letters.sign, application, about, form.cleaned_data["on"]):
            return redirect("application_case", pk=pk)
    try:
        composed = letters.compose(application, about, today)
    except Refused as refused:
        _tell(request, refused)
        return redirect("application_case", pk=pk)
    context = {
        "application": application,
        "composed": composed,
        "html": markup.html(composed.paper(_("（签发时编号）"))),
        "form": form if about and not composed.missing and request.user.has_perm(SIGN) else None,
    }
    return render(request, "desk/letter.html", context)


def file(request: HttpRequest, pk: int, name: str) -> FileResponse:
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    return answer(get_object_or_404(Letter, pk=pk), name)


@require_POST
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Send or serve a signed letter."""
    letter = get_object_or_404(Letter.objects.select_related("application"), pk=pk)
    _seen(request, letter.application_id)
    form = STEPS[name](letter.application, request.POST, prefix=f"letter-{pk}")
    if not form.is_valid():
        messages.error(request, _("请填写日期和送达的方式或者凭据。"))
    elif name == "send":
        _did(request, _("已登记发出。"), letters.send, letter, form.cleaned_data["way"], form.cleaned_data["on"])
    else:
        _did(request, _("已登记送达。"), letters.serve, letter, form.cleaned_data["proof"], form.cleaned_data["on"])
    return redirect("application_case", pk=letter.application_id)


@require_POST
def enclose(request: HttpRequest, pk: int) -> HttpResponse:
    application = _seen(request, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        _did(request, _("已添加。"), given_papers.attach, application, form.cleaned_data["file"])
    else:
        messages.error(request, _("请选择文件。"))
    return redirect("application_case", pk=pk)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in an enclosure: masked in a copy, or let through with a reason."""
    paper = get_object_or_404(Paper.objects.select_related("application"), pk=pk)
    _seen(request, paper.application_id)
    if request.POST.get("how") == "mask":
        _did(request, _("已换成打码的副本。"), given_papers.mask, paper)
    else:
        _did(request, _("已记录理由。"), given_papers.clear, paper, request.POST.get("reason", ""))
    return redirect("application_case", pk=paper.application_id)


class TemplatePolicy(ModelPermissionPolicy):
    """There is one template of each kind, from the first migration on: they are rewritten, not added or taken away."""

    def user_has_permission(self, user, action):
        return action in ("view", "change") and super().user_has_permission(user, action)


class LetterTemplateViewSet(ModelViewSet):
    model = LetterTemplate
    name = "letter-templates"
    icon = "doc-full"
    menu_label = gettext_lazy("文书模板")
    menu_order = 105
    add_to_admin_menu = True
    copy_view_enabled = False
    form_fields = ["title", "body"]
    list_display = ["__str__", "title"]


STEPS = {"send": SendForm, "serve": ServeForm}


def _seen(request: HttpRequest, pk: int) -> Application:
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    return get_object_or_404(Application, pk=pk)


def _next(application: Application, letter: Letter, may: bool, today: date) -> OnItsWay:
    """The reply goes out and is served with the application itself, by the moves of the case."""
    name = "send" if letter.sent_on is None else "serve" if letter.served_on is None else ""
    if not may or not name or letter.event.kind == "signed":
        return OnItsWay(letter, "", None)
    initial = {"on": today, "way": application.delivery}
    return OnItsWay(letter, name, STEPS[name](application, prefix=f"letter-{letter.pk}", initial=initial))


def _did(request: HttpRequest, done: str, verb, *arguments) -> bool:
    """Whether the verb, by the person of the request and now, was done."""
    try:
        verb(*arguments, request.user, timezone.now())
    except (Refused, ValueError) as refused:  # a file that may not come in is a ValueError with its sentence
        _tell(request, refused)
        return False
    messages.success(request, done)
    return True


def _tell(request: HttpRequest, refused: Exception) -> None:
    for sentence in getattr(refused, "sentences", [str(refused)]):
        messages.error(request, sentence)


def register() -> None:
    hooks.register(
        "register_admin_urls",
        lambda: [
            path("applications/<int:pk>/letters/<int:event>/", preview, name="letter_preview"),
            path("applications/<int:pk>/enclosures/", enclose, name="application_enclose"),
            path("applications/enclosures/<int:pk>/", decide, name="application_enclosure"),
            path("applications/letters/<int:pk>/send/", step, {"name": "send"}, name="letter_send"),
            path("applications/letters/<int:pk>/serve/", step, {"name": "serve"}, name="letter_serve"),
            path("applications/letters/<int:pk>.<str:name>", file, name="letter_file"),
        ],
    )
    register_permission_policy(LetterTemplate, TemplatePolicy(LetterTemplate))
    hooks.register("register_admin_viewset", lambda: LetterTemplateViewSet())
