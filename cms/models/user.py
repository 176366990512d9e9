from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who works with the system; belongs to a unit and holds roles (groups, see ``cms/roles.py``)."""

    display_name = models.CharField(_("姓名"), max_length=100, blank=True)
    unit = models.ForeignKey("cms.Department", models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("所在单位"))
    job_title = models.CharField(_("职务"), max_length=100, blank=True)
    telephone = models.CharField(_("办公电话"), max_length=50, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("用户")
        permissions = [("take_down", _("紧急下线和恢复")), ("read_audit", _("查看操作记录")), ("fast_track", _("使用快速通道"))]

    def __str__(self):
        return self.display_name or self.username

    def get_full_name(self):
        return self.display_name or super().get_full_name() or self.username
