from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.models.stamped import Stamped, StampedQuerySet
from disclosure.cleanup_workflow import Outcome, State, Why

CLEANUPS = "cleanups"  # the tag of the public pages that list the batches


class CleanupQuerySet(StampedQuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def newest_first(self):
        return self.order_by("-year", "-pk")


class Cleanup(Stamped):
    """清理批次: normative documents looked through together in one year; its result is a public list."""

    stamp_tags = (CLEANUPS,)

    title = models.CharField(_("名称"), max_length=200)
    year = models.PositiveSmallIntegerField(_("年度"))
    unit = models.ForeignKey(
        "cms.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cleanups",
        verbose_name=_("制发机关"),
        help_text=_("留空则清理全部制发机关的规范性文件。"),
    )
    opened_at = models.DateTimeField(_("建立时间"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("建立人"))
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True)

    objects = CleanupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("规范性文件清理")
        permissions = [("decide_cleanup", _("决定清理结果"))]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("cleanup", args=[self.pk])


class CleanupRow(models.Model):
    """清理意见: one document of a batch, what is proposed for it and what a second person decided."""

    cleanup = models.ForeignKey(Cleanup, models.CASCADE, related_name="rows")
    policy = models.ForeignKey("disclosure.PolicyDocument", models.PROTECT, related_name="cleanup_rows", verbose_name=_("文件"))
    why = models.CharField(_("列入的原因"), max_length=20, choices=Why)
    law = models.CharField(_("已有变化的法律、法规"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.LISTED)
    outcome = models.CharField(_("清理意见"), max_length=10, choices=Outcome, blank=True)
    kept_until = models.DateField(_("继续有效至"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    returned = models.CharField(_("退回的原因"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("提出人"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("决定人"))
    decided_at = models.DateTimeField(_("决定时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("清理意见")
        default_permissions = ()
        ordering = ["policy__expires_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cleanup", "policy"], name="cleanup_row_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.LISTED, State.RETURNED])
                | (~models.Q(outcome="") & ~models.Q(reason="") & models.Q(proposed_by__isnull=False)),
                name="cleanup_row_proposed_with_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.DECIDED)
                | (models.Q(decided_by__isnull=False, decided_at__isnull=False) & ~models.Q(decided_by=models.F("proposed_by"))),
                name="cleanup_row_decided_by_another",
            ),
        ]

    def __str__(self):
        return self.policy.title
