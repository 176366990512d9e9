"""申请人的话: a payment told, a complaint (Article 51), a rating; told to the office as work, and without effect on the clock."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cms import assignments, audit
from disclosure.applications.case import ApplicationRefused, require_words
from disclosure.models import ApplicantWord, Application
from disclosure.workflow import State

Kind = ApplicantWord.Kind
ORIGIN = "application-word"
SCORES = range(1, 6)
COMPLAINTS_A_DAY = 3
LOOK_BACK = timedelta(days=1)
RATED_AFTER = frozenset({State.REPLIED, State.SERVED, State.ARCHIVED})


@transaction.atomic
def tell_payment(application: Application, voucher: str, now: datetime) -> ApplicantWord:
    """已经缴费: the office checks it with the treasury and records the day of payment. Raises ApplicationRefused."""
    _lock(application)
    if application.state != State.PAYING:
        raise ApplicationRefused(_("现在没有要缴的费用。"))
    voucher = require_words(voucher, _("请填写财政票据号码。"))
    said = _say(application, Kind.PAYMENT, voucher[:60], now)
    _give_out(application, said, _("核对缴费：%(number)s"), now)
    return said


@transaction.atomic
def complain(application: Application, words: str, now: datetime) -> ApplicantWord:
    """投诉、举报 (Article 51): at any stage, also when all is done. Raises ApplicationRefused."""
    _lock(application)
    words = require_words(words, _("请写明投诉的事项和理由。"))
    lately = application.words.filter(kind=Kind.COMPLAINT, at__gt=now - LOOK_BACK).count()
    if lately >= COMPLAINTS_A_DAY:
        raise ApplicationRefused(_("今天的投诉已经收到，正在处理；明天可以再补充。"))
    said = _say(application, Kind.COMPLAINT, words[:2000], now)
    _give_out(application, said, _("处理对依申请公开的投诉：%(number)s"), now)
    return said


@transaction.atomic
def rate(application: Application, score: int, words: str, now: datetime) -> ApplicantWord:
    """评价, once, after the reply. ``score``: 1 to 5. Raises ApplicationRefused."""
    _lock(application)
    if application.state not in RATED_AFTER:
        raise ApplicationRefused(_("收到答复以后才可以评价。"))
    if application.words.filter(kind=Kind.RATING).exists():
        raise ApplicationRefused(_("您已经评价过了，谢谢。"))
    if score not in SCORES:
        raise ApplicationRefused(_("请选择一到五分。"))
    return _say(application, Kind.RATING, words.strip()[:2000], now, score)


def _lock(application: Application) -> None:
    """Two of them at once come one after the other, and the state is that of now."""
    Application.objects.select_for_update().get(pk=application.pk)
    application.refresh_from_db(fields=["state"])


def _say(application: Application, kind: str, words: str, now: datetime, score: int | None = None) -> ApplicantWord:
    audit.record(None, f"application.{kind}", application, applicant=True)
    return ApplicantWord.objects.create(application=application, kind=kind, words=words, score=score, at=now)


def _give_out(application: Application, said: ApplicantWord, title: str, now: datetime) -> None:
    """Somebody of the office has it to do; the matter's own page shows the words, the task does not."""
    assignments.give_out(
        f"application-word-{said.pk}",
        title % {"number": application.number},
        now,
        origin=ORIGIN,
        label=application.number,
        url=reverse("application_case", args=[application.pk]),
    )
