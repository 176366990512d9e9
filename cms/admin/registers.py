"""Staff screens of the registers: units, institutions and points of service, emergencies."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, PublishingPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet, SnippetViewSetGroup

from cms.admin.document_editor import DocumentEditor
from cms.admin.refusals import GatedPublishing
from cms.admin.searching import find
from cms.models import Department, EmergencyNotice, NewMediaAccount, Place


class UnitSearchForm(BaseFilterForm):
    q = forms.CharField(label=_("名称"), required=False)

    def filter(self, objects):
        text = self.cleaned_data.get("q", "")
        self.is_searching, self.search_query = bool(text), text
        return find(objects, text, ["name", "short_name"])


class ChooseUnit(chooser.ChooseView):
    filter_form_class = UnitSearchForm


class ChooseUnitResults(chooser.ChooseResultsView):
    filter_form_class = UnitSearchForm


class UnitChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseUnit
    choose_results_view_class = ChooseUnitResults
    choose_one_text = _("选择单位")
    choose_another_text = _("换一个单位")
    edit_item_text = _("编辑这个单位")


class RegisterIndexView(IndexView):
    """A register's list: searched by what is typed, in the order of the register."""

    search_backend_name = None

    def get_base_queryset(self):
        return super().get_base_queryset().select_related(*self.model_relations())

    def model_relations(self) -> list[str]:
        names = {getattr(column, "name", column) for column in self.list_display}
        return [field.name for field in self.model._meta.fields if field.many_to_one and field.name in names]

    def search_queryset(self, queryset):
        return find(queryset, self.search_query, self.search_fields) if self.is_searching else queryset


class UnitViewSet(SnippetViewSet):
    model = Department
    icon = "group"
    menu_label = _("单位")
    menu_order = 10
    index_view_class = RegisterIndexView
    chooser_viewset_class = UnitChooserViewSet
    list_display = ["name", Column("kind", label=_("类型"), accessor="get_kind_display"), "parent", "telephone"]
    list_filter = ["kind"]
    list_per_page = 50
    search_fields = ["name", "short_name"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldRowPanel([FieldPanel("short_name"), FieldPanel("name_en")]),
                    FieldPanel("kind"),
                    FieldPanel("parent"),
                    FieldRowPanel([FieldPanel("code"), FieldPanel("order")]),
                ],
                heading=_("单位"),
            ),
            MultiFieldPanel([FieldPanel("duties"), FieldPanel("head")], heading=_("职能（条例第二十条第二项）")),
            MultiFieldPanel(
                [
                    FieldPanel("address"),
                    FieldPanel("hours"),
                    FieldRowPanel([FieldPanel("telephone"), FieldPanel("fax")]),
                    FieldPanel("email"),
                    FieldPanel("website"),
                ],
                heading=_("联系方式"),
            ),
            FieldPanel("closed_on"),
        ]
    )


class PlaceViewSet(ModelViewSet):
    model = Place
    icon = "site"
    name = "places"
    menu_label = _("机构与服务点")
    menu_order = 20
    list_display = ["name", Column("kind", label=_("类别"), accessor="get_kind_display"), "district", "telephone", "data_date"]
    list_filter = ["kind", "district"]
    list_per_page = 50
    search_fields = ["name", "address"]
    exclude_form_fields = ["source_id"]


class NewMediaViewSet(ModelViewSet):
    model = NewMediaAccount
    icon = "mobile-alt"
    name = "new-media"
    menu_label = _("政务新媒体")
    menu_order = 30
    list_display = ["name", Column("platform", label=_("平台"), accessor="get_platform_display"), "unit", "last_posted_on", "closed_on"]
    list_filter = ["platform", "unit"]
    list_per_page = 50
    search_fields = ["name"]
    exclude_form_fields = []


class RegisterGroup(SnippetViewSetGroup):
    menu_label = _("机构")
    menu_icon = "group"
    menu_order = 110
    items = (UnitViewSet, PlaceViewSet, NewMediaViewSet)


class CreateEmergency(GatedPublishing, CreateView):
    pass


class EditEmergency(GatedPublishing, EditView):
    pass


class EmergencyViewSet(SnippetViewSet):
    model = EmergencyNotice
    icon = "warning"
    menu_label = _("突发事件")
    menu_order = 120
    add_to_admin_menu = True
    add_view_class = CreateEmergency
    edit_view_class = EditEmergency
    list_display = [
        "title",
        Column("level", label=_("级别"), accessor="get_level_display"),
        "started_at",
        "ended_at",
    ]
    search_fields = ["title"]
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("level"),
            FieldPanel("summary"),
            FieldPanel("advice", widget=DocumentEditor),
            FieldPanel("telephone"),
            FieldRowPanel([FieldPanel("started_at"), FieldPanel("ended_at")]),
            InlinePanel(
                "updates",
                [FieldPanel("at"), FieldPanel("title"), FieldPanel("body", widget=DocumentEditor), FieldPanel("source")],
                heading=_("续报"),
                label=_("续报"),
            ),
            PublishingPanel(),
        ]
    )
