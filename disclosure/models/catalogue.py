from dataclasses import replace

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from cms import stamps
from cms.fields import CleanTextField
from cms.models import Gated, StampedQuerySet
from disclosure.titles import KEY_LENGTH, title_key


class DisclosureAttribute(models.TextChoices):
    """公开属性 (Article 13)."""

    ACTIVE = "active", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")
    WITHHELD = "withheld", _("不予公开")


class TitleKeyField(models.CharField):
    """What the title names, in one form for lookups; follows the title at every save."""

    def __init__(self, **options):
        super().__init__(**{"max_length": KEY_LENGTH, "blank": True, "editable": False, "db_index": True, "default": "", **options})

    def pre_save(self, model_instance, add):
        model_instance.title_key = title_key(model_instance.title)
        return model_instance.title_key


class CatalogueQuerySet(StampedQuerySet):
    def visible(self):
        """What the public may see: the one rule for pages, feeds, index, exports and sitemap alike."""
        return self.filter(live=True, taken_down_at=None, attribute=DisclosureAttribute.ACTIVE)

    def newest_first(self):
        """What an older catalogue left undated comes last, on PostgreSQL too (which would put it first)."""
        return self.order_by(models.F("published_on").desc(nulls_last=True), "-id")


class CatalogueItem(Gated, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """An entry of the disclosure catalogue: 索引、名称、内容概述、生成日期 at least (Article 12)."""

    title = models.CharField(_("标题"), max_length=500)
    index_number = models.CharField(_("索引号"), max_length=100, unique=True, null=True, blank=True, editable=False)
    summary = models.TextField(_("内容概述"), max_length=1000, blank=True)
    body = CleanTextField(_("正文"), blank=True)
    column = models.ForeignKey(
        "cms.ColumnPage", models.PROTECT, null=True, blank=True, related_name="%(class)s_items", verbose_name=_("栏目")
    )
    theme = models.ForeignKey(
        "disclosure.Theme", models.PROTECT, null=True, blank=True, related_name="%(class)s_items", verbose_name=_("主题分类")
    )
    publisher = models.ForeignKey(
        "cms.Department", models.PROTECT, null=True, blank=True, related_name="published_%(class)s", verbose_name=_("发布机构")
    )
    written_on = models.DateField(_("成文日期"), null=True, blank=True, db_index=True)
    published_on = models.DateField(_("公开日期"), null=True, blank=True, db_index=True, help_text=_("留空则为首次公开的当天。"))
    keywords = models.CharField(_("关键词"), max_length=300, blank=True, help_text=_("用空格或逗号隔开。"))
    for_enterprises = models.BooleanField(_("面向企业"), default=False)
    for_citizens = models.BooleanField(_("面向公众"), default=False)
    attribute = models.CharField(_("公开属性"), max_length=20, choices=DisclosureAttribute, default=DisclosureAttribute.ACTIVE)
    attribute_reason = models.CharField(_("不主动公开的理由"), max_length=500, blank=True)
    source_url = models.URLField(_("来源网址"), max_length=1000, blank=True)
    title_key = TitleKeyField()
    # From an older catalogue: what was never recorded there (an issuing body, a date, the interpreted policy) may be missing.
    legacy = models.BooleanField(_("历史数据"), default=False, editable=False)

    live = models.BooleanField(_("已公开"), default=False, editable=False)

    objects = CatalogueQuerySet.as_manager()
    stamp_tags = (stamps.CATALOGUE,)
    outlives_revisions = (*Gated.outlives_revisions, "index_number", "legacy")

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    def get_workflow(self):
        """By its column, which may be excused with a reason; what stands in none, by its kind."""
        workflow, excused = self.column.review_rule() if self.column else (None, "")
        return workflow or (None if excused else self.get_default_workflow())

    @property
    def audience(self) -> list[str]:
        names = [(self.for_enterprises, _("企业")), (self.for_citizens, _("公众"))]
        return [name for chosen, name in names if chosen]

    @property
    def full_url(self) -> str | None:
        """The public address; Wagtail previews under it."""
        return settings.BASE_URL.rstrip("/") + self.get_absolute_url() if self.pk else None

    preview_modes = [("", _("普通")), ("large", _("大字版"))]

    def serve_preview(self, request, mode_name):
        """As the citizen will see it, in large print too."""
        if mode_name == "large":
            request.preferences = replace(request.preferences, size="large")
        return super().serve_preview(request, mode_name)

    def prepare_release(self, now) -> set[str]:
        from disclosure.index_numbers import allocate  # the counter's module imports the models

        filled = set()
        if self.published_on is None:
            self.published_on = timezone.localdate(now)
            filled.add("published_on")
        if not self.index_number:
            self.index_number = allocate(self.published_on.year)
            filled.add("index_number")
        return filled


def newest(name: str, *first: str, also: tuple[str, ...] = (), **only) -> models.Index:
    """Holds the public rows in the order of ``newest_first``, so that a list stops at its last row and a count reads no row.

    SQLite takes a partial index only where its condition stands in the query word for word; ``attribute`` comes there as
    a parameter, so it is a column, and not the first: SQLite would take it for selective and prefer it to a primary key.
    """
    public = models.Q(live=True, taken_down_at=None, **only)
    return models.Index(fields=[*first, "-published_on", "-id", "attribute", *also], condition=public, name=name)


def passed_gate(name: str) -> models.CheckConstraint:
    """No row is public that did not pass the gate, whatever wrote it."""
    return models.CheckConstraint(condition=models.Q(live=False) | models.Q(released_at__isnull=False), name=name)


def reason_given(name: str) -> models.CheckConstraint:
    """What is not disclosed actively says why (Articles 13 to 16)."""
    active = models.Q(attribute=DisclosureAttribute.ACTIVE)
    return models.CheckConstraint(
        condition=active | ~models.Q(attribute_reason=""), name=name, violation_error_message=_("不主动公开的，请说明理由。")
    )


class IndexCounter(models.Model):
    """The running number of each organ and year; only ever grows, so no index number is used twice."""

    organ = models.CharField(max_length=30)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="index_counter_once")]
