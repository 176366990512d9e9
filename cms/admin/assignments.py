"""督办 on staff screens: the list by what runs out first, and one task on one page with its clock, history and next moves."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms import assignments, audit, calendars, paging, reminder_words
from cms.admin.answering import form_for
from cms.assignment_workflow import ACTIONS, OWED, STATES, Action, State, actions_from
from cms.assignments import SUPERVISE
from cms.gate import Refused
from cms.models import Assignment, AuditRecord, FoundError, User
from cms.workdays import WorkCalendar

SHOWS = {"owed": gettext_lazy("待办"), "done": gettext_lazy("待核销"), "closed": gettext_lazy("已核销")}
ICONS = {State.OPEN: ("time", "wait"), State.DONE: ("check", "good"), State.RETURNED: ("undo", "bad"), State.CLOSED: ("lock", "quiet")}


class SaidForm(forms.Form):
    said = forms.CharField(
        label=gettext_lazy("办理情况或者原因"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.filter(is_active=True).order_by("username"), label=gettext_lazy("转派给"))


@dataclass(frozen=True)
class Row:
    """A task as the list shows it."""

    assignment: Assignment
    state: dict
    note: str
    tone: str


def how_long(day: date | None, today: date, calendar: WorkCalendar) -> tuple[str, str]:
    """How many working days there are until ``day``, in words and in the tone that goes with it."""
    if day is None:
        return "", ""
    return reminder_words.left(calendar.working_days_left(today, day), day, today)


def state_of(assignment: Assignment) -> dict:
    icon, tone = ICONS[State(assignment.state)]
    return {"words": STATES[State(assignment.state)], "icon": icon, "tone": tone}


def row(assignment: Assignment, today: date, calendar: WorkCalendar) -> Row:
    owed = assignment.state in (State.OPEN, State.RETURNED)
    note, tone = how_long(assignment.due_on, today, calendar) if owed else ("", "")
    return Row(assignment, state_of(assignment), note, tone)


def may_complete(assignment: Assignment, user: User) -> bool:
    return user.has_perm(SUPERVISE) or Assignment.objects.of(user).filter(pk=assignment.pk).exists()


def listed(request: HttpRequest) -> HttpResponse:
    whose = "all" if request.GET.get("whose") == "all" else "mine"
    shows = request.GET.get("shows") if request.GET.get("shows") in SHOWS else "owed"
    found = Assignment.objects.all() if whose == "all" else Assignment.objects.of(request.user)
    found = found.owed() if shows == "owed" else found.filter(state=shows)
    pages = paging.paginate(found.soonest().select_related("owner", "unit"), request.GET.get("page"))
    today, calendar = timezone.localdate(), calendars.calendar()
    context = {
        "rows": [row(one, today, calendar) for one in pages.items],
        "pages": pages,
        "params": {"whose": whose, "shows": shows},
        "shows": SHOWS.items(),
    }
    return render(request, "desk/assignments.html", context)


def one(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_object_or_404(Assignment.objects.with_due().select_related("owner", "unit"), pk=pk)
    supervises = request.user.has_perm(SUPERVISE)
    allowed = supervised(assignment, request.user, supervises)
    said, to = SaidForm(request.POST or None), AssignForm()
    if request.method == "POST":
        return _act(request, assignment, allowed, supervises)
    shown = row(assignment, timezone.localdate(), calendars.calendar())
    context = {
        "assignment": assignment,
        "state": shown.state,
        "note": shown.note,
        "tone": shown.tone,
        "said": said,
        "to": to if supervises and assignment.state != State.CLOSED else None,
        "actions": [(action.value, ACTIONS[action]) for action in allowed],
        "reports": list(assignment.progress.select_related("by")),
        "may_report": assignment.state in OWED and may_complete(assignment, request.user),
        "answer": answer_to(assignment, supervises) if may_complete(assignment, request.user) else None,
        "history": [(record, audit.label(record.action)) for record in AuditRecord.objects.about(assignment)],
    }
    return render(request, "desk/assignment.html", context)


def supervised(assignment: Assignment, user: User, supervises: bool) -> list[Action]:
    """The moves that this person may make: to report it done is the owner's, the others are for those who supervise."""
    found = actions_from(assignment.state)
    if not supervises:
        found = [action for action in found if action is Action.COMPLETE and may_complete(assignment, user)]
    return found


def answer_to(assignment: Assignment, supervises: bool) -> dict | None:
    """What the page shows of a visitor's report; None for other tasks."""
    found = FoundError.objects.filter(assignment=assignment).first()
    return {"found": found, "form": form_for(found), "may_release": supervises} if found else None


VERBS = {Action.COMPLETE: assignments.complete, Action.RETURN: assignments.send_back, Action.CLOSE: assignments.close}


def _act(request: HttpRequest, assignment: Assignment, allowed: list[Action], supervises: bool) -> HttpResponse:
    name = request.POST.get("action", "")
    try:
        if name == "assign" and supervises:
            form = AssignForm(request.POST)
            if not form.is_valid():
                raise assignments.AssignmentRefused(_("请选择转派给谁。"))
            assignments.assign(assignment, form.cleaned_data["to"], request.user)
            messages.success(request, _("已转派给%(name)s。") % {"name": form.cleaned_data["to"]})
        elif name in allowed:
            VERBS[Action(name)](assignment, request.POST.get("said", "")[:2000], request.user, timezone.now())
            messages.success(request, _("“%(title)s”：%(state)s。") % {"title": assignment, "state": STATES[State(assignment.state)]})
        else:
            messages.error(request, _("您不能对这件事项这样做，或者它已经被别人办理。"))
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    return redirect("assignment", pk=assignment.pk)


def mine(user: User, today: date, most: int) -> list[dict]:
    """Rows of the desk's panel, what runs out first on top."""
    calendar = calendars.calendar()
    rows = [row(one, today, calendar) for one in Assignment.objects.of(user).owed().soonest()[:most]]
    urls = [reverse("assignment", args=[one.assignment.pk]) for one in rows]
    return [
        {"title": one.assignment.title, "kind": one.state["words"], "url": url, "note": one.note, "tone": one.tone}
        for one, url in zip(rows, urls, strict=True)
    ]


def register() -> None:
    hooks.register(
        "register_admin_urls",
        lambda: [path("assignments/", listed, name="assignments"), path("assignments/<int:pk>/", one, name="assignment")],
    )
    hooks.register(
        "register_admin_menu_item",
        lambda: MenuItem(_("督办事项"), reverse("assignments"), name="assignments", icon_name="tasks", order=105),
    )
