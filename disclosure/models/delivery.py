"""What was handed to the archives and libraries where citizens may read it (Article 25), and when."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Recipient(models.TextChoices):
    """To whom Article 25 has information delivered."""

    ARCHIVES = "archives", _("国家档案馆")
    LIBRARY = "library", _("公共图书馆")


class Delivery(models.Model):
    """移交包: what was made public within a period, as one file that proves itself."""

    recipient = models.CharField(_("接收单位"), max_length=20, choices=Recipient)
    first_day = models.DateField(_("公开日期自"))
    last_day = models.DateField(_("公开日期至"))
    made_at = models.DateTimeField(_("打包时间"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("打包人"))
    file_name = models.CharField(_("文件"), max_length=200, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField(_("大小（字节）"))
    item_count = models.PositiveIntegerField(_("条目"))
    file_count = models.PositiveIntegerField(_("附件"))

    class Meta:
        verbose_name = verbose_name_plural = _("移交包")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="delivery_period_in_order"),
        ]

    def __str__(self):
        return self.file_name


class DeliveredItem(models.Model):
    """A version of an item that stands in a package: each goes to each recipient once."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="items")
    recipient = models.CharField(max_length=20, choices=Recipient)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    item = GenericForeignKey("content_type", "object_id")
    released_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("已移交的条目")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "content_type", "object_id", "released_at"], name="delivered_once"),
        ]
