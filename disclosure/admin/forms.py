"""Forms of the catalogue's staff screens."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from disclosure.models import CONTENT_CHECKLIST, PolicyAct, Theme
from disclosure.models.policy import ends


class ItemForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "theme" in self.fields:  # each theme names its parent
            self.fields["theme"].queryset = Theme.objects.select_related("parent").order_by("parent__order", "order", "id")


class PolicyForm(ItemForm):
    """Says at the row itself that a repeal would be circular, before anything is stored."""

    def is_valid(self):
        valid = super().is_valid()
        if valid and self.instance.pk and "acts" in self.formsets:
            circular = [row for row in self.formsets["acts"].forms if self._circular(row)]  # each row says so
            valid = not circular
        return valid

    def _circular(self, row) -> bool:
        values = row.cleaned_data
        subject = values.get("subject")
        if subject is None or values.get("DELETE") or values.get("kind") not in PolicyAct.ENDING:
            return False
        circular = subject.pk == self.instance.pk or ends(subject.pk, self.instance.pk)
        if circular:
            row.add_error("subject", _("循环废止：《%(title)s》就是本文件，或者已经废止了本文件。") % {"title": subject.title})
        return circular


class InterpretationForm(ItemForm):
    """The check-list of what an interpretation should explain as boxes to tick."""

    covers = forms.MultipleChoiceField(
        label=_("内容清单"),
        choices=list(CONTENT_CHECKLIST.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("勾选解读中已经写明的内容；公众会看到这份清单。"),
    )
