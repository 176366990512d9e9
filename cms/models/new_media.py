from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class NewMediaQuerySet(models.QuerySet):
    def running(self, on):
        return self.filter(models.Q(closed_on=None) | models.Q(closed_on__gt=on), opened_on__lte=on)


class NewMediaAccount(models.Model):
    """政务新媒体: an official account elsewhere. The unit that runs it notes when it last said something (inspection/new-media)."""

    class Platform(models.TextChoices):
        WECHAT = "wechat", _("微信")
        WEIBO = "weibo", _("微博")
        VIDEO = "video", _("短视频平台")
        APP = "app", _("移动客户端")
        OTHER = "other", _("其他")

    platform = models.CharField(_("平台"), max_length=10, choices=Platform)
    name = models.CharField(_("账号名称"), max_length=100)
    address = models.URLField(_("网址"), max_length=500, blank=True)
    unit = models.ForeignKey("cms.Department", models.PROTECT, related_name="new_media", verbose_name=_("责任单位"))
    opened_on = models.DateField(_("开设日期"))
    closed_on = models.DateField(_("注销日期"), null=True, blank=True)
    last_posted_on = models.DateField(_("最近一次更新"), null=True, blank=True)
    interacts = models.BooleanField(_("有互动功能"), default=True)

    objects = NewMediaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("政务新媒体")
        ordering = ["platform", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["platform", "name"], name="new_media_account_once")]

    def __str__(self):
        return self.name

    def clean(self):
        if self.closed_on and self.opened_on and self.closed_on < self.opened_on:
            raise ValidationError({"closed_on": _("注销日期不能早于开设日期。")})
