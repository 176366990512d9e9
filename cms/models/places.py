from django.db import models
from django.utils.translation import gettext_lazy as _

from cms import stamps

from .stamped import Stamped, StampedQuerySet


class PlaceQuerySet(StampedQuerySet):
    def visible(self):
        return self.filter(closed_on=None)


class Place(Stamped):
    """An entry of the register of institutions and of offline points; loaded from lists, so with the date of its data."""

    class Kind(models.TextChoices):
        HOSPITAL = "hospital", _("医院")
        INTERNET_HOSPITAL = "internet_hospital", _("互联网医院")
        COMMUNITY = "community", _("社区卫生服务机构")
        CDC = "cdc", _("疾病预防控制机构")
        VACCINATION = "vaccination", _("预防接种门诊")
        OCCUPATIONAL = "occupational", _("职业健康检查机构")
        WINDOW = "window", _("政务公开和办事窗口")
        READING = "reading", _("政府信息查阅点")
        OTHER = "other", _("其他")

    source_id = models.CharField(_("来源编号"), max_length=100, unique=True, null=True, blank=True)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind, db_index=True)
    name = models.CharField(_("名称"), max_length=200, db_index=True)
    level = models.CharField(_("等级"), max_length=50, blank=True)
    district = models.CharField(_("区"), max_length=50, blank=True, db_index=True)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    hours = models.CharField(_("开放时间"), max_length=300, blank=True)
    telephone = models.CharField(_("电话"), max_length=100, blank=True)
    services = models.TextField(_("服务内容"), blank=True)
    website = models.URLField(_("网站"), blank=True)
    unit = models.ForeignKey("cms.Department", models.PROTECT, null=True, blank=True, related_name="places", verbose_name=_("主管单位"))
    data_date = models.DateField(_("数据日期"))
    closed_on = models.DateField(_("停止服务日期"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()
    stamp_tags = (stamps.PLACES,)

    class Meta:
        ordering = ["district", "name"]
        verbose_name = verbose_name_plural = _("机构与服务点")
        constraints = [models.UniqueConstraint(fields=["kind", "name", "address"], name="place_once")]

    def __str__(self):
        return self.name
