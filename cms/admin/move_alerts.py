"""What the desk says of the clock: deadlines that moved, until seen; a notice that is missing; the list of moves behind it."""

from datetime import date

from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from cms import move_alerts, paging, registry, term_words
from cms.missing_notice import missing_notice
from cms.models import Deadline, MoveAlert

SHOWN = 5  # alerts on the desk at once
PER_PAGE = 50
LONGEST = 19  # digits of a key
MAY_ENTER = "cms.add_calendarnotice"


class MoveAlerts(Component):
    """Which of my deadlines moved, those to an earlier day loudest."""

    order = 11
    template_name = "desk/move_alerts.html"

    def __init__(self, alerts: list[MoveAlert], total: int):
        self.alerts, self.total = alerts, total

    def get_context_data(self, parent_context):
        return {"rows": [alert_row(alert) for alert in self.alerts], "total": self.total, "more": self.total > len(self.alerts)}


class MissingNoticeWarning(Component):
    order = 12
    template_name = "desk/missing_notice.html"

    def __init__(self, missing):
        self.missing = missing

    def get_context_data(self, parent_context):
        return {"missing": self.missing}


def add_panels(request: HttpRequest, panels: list) -> None:
    mine = _unseen(request.user)
    if alerts := list(mine[: SHOWN + 1]):
        panels.append(MoveAlerts(alerts[:SHOWN], mine.count() if len(alerts) > SHOWN else len(alerts)))
    if request.user.has_perm(MAY_ENTER) and (missing := missing_notice(timezone.localdate())):
        panels.append(MissingNoticeWarning(missing))


def moves(request: HttpRequest) -> HttpResponse:
    """All that I have not seen; a press of a button says that one was seen, or all up to the last one shown."""
    mine = _unseen(request.user)
    if request.method == "POST":
        return _see(request, mine)
    pages = paging.paginate(mine, request.GET.get("page"), per_page=PER_PAGE)
    context = {
        "page_title": _("改期的期限"),
        "pages": pages,
        "rows": [alert_row(alert) for alert in pages.items],
        "last": mine.aggregate(last=Max("pk"))["last"],  # what is told of meanwhile is not seen by a press of the button
        "params": request.GET,
    }
    return render(request, "desk/moves.html", context)


def _see(request: HttpRequest, mine: QuerySet) -> HttpResponse:
    named = {name: request.POST.get(name, "") for name in ("alert", "last")}
    number = {name: int(text) for name, text in named.items() if text.isascii() and text.isdecimal() and len(text) < LONGEST}
    if "alert" in number:
        move_alerts.see(mine.filter(pk=number["alert"]), timezone.now())
    elif "last" in number:
        move_alerts.see(mine.filter(pk__lte=number["last"]), timezone.now())
    return redirect("move_alerts" if mine.exists() else "wagtailadmin_home")


def _unseen(user) -> QuerySet:
    return MoveAlert.objects.unseen().filter(user=user).loudest_first().prefetch_related("move__deadline__subject")


def alert_row(alert: MoveAlert) -> dict:
    """Which matter, from which day to which, and why."""
    move = alert.move
    more = {"pk": alert.pk, "unowned": alert.unowned, "reason": move.reason, "at": move.at}
    return {**move_row(move.deadline, move.from_on, move.to_on), **more}


def move_row(deadline: Deadline, was: date, becomes: date) -> dict:
    """A move as the screens show it: what moved, from which day to which, whether that is earlier."""
    days = {"was": term_words.day(was), "becomes": term_words.day(becomes), "earlier": becomes < was}
    return {**matter_row(deadline), **days, "closed": deadline.closed_on is not None}


def matter_row(deadline: Deadline) -> dict:
    """Whose day it is: the matter with its staff screen, and the term."""
    subject = deadline.subject
    entry = registry.deadline_subjects.get(subject._meta.label) if subject else None
    return {
        "label": deadline.subject_label,
        "url": entry.url(subject) if entry else "",
        "term": getattr(registry.terms.get(deadline.term), "title", deadline.term),
        "owned": deadline.owner_id is not None,
    }
