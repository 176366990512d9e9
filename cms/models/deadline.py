from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _


class DeadlineQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on=None)

    def of(self, subject: models.Model):
        return self.filter(content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk)

    def soonest(self):
        return self.order_by("due_on", "pk")

    def by_month(self):
        """For each month in which something was done: ``month`` (its first day), ``number``, and how many of them ``in_time``."""
        done = self.filter(closed_on__isnull=False, outcome=Deadline.Outcome.DONE)
        in_time = models.Count("pk", filter=models.Q(closed_on__lte=models.F("due_on")))
        months = done.annotate(month=TruncMonth("closed_on")).values("month")
        return months.annotate(number=models.Count("pk"), in_time=in_time).order_by("month")


class Deadline(models.Model):
    """A running or closed statutory term of one matter, with the calendar that it was counted with.

    Every app keeps its clocks here (`cms/clock.py` has the verbs), so that one notice moves them all and one mechanism
    reminds of them all; docs/decisions/deadlines.md. A closed one keeps its dates.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("已办结")
        DROPPED = "dropped", _("不再适用")  # ended without what was owed being done, because it is owed no longer

    term = models.CharField(_("期限"), max_length=60)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey()
    subject_label = models.CharField(_("事项"), max_length=300)
    slot = models.CharField(_("同类中的哪一个"), max_length=60, blank=True)  # one for each third party, say
    start = models.DateField(_("起算日"))
    events = models.JSONField(_("期间发生的事"), default=dict, blank=True)
    consultations = models.JSONField(_("征求意见"), default=list, blank=True)
    number = models.PositiveSmallIntegerField(_("另行规定的期限"), null=True, blank=True)
    basis = models.CharField(_("另行规定的依据"), max_length=200, blank=True)
    jurisdiction = models.CharField(_("法域"), max_length=20)
    due_on = models.DateField(_("到期日"))
    provisional = models.BooleanField(_("暂定"), default=False)
    cautious_on = models.DateField(_("从严日期"), null=True, blank=True)
    calendar_version = models.CharField(_("日历版本"), max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="deadlines", verbose_name=_("承办人")
    )
    opened_at = models.DateTimeField(_("登记时间"))
    closed_on = models.DateField(_("办结日"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("期限")
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="deadline_subject"),
            models.Index("due_on", "id", condition=models.Q(closed_on=None), name="deadline_open"),
            models.Index("owner", "due_on", condition=models.Q(closed_on=None), name="deadline_owner_open"),
            models.Index("term", "closed_on", condition=models.Q(closed_on__isnull=False), name="deadline_closed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "term", "slot"], condition=models.Q(closed_on=None), name="deadline_open_once"
            ),
            models.CheckConstraint(condition=models.Q(number=None) | ~models.Q(basis=""), name="deadline_other_number_has_basis"),
        ]

    def __str__(self):
        return f"{self.subject_label} {self.due_on}"

    @property
    def late(self) -> bool:
        """Done after its day."""
        return self.outcome == self.Outcome.DONE and self.closed_on > self.due_on


class DeadlineMoveQuerySet(models.QuerySet):
    def made_at(self, at):
        """Those of one recomputation."""
        return self.filter(at=at)

    def earlier(self):
        return self.filter(to_on__lt=models.F("from_on"))

    def unreachable(self):
        """Of deadlines whose owner has no mail, is no longer there, or was never named."""
        away = models.Q(deadline__owner=None) | models.Q(deadline__owner__is_active=False) | models.Q(deadline__owner__email="")
        return self.filter(away)

    def loudest_first(self):
        """Those that moved to an earlier day before the others, then by the day that holds now."""
        is_later = models.Case(models.When(to_on__lt=models.F("from_on"), then=0), default=1, output_field=models.IntegerField())
        return self.annotate(is_later=is_later).order_by("is_later", "to_on", "pk").select_related("deadline")


class DeadlineMove(models.Model):
    """改期: that a stored day moved, from where to where, and why. Append-only."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="moves")
    from_on = models.DateField(_("原到期日"))
    to_on = models.DateField(_("新到期日"))
    reason = models.CharField(_("原因"), max_length=300)
    notice = models.ForeignKey("cms.CalendarNotice", models.SET_NULL, null=True, blank=True, related_name="moves")
    at = models.DateTimeField(_("时间"), db_index=True)

    objects = DeadlineMoveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("改期")
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.from_on} → {self.to_on}"

    @property
    def earlier(self) -> bool:
        return self.to_on < self.from_on
