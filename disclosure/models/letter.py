import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms.models import AppendOnly
from disclosure.letter_kinds import FORMS, LetterKind, faults
from disclosure.remedies import Organs

from .application import OUTCOMES, Application
from .application_event import ApplicationEvent

KINDS = [(kind.value, form.name) for kind, form in FORMS.items()]
OF_DELIVERY = frozenset({"sent_on", "way", "served_on", "proof"})  # what is written on a letter after it was signed


@register_setting(icon="mail")
class LetterSettings(BaseGenericSetting):
    """文书设置: what stands in every letter, and cannot be known by the system."""

    mark = models.CharField(_("机关代字"), max_length=20, blank=True, help_text=_("写在文号开头，例如“澄卫”；可以不填。"))
    reconsideration = models.CharField(
        _("行政复议机关"), max_length=100, blank=True, help_text=_("本级人民政府的全称（行政复议法第二十四条）。不填不能签发答复书。")
    )
    court = models.CharField(_("有管辖权的人民法院"), max_length=100, blank=True, help_text=_("写全称。不填不能签发答复书。"))
    online = models.CharField(
        _("网上申请行政复议的渠道"),
        max_length=300,
        blank=True,
        help_text=_("通过互联网送达答复的，应当同时提供网上申请行政复议的渠道（行政复议法第二十二条）。"),
    )
    contact = models.CharField(_("联系方式"), max_length=300, blank=True, help_text=_("信息公开工作机构的地址、电话。"))

    class Meta:
        verbose_name = verbose_name_plural = _("文书设置")

    @classmethod
    def now(cls) -> "LetterSettings":
        """Those that are set, or else the defaults, of which nothing is written."""
        return cls.base_queryset().first() or cls()

    @property
    def organs(self) -> Organs:
        return Organs(self.reconsideration, self.court, self.online)


class LetterTemplate(models.Model):
    """文书模板: a text with named places; those of replies are told apart by how the application ended."""

    kind = models.CharField(_("文书"), max_length=20, choices=KINDS, editable=False)
    outcome = models.CharField(_("答复类型"), max_length=20, choices=OUTCOMES, blank=True, editable=False)
    title = models.CharField(_("标题"), max_length=100)
    body = models.TextField(_("正文"), max_length=6000)

    class Meta:
        verbose_name = verbose_name_plural = _("文书模板")
        ordering = ["pk"]
        default_permissions = ("view", "change")
        constraints = [models.UniqueConstraint(fields=["kind", "outcome"], name="letter_template_one_each")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.get_outcome_display()}".strip()

    def clean(self):
        super().clean()
        if self.kind and (sentences := faults(LetterKind(self.kind), self.body)):
            raise ValidationError({"body": sentences})


class LetterNumber(models.Model):
    """文号: the last one that was given, by kind and year. It only rises, so no number is used twice."""

    kind = models.CharField(max_length=20, choices=KINDS)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="letter_number_one_counter")]


class LetterQuerySet(models.QuerySet):
    def to_applicant(self):
        """What the applicant may read: sent, and not to somebody else."""
        return self.exclude(sent_on=None).exclude(kind__in=(LetterKind.THIRD_PARTY, LetterKind.AGENCY))

    def update(self, **values):
        if not OF_DELIVERY.issuperset(values):
            raise AppendOnly
        return super().update(**values)

    def delete(self):
        raise AppendOnly


def place_of_sealed(letter: "Letter", filename: str) -> str:
    return f"applications/{uuid.uuid4().hex}.pdf"


class Letter(models.Model):
    """文书: one that was signed. Its text never changes; written on it later is only how it was sent and served."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="letters")
    event = models.OneToOneField(ApplicationEvent, models.PROTECT, related_name="letter")
    kind = models.CharField(_("文书"), max_length=20, choices=KINDS)
    outcome = models.CharField(_("答复类型"), max_length=20, choices=OUTCOMES, blank=True)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(_("文号"), max_length=60)
    title = models.CharField(_("标题"), max_length=100)
    addressee = models.CharField(_("主送"), max_length=300)
    text = models.TextField(_("正文"))
    organ = models.CharField(_("署名"), max_length=200)
    dated = models.DateField(_("成文日期"))
    sha256 = models.CharField(max_length=64)  # of number, title, addressee, text, organ and day, a line each
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("签发人"))
    sealed = models.FileField(_("盖章的 PDF"), upload_to=place_of_sealed, blank=True)
    sealed_sha256 = models.CharField(max_length=64, blank=True)
    sent_on = models.DateField(_("发出日"), null=True, blank=True)
    way = models.CharField(_("送达方式"), max_length=20, choices=Application.Delivery, blank=True)
    served_on = models.DateField(_("送达日"), null=True, blank=True)
    proof = models.CharField(_("送达凭据"), max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("文书")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "year", "sequence"], name="letter_number_once")]

    def __str__(self):
        return f"{self.title} {self.number}"

    @property
    def for_applicant(self) -> bool:
        return self.kind not in (LetterKind.THIRD_PARTY, LetterKind.AGENCY)

    def save(self, *args, **options):
        if not self._state.adding and not OF_DELIVERY.issuperset(options.get("update_fields") or {"text"}):
            raise AppendOnly
        super().save(*args, **options)

    def delete(self, *args, **options):
        raise AppendOnly
