"""What the desk says of the clock: deadlines that moved, until seen; a notice that is missing; the list of moves behind it."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from cms import move_alerts, paging, registry, term_words
from cms.missing_notice import missing_notice
from cms.models import Deadline, MoveAlert

SHOWN = 5  # alerts on the desk at once
PER_PAGE = 50
MAY_ENTER = "cms.add_calendarnotice"


class MoveAlerts(Component):
    """Which of my deadlines moved, those to an earlier day loudest."""

    order = 11
    template_name = "desk/move_alerts.html"

    def __init__(self, alerts: list[MoveAlert]):
        self.alerts = alerts

    def get_context_data(self, parent_context):
        return {"alerts": self.alerts}


class MissingNoticeWarning(Component):
    order = 12
    template_name = "desk/missing_notice.html"

    def __init__(self, missing):
        self.missing = missing

    def get_context_data(self, parent_context):
        return {"missing": self.missing}


def add_panels(request: HttpRequest, panels: list) -> None:
    if alerts := list(MoveAlert.objects.unseen().filter(user=request.user).loudest_first()[:SHOWN]):
        panels.append(MoveAlerts(alerts))
    if request.user.has_perm(MAY_ENTER) and (missing := missing_notice(timezone.localdate())):
        panels.append(MissingNoticeWarning(missing))


def moves(request: HttpRequest, pk: int) -> HttpResponse:
    """All that one alert tells of; a press of the button says that it was seen. Nobody sees another person's alert."""
    alert = get_object_or_404(MoveAlert, pk=pk, user=request.user)
    if request.method == "POST":
        move_alerts.see(alert, timezone.now())
        return redirect("wagtailadmin_home")
    found = alert.moves.prefetch_related("deadline__subject")
    pages = paging.paginate(found, request.GET.get("page"), total=alert.moved, per_page=PER_PAGE)
    rows = [move_row(move.deadline, move.from_on, move.to_on) for move in pages.items]
    context = {"page_title": _("改期的期限"), "alert": alert, "pages": pages, "rows": rows, "params": request.GET}
    return render(request, "desk/moves.html", context)


def move_row(deadline: Deadline, was: date, becomes: date) -> dict:
    """A move as the screens show it: what moved, from which day to which, whether that is earlier."""
    subject = deadline.subject
    entry = registry.deadline_subjects.get(subject._meta.label) if subject else None
    return {
        "label": deadline.subject_label,
        "url": entry.url(subject) if entry else "",
        "term": getattr(registry.terms.get(deadline.term), "title", deadline.term),
        "was": term_words.day(was),
        "becomes": term_words.day(becomes),
        "earlier": becomes < was,
        "owned": deadline.owner_id is not None,
        "closed": deadline.closed_on is not None,
    }
