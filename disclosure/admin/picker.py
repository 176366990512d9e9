"""The policies that an interpretation explains: chosen ones as ticked boxes, more of them by searching."""

from django import forms
from django.urls import reverse_lazy

from disclosure.admin.writing import policy_label
from disclosure.models import PolicyDocument


class PolicyPicker(forms.CheckboxSelectMultiple):
    """Lists only what is chosen: there may be a hundred thousand policies."""

    template_name = "desk/policy_picker.html"
    search_url = reverse_lazy("desk_policies")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["search_url"] = self.search_url
        return context

    def optgroups(self, name, value, attrs=None):
        pks = [pk for pk in value if str(pk).isdecimal()]
        chosen = PolicyDocument.objects.filter(pk__in=pks).only("title", "document_number", "live")
        options = [
            self.create_option(name, policy.pk, policy_label(policy), True, index, attrs=attrs) for index, policy in enumerate(chosen)
        ]
        return [(None, [option], index) for index, option in enumerate(options)]

    class Media:
        js = ["gongkai/policy-picker.js"]
