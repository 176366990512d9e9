from django.db import models
from django.utils.translation import gettext_lazy as _

from .application import Application


class Applicant(models.Model):
    """申请人或者代理人: one person or body of an application. Identity number and contact data are sealed (`cms/sealed.py`)."""

    class Part(models.TextChoices):
        APPLICANT = "applicant", _("申请人")
        REPRESENTATIVE = "representative", _("代理人")

    class Identity(models.TextChoices):
        RESIDENT = "resident", _("居民身份证")
        PASSPORT = "passport", _("护照或者其他证件")
        CREDIT_CODE = "credit_code", _("统一社会信用代码")

    application = models.ForeignKey(Application, models.CASCADE, related_name="applicants")
    part = models.CharField(_("身份"), max_length=20, choices=Part, default=Part.APPLICANT)
    name = models.CharField(_("姓名或者名称"), max_length=100)
    contact_name = models.CharField(_("联系人"), max_length=100, blank=True)  # of a body
    identity_kind = models.CharField(_("证件类别"), max_length=20, choices=Identity)
    identity_print = models.CharField(max_length=64, editable=False)  # recognises the same applicant without opening what is sealed
    sealed = models.TextField(editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("申请人")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["identity_print"], name="applicant_print")]

    def __str__(self):
        return self.name


class FailedLook(models.Model):
    """A query code that did not fit: what limits guessing. Forgotten after an hour (`disclosure/applications/query_codes.py`)."""

    number = models.CharField(max_length=30)
    sender = models.CharField(max_length=64)  # a keyed digest of the address
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["number", "at"], name="failed_look_number"),
            models.Index(fields=["sender", "at"], name="failed_look_sender"),
        ]


class Filing(models.Model):
    """That one address filed an application: what limits a flood. Forgotten after an hour."""

    sender = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["sender", "at"], name="filing_sender")]
