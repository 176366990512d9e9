"""政府信息公开工作年度报告: the figures and texts behind a report, and the register of numbers that no case or document gives."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.models import Stamped, StampedQuerySet
from disclosure.annual_report import cells, layout, texts
from disclosure.annual_report.cells import Figures

from .dated import DatedItem

# What is registered as numbers: table 2 but for normative documents, which the catalogue counts, and table 4 without its sums.
REGISTERED = tuple(
    code for code in (*cells.ACTIVE, *cells.REMEDIES) if not code.startswith("normative.") and not code.endswith(f".{cells.TOTAL}")
)
FIRST_YEAR = 2008  # the Regulations came into force on 1 May 2008


class AnnualReportQuerySet(StampedQuerySet):
    def newest_first(self):
        return self.order_by("-year", "unit", "-edition")

    def visible(self):
        return self.filter(item__in=DatedItem.objects.visible())

    def latest_of(self, unit_id: int, year: int):
        """The edition that holds for a unit and a year: the newest public one, else the newest draft; None where there is none."""
        return self.filter(unit=unit_id, year=year).select_related("item").order_by("-item__live", "-edition").first()


class AnnualReport(Stamped):
    """One edition of a unit's report on a year.

    ``item`` is its entry in the catalogue, which is reviewed, published, found and archived as every other; what stands here
    is drawn up into the entry's text, and the gate lets the entry pass only while the two agree. What has been public stays as
    it is: a mistake makes a new edition, which says why.
    """

    class Source(models.TextChoices):
        RECORDS = "records", _("由系统记录生成")
        BY_HAND = "by_hand", _("手工录入（早于系统记录的年度）")
        UNITS = "units", _("汇总下级单位的报告")

    unit = models.ForeignKey("cms.Department", models.PROTECT, related_name="annual_reports", verbose_name=_("报告单位"))
    year = models.PositiveSmallIntegerField(_("年度"), validators=[MinValueValidator(FIRST_YEAR)])
    edition = models.PositiveSmallIntegerField(_("版次"), default=1, editable=False)
    source = models.CharField(_("数字的来源"), max_length=10, choices=Source, default=Source.RECORDS)
    item = models.OneToOneField(DatedItem, models.PROTECT, related_name="report", editable=False, verbose_name=_("目录信息"))
    texts = models.JSONField(_("各部分的文字"), default=dict, blank=True, editable=False)
    figures = models.JSONField(_("表格的数字"), default=dict, blank=True, editable=False)
    checks = models.JSONField(_("勾稽关系的核对"), default=list, blank=True, editable=False)  # as they were when it was drawn up
    drawn_up_at = models.DateTimeField(_("生成时间"), null=True, blank=True, editable=False)
    reason = models.CharField(_("更正的原因"), max_length=500, blank=True, editable=False)

    objects = AnnualReportQuerySet.as_manager()
    stamp_name = "annual-report"

    class Meta:
        ordering = ["-year", "-edition"]
        verbose_name = verbose_name_plural = _("政府信息公开工作年度报告")
        default_permissions = ("add", "change", "view")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "edition"], name="annual_report_edition_once"),
            models.CheckConstraint(
                condition=models.Q(edition=1) | ~models.Q(reason=""),
                name="annual_report_correction_reason",
                violation_error_message=_("更正已公布的报告，请写明原因。"),
            ),
        ]

    def __str__(self):
        name = f"{self.unit.name}{self.year}年政府信息公开工作年度报告"
        return name if self.edition == 1 else f"{name}（第{self.edition}版）"

    def get_absolute_url(self):
        return reverse("annual_report_desk", args=[self.pk])

    def stamps(self):
        """Its page is that of its entry, and it may change what the page of an earlier edition says."""
        editions = type(self).objects.filter(unit=self.unit_id, year=self.year).values_list("item", flat=True)
        return {f"dated:{pk}" for pk in [*editions, self.item_id]}

    @property
    def numbers(self) -> Figures:
        return cells.from_json(self.figures)

    @property
    def fixed(self) -> bool:
        """It has been public once, so that it stays as it is."""
        return self.item.first_published_at is not None

    def paper(self):
        """Raises texts.TextRefused for a text that names no figure."""
        return layout.paper(str(self), self.unit.name, self.texts, self.numbers)

    def later(self):
        """The public edition that takes this one's place, or None."""
        others = type(self).objects.visible().filter(unit=self.unit_id, year=self.year, edition__gt=self.edition)
        return others.select_related("item").order_by("-edition").first()

    def section_texts(self) -> list[tuple[str, str, str]]:
        """Code, title and text of each of the six sections."""
        return [(name, title, self.texts.get(name, "")) for name, title in texts.SECTIONS.items()]


class YearFigure(models.Model):
    """登记数: a number that goes into a cell of tables 2 or 4, with the record or notice that it comes from; several add up."""

    unit = models.ForeignKey("cms.Department", models.PROTECT, related_name="year_figures", verbose_name=_("单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    cell = models.CharField(_("表格中的一格"), max_length=40, choices=[(code, str(cells.NAMES[code])) for code in REGISTERED])
    value = models.DecimalField(_("数字"), max_digits=14, decimal_places=4, validators=[MinValueValidator(0)])
    source = models.CharField(_("来源"), max_length=200, help_text=_("如“行政审批系统 2026 年台账”。"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))

    class Meta:
        ordering = ["cell", "source"]
        verbose_name = verbose_name_plural = _("年度登记数")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "cell", "source"], name="year_figure_once"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="year_figure_not_negative"),
        ]

    def __str__(self):
        return f"{cells.NAMES[self.cell]}：{cells.written(self.value)}（{self.source}）"
