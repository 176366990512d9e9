"""What an applicant says on the status page beside the moves of the procedure, and what was found without applying at all."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .application import Application


class ApplicantWord(models.Model):
    """申请人的话: a payment that was made, a complaint (Article 51), a rating. None of them moves the clock."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("告知已经缴费")
        COMPLAINT = "complaint", _("投诉、举报")
        RATING = "rating", _("评价")

    application = models.ForeignKey(Application, models.CASCADE, related_name="words")
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    words = models.TextField(_("内容"), max_length=2000, blank=True)
    score = models.PositiveSmallIntegerField(_("评分"), null=True, blank=True)  # 1 to 5, of a rating
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("申请人的话")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=models.Q(kind="rating"), name="word_one_rating"),
            models.CheckConstraint(
                condition=models.Q(kind="rating", score__range=(1, 5)) | ~models.Q(kind="rating") & models.Q(score=None),
                name="word_rating_has_score",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class AnsweredByPublic(models.Model):
    """这就是我要的: how often on a day a public document answered somebody who was about to apply. It holds nothing of who that was."""

    url = models.CharField(max_length=500)
    title = models.CharField(max_length=300)
    on = models.DateField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["-on", "pk"]
        constraints = [models.UniqueConstraint(fields=["url", "on"], name="answered_by_public_once_a_day")]

    def __str__(self):
        return f"{self.on} {self.title}: {self.times}"
