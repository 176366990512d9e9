"""一件申请的下一步: for each move of the table its form and the verb behind it; what is filled in where, and nothing of what is lawful."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models import Department
from disclosure import exemptions, fees
from disclosure.applications import answering, charging, consulting, correction, extension, receiving, searching
from disclosure.applications.answering import BY_OTHER_VERBS, Answer
from disclosure.applications.case import ApplicationRefused
from disclosure.applications.consulting import Addressee
from disclosure.models import Application, ConsultedParty
from disclosure.outcomes import OUTCOMES, Bears
from disclosure.workflow import Action


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


def told(label: str, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


def day(label: str, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DateInput())


class DayForm(forms.Form):
    """Each move happens on a day, which need not be the one on which it is entered."""

    on = day(_("日期"))

    def __init__(self, application: Application, *args, **kwargs):
        self.application = application
        super().__init__(*args, **kwargs)


class ReasonForm(DayForm):
    words = told(_("理由"))


class NoteForm(DayForm):
    words = told(_("说明"), required=False)


class CorrectionForm(DayForm):
    words = told(_("需要补正的全部内容"))
    working_days = forms.IntegerField(label=_("补正期限（工作日）"), initial=10, min_value=1, max_value=correction.MOST)


class CorrectedForm(DayForm):
    words = told(_("补正的内容"))


class ExtensionForm(DayForm):
    working_days = forms.IntegerField(label=_("延长（工作日）"), initial=20, min_value=1, max_value=20)
    words = told(_("延长的理由"))


class DeferForm(DayForm):
    working_days = forms.IntegerField(label=_("自收到申请之日起一共（工作日）"), min_value=21, max_value=extension.LONGEST)
    words = told(_("理由"))


class FeeForm(DayForm):
    method = forms.ChoiceField(label=_("怎样计收"), choices=[(method.value, tariff.title) for method, tariff in fees.TARIFFS.items()])
    quantity = forms.IntegerField(label=_("件数或者页数"), min_value=1)
    words = told(_("理由"))


class PaymentForm(DayForm):
    voucher = forms.CharField(label=_("财政票据号码"), max_length=60)


class HandoverForm(DayForm):
    unit = forms.ModelChoiceField(Department.objects.visible(), label=_("承办单位"))
    lead = forms.BooleanField(label=_("牵头"), required=False)
    words = told(_("交办内容"), required=False)


class HandBackForm(DayForm):
    handover = forms.ModelChoiceField(None, label=_("承办单位"))
    words = told(_("查找结果和意见"))

    def __init__(self, application, *args, **kwargs):
        super().__init__(application, *args, **kwargs)
        self.fields["handover"].queryset = application.handovers.filter(returned_on=None).select_related("unit")


class ConsultForm(DayForm):
    kind = forms.ChoiceField(label=_("向谁征求意见"), choices=ConsultedParty.Addressee)
    name = forms.CharField(label=_("名称或者姓名"), max_length=200)
    contact = forms.CharField(label=_("联系方式（加密保存）"), max_length=200, required=False)
    delivered_on = day(_("对方收到之日（知道的话）"), required=False)


class OpinionForm(DayForm):
    party = forms.ModelChoiceField(None, label=_("谁的意见"))
    stance = forms.ChoiceField(label=_("意见"), choices=ConsultedParty.Stance)
    words = told(_("理由"), required=False)

    def __init__(self, application, *args, **kwargs):
        super().__init__(application, *args, **kwargs)
        self.fields["party"].queryset = application.parties.filter(answered_on=None)


class OverrideForm(DayForm):
    party = forms.ModelChoiceField(None, label=_("第三方"))
    words = told(_("不公开会对公共利益造成的重大影响"))

    def __init__(self, application, *args, **kwargs):
        super().__init__(application, *args, **kwargs)
        self.fields["party"].queryset = application.parties.filter(stance="objects", overridden_on=None)


class DraftForm(DayForm):
    outcome = forms.ChoiceField(
        label=_("答复类型"), choices=[(code, outcome.name) for code, outcome in OUTCOMES.items() if code not in BY_OTHER_VERBS]
    )
    grounds = forms.MultipleChoiceField(
        label=_("不予公开的依据（第一项计入年报）"), choices=exemptions.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = told(_("理由"), required=False)
    papers = told(_("提供了什么，或者获取的方式、途径和时间"), required=False)
    place = told(_("在哪里、怎样可以获取（已经公开的）"), required=False)
    body = told(_("负责的机关及其联系方式（不属于本机关的）"), required=False)
    earlier = told(_("以前的答复（重复申请的）"), required=False)
    channel = told(_("应当通过的渠道（信访、查询等）"), required=False)


class ProofForm(DayForm):
    words = told(_("送达的凭据"))


@dataclass(frozen=True)
class Move:
    form: type[DayForm]
    act: Callable  # (application, what was filled in, by, now)


def _party(application: Application, party: ConsultedParty) -> ConsultedParty:
    """The party with the application that the page was about, so that an old page is noticed."""
    if party.application_id != application.pk:
        raise ApplicationRefused(_("请重新打开页面。"))
    party.application = application
    return party


def _draft(application, d, by, now):
    details = {bears: d[bears] for bears in (Bears.PAPERS, Bears.PLACE, Bears.BODY, Bears.EARLIER, Bears.CHANNEL)}
    answering.draft(application, Answer(d["outcome"], d["grounds"], d["words"], details), d["on"], by, now)


def _hand_back(application, d, by, now):
    d["handover"].application = application
    searching.hand_back(d["handover"], d["words"], d["on"], by, now)


MOVES: dict[Action, Move] = {
    Action.CONFIRM: Move(DayForm, lambda a, d, by, now: receiving.confirm(a, d["on"], by, now)),
    Action.SEARCH: Move(DayForm, lambda a, d, by, now: searching.begin(a, d["on"], by, now)),
    Action.ASK_CORRECTION: Move(CorrectionForm, lambda a, d, by, now: correction.ask(a, d["words"], d["on"], by, now, d["working_days"])),
    Action.CORRECT: Move(CorrectedForm, lambda a, d, by, now: correction.receive(a, d["words"], d["on"], by, now)),
    Action.ABANDON: Move(ReasonForm, lambda a, d, by, now: correction.abandon(a, d["words"], d["on"], by, now)),
    Action.HAND_OVER: Move(
        HandoverForm, lambda a, d, by, now: searching.hand_over(a, d["unit"], d["words"], d["on"], by, now, lead=d["lead"])
    ),
    Action.RETURN: Move(HandBackForm, _hand_back),
    Action.CONSULT: Move(
        ConsultForm,
        lambda a, d, by, now: consulting.ask(a, Addressee(d["kind"], d["name"], d["contact"]), d["on"], by, now, d["delivered_on"]),
    ),
    Action.RECORD_OPINION: Move(
        OpinionForm, lambda a, d, by, now: consulting.answered(_party(a, d["party"]), d["stance"], d["words"], d["on"], by, now)
    ),
    Action.OVERRIDE: Move(OverrideForm, lambda a, d, by, now: consulting.override(_party(a, d["party"]), d["words"], d["on"], by, now)),
    Action.EXTEND: Move(ExtensionForm, lambda a, d, by, now: extension.extend(a, d["working_days"], d["words"], d["on"], by, now)),
    Action.ASK_REASONS: Move(ReasonForm, lambda a, d, by, now: extension.ask_reasons(a, d["words"], d["on"], by, now)),
    Action.GIVE_REASONS: Move(ReasonForm, lambda a, d, by, now: extension.give_reasons(a, d["words"], d["on"], by, now)),
    Action.DEFER: Move(DeferForm, lambda a, d, by, now: extension.defer(a, d["working_days"], d["words"], d["on"], by, now)),
    Action.NOTIFY_FEE: Move(FeeForm, lambda a, d, by, now: charging.notify(a, d["method"], d["quantity"], d["words"], d["on"], by, now)),
    Action.PAY: Move(PaymentForm, lambda a, d, by, now: charging.paid(a, d["voucher"], d["on"], by, now)),
    Action.LAPSE: Move(DayForm, lambda a, d, by, now: charging.lapse(a, d["on"], by, now)),
    Action.DRAFT: Move(DraftForm, _draft),
    Action.SUBMIT: Move(DayForm, lambda a, d, by, now: answering.submit(a, d["on"], by, now)),
    Action.SEND_BACK: Move(ReasonForm, lambda a, d, by, now: answering.send_back(a, d["words"], d["on"], by, now)),
    Action.PASS: Move(DayForm, lambda a, d, by, now: answering.passed(a, d["on"], by, now)),
    Action.SIGN: Move(DayForm, lambda a, d, by, now: answering.sign(a, d["on"], by, now)),
    Action.REPLY: Move(DayForm, lambda a, d, by, now: answering.reply(a, d["on"], by, now)),
    Action.SERVE: Move(ProofForm, lambda a, d, by, now: answering.serve(a, d["words"], d["on"], by, now)),
    Action.ARCHIVE: Move(DayForm, lambda a, d, by, now: answering.archive(a, d["on"], by, now)),
    Action.WITHDRAW: Move(NoteForm, lambda a, d, by, now: answering.withdraw(a, d["words"], d["on"], by, now)),
}
