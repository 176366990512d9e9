"""Forms of the catalogue's staff screens."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from disclosure.models import CONTENT_CHECKLIST, Theme


class ItemForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "theme" in self.fields:  # each theme names its parent
            self.fields["theme"].queryset = Theme.objects.select_related("parent").order_by("parent__order", "order", "id")


class InterpretationForm(ItemForm):
    """The check-list of what an interpretation should explain as boxes to tick (law.md 7)."""

    covers = forms.MultipleChoiceField(
        label=_("内容清单"),
        choices=list(CONTENT_CHECKLIST.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("勾选解读中已经写明的内容；公众会看到这份清单。"),
    )
