from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.links.quarantine import STATES, TROUBLES, State


class LinkQuerySet(models.QuerySet):
    def due(self, now):
        return self.filter(due_at__lte=now).order_by("due_at", "pk")

    def dead(self):
        return self.filter(state=State.DEAD)


class Link(models.Model):
    """An address to which something public leads: on another site, or within this one."""

    address = models.CharField(_("网址"), max_length=1000, unique=True)
    outside = models.BooleanField(_("站外"))
    state = models.CharField(_("检查结果"), max_length=10, choices=list(STATES.items()), default=State.UNCHECKED)
    status = models.PositiveSmallIntegerField(_("状态码"), null=True, blank=True)
    trouble = models.CharField(_("问题"), max_length=12, choices=list(TROUBLES.items()), blank=True)
    failures = models.PositiveSmallIntegerField(_("连续失败次数"), default=0)
    failing_since = models.DateTimeField(_("从何时起打不开"), null=True, blank=True)
    checked_at = models.DateTimeField(_("检查时间"), null=True, blank=True)
    due_at = models.DateTimeField(_("下次检查"))

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("链接")
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_at", "id"], name="link_due"),
            models.Index(fields=["state", "outside"], name="link_state"),
        ]

    def __str__(self):
        return self.address


class LinkPlace(models.Model):
    """Where a link stands, and who answers for it."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="places")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    title = models.CharField(_("所在内容"), max_length=300)
    url = models.CharField(_("所在网页"), max_length=500, blank=True)
    unit = models.ForeignKey("cms.Department", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("责任单位"))

    class Meta:
        verbose_name = verbose_name_plural = _("链接所在")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["link", "content_type", "object_id"], name="link_place_once")]
        indexes = [models.Index(fields=["content_type", "object_id"], name="link_place_of")]

    def __str__(self):
        return self.title
