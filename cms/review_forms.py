"""The form in which a text is sent back: the reason is what its writer needs."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SendBackForm(forms.Form):
    comment = forms.CharField(
        label=_("退回的原因"), strip=True, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": _("请写明退回的原因。")}
    )
