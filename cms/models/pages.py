"""The pages that make the site's structure: home, columns, articles, topics. Catalogue items are records, not pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager, Workflow, WorkflowPage
from wagtail.query import PageQuerySet

from cms import showing, stamps
from cms.blocks import BodyBlock
from cms.duties import STATUTORY_ITEMS
from cms.page_forms import DraftFirstForm

from .gated import Gated
from .stamped import StampedQuerySet


class StampedPageQuerySet(StampedQuerySet, PageQuerySet):
    """Wagtail deletes a page, whatever class it was fetched as, by a queryset of its own class."""


class BasePage(Gated, Page):
    """What every page of ours shares: it passes the gate and can say in a sentence what it is."""

    stamp_name = "page"
    stamp_tags = (stamps.FRAME, stamps.PAGES)  # menus and breadcrumbs stand on the pages of others
    summary = models.CharField(_("摘要"), max_length=500, blank=True)
    base_form_class = DraftFirstForm

    objects = PageManager.from_queryset(StampedPageQuerySet)()

    class Meta:
        abstract = True

    def review_rule(self) -> tuple[Workflow | None, str]:
        """The workflow that reviews this page and what stands below, or the reason why a column is excused from it.

        The nearest says it: an assignment in Wagtail, on the page itself or above, or the reason given on a column.
        """
        if not self.path:
            return None, ""
        chain = Page.objects.ancestor_of(self, inclusive=True)
        asks = WorkflowPage.objects.filter(page__in=chain, workflow__active=True).select_related("workflow", "page")
        asked = asks.order_by("-page__depth").first()
        columns = ColumnPage.objects.ancestor_of(self, inclusive=True).exclude(review_waiver="").order_by("-depth")
        excused = columns.values_list("depth", "review_waiver").first()
        if excused and (asked is None or excused[0] >= asked.page.depth):
            return None, excused[1]
        return (asked.workflow if asked else None), ""

    def get_workflow(self):
        return self.review_rule()[0]


class HomePage(BasePage):
    """首页: a service counter, one search box and what people come for."""

    greeting = models.CharField(_("首页问候"), max_length=100, default=_("您想了解或办理什么？"))
    search_hint = models.CharField(_("搜索框提示"), max_length=100, blank=True)
    popular_searches = models.TextField(_("大家在找"), blank=True, help_text=_("每行一个词。"))

    content_panels = Page.content_panels + [
        FieldPanel("greeting"),
        FieldPanel("search_hint"),
        FieldPanel("popular_searches"),
        FieldPanel("summary"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 1
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("首页")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | showing.home(self, request)


class ColumnPage(BasePage):
    """栏目: lists what is published in it, has an owner and a rule for its updates."""

    class Shows(models.TextChoices):
        ARTICLES = "articles", _("文章")
        POLICIES = "policies", _("政策文件")
        NORMATIVE = "normative", _("行政规范性文件")
        PLANS = "plans", _("规划计划")
        INTERPRETATIONS = "interpretations", _("政策解读")
        DATED = "dated", _("按日期公开的信息")
        CHILDREN = "children", _("下级栏目")

    column_type = models.CharField(
        _("栏目类别"), max_length=60, default="工作动态", help_text=_("ColumnType 的值，如 政策文件、政策解读、工作动态。")
    )
    keywords = models.CharField(_("栏目关键词"), max_length=200, blank=True)
    shows = models.CharField(_("列出"), max_length=20, choices=Shows, default=Shows.ARTICLES)
    dated_kind = models.CharField(_("信息类别"), max_length=20, blank=True)
    statutory_item = models.CharField(_("法定公开事项"), max_length=5, choices=STATUTORY_ITEMS, blank=True)
    owner_unit = models.ForeignKey(
        "cms.Department", models.PROTECT, null=True, blank=True, related_name="columns", verbose_name=_("责任单位")
    )
    update_days = models.PositiveIntegerField(
        _("更新期限（天）"), null=True, blank=True, help_text=_("超过这些天没有更新即为逾期；留空表示不要求。")
    )

    review_waiver = models.CharField(
        _("不经发布前审核的理由"),
        max_length=300,
        blank=True,
        help_text=_("上级栏目或者这类内容有审核流程，而本栏目不需要时填写；由哪个流程审核，在“设置 › 工作流程”中指定。"),
    )

    content_panels = Page.content_panels + [
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("shows"), FieldPanel("dated_kind"), FieldPanel("column_type"), FieldPanel("keywords")],
            heading=_("栏目"),
        ),
        MultiFieldPanel([FieldPanel("statutory_item"), FieldPanel("owner_unit"), FieldPanel("update_days")], heading=_("责任与更新")),
        FieldPanel("review_waiver"),
    ]
    template = "cms/column_page.html"

    class Meta:
        verbose_name = _("栏目")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | showing.column(self, request)


class ArticlePage(BasePage):
    """文章: news, notices, meetings (participants and points) and clarifications (Article 6)."""

    class Kind(models.TextChoices):
        NEWS = "news", _("工作动态")
        NOTICE = "notice", _("通知公告")
        MEETING = "meeting", _("会议公开")
        CLARIFICATION = "clarification", _("回应澄清")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind, default=Kind.NEWS)
    source = models.CharField(_("来源"), max_length=200)
    author = models.CharField(_("作者"), max_length=100, blank=True)
    published_time = models.DateTimeField(_("发布时间"))
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)
    picture = models.ForeignKey("wagtailimages.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("题图"))
    meeting_on = models.DateField(_("会议日期"), null=True, blank=True)
    participants = models.TextField(_("参会人员"), blank=True)
    points = models.TextField(_("会议要点"), blank=True, help_text=_("每行一条。"))
    claim = models.TextField(_("网上的说法"), blank=True, help_text=_("需要澄清的虚假或不完整信息。"))
    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)

    content_panels = Page.content_panels + [
        FieldPanel("kind"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("author"), FieldPanel("published_time"), FieldPanel("keywords")],
            heading=_("来源与时间"),
        ),
        FieldPanel("picture"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("meeting_on"), FieldPanel("participants"), FieldPanel("points")], heading=_("会议")),
        FieldPanel("claim"),
    ]
    parent_page_types = ["cms.ColumnPage", "cms.TopicPage"]
    subpage_types: list[str] = []
    template = "cms/article_page.html"
    stamp_tags = (stamps.PAGES,)

    class Meta:
        verbose_name = _("文章")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | showing.article(self, request)


class TopicPage(BasePage):
    """专题."""

    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)
    content_panels = Page.content_panels + [FieldPanel("summary"), FieldPanel("body")]
    template = "cms/topic_page.html"

    class Meta:
        verbose_name = _("专题")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | showing.plain(self, request, "专题") | {"below": showing.children(self)}


class LeaderPage(BasePage):
    """领导信息: the post, its holder and what he or she is in charge of."""

    post = models.CharField(_("职务"), max_length=100)
    in_charge_of = models.TextField(_("分工"))
    resume = models.TextField(_("简历"), blank=True)
    portrait = models.ForeignKey("wagtailimages.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("照片"))
    content_panels = Page.content_panels + [
        FieldPanel("post"),
        FieldPanel("in_charge_of"),
        FieldPanel("resume"),
        FieldPanel("portrait"),
    ]
    subpage_types: list[str] = []
    template = "cms/leader_page.html"

    class Meta:
        verbose_name = _("领导信息")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | showing.plain(self, request, "负责人信息")


class ServiceGuidePage(BasePage):
    """办事指南, with the ten elements that the inspection rules look for (国办秘函〔2019〕19号)."""

    ELEMENTS = [
        "legal_basis",
        "conditions",
        "materials",
        "place",
        "agency",
        "fees",
        "hours",
        "telephone",
        "process",
    ]  # the tenth, 事项名称, is the title

    legal_basis = models.TextField(_("设定依据"))
    conditions = models.TextField(_("申请条件"))
    materials = models.TextField(_("办理材料"), help_text=_("每行一件。"))
    place = models.TextField(_("办理地点"))
    agency = models.CharField(_("办理机构"), max_length=200)
    fees = models.CharField(_("收费标准"), max_length=300)
    hours = models.CharField(_("办理时间"), max_length=300)
    telephone = models.CharField(_("联系电话"), max_length=100)
    process = models.TextField(_("办理流程"), help_text=_("每行一步。"))
    time_limit = models.CharField(_("办理时限"), max_length=100, blank=True)
    online_url = models.URLField(_("网上办理地址"), blank=True)
    unit = models.ForeignKey("cms.Department", models.PROTECT, null=True, blank=True, related_name="guides", verbose_name=_("责任单位"))

    content_panels = Page.content_panels + [FieldPanel("summary")]
    content_panels += [FieldPanel(name) for name in ELEMENTS]
    content_panels += [
        FieldPanel("time_limit"),
        FieldPanel("online_url"),
        FieldPanel("unit"),
        InlinePanel("forms", heading=_("表格下载")),
    ]
    subpage_types: list[str] = []
    template = "cms/service_guide_page.html"

    class Meta:
        verbose_name = _("办事指南")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | showing.service_guide(self, request)


class ServiceGuideForm(Orderable):
    """A form that comes with a service guide."""

    guide = ParentalKey(ServiceGuidePage, related_name="forms")
    document = models.ForeignKey("wagtaildocs.Document", models.PROTECT, related_name="+", verbose_name=_("文件"))
    title = models.CharField(_("名称"), max_length=200, blank=True)
