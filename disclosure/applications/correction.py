"""补正 (Article 30): asked for once, within seven working days of receipt, everything at once; a new term of reply from its receipt."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cms.models import User
from disclosure.application_clock import CORRECTION, TERM, Kind
from disclosure.applications.case import ApplicationRefused, close, require_words, settle, take
from disclosure.models import Application
from disclosure.workflow import Action

MOST = 60  # working days: a period beyond that is no period


@transaction.atomic
def ask(application: Application, items: str, on: date, by: User, now: datetime, working_days: int | None = None) -> Application:
    """Tell the applicant once all that has to be corrected, and by when: ``working_days`` after ``on``, the usual number if None.

    Raises ApplicationRefused.
    """
    take(application, Action.ASK_CORRECTION, by, now)
    items = require_words(items, _("请一次性写明需要补正的全部内容。"))
    if working_days is not None and not 1 <= working_days <= MOST:
        raise ApplicationRefused(_("补正期限应在1到%(most)d个工作日之间。") % {"most": MOST})
    data = {"items": items}
    if working_days is not None and working_days != TERM[CORRECTION].number:
        data |= {"working_days": working_days, "basis": _("补正告知书写明的期限")}
    settle(application, Kind.CORRECTION_ASKED, on, by, now, data, reason=items)
    return application


@transaction.atomic
def receive(application: Application, words: str, on: date, by: User | None, now: datetime) -> Application:
    """The correction came in; ``by`` None: the applicant wrote it on the status page. Raises ApplicationRefused."""
    take(application, Action.CORRECT, by, now)
    words = require_words(words, _("请写明补正的内容。"))
    asked = application.events.filter(kind=Kind.CORRECTION_ASKED).order_by("pk").last()
    if on < asked.on:
        raise ApplicationRefused(_("收到补正之日不能早于告知补正之日。"))
    settle(application, Kind.CORRECTED, on, by, now, {"words": words})
    return application


@transaction.atomic
def abandon(application: Application, reason: str, on: date, by: User, now: datetime) -> Application:
    """视为放弃: the period is over and there is no good reason. Raises ApplicationRefused."""
    take(application, Action.ABANDON, by, now)
    reason = require_words(reason, _("请写明：申请人没有说明正当理由，或者说明的理由为什么不正当。"))
    close(application, "not_corrected", on)
    settle(application, Kind.NOT_CORRECTED, on, by, now, {"reason": reason}, reason=reason)
    return application
