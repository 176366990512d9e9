"""依申请公开的办理: the list by what runs out first, a case on one page with its clock, course, people and papers, the next lawful
moves as forms and why the others are not available; and the entry of what came in otherwise than over the Internet."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms import audit, calendars, paging
from cms.admin.assignments import how_long
from cms.admin.clock import faces
from cms.gate import Refused
from cms.review_case import Line
from cms.workdays import WorkCalendar
from disclosure import already_public, application_words, channels
from disclosure.admin import application_ledger, letters
from disclosure.admin.application_moves import MOVES, day
from disclosure.application_forms import HowForm, KindForm, WhatForm, WhoForm, asked_of
from disclosure.applications import lawful, receiving
from disclosure.applications.consulting import settled
from disclosure.models import Applicant, Application, Paper
from disclosure.models.application import ApplicationQuerySet
from disclosure.workflow import ACTIONS, APPLICANTS, CLOSED, STATES, Action, State

SEE = "disclosure.view_application"
SHOWS = {"open": gettext_lazy("正在办理"), "closed": gettext_lazy("已办结"), "all": gettext_lazy("全部")}


@dataclass(frozen=True)
class Row:
    application: Application
    state: dict
    note: str
    tone: str


@dataclass(frozen=True)
class Possible:
    """A move of the table: its form, or the sentences that say why it is not available."""

    action: str
    label: str
    form: forms.Form | None
    why_not: list[str]


def listed(request: HttpRequest) -> HttpResponse:
    _require(request)
    found, params = _found(request)
    pages = paging.paginate(found.select_related("handler"), request.GET.get("page"))
    today, calendar = timezone.localdate(), calendars.calendar()
    context = {
        "rows": [_row(one, today, calendar) for one in pages.items],
        "pages": pages,
        "params": params,
        "shows": SHOWS.items(),
        "words": params.get("q", ""),
        "answered_by_public": already_public.counted_in(today.year),
        "may_register": request.user.has_perm("disclosure.register_application"),
    }
    return render(request, "desk/applications.html", context)


def ledger(request: HttpRequest) -> HttpResponse:
    """台账: what the list shows, all of it, as a workbook; that it was taken is recorded."""
    _require(request)
    found, params = _found(request)
    audit.record(request.user, "application.ledger", **params)
    return application_ledger.workbook(found)


def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    _require(request)
    found = Application.objects.select_related("handler", "unit", "reply__drafted_by")
    application = get_object_or_404(found.prefetch_related("events__by", "applicants", "parties", "handovers__unit", "papers"), pk=pk)
    bound = None
    if request.method == "POST":
        bound = _act(request, application)
        if bound is None:
            return redirect("application_case", pk=pk)
    today = timezone.localdate()
    possible = _possible(application, request.user, today, bound)
    context = {
        "application": application,
        "state": _state(application),
        "channel": application.way_in,
        "clocks": faces(application, today),
        "can": [one for one in possible if not one.why_not],
        "cannot": [one for one in possible if one.why_not],
        "lines": [_line(event) for event in reversed(application.events.all())],
        "people": application.applicants.all(),
        "parties": [(party, settled(party)) for party in application.parties.all()],
        "handovers": application.handovers.all(),
        "papers": application.papers.all(),
        "words": application.words.all(),
        "reply": getattr(application, "reply", None),
        "letters": letters.on_case_page(application, request.user, today),
        "earlier": receiving.earlier(application),
        "may_identify": request.user.has_perm("disclosure.identify_application") or application.handler_id == request.user.pk,
    }
    return render(request, "desk/application.html", context)


@require_POST
def identify(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows identity numbers and contact data, on a page that is kept nowhere; the look is recorded."""
    _require(request)
    application = get_object_or_404(Application, pk=pk)
    try:
        found = receiving.identities(application, request.user)
    except Refused as refused:
        _tell(request, refused)
        return redirect("application_case", pk=pk)
    response = render(request, "desk/application_identities.html", {"application": application, "people": found})
    response.headers["Cache-Control"] = "no-store"
    return response


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of an application, always as a download; the look is recorded."""
    _require(request)
    found = get_object_or_404(Paper.objects.select_related("application"), pk=pk)
    if found.kind in (Paper.Kind.IDENTITY, Paper.Kind.ATTORNEY) and not (
        request.user.has_perm("disclosure.identify_application") or found.application.handler_id == request.user.pk
    ):
        raise PermissionDenied
    audit.record(request.user, "application.paper", found.application, name=found.name)
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.mime)
    response.headers["Cache-Control"] = "no-store"
    return response


class ChannelForm(forms.Form):
    channel = forms.ChoiceField(label=gettext_lazy("怎样提交的"), choices=channels.choices(offline=True))
    on = day(gettext_lazy("提交、签收或者送到的日期"))
    tracking_number = forms.CharField(label=gettext_lazy("邮件号码（挂号信、特快专递）"), max_length=40, required=False)


def register_page(request: HttpRequest) -> HttpResponse:
    """The same fields as the public form, on one page, for what came in otherwise."""
    if not request.user.has_perm("disclosure.register_application"):
        raise PermissionDenied
    sent = request.POST or None
    parts = [
        ChannelForm(sent, initial={"on": timezone.localdate()}),
        KindForm(sent),
        WhoForm(sent, prefix="who"),
        WhatForm(sent),
        HowForm(sent, initial={"form": "electronic", "delivery": "email"}),
    ]
    del parts[1].fields["represented"], parts[1].fields["joint"]
    if sent and not [part for part in parts if not part.is_valid()]:  # each of them says what is to be mended
        if done := _registered(request, *[part.cleaned_data for part in parts]):
            return render(request, "desk/application_registered.html", {"receipt": done, "earlier": receiving.earlier(done.application)})
    rules = [(channel.name, channel.rule) for channel in channels.CHANNELS.values()]
    return render(request, "desk/application_register.html", {"parts": parts, "rules": rules})


# -- inside ------------------------------------------------------------------------------------------------------------


def _require(request: HttpRequest) -> None:
    if not request.user.has_perm(SEE):
        raise PermissionDenied


def _found(request: HttpRequest) -> tuple[ApplicationQuerySet, dict[str, str]]:
    """The applications that the address asks for, what runs out first before the others; and the address's own words."""
    whose = "mine" if request.GET.get("whose") == "mine" else "all"
    shows = request.GET.get("shows") if request.GET.get("shows") in SHOWS else "open"
    found = Application.objects.of(request.user) if whose == "mine" else Application.objects.all()
    found = {"open": found.open, "closed": found.closed, "all": found.all}[shows]()
    words = request.GET.get("q", "").strip()[:100]
    if words:
        found = found.filter(Q(number__icontains=words) | Q(title__icontains=words))
    return found.soonest(), {"whose": whose, "shows": shows, **({"q": words} if words else {})}


def _registered(request: HttpRequest, way: dict, kind: dict, who: dict, what: dict, how: dict):
    people = [receiving.Who(part=Applicant.Part.APPLICANT, **who)]
    try:
        return receiving.register(
            people, asked_of(kind, what, how), way["channel"], way["on"], request.user, timezone.now(), way["tracking_number"]
        )
    except Refused as refused:
        _tell(request, refused)
        return None


def _act(request: HttpRequest, application: Application) -> forms.Form | None:
    """Make the move that was sent; answers the form where it has to be mended."""
    name, version = request.POST.get("action", ""), request.POST.get("version", "")
    if name not in MOVES or not version.isdecimal():
        messages.error(request, _("没有这一步，请重新打开页面。"))
        return None
    move = MOVES[Action(name)]
    form = move.form(application, request.POST, prefix=name)
    if not form.is_valid():
        messages.error(request, _("“%(action)s”还没有填好，请看下面。") % {"action": ACTIONS[Action(name)]})
        return form
    application.version = int(version)
    try:
        move.act(application, form.cleaned_data, request.user, timezone.now())
    except Refused as refused:
        _tell(request, refused)
        return None
    messages.success(request, _("已记录：%(act)s。") % {"act": ACTIONS[Action(name)]})
    return None


def _tell(request: HttpRequest, refused: Refused) -> None:
    for sentence in refused.sentences:
        messages.error(request, sentence)


def _possible(application: Application, user, today: date, bound: forms.Form | None) -> list[Possible]:
    """Every move of the table in its order."""
    found = []
    for action, move in MOVES.items():
        sentences = lawful.refusals(application, action, user, today)
        form = None
        if not sentences:
            mine = bound is not None and bound.prefix == action.value
            form = bound if mine else move.form(application, prefix=action.value, initial={"on": today})
        found.append(Possible(action.value, ACTIONS[action], form, sentences))
    return found


def _line(event) -> Line:
    entered = timezone.localdate(event.at)
    what = f"{event.get_kind_display()}（{event.on}）" if event.on != entered else event.get_kind_display()
    return Line(event.at, str(event.by or _("申请人")), what, application_words.note_of(event.happened))


def _state(application: Application) -> dict:
    state = State(application.state)
    icon, tone = ("check", "good") if state in CLOSED else ("user", "quiet") if state in APPLICANTS else ("time", "wait")
    return {"words": STATES[state], "icon": icon, "tone": tone}


def _row(application: Application, today: date, calendar: WorkCalendar) -> Row:
    note, tone = how_long(application.due_on, today, calendar) if application.state not in CLOSED else ("", "")
    return Row(application, _state(application), note, tone)


def register() -> None:
    hooks.register(
        "register_admin_urls",
        lambda: [
            path("applications/", listed, name="application_desk"),
            path("applications/ledger/", ledger, name="application_ledger"),
            path("applications/register/", register_page, name="application_register"),
            path("applications/papers/<int:pk>/", paper, name="application_paper"),
            path("applications/<int:pk>/", case_page, name="application_case"),
            path("applications/<int:pk>/identities/", identify, name="application_identities"),
        ],
    )
    hooks.register("register_admin_menu_item", lambda: ApplicationsItem())


class ApplicationsItem(MenuItem):
    def __init__(self):
        super().__init__(_("依申请公开"), reverse("application_desk"), name="applications", icon_name="mail", order=104)

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SEE)
