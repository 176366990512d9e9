from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin

from cms.fields import CleanTextField

from .gated import Gated
from .stamped import StampedQuerySet


class EmergencyQuerySet(StampedQuerySet):
    def visible(self):
        return self.filter(live=True, taken_down_at=None)

    def active(self):
        """Those that stand as a banner on every page."""
        return self.visible().filter(ended_at=None)


class EmergencyNotice(Gated, PreviewableMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """突发事件信息: a banner on every page and a chain of updates, the newest first."""

    class Level(models.TextChoices):
        NOTICE = "notice", _("提示")
        WARNING = "warning", _("预警")
        GRAVE = "grave", _("紧急")

    title = models.CharField(_("标题"), max_length=200)
    level = models.CharField(_("级别"), max_length=10, choices=Level, default=Level.NOTICE)
    summary = models.CharField(_("横幅文字"), max_length=200)
    advice = CleanTextField(_("公众应当怎么做"), blank=True)
    telephone = models.CharField(_("咨询电话"), max_length=100, blank=True)
    started_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    objects = EmergencyQuerySet.as_manager()
    panels = [
        FieldPanel("title"),
        FieldPanel("level"),
        FieldPanel("summary"),
        FieldPanel("advice"),
        FieldPanel("telephone"),
        FieldPanel("started_at"),
        FieldPanel("ended_at"),
        InlinePanel("updates", heading=_("续报"), label=_("续报")),
    ]

    class Meta:
        ordering = ["-started_at"]
        verbose_name = verbose_name_plural = _("突发事件信息")
        constraints = [
            models.CheckConstraint(condition=models.Q(live=False) | models.Q(released_at__isnull=False), name="emergency_live_passed_gate")
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("emergency", args=[self.pk])

    def get_preview_template(self, request, mode_name):
        return "cms/emergency.html"

    def get_preview_context(self, request, mode_name):
        return {"notice": self, "request": request}


class EmergencyUpdate(Orderable):
    """续报: one further bulletin of an emergency."""

    notice = ParentalKey(EmergencyNotice, related_name="updates")
    at = models.DateTimeField(_("时间"))
    title = models.CharField(_("标题"), max_length=200)
    body = CleanTextField(_("内容"))
    source = models.CharField(_("来源"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("续报")
