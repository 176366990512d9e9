"""What belongs to an application besides its people and its events: those consulted, hand-overs, papers, the reply."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure import exemptions

from .application import OUTCOMES, Application


class ConsultedParty(models.Model):
    """被征求意见的第三方或者行政机关 (Articles 32 and 34); contact data are sealed."""

    class Addressee(models.TextChoices):
        THIRD_PARTY = "third_party", _("第三方（条例第三十二条）")
        AGENCY = "agency", _("其他行政机关（条例第三十四条）")

    class Stance(models.TextChoices):
        CONSENTS = "consents", _("同意公开")
        OBJECTS = "objects", _("不同意公开")

    application = models.ForeignKey(Application, models.CASCADE, related_name="parties")
    addressee = models.CharField(_("对象"), max_length=20, choices=Addressee)
    name = models.CharField(_("名称或者姓名"), max_length=200)
    sealed = models.TextField(editable=False, blank=True)
    sent_on = models.DateField(_("发出征求意见书之日"))
    delivered_on = models.DateField(_("对方收到之日"), null=True, blank=True)
    answered_on = models.DateField(_("收到意见之日"), null=True, blank=True)
    stance = models.CharField(_("意见"), max_length=10, choices=Stance, blank=True)
    reason = models.TextField(_("理由"), max_length=2000, blank=True)
    overridden_on = models.DateField(_("因公共利益决定公开之日"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("被征求意见的一方")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_on=None, stance="") | models.Q(answered_on__isnull=False) & ~models.Q(stance=""),
                name="party_answer_has_stance",
            )
        ]

    def __str__(self):
        return self.name


class Handover(models.Model):
    """交办: a unit that holds the information looks for it and says what it thinks; one of several leads."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="handovers")
    unit = models.ForeignKey("cms.Department", models.PROTECT, related_name="+", verbose_name=_("承办单位"))
    lead = models.BooleanField(_("牵头"), default=False)
    question = models.TextField(_("交办内容"), max_length=1000, blank=True)
    given_on = models.DateField(_("交办之日"))
    returned_on = models.DateField(_("反馈之日"), null=True, blank=True)
    answer = models.TextField(_("反馈意见"), max_length=2000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("交办")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=models.Q(lead=True), name="handover_one_lead"),
        ]

    def __str__(self):
        return str(self.unit)


class Reply(models.Model):
    """答复: what is drafted, reviewed and signed; one for each application. What it must carry: `disclosure/outcomes.py`."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="reply")
    outcome = models.CharField(_("答复类型"), max_length=20, choices=OUTCOMES)
    grounds = models.JSONField(_("不予公开的依据"), default=list, blank=True)  # codes of disclosure/exemptions.py, the first one counts
    reason = models.TextField(_("理由"), max_length=4000, blank=True)
    details = models.JSONField(_("内容"), default=dict, blank=True, encoder=DjangoJSONEncoder)  # by outcomes.Bears
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("审核人"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("签发人"))
    signed_on = models.DateField(_("签发日"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("答复")
        default_permissions = ()

    def __str__(self):
        return self.get_outcome_display()

    @property
    def ground_names(self) -> list[str]:
        return [exemptions.EXEMPTIONS[code].name for code in self.grounds]


def place_of(paper: "Paper", filename: str) -> str:
    """By chance alone: what the sender calls a file says nothing about where it lies."""
    return f"applications/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()[:6]}"


class Paper(models.Model):
    """材料: a file of an application; judged by its content before it is kept, and never served but by our own view."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("身份证明")
        ATTORNEY = "attorney", _("授权委托书")
        SUPPLEMENT = "supplement", _("申请的附件")
        OPINION = "opinion", _("征求意见的材料")
        GIVEN = "given", _("提供给申请人的信息")
        ORIGINAL = "original", _("打码以前的原件（不提供）")

    application = models.ForeignKey(Application, models.CASCADE, related_name="papers")
    kind = models.CharField(_("材料"), max_length=20, choices=Kind)
    file = models.FileField(_("文件"), upload_to=place_of, max_length=200)
    name = models.CharField(_("文件名"), max_length=200)
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人"))
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("核对人")
    )  # who decided that it may be given although something was found in it
    cleared_because = models.CharField(_("可以提供的理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("材料")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.name
