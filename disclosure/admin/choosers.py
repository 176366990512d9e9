"""Choosing a policy in a form: searched as in the lists, with number and date beside the title."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import chooser

from disclosure.admin.listing import DayColumn
from disclosure.admin.writing import find_policies


class PolicySearchForm(BaseFilterForm):
    q = forms.CharField(label=_("标题或者发文字号"), required=False)

    def filter(self, objects):
        text = self.cleaned_data.get("q", "")
        if not text:
            return objects
        self.is_searching, self.search_query = True, text
        return find_policies(text, objects)


class _PolicyChoosing:
    filter_form_class = PolicySearchForm

    def get_object_list(self):
        return super().get_object_list().order_by("-published_on", "-pk").defer("body")

    @property
    def columns(self):
        title, *rest = super().columns
        return [title, Column("document_number", label=_("发文字号")), DayColumn("published_on", label=_("公开日期")), *rest]


class ChoosePolicy(_PolicyChoosing, chooser.ChooseView):
    pass


class ChoosePolicyResults(_PolicyChoosing, chooser.ChooseResultsView):
    pass


class PolicyChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = ChoosePolicy
    choose_results_view_class = ChoosePolicyResults
    choose_one_text = _("选择文件")
    choose_another_text = _("换一份文件")
    edit_item_text = _("编辑这份文件")
