from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable


class Campaign(ClusterableModel):
    """专项工作或者年度工作要点: requirements that each unit has to meet. Released, each becomes a task of each unit."""

    class Kind(models.TextChoices):
        CAMPAIGN = "campaign", _("专项工作")
        PLAN = "plan", _("年度工作要点")

    kind = models.CharField(_("类型"), max_length=10, choices=Kind, default=Kind.CAMPAIGN)
    title = models.CharField(_("名称"), max_length=150)
    year = models.PositiveSmallIntegerField(_("年度"))
    basis = models.CharField(_("依据"), max_length=300, blank=True, help_text=_("部署这项工作的文件。"))
    units = ParentalManyToManyField("cms.Department", related_name="campaigns", blank=True, verbose_name=_("责任单位"))
    cascade = models.BooleanField(_("同时布置到下级单位"), default=True)
    with_plans = models.BooleanField(_("各单位须上报方案"), default=False)
    released_at = models.DateTimeField(_("布置时间"), null=True, blank=True, editable=False)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("专项和要点")
        ordering = ["-year", "-id"]

    def __str__(self):
        return self.title


class CampaignRequirement(Orderable):
    """One thing that is required, and by when."""

    campaign = ParentalKey(Campaign, related_name="requirements")
    text = models.CharField(_("要求"), max_length=300)
    evidence = models.CharField(_("怎样算完成"), max_length=300, blank=True)
    due_on = models.DateField(_("完成日期"))

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = _("工作要求")

    def __str__(self):
        return self.text


class UnitPlan(models.Model):
    """方案: how a unit means to meet a campaign's requirements; whoever supervises approves it."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("待审批")
        RETURNED = "returned", _("退回修改")
        APPROVED = "approved", _("已批准")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="plans")
    unit = models.ForeignKey("cms.Department", models.PROTECT, related_name="+", verbose_name=_("单位"))
    document = models.ForeignKey("wagtaildocs.Document", models.PROTECT, related_name="+", verbose_name=_("方案"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.SUBMITTED)
    reason = models.CharField(_("退回的原因"), max_length=500, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("上报时间"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("单位方案")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="unit_plan_once"),
            models.CheckConstraint(condition=~models.Q(state="returned") | ~models.Q(reason=""), name="unit_plan_returned_with_reason"),
        ]

    def __str__(self):
        return f"{self.campaign} {self.unit}"


class Progress(models.Model):
    """进展: how far a task has come, as its unit reported it."""

    assignment = models.ForeignKey("cms.Assignment", models.CASCADE, related_name="progress")
    percent = models.PositiveSmallIntegerField(_("完成（%）"))
    said = models.TextField(_("进展情况"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("进展")
        default_permissions = ()
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=models.Q(percent__lte=100), name="progress_at_most_whole")]

    def __str__(self):
        return f"{self.percent}% {self.said[:50]}"
