from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models import AppendOnly
from disclosure.application_clock import Happened, Kind
from disclosure.application_words import KINDS

from .application import Application


class ApplicationEventQuerySet(models.QuerySet):
    def update(self, **values):
        raise AppendOnly

    def delete(self):
        raise AppendOnly


class ApplicationEvent(models.Model):
    """What happened to an application, on which day, entered by whom and when. Append-only: the clock is computed from these alone."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="events")
    kind = models.CharField(_("事件"), max_length=20, choices=[(kind.value, KINDS[kind]) for kind in Kind])
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("登记时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人")
    )  # None: the applicant
    data = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)

    objects = ApplicationEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("办理经过")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.on} {self.get_kind_display()}"

    @property
    def happened(self) -> Happened:
        return Happened(Kind(self.kind), self.on, self.data)

    def save(self, *args, **options):
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args, **options):
        raise AppendOnly
