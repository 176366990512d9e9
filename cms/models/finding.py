from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class FindingQuerySet(models.QuerySet):
    def of(self, subject: models.Model):
        return self.filter(content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk)

    def open(self):
        """What publication waits for."""
        return self.filter(state=Finding.State.OPEN)

    def to_look_at(self):
        """Open ones, and those that came with data that was public elsewhere."""
        return self.filter(state__in=[Finding.State.OPEN, Finding.State.INHERITED])


class Finding(models.Model):
    """A personal number or hidden content in a thing that is, or is to be, public, and what was decided about it.

    The number itself is never stored: ``excerpt`` is masked, ``key`` is a keyed digest by which the same number is known again.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        MASKED = "masked", _("已打码")
        REMOVED = "removed", _("已删去")
        JUSTIFIED = "justified", _("说明后保留")
        INHERITED = "inherited", _("历史数据，仅提示")

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("身份证号")
        PHONE = "phone", _("电话号码")
        CARD = "card", _("银行卡号")
        PLATE = "plate", _("车牌号")
        EMAIL = "email", _("电子邮箱")
        COMMENT = "comment", _("批注")
        REVISION = "revision", _("修订痕迹")
        HIDDEN_TEXT = "hidden_text", _("隐藏文字")
        HIDDEN_SHEET = "hidden_sheet", _("隐藏的工作表")
        HIDDEN_ROWS = "hidden_rows", _("隐藏的行")
        HIDDEN_COLUMNS = "hidden_columns", _("隐藏的列")
        CACHE = "cache", _("数据透视表中的原始数据")
        COVERED = "covered", _("遮盖下的文字")
        ANNOTATION = "annotation", _("PDF 注释")
        METADATA = "metadata", _("文件属性中的姓名、单位")
        LOCATION = "location", _("拍摄地点")
        CAMERA = "camera", _("拍摄设备和作者")
        UNREAD = "unread", _("系统读不到的内容")
        FORBIDDEN = "forbidden", _("不得使用的表述")
        ERROR_PRONE = "error_prone", _("容易写错的表述")

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey()
    source = models.CharField(_("字段或文件"), max_length=80)  # a field, or "document:12", "image:3"
    document = models.ForeignKey("wagtaildocs.Document", models.CASCADE, null=True, related_name="+", verbose_name=_("附件"))
    image = models.ForeignKey("wagtailimages.Image", models.CASCADE, null=True, related_name="+", verbose_name=_("图片"))
    kind = models.CharField(_("种类"), max_length=20, choices=Kind)
    place = models.CharField(_("位置"), max_length=200, blank=True)
    excerpt = models.CharField(_("内容（已打码）"), max_length=300)
    key = models.CharField(max_length=40, editable=False)
    state = models.CharField(_("处理"), max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField(_("保留的理由"), max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("处理人"))
    decided_at = models.DateTimeField(_("处理时间"), null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("个人信息与隐藏内容")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "source", "kind", "key"], name="finding_once"),
            models.CheckConstraint(
                condition=~models.Q(state="justified") | ~models.Q(reason="") & models.Q(decided_at__isnull=False),
                name="finding_justified_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="finding_subject"),
            models.Index("id", condition=models.Q(state__in=["open", "inherited"]), name="finding_to_look_at"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.excerpt}"

    @property
    def personal(self) -> bool:
        """A number, which can be masked in a text."""
        return self.kind in ("identity", "phone", "card", "plate", "email")


class ScannedFile(models.Model):
    """What was found in a file of this content, so that it is not looked through again; no number is kept in full."""

    digest = models.CharField(max_length=64, primary_key=True)
    rules = models.CharField(max_length=64)  # the version of the rules and what they let through
    found = models.JSONField(default=list)
    scanned_on = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = _("已扫描的文件")
        default_permissions = ()

    def __str__(self):
        return self.digest
