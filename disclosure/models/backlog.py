from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms import stamps
from cms.models import Stamped, StampedQuerySet
from disclosure import exemptions
from disclosure.source_review import Basis

from .catalogue import DisclosureAttribute


class Subject(Stamped):
    """一类事项: what a reviewed document is about in the words of this authority's own list; citizens filter policies by it."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    order = models.PositiveIntegerField(_("排序"), default=100)

    objects = StampedQuerySet.as_manager()
    stamp_tags = (stamps.CATALOGUE,)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = _("一类事项")

    def __str__(self):
        return self.name


class BacklogRun(models.Model):
    """One batch of older documents whose disclosure attribute was set at once: by whom, how, and whether it was undone."""

    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("办理人"))
    theme = models.ForeignKey("disclosure.Theme", models.SET_NULL, null=True, related_name="+", verbose_name=_("主题分类"))
    attribute = models.CharField(_("公开属性"), max_length=20, choices=DisclosureAttribute)
    ground = models.CharField(_("依据"), max_length=10, choices=exemptions.choices(), blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    basis = models.CharField(_("公开责任"), max_length=10, choices=Basis)
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="+", verbose_name=_("一类事项"))
    count = models.PositiveIntegerField(_("件数"))
    # {policy: the revision that was public, or null}: what the batch took off the site, to be put back when it is undone
    taken_back = models.JSONField(default=dict)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("撤销人"))
    undone_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("历史文件批量认定")
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_attribute_display()}"
