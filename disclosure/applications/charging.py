"""信息处理费 (Article 42, 国办函〔2020〕109号): by piece or by volume, never both; the term of reply begins anew with the payment."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cms.models import User
from disclosure import fees
from disclosure.application_clock import Kind
from disclosure.applications.case import ApplicationRefused, close, require_words, settle, take
from disclosure.fees import Fee, FeeRefused, Method
from disclosure.models import Application
from disclosure.workflow import Action


@transaction.atomic
def notify(application: Application, method: str, quantity: int, reason: str, on: date, by: User, now: datetime) -> Fee:
    """收费通知: within the term of reply, for a number or volume that is clearly excessive. Raises ApplicationRefused."""
    take(application, Action.NOTIFY_FEE, by, now)
    reason = require_words(reason, _("请写明数量、频次怎样明显超过合理范围。"))
    try:
        fee = fees.fee(Method(method), quantity)
    except FeeRefused as error:
        raise ApplicationRefused(str(error)) from None
    except ValueError:
        raise ApplicationRefused(_("请选择按件还是按量计收。")) from None
    if not fee.yuan:
        raise ApplicationRefused(_("按这个数量不收费，不必通知。"))
    data = {"method": fee.method.value, "quantity": quantity, "yuan": fee.yuan, "reason": reason}
    settle(application, Kind.FEE_NOTIFIED, on, by, now, data, reason=reason)
    return fee


@transaction.atomic
def paid(application: Application, voucher: str, on: date, by: User, now: datetime) -> Application:
    """``voucher``: the number of the treasury's receipt. Raises ApplicationRefused."""
    take(application, Action.PAY, by, now)
    voucher = require_words(voucher, _("请填写财政票据号码。"))
    notified = application.events.filter(kind=Kind.FEE_NOTIFIED).order_by("pk").last()
    if on < notified.on:
        raise ApplicationRefused(_("缴费之日不能早于通知缴费之日。"))
    settle(application, Kind.FEE_PAID, on, by, now, {"voucher": voucher[:60]})
    return application


@transaction.atomic
def lapse(application: Application, on: date, by: User, now: datetime) -> Application:
    """逾期未缴纳的，视为放弃申请. Raises ApplicationRefused."""
    take(application, Action.LAPSE, by, now)
    close(application, "not_paid", on)
    settle(application, Kind.NOT_PAID, on, by, now)
    return application
