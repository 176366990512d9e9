from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.assignment_workflow import OPEN_STATES, OWED, STATES, State


class AssignmentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=OPEN_STATES)

    def owed(self):
        """Where the owner still has something to do."""
        return self.filter(state__in=OWED)

    def with_due(self):
        """Adds ``due_on``, the day by which it is to be done; the day stands with the clock (`cms/clock.py`)."""
        return self.annotate(due_on=models.Max("deadlines__due_on"))

    def soonest(self):
        return self.with_due().order_by(models.F("due_on").asc(nulls_last=True), "pk")

    def overdue(self, on):
        return self.owed().filter(deadlines__closed_on=None, deadlines__due_on__lt=on)

    def of(self, user):
        """What lies with this person: by name, or with the person's unit while nobody is named."""
        mine = models.Q(owner=user)
        if user.unit_id:
            mine |= models.Q(owner=None, unit=user.unit_id)
        return self.filter(mine)


class Assignment(models.Model):
    """督办事项: the one kind of task, whatever found it: a fault of the census, a visitor's report, a rectification.

    Its day is a stored deadline. ``key`` names the matter, so that the same fault found again is the same task.
    """

    title = models.CharField(_("事项"), max_length=300)
    origin = models.CharField(_("来源"), max_length=30)
    key = models.CharField(_("事项标识"), max_length=200)
    content_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, blank=True, related_name="+")
    object_id = models.CharField(max_length=40, blank=True)
    subject = GenericForeignKey()
    subject_label = models.CharField(_("对象"), max_length=300, blank=True)
    subject_url = models.CharField(_("网页"), max_length=500, blank=True)
    fault = models.TextField(_("问题"), blank=True)
    source = models.CharField(_("依据"), max_length=60, blank=True)  # a reference of the library: "inspection/veto-3"
    unit = models.ForeignKey(
        "cms.Department", models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("责任单位")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("责任人")
    )
    state = models.CharField(_("状态"), max_length=10, choices=list(STATES.items()), default=State.OPEN)
    evidence = models.TextField(_("办理情况"), blank=True)
    opened_at = models.DateTimeField(_("派发时间"))
    closed_at = models.DateTimeField(_("核销时间"), null=True, blank=True)
    escalated_at = models.DateTimeField(_("提请督办时间"), null=True, blank=True)
    deadlines = GenericRelation("cms.Deadline", related_query_name="assignment")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("督办事项")
        default_permissions = ()
        permissions = [("supervise_assignment", _("督办"))]
        indexes = [
            models.Index(fields=["owner", "state"], name="assignment_owner"),
            models.Index(fields=["unit", "state"], name="assignment_unit"),
            models.Index(fields=["origin", "state"], name="assignment_origin"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~models.Q(state=State.CLOSED), name="assignment_open_once"),
            models.CheckConstraint(condition=~models.Q(state=State.DONE) | ~models.Q(evidence=""), name="assignment_done_has_evidence"),
            models.CheckConstraint(
                condition=models.Q(state=State.CLOSED, closed_at__isnull=False) | ~models.Q(state=State.CLOSED) & models.Q(closed_at=None),
                name="assignment_closed_when_closed",
            ),
        ]

    def __str__(self):
        return self.title
