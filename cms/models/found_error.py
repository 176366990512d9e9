from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FoundErrorQuerySet(models.QuerySet):
    def visible(self):
        """What the public may read: released answers, nothing of who wrote or what exactly they wrote."""
        return self.filter(released_at__isnull=False).order_by("-released_at", "-pk")


class FoundError(models.Model):
    """我为政府网站找错: what a visitor found wrong on a page. The description and the contact are never public."""

    class Kind(models.TextChoices):
        WRONG = "wrong", _("内容有错")
        OUTDATED = "outdated", _("内容过时")
        BROKEN = "broken", _("打不开或者不能用")
        UNCLEAR = "unclear", _("看不懂")

    number = models.CharField(_("回执编号"), max_length=30, unique=True, editable=False)
    kind = models.CharField(_("哪里不对"), max_length=10, choices=Kind)
    page_url = models.CharField(_("网页地址"), max_length=500)
    page_title = models.CharField(_("网页标题"), max_length=300, blank=True)
    description = models.TextField(_("具体情况"), max_length=1000)
    contact = models.CharField(_("联系方式"), max_length=100, blank=True)
    sender = models.CharField(max_length=64, editable=False)  # a keyed digest, for the limit only; forgotten after an hour
    received_at = models.DateTimeField(_("收到时间"))
    assignment = models.OneToOneField("cms.Assignment", models.PROTECT, related_name="found_error", verbose_name=_("督办事项"))
    question = models.CharField(_("公开的问题摘要"), max_length=200, blank=True)
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    released_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公开人")
    )

    objects = FoundErrorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("找错留言")
        default_permissions = ()
        indexes = [
            models.Index(fields=["sender", "received_at"], name="found_error_sender"),
            models.Index(fields=["-released_at", "-id"], name="found_error_released"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_at=None) | ~models.Q(answer="") & ~models.Q(question=""),
                name="found_error_released_has_answer",
            )
        ]

    def __str__(self):
        return self.number
