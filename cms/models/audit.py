from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnly(TypeError):
    """A record of what was done is never changed and never taken away, by nobody."""

    def __init__(self):
        super().__init__(_("操作记录只能追加，不能修改或删除。"))


class AuditRecordQuerySet(models.QuerySet):
    def about(self, subject: models.Model):
        """What was done to one object, latest first."""
        kind = ContentType.objects.get_for_model(subject)
        return self.filter(content_type=kind, object_id=str(subject.pk)).order_by("-at", "-pk")

    def update(self, **values):
        raise AppendOnly

    def delete(self):
        raise AppendOnly

    def bulk_update(self, *args, **options):
        raise AppendOnly


class AuditRecord(models.Model):
    """Who did what to which object, when and why. Written by `cms.audit.record` only; the database refuses changes too."""

    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("操作人")
    )
    # The name as it was then: people change theirs.
    actor_label = models.CharField(_("操作人姓名"), max_length=150, editable=False)
    action = models.CharField(_("操作"), max_length=60, editable=False)
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, editable=False, related_name="+")
    object_id = models.CharField(max_length=40, blank=True, editable=False)
    subject = GenericForeignKey("content_type", "object_id", for_concrete_model=True)
    subject_label = models.CharField(_("对象"), max_length=300, blank=True, editable=False)
    reason = models.TextField(_("理由"), blank=True, editable=False)
    details = models.JSONField(_("详情"), default=dict, encoder=DjangoJSONEncoder, editable=False)

    objects = AuditRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("操作记录")
        default_permissions = ()
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_latest"),
            models.Index(fields=["content_type", "object_id", "-at"], name="audit_subject"),
            models.Index(fields=["actor", "-at"], name="audit_actor"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.action} {self.subject_label}"

    def save(self, *args, **options):
        if not self._state.adding or options.get("force_update"):
            raise AppendOnly
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args, **options):
        raise AppendOnly
