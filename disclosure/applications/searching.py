"""查找: the office looks within its own holdings, and hands the matter to the units that hold the information, one of them leading."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cms.models import Department, User
from disclosure.application_clock import Kind
from disclosure.applications.case import ApplicationRefused, require_words, settle, take
from disclosure.models import Application, Handover
from disclosure.workflow import Action


@transaction.atomic
def begin(application: Application, on: date, by: User, now: datetime) -> Application:
    """What is asked for is clear; from now on it is looked for. Raises ApplicationRefused."""
    take(application, Action.SEARCH, by, now)
    application.handler = application.handler or by
    settle(application, Kind.SEARCHED, on, by, now)
    return application


@transaction.atomic
def hand_over(application: Application, unit: Department, question: str, on: date, by: User, now: datetime, lead=False) -> Handover:
    """交承办单位: the first one leads unless another one is said to. Raises ApplicationRefused."""
    take(application, Action.HAND_OVER, by, now)
    if application.handovers.filter(unit=unit, returned_on=None).exists():
        raise ApplicationRefused(_("已经交%(unit)s承办，还没有反馈。") % {"unit": unit})
    leading = application.handovers.filter(lead=True)
    if lead:
        leading.update(lead=False)
    given = Handover(application=application, unit=unit, question=question.strip(), given_on=on, lead=lead or not leading.exists())
    given.save()
    settle(application, Kind.HANDED_OVER, on, by, now, {"handover": given.pk, "unit": str(unit), "lead": given.lead})
    return given


@transaction.atomic
def hand_back(handover: Handover, answer: str, on: date, by: User, now: datetime) -> Handover:
    """反馈: what was found and what the unit thinks, or why it is not the unit's. Raises ApplicationRefused."""
    application = take(handover.application, Action.RETURN, by, now)
    handover.refresh_from_db()
    if handover.returned_on:
        raise ApplicationRefused(_("%(unit)s已经反馈。") % {"unit": handover.unit})
    if not by.has_perm("disclosure.handle_application") and by.unit_id != handover.unit_id:
        raise ApplicationRefused(_("这件申请没有交您所在的单位承办。"))
    handover.answer = require_words(answer, _("请写明查找的结果和意见，或者退回的理由。"))
    handover.returned_on = on
    handover.save()
    settle(application, Kind.HANDED_BACK, on, by, now, {"handover": handover.pk, "unit": str(handover.unit)})
    return handover
