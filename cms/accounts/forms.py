from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.widgets import AdminDateInput

from cms.models import User


class SignInForm(LoginForm):
    error_messages = {
        **LoginForm.error_messages,
        "invalid_login": _("用户名或密码不正确。连续输错会暂时锁定账户。"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("username", _("用户名")), ("password", _("密码"))):
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"


class OwnAccountForm(NameEmailForm):
    """One's own name, which the administrator gives and the records show, and one's own address."""

    first_name = last_name = None  # Wagtail requires both; a name here is one (display_name)
    display_name = forms.CharField(label=_("姓名"), disabled=True, required=False, help_text=_("由管理员填写。"))

    class Meta(NameEmailForm.Meta):
        fields = ["display_name", "email"]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class HandOverForm(ReasonForm):
    to = forms.ModelChoiceField(label=_("接手人"), queryset=User.objects.none())

    field_order = ["to", "reason"]

    def __init__(self, *args, leaver: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.filter(is_active=True).exclude(pk=leaver.pk).order_by("display_name", "username")


class StandInForm(forms.Form):
    stand_in = forms.ModelChoiceField(label=_("代办人"), queryset=User.objects.none())
    first_day = forms.DateField(label=_("第一天"), widget=AdminDateInput)
    last_day = forms.DateField(label=_("最后一天"), widget=AdminDateInput)
    also_person = forms.BooleanField(label=_("本人也收到提醒"), required=False)

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        others = User.objects.filter(is_active=True).exclude(pk=person.pk)
        self.fields["stand_in"].queryset = others.order_by("display_name", "username")
