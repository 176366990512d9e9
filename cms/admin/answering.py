"""The form in which a visitor's report is answered."""

from django import forms
from django.utils.translation import gettext_lazy

from cms.models import FoundError


class AnswerForm(forms.Form):
    question = forms.CharField(
        label=gettext_lazy("公开的问题摘要"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("用自己的话写，不照抄留言，不写个人信息。"),
    )
    answer = forms.CharField(label=gettext_lazy("答复"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    reason = forms.CharField(label=gettext_lazy("撤回的原因"), max_length=500, required=False)


def form_for(found: FoundError) -> AnswerForm:
    return AnswerForm(initial={"question": found.question, "answer": found.answer})
