from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

SHORTEST = 2  # signs; one sign alone stands in half of all words


class Wording(models.Model):
    """规范表述: a wording that must not be used, or that is often wrong, with what is right in its place."""

    class Level(models.TextChoices):
        FORBIDDEN = "forbidden", _("不得使用")
        ERROR_PRONE = "error_prone", _("容易写错")

    level = models.CharField(_("类别"), max_length=12, choices=Level, default=Level.ERROR_PRONE)
    text = models.CharField(_("表述"), max_length=60, unique=True)
    suggestion = models.CharField(_("建议改为"), max_length=120)
    exceptions = models.TextField(
        _("不算的"), blank=True, help_text=_("含有这一表述、但本身没有错的词，每行一个，如“环境保护部”下的“环境保护部门”。")
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("规范表述")
        ordering = ["-level", "text"]

    def __str__(self):
        return self.text

    def clean(self):
        self.text = self.text.strip()
        if len(self.text) < SHORTEST:
            raise ValidationError({"text": _("至少两个字；一个字会在许多正确的词里出现。")})
        if foreign := [line for line in self.excepted() if self.text not in line]:
            raise ValidationError({"exceptions": _("“%(line)s”里没有这一表述。") % {"line": foreign[0]}})

    def excepted(self) -> list[str]:
        return [line.strip() for line in self.exceptions.splitlines() if line.strip()]


class WordedPage(models.Model):
    """Something public in which the last check of everything found wordings of the list; replaced by the next check."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey()
    title = models.CharField(_("标题"), max_length=300)
    url = models.CharField(_("网址"), max_length=500, blank=True)
    unit = models.ForeignKey("cms.Department", models.SET_NULL, null=True, verbose_name=_("责任单位"))
    forbidden = models.BooleanField(_("有不得使用的表述"), default=False)
    legacy = models.BooleanField(_("历史数据"), default=False)
    wordings = models.JSONField(_("表述"), default=list)  # {"text", "suggestion", "level", "place"}
    found_at = models.DateTimeField(_("检查时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("表述检查结果")
        default_permissions = ()
        ordering = ["-forbidden", "legacy", "pk"]
        indexes = [models.Index(fields=["-forbidden", "legacy", "id"], name="worded_page_order")]

    def __str__(self):
        return self.title
