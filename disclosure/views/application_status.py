"""申请的办理情况, for whoever has the number and the code: what happened, what comes next, by when and why; and what the applicant may do.

Nothing here repeats an identity number or an address.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from cms import calendars, clock, regulations
from cms.gate import Refused
from cms.terms import Due
from disclosure import application_clock, application_words
from disclosure.application_forms import ReplyForm
from disclosure.applications import answering, case, correction, extension
from disclosure.models import Application, LetterSettings
from disclosure.outcomes import OUTCOMES, articles_of
from disclosure.views.application_letters import for_applicant
from disclosure.views.applications import CRUMB, may_see
from disclosure.workflow import APPLICANTS, CLOSED, MOVES, STATES, Action, State

MINE = {Action.CORRECT: correction.receive, Action.GIVE_REASONS: extension.give_reasons, Action.WITHDRAW: answering.withdraw}
WORDS = {
    Action.CORRECT: gettext_lazy("提交补正"),
    Action.GIVE_REASONS: gettext_lazy("提交理由"),
    Action.WITHDRAW: gettext_lazy("撤回申请"),
}
OWED_BY_APPLICANT = (application_clock.CORRECTION, application_clock.FEE)


@dataclass(frozen=True)
class Answered:
    """A reply as its applicant reads it."""

    outcome: str
    grounds: list[str]
    reason: str
    details: list[str]
    articles: list
    remedy: str


@never_cache
def status(request: HttpRequest, number: str) -> HttpResponse:
    if not may_see(request, number):
        return redirect("applications")
    application = get_object_or_404(Application.objects.select_related("unit__parent"), number=number)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            _act(application, request.POST, form.cleaned_data["words"])
            return redirect("application", number=number)
        except Refused as error:
            refused = error.sentences
            application.refresh_from_db()
    today = timezone.localdate()
    due, organ = reply_due(application), organ_over(application)
    context = {
        "application": application,
        "state": state_of(application),
        "next": application_words.NEXT[State(application.state)],
        "due": due,
        "own": _owed(application),
        "today": today,
        "late": application_words.overdue_remedy(organ) if due and due.date < today and application.state not in CLOSED else "",
        "happened": history(application),
        "answer": answered(application, organ),
        "actions": [(action.value, WORDS[action]) for action in MINE if application.state in MOVES[action].begins],
        "kept": for_applicant(application),
        "form": form,
        "refused": refused,
        "crumbs": [{"url": "/applications/", "title": CRUMB}],
        "crumb_title": _("办理情况"),
    }
    return render(request, "disclosure/application_status.html", context, status=400 if refused else 200)


def state_of(application: Application) -> dict:
    """As `components/state.html` shows it."""
    state = State(application.state)
    tone, icon = ("good", "check") if state in CLOSED else ("soon", "warning") if state in APPLICANTS else ("good", "clock")
    return {"label": STATES[state], "tone": tone, "icon": icon}


def reply_due(application: Application) -> Due | None:
    """While it is under way; what is closed has its day in the history."""
    return case.reply_due(application) if application.state not in CLOSED else None


def history(application: Application) -> list[dict]:
    return [
        {"on": event.on, "what": event.get_kind_display(), "note": application_words.note_of(event.happened)}
        for event in application.events.all()
        if event.happened.kind in application_words.PUBLIC
    ]


def organ_over(application: Application) -> str:
    """The government at the same level, to which one appeals (行政复议法 24)."""
    if set_down := LetterSettings.now().reconsideration:
        return set_down
    above = application.unit.parent if application.unit_id else None
    return above.name if above else _("同级人民政府")


def answered(application: Application, organ: str) -> Answered | None:
    """What was replied, once it was; also how a matter ended that got no reply."""
    if not application.closed_on:
        return None
    reply = getattr(application, "reply", None)
    if reply is None or reply.outcome != application.outcome:
        told = articles_of(application.outcome)
        return Answered(
            OUTCOMES[application.outcome].name, [], "", [], _articles(told), application_words.remedy(application.outcome, organ)
        )
    details = [detail for detail in reply.details.values() if detail]
    articles = _articles(articles_of(reply.outcome, tuple(reply.grounds)))
    remedy = application_words.remedy(reply.outcome, organ)
    return Answered(reply.get_outcome_display(), reply.ground_names, reply.reason, details, articles, remedy)


def _articles(references: tuple[str, ...]) -> list:
    return [regulations.article(reference) for reference in references]


def _owed(application: Application) -> Due | None:
    """By when the applicant has the next step."""
    stored = application.deadlines.open().filter(term__in=OWED_BY_APPLICANT).first()
    return clock.due_of(stored, calendars.calendar(stored.jurisdiction), calendars.practice()) if stored else None


def _act(application: Application, sent, words: str) -> None:
    """What the applicant does; from an old page it is refused."""
    name = sent.get("action", "")
    verb = MINE.get(name)
    if verb is None or not sent.get("version", "").isdecimal():
        raise case.ApplicationRefused(_("没有这一步，请重新打开页面。"))
    application.version = int(sent["version"])
    now = timezone.now()
    verb(application, words, timezone.localdate(now), None, now)
