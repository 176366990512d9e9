"""延长答复期限 (Article 33) and the later day that an excessive application may get (Article 35); both are decided by the head of the
disclosure office and told to the applicant."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cms.models import User
from disclosure import application_clock
from disclosure.application_clock import Kind
from disclosure.applications import lawful
from disclosure.applications.case import ApplicationRefused, happened, require_words, settle, take
from disclosure.models import Application
from disclosure.workflow import Action

USUAL = application_clock.TERM[application_clock.REPLY].number
LONGEST = 250  # working days, about a year


@transaction.atomic
def extend(application: Application, working_days: int, reason: str, on: date, by: User, now: datetime) -> Application:
    """Up to twenty working days in all, decided before the term is over. Raises ApplicationRefused."""
    take(application, Action.EXTEND, by, now)
    reason = require_words(reason, _("请写明延长的理由，它会告知申请人。"))
    left = lawful.MOST_EXTENSION - lawful.extended(happened(application))
    if not 1 <= working_days <= left:
        raise ApplicationRefused(_("延长的期限应在1到%(left)d个工作日之间（条例第三十三条）。") % {"left": left})
    settle(application, Kind.EXTENDED, on, by, now, {"working_days": working_days, "reason": reason}, reason=reason)
    return application


@transaction.atomic
def defer(application: Application, working_days: int, reason: str, on: date, by: User, now: datetime) -> Application:
    """合理的延迟: the reasons are good but so much cannot be answered in time; ``working_days`` from receipt in all (Article 35).

    Raises ApplicationRefused.
    """
    take(application, Action.DEFER, by, now)
    reason = require_words(reason, _("请写明为什么不能在二十个工作日内答复。"))
    if not application.events.filter(kind=Kind.REASONS_ASKED).exists():
        raise ApplicationRefused(_("先要求申请人说明理由，才能确定延迟答复的期限（条例第三十五条）。"))
    if not USUAL < working_days <= LONGEST:
        told = {"usual": USUAL, "longest": LONGEST}
        raise ApplicationRefused(_("延迟后的期限应多于%(usual)d个、不超过%(longest)d个工作日。") % told)
    data = {"working_days": working_days, "basis": _("《政府信息公开条例》第三十五条"), "reason": reason}
    settle(application, Kind.DEFERRED, on, by, now, data, reason=reason)
    return application


@transaction.atomic
def ask_reasons(application: Application, words: str, on: date, by: User, now: datetime) -> Application:
    """申请的数量、频次明显超过合理范围: the applicant is asked why (Article 35). Raises ApplicationRefused."""
    take(application, Action.ASK_REASONS, by, now)
    words = require_words(words, _("请写明数量、频次怎样明显超过合理范围。"))
    settle(application, Kind.REASONS_ASKED, on, by, now, {"words": words}, reason=words)
    return application


@transaction.atomic
def give_reasons(application: Application, words: str, on: date, by: User | None, now: datetime) -> Application:
    """What the applicant answers; ``by`` None: on the status page. Raises ApplicationRefused."""
    take(application, Action.GIVE_REASONS, by, now)
    settle(application, Kind.REASONS_GIVEN, on, by, now, {"words": require_words(words, _("请写明理由。"))})
    return application
