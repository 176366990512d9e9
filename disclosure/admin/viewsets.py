"""The catalogue's staff screens: policies, interpretations, dated information, themes."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.punctuation import set_apart
from disclosure.admin import filters, intake, panels, views, writing
from disclosure.admin.choosers import PolicyChooserViewSet
from disclosure.admin.forms import InterpretationForm, ItemForm, PolicyForm
from disclosure.admin.listing import ItemIndexView, StateColumn
from disclosure.admin.picker import PolicyPicker
from disclosure.admin.standard_catalogue import EditionViewSet
from disclosure.admin.states import validity_state
from disclosure.models import DatedItem, Interpretation, PolicyDocument, Subject, Theme


class PolicyIndexView(ItemIndexView):
    export_words = {
        **ItemIndexView.export_words,
        "validity": (_("时效"), lambda policy: policy.validity_on(timezone.localdate()).label),
        "interpretation_count": (_("解读"), lambda policy: policy.interpretation_count),
    }

    @cached_property
    def header_buttons(self):
        buttons = list(super().header_buttons)
        return [*buttons, intake.button()] if self.request.user.has_perm(intake.ADD) else buttons

    def get_base_queryset(self):
        links = Interpretation.policies.through.objects.filter(policydocument=OuterRef("pk")).values("policydocument")
        count = Coalesce(Subquery(links.annotate(count=Count("pk")).values("count")), 0)  # counted for the rows shown only
        policies = super().get_base_queryset().prefetch_related("suffered__actor")
        return policies.annotate(interpretation_count=count)

    @cached_property
    def item_columns(self):
        today = timezone.localdate()
        return (
            Column("document_number", label=_("发文字号"), sort_key="document_number", width="15%"),
            StateColumn("validity", label=_("时效"), accessor=lambda policy: validity_state(policy, today)),
            Column("interpretation_count", label=_("解读"), sort_key="interpretation_count", width="5%"),
        )

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if self.request.user.has_perm("disclosure.add_interpretation"):
            url = writing.write_interpretation_url(instance)
            buttons.append(Button(_("写解读"), url=url, icon_name="doc-full", priority=15))
        return buttons


class InterpretationIndexView(ItemIndexView):
    export_words = {**ItemIndexView.export_words, "policies": (_("解读的政策"), lambda item: set_apart(item.policies.all()))}

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("policies")

    item_columns = (
        Column("form", label=_("形式"), accessor="get_form_display", sort_key="form", width="9%"),
        Column("policies", label=_("解读的政策"), accessor=lambda item: set_apart(item.policies.all())),
    )


class DatedIndexView(ItemIndexView):
    item_columns = (
        Column("kind", label=_("类别"), accessor="get_kind_display", sort_key="kind", width="12%"),
        Column("year", label=_("年度"), sort_key="year", width="6%"),
    )


class ItemViewSet(SnippetViewSet):
    """What the screens of all catalogue items share."""

    add_view_class = views.CreateItem
    edit_view_class = views.EditItem
    workflow_action_view_class = views.WorkflowStep
    search_fields = ["title", "index_number"]
    list_per_page = 30
    inspect_view_enabled = True
    list_export = ["index_number", "title", "written_on", "published_on", "publisher", "column", "theme", "attribute", "state"]
    inspect_view_class = views.LookAtItem
    inspect_template_name = "desk/look.html"
    own_fields: tuple[str, ...] = ()  # what is shown to readers before the fields that all items have

    @cached_property
    def inspect_view_fields(self):
        shared = ["summary", "index_number", "publisher", "written_on", "published_on", "column", "theme", "keywords"]
        return [*self.own_fields, *shared, "for_enterprises", "for_citizens", "attribute", "attribute_reason", "takedown_reason"]


class PolicyViewSet(ItemViewSet):
    model = PolicyDocument
    add_view_class = views.CreatePolicy
    own_fields = ("document_number", "genre", "normative", "in_force_on", "expires_on", "interpretation_waiver", "interpretation_due_on")
    icon = "doc-full"
    menu_label = _("政策文件")
    menu_order = 10
    index_view_class = PolicyIndexView
    edit_view_class = views.EditPolicy
    filterset_class = filters.PolicyFilters
    chooser_viewset_class = PolicyChooserViewSet
    search_fields = ["title", "document_number", "index_number"]
    list_export = [
        *("document_number", *ItemViewSet.list_export),
        *("genre", "normative", "in_force_on", "expires_on", "validity", "interpretation_count"),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    panels.AlreadyUsedPanel(),
                    FieldPanel("title"),
                    FieldPanel("summary"),
                    panels.body(),
                    panels.attachments(),
                ],
                heading=_("正文"),
            ),
            ObjectList(
                panels.catalogue_fields(
                    FieldRowPanel([FieldPanel("document_number"), FieldPanel("genre")]),
                    InlinePanel("issuers", [FieldPanel("unit"), FieldPanel("lead")], heading=_("制发机关"), label=_("制发机关")),
                ),
                heading=_("公文信息"),
            ),
            ObjectList(
                [
                    panels.ValidityPanel(heading=_("现在的时效")),
                    MultiFieldPanel([FieldPanel("normative"), FieldPanel("trial"), FieldPanel("plan")], heading=_("文件性质")),
                    FieldRowPanel([FieldPanel("in_force_on"), FieldPanel("expires_on")]),
                    InlinePanel(
                        "acts",
                        [FieldPanel("kind"), FieldPanel("subject"), FieldPanel("effective_on"), FieldPanel("note")],
                        heading=_("本文件修改或者废止的文件"),
                        label=_("文件"),
                    ),
                    FieldPanel("declared_validity"),
                ],
                heading=_("时效与关联"),
            ),
            ObjectList([*panels.publication_term(), *panels.openness()], heading=_("公开属性")),
            ObjectList(
                [
                    HelpPanel(template="desk/panels/interpretation_rule.html"),
                    panels.InterpretationsPanel(heading=_("本文件的解读")),
                    MultiFieldPanel(
                        [FieldPanel("interpretation_waiver"), FieldPanel("interpretation_due_on")],
                        heading=_("暂无解读的"),
                    ),
                ],
                heading=_("解读"),
            ),
            ObjectList([panels.ReviewPanel(heading=_("审核"))], heading=_("审核")),
            ObjectList([PublishingPanel()], heading=_("定时")),
        ],
        base_form_class=PolicyForm,
    )


class InterpretationViewSet(ItemViewSet):
    model = Interpretation
    own_fields = ("policies", "form", "round", "expert", "concerns", "picture_text", "transcript")
    icon = "help"
    menu_label = _("政策解读")
    menu_order = 20
    index_view_class = InterpretationIndexView
    add_view_class = views.CreateInterpretation
    filterset_class = filters.InterpretationFilters
    search_fields = ["title", "index_number", "policies__title"]
    list_export = [*ItemViewSet.list_export, "form", "round", "policies"]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    panels.AlreadyUsedPanel(),
                    FieldPanel("title"),
                    FieldPanel("policies", widget=PolicyPicker),
                    FieldRowPanel([FieldPanel("form"), FieldPanel("round")]),
                    FieldPanel("summary"),
                    panels.body(),
                    MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_text")], heading=_("图解")),
                    MultiFieldPanel([FieldPanel("video"), FieldPanel("transcript")], heading=_("视频")),
                    FieldPanel("expert"),
                    panels.attachments(),
                ],
                heading=_("正文"),
            ),
            ObjectList([FieldPanel("covers"), FieldPanel("concerns")], heading=_("内容清单")),
            ObjectList(panels.catalogue_fields(), heading=_("公文信息")),
            ObjectList(panels.openness(), heading=_("公开属性")),
            ObjectList([panels.ReviewPanel(heading=_("审核"))], heading=_("审核")),
            ObjectList([PublishingPanel()], heading=_("定时")),
        ],
        base_form_class=InterpretationForm,
    )


class DatedViewSet(ItemViewSet):
    model = DatedItem
    own_fields = ("kind", "year", "amount", "closes_on")
    icon = "calendar-alt"
    menu_label = _("按日期公开的信息")
    menu_order = 30
    index_view_class = DatedIndexView
    list_export = [*ItemViewSet.list_export, "kind", "year", "amount", "closes_on"]
    filterset_class = filters.DatedFilters

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    panels.AlreadyUsedPanel(),
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("year")]),
                    FieldRowPanel([FieldPanel("amount"), FieldPanel("closes_on")]),
                    FieldPanel("summary"),
                    panels.body(),
                    panels.attachments(),
                ],
                heading=_("正文"),
            ),
            ObjectList(panels.catalogue_fields(), heading=_("公文信息")),
            ObjectList(panels.openness(), heading=_("公开属性")),
            ObjectList([panels.ReviewPanel(heading=_("审核"))], heading=_("审核")),
            ObjectList([PublishingPanel()], heading=_("定时")),
        ],
        base_form_class=ItemForm,
    )


class ThemeIndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("parent")


class ThemeViewSet(ModelViewSet):
    model = Theme
    index_view_class = ThemeIndexView
    icon = "tag"
    menu_label = _("主题分类")
    menu_order = 40
    name = "themes"
    form_fields = ["parent", "name", "order"]
    list_display = ["name", "parent", "order"]
    list_filter = ["parent"]
    search_fields = ["name"]
    ordering = ["parent__order", "order", "id"]


class SubjectViewSet(ModelViewSet):
    model = Subject
    icon = "tag"
    menu_label = _("一类事项")
    menu_order = 45
    name = "subjects"
    form_fields = ["name", "order"]
    list_display = ["name", "order"]
    search_fields = ["name"]
    ordering = ["order", "id"]


class CatalogueGroup(SnippetViewSetGroup):
    menu_label = _("公开目录")
    menu_icon = "folder-open-inverse"
    menu_order = 100
    items = (PolicyViewSet, InterpretationViewSet, DatedViewSet, ThemeViewSet, SubjectViewSet, EditionViewSet)
