"""答复: drafted with what its outcome must carry, reviewed and signed by other people than the drafter, sent, served, archived."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import User
from disclosure import letters
from disclosure.application_clock import Kind
from disclosure.applications import given_papers
from disclosure.applications.case import ApplicationRefused, close, require_words, settle, take
from disclosure.exemptions import EXEMPTIONS
from disclosure.models import Application, Letter, Reply
from disclosure.outcomes import OUTCOMES, Bears
from disclosure.workflow import Action

# outcomes that other verbs reach: an applicant who does not correct, pay or go on is not answered by a draft
BY_OTHER_VERBS = frozenset({"not_corrected", "not_paid", "withdrawn"})

MISSING = {
    Bears.PLACE: gettext_lazy("请写明在哪里、怎样可以获取。"),
    Bears.PAPERS: gettext_lazy("请写明提供了什么，或者获取的方式、途径和时间。"),
    Bears.EARLIER: gettext_lazy("请写明以前的答复（编号和日期）。"),
    Bears.CHANNEL: gettext_lazy("请写明应当通过什么渠道办理。"),
}


@dataclass(frozen=True)
class Answer:
    """A reply as drafted. ``details`` holds what the outcome bears besides grounds, by the names of `outcomes.Bears`."""

    outcome: str
    grounds: Sequence[str] = ()
    reason: str = ""
    details: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def draft(application: Application, answer: Answer, on: date, by: User, now: datetime) -> Reply:
    """Write the reply, or write it anew. Raises ApplicationRefused for one that lacks what its outcome must carry."""
    take(application, Action.DRAFT, by, now)
    require_complete(answer)
    asked_for = [*OUTCOMES[answer.outcome].bears, *OUTCOMES[answer.outcome].optional]
    details = {bears.value: answer.details.get(bears, "").strip() for bears in asked_for if bears is not Bears.GROUND}
    grounds = list(answer.grounds) if Bears.GROUND in asked_for else []
    values = {"outcome": answer.outcome, "grounds": grounds, "reason": answer.reason.strip(), "details": details}
    reply, _new = Reply.objects.update_or_create(application=application, defaults={**values, "drafted_by": by})
    settle(application, Kind.DRAFTED, on, by, now, {"outcome": answer.outcome})
    return reply


@transaction.atomic
def submit(application: Application, on: date, by: User, now: datetime) -> Application:
    """送法制、保密审核. Raises ApplicationRefused."""
    take(application, Action.SUBMIT, by, now)
    settle(application, Kind.SUBMITTED, on, by, now)
    return application


@transaction.atomic
def send_back(application: Application, reason: str, on: date, by: User, now: datetime) -> Application:
    take(application, Action.SEND_BACK, by, now)
    reason = require_words(reason, _("请写明退回的理由。"))
    settle(application, Kind.SENT_BACK, on, by, now, {"reason": reason}, reason=reason)
    return application


@transaction.atomic
def passed(application: Application, on: date, by: User, now: datetime) -> Application:
    """Reviewed by somebody who did not draft it. Raises ApplicationRefused."""
    take(application, Action.PASS, by, now)
    Reply.objects.filter(application=application).update(passed_by=by)
    settle(application, Kind.PASSED, on, by, now)
    return application


@transaction.atomic
def sign(application: Application, on: date, by: User, now: datetime) -> Application:
    """签发, with the letter: numbered and kept. Raises Refused, for a reply, a letter or files that may not go out too."""
    take(application, Action.SIGN, by, now)
    reply = application.reply
    require_complete(Answer(reply.outcome, reply.grounds, reply.reason, reply.details))
    given_papers.require_clean(application, timezone.localdate(now))
    reply.signed_by, reply.signed_on = by, on
    reply.save(update_fields=["signed_by", "signed_on"])
    letters.sign(application, settle(application, Kind.SIGNED, on, by, now), on, by, now)
    return application


@transaction.atomic
def reply(application: Application, on: date, by: User, now: datetime) -> Application:
    """The signed reply goes out: with this day the matter is closed, and counted in exactly one row. Raises ApplicationRefused."""
    take(application, Action.REPLY, by, now)
    signed = application.reply
    if on < signed.signed_on:
        raise ApplicationRefused(_("答复之日不能早于签发之日。"))
    close(application, signed.outcome, on, signed.grounds[0] if signed.grounds else "")
    settle(application, Kind.REPLIED, on, by, now, {"outcome": signed.outcome})
    for letter in _letter_of_reply(application):
        letters.send(letter, application.delivery, on, by, now)
    return application


@transaction.atomic
def serve(application: Application, proof: str, on: date, by: User, now: datetime) -> Application:
    """送达: ``proof`` says how that is known (a signature, the number of a letter). Raises ApplicationRefused."""
    take(application, Action.SERVE, by, now)
    proof = require_words(proof, _("请写明送达的凭据，例如签收人、邮件号码。"))
    if on < application.closed_on:
        raise ApplicationRefused(_("送达之日不能早于答复之日。"))
    application.served_on = on
    settle(application, Kind.SERVED, on, by, now, {"proof": proof})
    for letter in _letter_of_reply(application):
        letters.serve(letter, proof, on, by, now)
    return application


@transaction.atomic
def archive(application: Application, on: date, by: User, now: datetime) -> Application:
    take(application, Action.ARCHIVE, by, now)
    settle(application, Kind.ARCHIVED, on, by, now)
    return application


@transaction.atomic
def withdraw(application: Application, words: str, on: date, by: User | None, now: datetime) -> Application:
    """The applicant takes the application back; ``by`` None: on the status page. Raises ApplicationRefused."""
    take(application, Action.WITHDRAW, by, now)
    close(application, "withdrawn", on)
    settle(application, Kind.WITHDRAWN, on, by, now, {"words": words.strip()})
    return application


def _letter_of_reply(application: Application) -> list[Letter]:
    """One; none where the reply was signed before letters were kept here."""
    return list(application.letters.filter(event__kind=Kind.SIGNED))


def require_complete(answer: Answer) -> None:
    """Raises ApplicationRefused with everything at once that a reply of this outcome lacks."""
    outcome = OUTCOMES.get(answer.outcome)
    if outcome is None or answer.outcome in BY_OTHER_VERBS:
        raise ApplicationRefused(_("请选择答复类型。"))
    lacking = []
    if Bears.GROUND in outcome.bears and not (answer.grounds and all(ground in EXEMPTIONS for ground in answer.grounds)):
        lacking.append(_("不予公开必须写明《政府信息公开条例》第十四条至第十六条中的依据。"))
    if outcome.needs_reason and not answer.reason.strip():
        lacking.append(_("请写明理由。"))
    lacking += [str(MISSING[bears]) for bears in outcome.bears if bears in MISSING and not answer.details.get(bears, "").strip()]
    if lacking:
        raise ApplicationRefused(*lacking)
