"""The public form of 我为政府网站找错: works without scripts, asks for nothing that is not needed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models import FoundError


class FoundErrorForm(forms.Form):
    page = forms.CharField(label=_("哪个网页"), max_length=500, help_text=_("网页的地址，例如 /news/。从那一页的页脚点进来时已经填好。"))
    kind = forms.ChoiceField(label=_("哪里不对"), choices=FoundError.Kind.choices, widget=forms.RadioSelect)
    description = forms.CharField(
        label=_("具体情况"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("哪一句、哪个数字、哪个链接，应当是什么。请不要写身份证号、病情等个人信息。"),
    )
    contact = forms.CharField(
        label=_("联系方式（可以不填）"), max_length=100, required=False, help_text=_("电话或者电子邮箱，只用于核实，不公开。")
    )
    # a field that people do not see and programs fill in
    website = forms.CharField(
        label=_("请不要填写这一栏"), required=False, max_length=200, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("这一栏应当空着。请清空后再提交。"))
        return ""


class NumberForm(forms.Form):
    number = forms.CharField(label=_("回执编号"), max_length=40)
