from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models import Stamped, StampedQuerySet


class Theme(Stamped):
    """主题分类: two levels, the top 22 classes as the State Council's classification has them (disclosure/classification.py)."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级主题"))
    name = models.CharField(_("名称"), max_length=60)
    order = models.PositiveIntegerField(_("排序"), default=100)

    objects = StampedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = _("主题分类")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="theme_once"),
            models.UniqueConstraint(fields=["name"], condition=models.Q(parent=None), name="top_theme_once"),
        ]

    def __str__(self):
        return f"{self.parent.name} \\ {self.name}" if self.parent_id else self.name
