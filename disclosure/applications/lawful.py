"""可以不可以: what the law adds to the table of moves, and who may make them. The case page shows these sentences beside each move
that is not available; `case.take` refuses with the same ones."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from cms import calendars, term_words, terms
from cms.models import User
from cms.terms import TermError
from cms.workdays import CalendarError
from disclosure import application_clock
from disclosure.application_clock import CORRECTION_NOTICE, TERM, Happened, Kind
from disclosure.models import Application
from disclosure.workflow import APPROVE, MOVES, Action, why_not

MOST_EXTENSION = TERM[application_clock.REPLY].most  # working days, Article 33


def refusals(application: Application, action: Action, by: User | None, today: date) -> list[str]:
    """Why this may not be done now by this person (None: the applicant); empty when it may."""
    if sentence := why_not(application.state, action):
        return [sentence]
    if by is None and not MOVES[action].applicant:
        return [_("这一步由行政机关办理。")]
    if by is not None and not _may(application, action, by):
        return [_("您没有办理这一步的权限。")]
    further = _FURTHER.get(action)
    return [sentence for sentence in (further(application, by, today) if further else []) if sentence]


def extended(told: list[Happened]) -> int:
    """Working days by which it was extended so far."""
    return sum(event.data["working_days"] for event in told if event.kind is Kind.EXTENDED)


def _may(application: Application, action: Action, by: User) -> bool:
    return by.has_perm(MOVES[action].permission)


def _told(application: Application) -> list[Happened]:
    return [event.happened for event in application.events.all()]


def _has(application: Application, kind: Kind) -> bool:
    return any(event.kind is kind for event in _told(application))


def _correction(application: Application, by: User | None, today: date) -> list[str]:
    if _has(application, Kind.CORRECTION_ASKED):
        return [_("已经告知过补正：补正的内容应当一次性告知，不能再次要求（条例第三十条）。")]
    try:
        last = terms.compute(TERM[CORRECTION_NOTICE], application.received_on, calendars.calendar()).date
    except (TermError, CalendarError) as error:
        return [term_words.refusal(error)]
    if today > last:
        return [_("告知补正的期限已在%(day)s届满（收到申请后七个工作日，条例第三十条）。") % {"day": term_words.day(last)}]
    return []


def _extension(application: Application, by: User | None, today: date) -> list[str]:
    told = _told(application)
    if extended(told) >= MOST_EXTENSION:
        return [_("已经延长了%(most)d个工作日，不能再延长（条例第三十三条）。") % {"most": MOST_EXTENSION}]
    try:
        due = application_clock.reply_due(told, calendars.calendar(), calendars.practice())
    except (TermError, CalendarError) as error:
        return [term_words.refusal(error)]
    if due and today > due.date:
        return [_("答复期限已在%(day)s届满，不能再延长：延长应当在期限届满以前决定并告知申请人。") % {"day": term_words.day(due.date)}]
    return []


def _fee(application: Application, by: User | None, today: date) -> list[str]:
    if _has(application, Kind.FEE_NOTIFIED):
        return [_("这件申请已经通知过缴费，不能再次收费。")]
    return [] if by is None or by.has_perm(APPROVE) else [_("收费由信息公开工作机构负责人决定。")]


def _reasons(application: Application, by: User | None, today: date) -> list[str]:
    return [_("已经要求申请人说明过理由。")] if _has(application, Kind.REASONS_ASKED) else []


def _abandon(application: Application, by: User | None, today: date) -> list[str]:
    return _not_before(application, today, application_clock.CORRECTION, _("补正期限%(day)s才届满，现在还不能视为放弃申请。"))


def _lapse(application: Application, by: User | None, today: date) -> list[str]:
    return _not_before(application, today, application_clock.FEE, _("缴费期限%(day)s才届满，现在还不能视为放弃申请。"))


def _not_before(application: Application, today: date, term: str, sentence: str) -> list[str]:
    last = application.deadlines.open().filter(term=term).first()
    return [sentence % {"day": term_words.day(last.due_on)}] if last and today <= last.due_on else []


def _with_reply(application: Application, by: User | None, today: date) -> list[str]:
    return [] if hasattr(application, "reply") else [_("还没有拟写答复。")]


def _other_eyes(application: Application, by: User | None, today: date) -> list[str]:
    """Whoever drafts neither reviews nor signs."""
    if not hasattr(application, "reply"):
        return [_("还没有拟写答复。")]
    return [_("答复是您拟写的，须由另一位同事审核、签发。")] if by and application.reply.drafted_by_id == by.pk else []


def _opinion(application: Application, by: User | None, today: date) -> list[str]:
    return [] if application.parties.filter(answered_on=None).exists() else [_("没有还在等待意见的一方。")]


def _override(application: Application, by: User | None, today: date) -> list[str]:
    found = application.parties.filter(stance="objects", addressee="third_party", overridden_on=None).exists()
    return [] if found else [_("没有不同意公开的第三方。")]


def _handed(application: Application, by: User | None, today: date) -> list[str]:
    waiting = application.handovers.filter(returned_on=None)
    if not waiting.exists():
        return [_("没有还在等待反馈的承办单位。")]
    if by and not by.has_perm("disclosure.handle_application") and not waiting.filter(unit=by.unit_id).exists():
        return [_("这件申请没有交您所在的单位承办。")]
    return []


_FURTHER: dict[Action, Callable[[Application, User | None, date], list[str]]] = {
    Action.ASK_CORRECTION: _correction,
    Action.ABANDON: _abandon,
    Action.ASK_REASONS: _reasons,
    Action.NOTIFY_FEE: _fee,
    Action.LAPSE: _lapse,
    Action.EXTEND: _extension,
    Action.RECORD_OPINION: _opinion,
    Action.OVERRIDE: _override,
    Action.RETURN: _handed,
    Action.SUBMIT: _with_reply,
    Action.PASS: _other_eyes,
    Action.SIGN: _other_eyes,
}
