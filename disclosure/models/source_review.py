from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models import AppendOnly
from disclosure import exemptions
from disclosure.source_review import Act, Basis, BatchAct, State

from .backlog import Subject
from .catalogue import DisclosureAttribute
from .policy import PolicyDocument


class SourceReview(models.Model):
    """公开属性的源头认定: where a policy's attribute stands, from the drafter's proposal to the signer's decision."""

    policy = models.OneToOneField(PolicyDocument, models.CASCADE, related_name="source_review")
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.NONE)
    attribute = models.CharField(_("公开属性"), max_length=20, choices=DisclosureAttribute, blank=True)
    ground = models.CharField(_("依据"), max_length=10, choices=exemptions.choices(), blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    basis = models.CharField(_("公开责任"), max_length=10, choices=Basis, blank=True)
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, blank=True, related_name="reviews", verbose_name=_("一类事项"))
    run = models.ForeignKey("disclosure.BacklogRun", models.PROTECT, null=True, editable=False, related_name="reviews")

    class Meta:
        verbose_name = verbose_name_plural = _("公开属性认定")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(attribute__in=["", DisclosureAttribute.ACTIVE]) | ~models.Q(reason=""),
                name="source_review_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(attribute=DisclosureAttribute.WITHHELD) | ~models.Q(ground=""), name="source_review_ground"
            ),
        ]

    def __str__(self):
        return str(self.policy)


class SourceStepQuerySet(models.QuerySet):
    def update(self, **values):
        raise AppendOnly

    def delete(self):
        raise AppendOnly


class SourceStep(models.Model):
    """One step of it: who, when, what was stated and why. Append-only."""

    review = models.ForeignKey(SourceReview, models.CASCADE, related_name="steps")
    act = models.CharField(_("步骤"), max_length=10, choices=[*Act.choices, *BatchAct.choices])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))
    attribute = models.CharField(_("公开属性"), max_length=20, choices=DisclosureAttribute)
    ground = models.CharField(_("依据"), max_length=10, choices=exemptions.choices(), blank=True)
    words = models.CharField(_("理由或者意见"), max_length=500, blank=True)

    objects = SourceStepQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_act_display()} {self.at:%Y-%m-%d}"

    def save(self, *args, **options):
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args, **options):
        raise AppendOnly
