"""政府信息公开平台: the column with exactly its four sub-columns and the entry to 依申请公开 (国办公开办函〔2019〕61号)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms import paging, showing
from cms.blocks import BodyBlock
from cms.models import BasePage, ColumnPage

from .dated import DatedItem


class PlatformPage(BasePage):
    """政府信息公开: holds the four sub-columns and nothing else."""

    content_panels = Page.content_panels + [FieldPanel("summary")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = [
        "disclosure.GuidePage",
        "disclosure.RulesPage",
        "disclosure.StatutoryContentPage",
        "disclosure.AnnualReportsPage",
        "disclosure.RequestPage",
    ]
    max_count_per_parent = 1
    template = "disclosure/platform_page.html"

    class Meta:
        verbose_name = _("政府信息公开平台")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | showing.plain(self, request, "信息公开") | platform_context(self)


class GuidePage(BasePage):
    """政府信息公开指南, with everything that Article 12 and the fee rules (国办函〔2020〕109号) ask for."""

    classification = models.TextField(_("政府信息的分类"))
    arrangement = models.TextField(_("编排体系"))
    obtaining = models.TextField(_("获取方式"))
    office_name = models.CharField(_("政府信息公开工作机构名称"), max_length=200)
    office_address = models.CharField(_("办公地址"), max_length=300)
    office_hours = models.CharField(_("办公时间"), max_length=300)
    office_telephone = models.CharField(_("联系电话"), max_length=100)
    office_fax = models.CharField(_("传真号码"), max_length=100)
    office_online = models.CharField(_("互联网联系方式"), max_length=300)
    how_to_apply = models.TextField(_("依申请公开的办理"), blank=True)
    fee_standard = models.TextField(_("信息处理费收费标准"))
    remedies = models.TextField(_("监督和救济"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("其他内容"), blank=True)

    # Article 12(2): what the guide must contain; a test and the form walk this table.
    REQUIRED = [
        "classification",
        "arrangement",
        "obtaining",
        "office_name",
        "office_address",
        "office_hours",
        "office_telephone",
        "office_fax",
        "office_online",
        "fee_standard",
    ]

    content_panels = Page.content_panels + [
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel(name) for name in REQUIRED[:3]], heading=_("信息的分类与获取")),
        MultiFieldPanel([FieldPanel(name) for name in REQUIRED[3:9]], heading=_("工作机构（第十二条）")),
        MultiFieldPanel([FieldPanel("how_to_apply"), FieldPanel("fee_standard"), FieldPanel("remedies")], heading=_("申请与收费")),
        FieldPanel("body"),
    ]
    parent_page_types = ["disclosure.PlatformPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "disclosure/guide_page.html"

    class Meta:
        verbose_name = _("政府信息公开指南")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | showing.plain(self, request, "信息公开指南")


class RulesPage(BasePage):
    """政府信息公开制度: the rules on disclosure that apply here."""

    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)
    content_panels = Page.content_panels + [FieldPanel("summary"), FieldPanel("body")]
    parent_page_types = ["disclosure.PlatformPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "disclosure/rules_page.html"

    class Meta:
        verbose_name = _("政府信息公开制度")

    def get_context(self, request, *args, **kwargs):
        return (
            super().get_context(request, *args, **kwargs) | showing.plain(self, request, "信息公开制度") | dated_context(request, "rules")
        )


class StatutoryContentPage(BasePage):
    """法定主动公开内容: the typed columns of Articles 20 and 21."""

    content_panels = Page.content_panels + [FieldPanel("summary")]
    parent_page_types = ["disclosure.PlatformPage"]
    subpage_types = ["cms.ColumnPage"]
    max_count_per_parent = 1
    template = "disclosure/statutory_content_page.html"

    class Meta:
        verbose_name = _("法定主动公开内容")

    def get_context(self, request, *args, **kwargs):
        return (
            super().get_context(request, *args, **kwargs) | showing.plain(self, request, "信息公开目录") | {"columns": columns_below(self)}
        )


class AnnualReportsPage(BasePage):
    """政府信息公开工作年度报告."""

    content_panels = Page.content_panels + [FieldPanel("summary")]
    parent_page_types = ["disclosure.PlatformPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "disclosure/annual_reports_page.html"

    class Meta:
        verbose_name = _("政府信息公开年报")

    def get_context(self, request, *args, **kwargs):
        return (
            super().get_context(request, *args, **kwargs)
            | showing.plain(self, request, "信息公开年报")
            | dated_context(request, "annual_report")
        )


class RequestPage(BasePage):
    """依申请公开: the entry to applications; says today how to apply in person, by post and by fax."""

    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)
    content_panels = Page.content_panels + [FieldPanel("summary"), FieldPanel("body")]
    parent_page_types = ["disclosure.PlatformPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "disclosure/request_page.html"

    class Meta:
        verbose_name = _("依申请公开")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | showing.plain(self, request, "依申请公开") | {"guide": guide_beside(self)}


def platform_context(page: PlatformPage) -> dict:
    """The four sub-columns in the order of 国办公开办函〔2019〕61号, and the entry to 依申请公开 apart."""
    below = {type(child): child for child in page.get_children().live().specific()}
    order = [GuidePage, RulesPage, StatutoryContentPage, AnnualReportsPage]
    return {"four": [below[kind] for kind in order if kind in below], "request_page": below.get(RequestPage)}


def columns_below(page: StatutoryContentPage):
    """The columns of Articles 20 and 21, each with its owner; one query."""
    return ColumnPage.objects.child_of(page).live().select_related("owner_unit")


def dated_context(request, kind: str) -> dict:
    found = DatedItem.objects.visible().newest_first().filter(kind=kind).defer("body")
    return {"pages": paging.paginate(found, request.GET.get("page")), "params": request.GET}


def guide_beside(page: RequestPage) -> GuidePage | None:
    """The guide of the same platform: where, when and how to reach the office."""
    return GuidePage.objects.sibling_of(page).live().first()
