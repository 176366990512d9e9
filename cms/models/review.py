"""发布前审核: steps of a Wagtail workflow under four eyes, and what went out ahead of them in an emergency."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import AbstractGroupApprovalTask, Page, Revision, TaskState, WorkflowState
from wagtail.signals import workflow_approved

from cms.gate import Refused
from cms.punctuation import listed
from cms.review_forms import SendBackForm


class ReviewRefused(Refused):
    """A step of a review that this person may not take, or not any more."""


def touched_by(item) -> set[int]:
    """Keys of the people who wrote any of it since it was last made public."""
    written = Revision.objects.for_instance(item).filter(pk__gt=item.live_revision_id or 0)
    return set(written.exclude(user=None).values_list("user", flat=True))


class ReviewTask(AbstractGroupApprovalTask):
    """审核步骤: one aspect, looked at by a group, and never by whoever wrote or submitted the text.

    Stock Wagtail lets the submitter approve his own text and a superuser act on any step.
    """

    guidance = models.TextField(gettext_lazy("核对什么"), blank=True)

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "guidance"]

    class Meta:
        verbose_name = gettext_lazy("审核步骤（四眼）")
        verbose_name_plural = gettext_lazy("审核步骤（四眼）")

    @classmethod
    def get_task_state_class(cls):
        return ReviewState

    @classmethod
    def get_description(cls):
        return gettext_lazy("由所选组中没有写过、也没有提交过这份内容的人审核；超级管理员也不例外")

    def has_member(self, user) -> bool:
        return self.groups.filter(pk__in=user.groups.all()).exists()

    def why_not(self, item, user) -> list[str]:
        """Why this person may not take this step on ``item``; empty when he or she may."""
        if not user.is_active:
            return [_("账户已停用。")]
        sentences = []
        if not self.has_member(user):
            names = listed(self.groups.values_list("name", flat=True))
            sentences.append(_("“%(task)s”由“%(groups)s”办理，您不在其中。") % {"task": self.name, "groups": names})
        if user.pk in touched_by(item):
            sentences.append(_("这份内容您写过或者改过，须由另一位同事审核。"))
        state = item.current_workflow_state
        if state is not None and state.requested_by_id == user.pk:
            sentences.append(_("这次审核是您提交的，须由另一位同事审核。"))
        return sentences

    def user_can_access_editor(self, obj, user):
        return self.has_member(user)

    def locked_for_user(self, obj, user):
        return not self.has_member(user)

    def user_can_lock(self, obj, user):
        return self.has_member(user)

    def get_actions(self, obj, user):
        if self.why_not(obj, user):
            return []
        return [("reject", _("退回修改"), True), ("approve", _("通过"), False), ("approve", _("通过并附意见"), True)]

    def get_form_for_action(self, action):
        return SendBackForm if action == "reject" else super().get_form_for_action(action)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if not (user.is_active and self.has_member(user)):
            return TaskState.objects.none()
        running = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
        mine = [state.pk for state in running if not self.why_not(state.workflow_state.content_object, user)]
        return TaskState.objects.filter(pk__in=mine)


class ReviewState(TaskState):
    """One step on one text. ``independent`` is set only where four eyes were checked, so the gate can rely on it."""

    independent = models.BooleanField(default=False, editable=False)

    @transaction.atomic
    def approve(self, user=None, update=True, comment=""):
        """Raises ReviewRefused when another was first, or when this person may not."""
        item = self._begin(user)
        self.independent = True
        super().approve(user=user, update=False, comment=comment)
        if update:
            state = WorkflowState.objects.get(pk=self.workflow_state_id)
            if state.get_next_task() is None and item.waits_for():
                self._keep_ready(state, user)
            else:
                state.update(user=user)
        return self

    @transaction.atomic
    def reject(self, user=None, update=True, comment=""):
        """Send back to who submitted it. Raises ReviewRefused as ``approve`` does, and when no reason is given."""
        self._begin(user)
        if not comment.strip():
            raise ReviewRefused(_("请写明退回的原因。"))
        return super().reject(user=user, update=update, comment=comment.strip())

    def _begin(self, user):
        """Lock the step, so that of two reviewers at once exactly one counts; answers with the reviewed thing."""
        now = TaskState.objects.select_for_update().get(pk=self.pk)
        if now.status != self.STATUS_IN_PROGRESS:
            raise ReviewRefused(already(now))
        item = self.workflow_state.content_object
        item = item.specific if isinstance(item, Page) else item
        if user is None:
            raise ReviewRefused(_("审核要由具体的人作出。"))
        if why := self.task.specific.why_not(item, user):
            raise ReviewRefused(*why)
        return item

    def _keep_ready(self, state: WorkflowState, user) -> None:
        """The last step is done, but it goes out together with something else (an interpretation with its policy)."""
        state.status = WorkflowState.STATUS_APPROVED
        state.save()
        workflow_approved.send(sender=WorkflowState, instance=state, user=user)


def already(state: TaskState) -> str:
    """Who was first, as a sentence for who came second."""
    if state.finished_by is None or state.status == TaskState.STATUS_CANCELLED:
        return _("这一步审核已经结束，您的操作没有生效。")
    values = {
        "name": state.finished_by,
        "moment": timezone.localtime(state.finished_at).strftime("%m-%d %H:%M"),
        "done": _("退回") if state.status == TaskState.STATUS_REJECTED else _("通过"),
    }
    return _("%(name)s已于 %(moment)s %(done)s这一步，您的操作没有生效。") % values


class FastTrackQuerySet(models.QuerySet):
    def open(self):
        """Not yet reviewed afterwards."""
        return self.filter(reviewed_at=None)


class FastTrack(models.Model):
    """快速通道: a text that went out in an emergency ahead of its review; open until a colleague has reviewed it."""

    class Verdict(models.TextChoices):
        SOUND = "sound", gettext_lazy("没有问题")
        FAULTY = "faulty", gettext_lazy("需要更正")

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    subject = GenericForeignKey(for_concrete_model=True)
    subject_label = models.CharField(gettext_lazy("内容"), max_length=300)
    revision_id = models.PositiveBigIntegerField(unique=True)  # a number, not a link: it outlives a purge of old revisions
    reason = models.CharField(gettext_lazy("紧急情况"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("使用人"))
    at = models.DateTimeField(gettext_lazy("时间"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("补审人")
    )
    reviewed_at = models.DateTimeField(gettext_lazy("补审时间"), null=True, blank=True)
    verdict = models.CharField(gettext_lazy("补审结论"), max_length=10, choices=Verdict, blank=True)
    note = models.CharField(gettext_lazy("补审意见"), max_length=500, blank=True)

    objects = FastTrackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("快速通道")
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="fast_track_subject")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reviewed_by=models.F("by")), name="fast_track_reviewed_by_another"),
            models.CheckConstraint(
                condition=models.Q(reviewed_at=None, reviewed_by=None, verdict="")
                | (models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~models.Q(verdict="")),
                name="fast_track_reviewed_whole",
            ),
        ]

    def __str__(self):
        return self.subject_label
