from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.addresses import numbered

from .catalogue import CatalogueItem, newest, passed_gate, reason_given


class DatedItem(CatalogueItem):
    """Information with a date and a duty of updating: budgets, accounts, tenders, purchases and the like (Article 20)."""

    class Kind(models.TextChoices):
        BUDGET = "budget", _("财政预算")
        ACCOUNTS = "accounts", _("财政决算")
        TENDER = "tender", _("招标公告")
        PURCHASE = "purchase", _("政府采购")
        STATISTICS = "statistics", _("统计信息")
        LICENCE = "licence", _("行政许可")
        PENALTY = "penalty", _("行政处罚")
        INSPECTION = "inspection", _("监督检查")
        FEES = "fees", _("行政事业性收费")
        PROJECT = "project", _("重大建设项目")
        RECRUITMENT = "recruitment", _("招考录用")
        EMERGENCY_PLAN = "emergency_plan", _("应急管理")
        ANNUAL_REPORT = "annual_report", _("信息公开年报")
        RULES = "rules", _("信息公开制度")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind, db_index=True)
    year = models.PositiveIntegerField(_("年度"), null=True, blank=True)
    amount = models.DecimalField(_("金额（万元）"), max_digits=16, decimal_places=2, null=True, blank=True)
    closes_on = models.DateField(_("截止日期"), null=True, blank=True)

    stamp_name = "dated"

    class Meta:
        verbose_name = verbose_name_plural = _("按日期公开的信息")
        indexes = [newest("dated_newest", "kind")]
        constraints = [passed_gate("dated_live_passed_gate"), reason_given("dated_attribute_reason")]

    def get_absolute_url(self):
        return numbered("dated_item", self.pk)

    def get_preview_template(self, request, mode_name):
        return "disclosure/dated_item.html"

    def get_preview_context(self, request, mode_name):
        from disclosure.views.documents import dated_context  # see PolicyDocument

        return {"request": request, **dated_context(request, self)}


class DatedAttachment(Orderable):
    """附件."""

    item = ParentalKey(DatedItem, related_name="attachments")
    document = models.ForeignKey("wagtaildocs.Document", models.PROTECT, related_name="dated_attachments", verbose_name=_("文件"))
    title = models.CharField(_("名称"), max_length=300, blank=True)
