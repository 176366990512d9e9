"""The clocks of a matter on its staff screen, and the page that tells one day by day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Model, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.panels import Panel

from cms import calendars, clock, day_by_day, registry, regulations, reminder_words, term_words
from cms.models import Deadline, Reminder
from cms.terms import Due, TermError
from cms.workdays import CalendarError


def register() -> None:
    hooks.register("register_admin_urls", lambda: [path("clock/<int:pk>/", ledger, name="clock_ledger")])


@dataclass(frozen=True)
class Face:
    """A stored deadline as `components/clock.html` shows it."""

    title: str
    day: str
    words: str  # 还剩 3 个工作日（1月13日到期）
    tone: str
    remark: str  # that it is provisional, that another law gives the number
    moves: list
    url: str


def face(deadline: Deadline, today: date) -> Face:
    term = registry.terms.get(deadline.term)
    words, tone = state(deadline, today)
    url = reverse("clock_ledger", args=[deadline.pk])
    title = str(term.title if term else deadline.term)
    return Face(title, term_words.day(deadline.due_on), words, tone, _remark(deadline), list(deadline.moves.all()), url)


def state(deadline: Deadline, today: date) -> tuple[str, str]:
    """How much time is left, or how it ended, in words and in the tone that goes with them."""
    if deadline.closed_on:
        told = {"day": deadline.closed_on.isoformat(), "outcome": deadline.get_outcome_display() or _("已办结")}
        if deadline.outcome == Deadline.Outcome.DROPPED:
            return _("%(day)s %(outcome)s") % told, "quiet"
        return (_("%(day)s 办结，超期") % told, "bad") if deadline.late else (_("%(day)s 按期办结") % told, "good")
    try:
        left = calendars.calendar(deadline.jurisdiction).working_days_left(today, deadline.due_on)
    except CalendarError as error:
        return term_words.refusal(error), "bad"
    return reminder_words.left(left, deadline.due_on, today, deadline.provisional)


def faces(subject: Model, today: date) -> list[Face]:
    """The clocks of a matter: those that run by what runs out first, then the closed ones, the latest first."""
    every = list(Deadline.objects.of(subject).order_by("due_on", "pk"))
    prefetch_related_objects(every, "moves")
    running = [row for row in every if not row.closed_on]
    closed = [row for row in every if row.closed_on]
    return [face(row, today) for row in [*running, *sorted(closed, key=lambda row: (row.closed_on, row.pk), reverse=True)]]


class ClockPanel(Panel):
    """The clocks of the thing that is edited; ``empty`` answers (thing) with a sentence when none runs or has run."""

    def __init__(self, empty=None, **kwargs):
        super().__init__(**kwargs)
        self.empty = empty

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "empty": self.empty}

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/panels/clock.html"

        def is_shown(self):
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context=None):
            clocks = faces(self.instance, timezone.localdate())
            say = self.panel.empty
            empty = say(self.instance) if say and not clocks else ""
            return {**super().get_context_data(parent_context), "clocks": clocks, "empty": empty or _("没有期限在计算。")}


def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """One deadline day by day: why its day is the day, how it moved, and who was reminded."""
    deadline = get_object_or_404(Deadline.objects.select_related("owner", "content_type"), pk=pk)
    if not _may_read(request.user, deadline):
        raise PermissionDenied
    due, refusal = _due(deadline)
    subject = deadline.subject
    spoken = subject and registry.deadline_subjects.get(subject._meta.label)
    context = {
        "page_title": _("期限"),
        "deadline": deadline,
        "clock": replace(face(deadline, timezone.localdate()), url=""),
        "refusal": refusal,
        "differs": due is not None and due.date != deadline.due_on,
        "sentences": term_words.summary(due) if due else [],
        "rows": _rows(due) if due else [],
        "articles": [regulations.article(reference) for reference in due.sources] if due else [],
        "reminders": list(_reminders(deadline)),
        "back": spoken.url(subject) if spoken else "",
    }
    return render(request, "desk/clock.html", context)


def _reminders(deadline: Deadline) -> Iterator[dict]:
    """What was decided and when, for which count of days, and what became of each letter: all from the records."""
    calendar = calendars.calendar(deadline.jurisdiction)
    for row in deadline.reminders.order_by("pk"):
        left = calendar.working_days_left(row.on, row.due_on)
        missed = row.fate == Reminder.Fate.OVERTAKEN  # a step that was passed by, on a day of which nothing is on record
        yield {
            "row": row,
            "count": reminder_words.step(row.step) if missed else reminder_words.count(left, row.due_on, row.on),
            "on": row.on if row.on != timezone.localdate(row.at) else None,
            "letters": [reminder_words.letter(one, row.leaves_at) for one in row.told],
        }


def _rows(due: Due) -> list[tuple[date, str, str]]:
    days = [(line.day.date, line) for line in day_by_day.lines(due)]
    return [(day, term_words.WEEKDAYS[day.weekday()], term_words.line(line, due)) for day, line in days]


def _due(deadline: Deadline) -> tuple[Due | None, str]:
    try:
        return clock.due_of(deadline, calendars.calendar(deadline.jurisdiction), calendars.practice()), ""
    except (CalendarError, TermError) as error:
        return None, term_words.refusal(error)
    except LookupError:
        return None, _("没有名为“%(name)s”的期限。") % {"name": deadline.term}


def _remark(deadline: Deadline) -> str:
    said = []
    if deadline.number is not None:
        said.append(_("按%(basis)s，%(number)d 个工作日。") % {"basis": deadline.basis, "number": deadline.number})
    if deadline.provisional and not deadline.closed_on:
        said.append(_("放假调休通知公布以前是暂定的，公布后重新计算。"))
        if deadline.cautious_on and deadline.cautious_on != deadline.due_on:
            said.append(_("公布以前从严掌握，以%(day)s为准。") % {"day": term_words.day(deadline.cautious_on)})
    return "".join(said)


def _may_read(user, deadline: Deadline) -> bool:
    """Whoever may see the thing itself, and whoever has to act on it."""
    kind = deadline.content_type
    return deadline.owner_id == user.pk or any(user.has_perm(f"{kind.app_label}.{verb}_{kind.model}") for verb in ("view", "change"))
