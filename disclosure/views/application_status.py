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
from disclosure import application_clock, application_words, remedies
from disclosure.application_forms import ComplaintForm, PaymentForm, RatingForm, ReplyForm, SaidForm
from disclosure.applications import answering, case, correction, extension, saying
from disclosure.models import ApplicantWord, Application, LetterSettings
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
SAID = {  # beside the procedure: the form, the words of its button
    ApplicantWord.Kind.PAYMENT: (PaymentForm, gettext_lazy("告知已经缴费")),
    ApplicantWord.Kind.RATING: (RatingForm, gettext_lazy("提交评价")),
    ApplicantWord.Kind.COMPLAINT: (ComplaintForm, gettext_lazy("提交投诉")),
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


@dataclass(frozen=True)
class Saying:
    """Something that the applicant can say: its form and the words of its button."""

    kind: str
    title: str
    form: SaidForm
    button: str


@never_cache
def status(request: HttpRequest, number: str) -> HttpResponse:
    if not may_see(request, number):
        return redirect("applications")
    application = get_object_or_404(Application.objects.select_related("unit__parent"), number=number)
    said = request.POST.get("said", "")
    form = ReplyForm(request.POST if request.method == "POST" and said not in SAID else None)
    sayings = _sayings(application, said, request.POST)
    sent = next((one.form for one in sayings if one.kind == said), form)
    refused: list[str] = []
    if request.method == "POST" and sent.is_valid():
        try:
            _say(application, said, sent.cleaned_data) if said else _act(application, request.POST, sent.cleaned_data["words"])
            return redirect("application", number=number)
        except Refused as error:
            refused = error.sentences
            application.refresh_from_db()
    today = timezone.localdate()
    due, organs = reply_due(application), organs_over(application)
    context = {
        "application": application,
        "state": state_of(application),
        "next": application_words.NEXT[State(application.state)],
        "due": due,
        "own": _owed(application),
        "today": today,
        "late": remedies.when_overdue(organs) if due and due.date < today and application.state not in CLOSED else "",
        "happened": history(application),
        "answer": answered(application, organs),
        "actions": [(action.value, WORDS[action]) for action in MINE if application.state in MOVES[action].begins],
        "kept": for_applicant(application),
        "form": form,
        "sent": sent,
        "sayings": sayings,
        "words": application.words.all(),
        "refused": refused,
        "crumbs": [{"url": "/applications/", "title": CRUMB}],
        "crumb_title": _("办理情况"),
    }
    return render(request, "disclosure/application_status.html", context, status=400 if refused or sent.errors else 200)


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


def organs_over(application: Application) -> remedies.Organs:
    """To whom one appeals: the government at the same level (行政复议法 24) and the court, as they are set down for letters."""
    set_down = LetterSettings.now().organs
    above = application.unit.parent if application.unit_id else None
    organ = set_down.reconsideration or (above.name if above else _("同级人民政府"))
    return remedies.Organs(organ, set_down.court or _("有管辖权的人民法院"), set_down.online)


def answered(application: Application, organs: remedies.Organs) -> Answered | None:
    """What was replied, once it was; also how a matter ended that got no reply."""
    if not application.closed_on:
        return None
    reply = getattr(application, "reply", None)
    if reply is None or reply.outcome != application.outcome:
        told = articles_of(application.outcome)
        return Answered(OUTCOMES[application.outcome].name, [], "", [], _articles(told), remedies.paragraph(application.outcome, organs))
    details = [detail for detail in reply.details.values() if detail]
    articles = _articles(articles_of(reply.outcome, tuple(reply.grounds)))
    remedy = remedies.paragraph(reply.outcome, organs)
    return Answered(reply.get_outcome_display(), reply.ground_names, reply.reason, details, articles, remedy)


def _articles(references: tuple[str, ...]) -> list:
    return [regulations.article(reference) for reference in references]


def _owed(application: Application) -> Due | None:
    """By when the applicant has the next step."""
    stored = application.deadlines.open().filter(term__in=OWED_BY_APPLICANT).first()
    return clock.due_of(stored, calendars.calendar(stored.jurisdiction), calendars.practice()) if stored else None


def _sayings(application: Application, said: str, sent) -> list[Saying]:
    """What the applicant can say now; the form that was sent comes back as it was filled in."""
    now = {ApplicantWord.Kind.COMPLAINT}
    if application.state == State.PAYING:
        now.add(ApplicantWord.Kind.PAYMENT)
    if application.state in saying.RATED_AFTER and not application.words.filter(kind=ApplicantWord.Kind.RATING).exists():
        now.add(ApplicantWord.Kind.RATING)
    return [
        Saying(kind.value, kind.label, made(sent if said == kind else None, auto_id=f"{kind}_%s"), button)
        for kind, (made, button) in SAID.items()
        if kind in now or said == kind
    ]


def _say(application: Application, said: str, filled: dict) -> None:
    now = timezone.now()
    if said == ApplicantWord.Kind.PAYMENT:
        saying.tell_payment(application, filled["words"], now)
    elif said == ApplicantWord.Kind.RATING:
        saying.rate(application, filled["score"], filled["words"], now)
    elif said == ApplicantWord.Kind.COMPLAINT:
        saying.complain(application, filled["words"], now)
    else:
        raise case.ApplicationRefused(_("没有这一步，请重新打开页面。"))


def _act(application: Application, sent, words: str) -> None:
    """What the applicant does; from an old page it is refused."""
    name = sent.get("action", "")
    verb = MINE.get(name)
    if verb is None or not sent.get("version", "").isdecimal():
        raise case.ApplicationRefused(_("没有这一步，请重新打开页面。"))
    application.version = int(sent["version"])
    now = timezone.now()
    verb(application, words, timezone.localdate(now), None, now)
