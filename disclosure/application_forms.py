"""申请表, one thing a page; the same fields are filled in by staff for whoever applied otherwise. No field asks for a purpose."""

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.applications.receiving import Asked
from disclosure.models import Applicant, Application

RADIO = forms.RadioSelect


class KindForm(forms.Form):
    """谁申请."""

    applicant_kind = forms.ChoiceField(label=_("申请人是"), choices=Application.ApplicantKind, widget=RADIO)
    represented = forms.ChoiceField(
        label=_("由谁提交"), choices=[("", _("本人或者本单位")), ("yes", _("代理人代为提交，有授权委托书"))], widget=RADIO, required=False
    )
    joint = forms.ChoiceField(
        label=_("几个申请人"),
        choices=[("", _("一个")), ("2", _("两个共同申请")), ("3", _("三个共同申请")), ("4", _("四个共同申请")), ("5", _("五个共同申请"))],
        widget=RADIO,
        required=False,
    )


class WhoForm(forms.Form):
    """身份和联系方式, of the applicant or of a representative."""

    name = forms.CharField(label=_("姓名或者名称"), max_length=100)
    contact_name = forms.CharField(label=_("联系人（单位申请的填写）"), max_length=100, required=False)
    identity_kind = forms.ChoiceField(label=_("证件"), choices=Applicant.Identity, widget=RADIO)
    identity_number = forms.CharField(
        label=_("证件号码"),
        max_length=40,
        help_text=_("加密保存，只有承办人可以查看；查询页不显示。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    telephone = forms.CharField(label=_("电话"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"}))
    email = forms.EmailField(label=_("电子邮箱"), max_length=200, required=False)
    address = forms.CharField(label=_("通信地址"), max_length=300, required=False)


class WhatForm(forms.Form):
    """要什么信息."""

    title = forms.CharField(label=_("信息的名称"), max_length=200, help_text=_("不知道准确名称的，写清是哪方面的信息。"))
    document_number = forms.CharField(label=_("文号（知道的话）"), max_length=100, required=False)
    features = forms.CharField(
        label=_("其他便于查询的特征"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("例如时间、地点、由谁作出、用在什么事情上。一件申请写一个事项。"),
    )


class HowForm(forms.Form):
    """怎样提供."""

    form = forms.ChoiceField(label=_("形式"), choices=Application.Form, widget=RADIO)
    delivery = forms.ChoiceField(label=_("途径"), choices=Application.Delivery, widget=RADIO)
    help_needed = forms.CharField(
        label=_("需要的协助（可以不填）"),
        max_length=300,
        required=False,
        help_text=_("阅读、看、听有困难的，写明需要什么帮助，例如大字、读给您听。"),
    )
    mail_wanted = forms.ChoiceField(
        label=_("用电子邮件通知进展"), choices=[("", _("不用")), ("yes", _("通知（须填写电子邮箱）"))], widget=RADIO, required=False
    )


class SendForm(forms.Form):
    """核对并提交, with the files; they are kept only when the application is."""

    identity_proof = forms.FileField(label=_("身份证明（可以不附）"), required=False)
    supplement = forms.FileField(label=_("补充材料（可以不附）"), required=False)
    attorney = forms.FileField(label=_("授权委托书"), required=False)
    # a field that people do not see and programs fill in
    website = forms.CharField(
        label=_("请不要填写这一栏"), required=False, max_length=200, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(self, *args, represented: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if represented:
            self.fields["attorney"].required = True
        else:
            del self.fields["attorney"]

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("这一栏应当空着。请清空后再提交。"))
        return ""


def asked_of(kind: dict, what: dict, how: dict) -> Asked:
    """From what was filled in on the pages."""
    return Asked(applicant_kind=kind["applicant_kind"], **what, **{**how, "mail_wanted": bool(how["mail_wanted"])})


class ReplyForm(forms.Form):
    """What an applicant writes on the status page: a correction, reasons, why it is withdrawn."""

    words = forms.CharField(label=_("您要说的"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), required=False)


class SaidForm(forms.Form):
    """What an applicant says beside the procedure: a payment, a complaint, a rating; each of them a form of its own on the page."""

    words = forms.CharField(label=_("内容"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class PaymentForm(SaidForm):
    words = forms.CharField(label=_("财政票据号码"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class ComplaintForm(SaidForm):
    words = forms.CharField(label=_("投诉的事项和理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class RatingForm(SaidForm):
    field_order = ["score", "words"]
    score = forms.TypedChoiceField(
        label=_("您满意吗"),
        coerce=int,
        widget=RADIO,
        choices=[(5, _("很满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("很不满意"))],
    )
    words = forms.CharField(label=_("想说的（可以不填）"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class LookForm(forms.Form):
    number = forms.CharField(label=_("回执编号"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    code = forms.CharField(label=_("查询码"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}))
