"""发布前审核 and 快速通道: what must be reviewed before it is public, and how an emergency goes first and is reviewed after.

Which workflow reviews a thing is set in Wagtail (a column, or a kind of catalogue item); ``get_workflow()`` answers it. Where
there is one, nothing becomes public by any way without a review of exactly this text, a use of the fast track, or a run of
code that states why it is excused (an import, the sample).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Task, TaskState, Workflow, WorkflowState

from cms import audit, gate
from cms.models import FastTrack, Gated, ReviewState, ReviewTask
from cms.models.review import ReviewRefused, touched_by
from cms.models.user import User

MAY_FAST_TRACK = "cms.fast_track"
FIRST = 20  # titles that the record of a run of code names


@dataclass
class Run:
    """What a run of code made public without a review of each."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, title: str) -> None:
        self.count += 1
        if len(self.first) < FIRST:
            self.first.append(title)


_excused: ContextVar[Run | None] = ContextVar("excused from review", default=None)


def register() -> None:
    gate.register(Gated, check_reviewed)


@contextmanager
def excused(reason: str, by: User | None = None, recorded: bool = True) -> Iterator[None]:
    """Let code make public what a workflow would review; who ran it, why, and how many it was for stand in the record.

    A trial run (``recorded`` false) that writes nothing leaves no record either.
    """
    run = Run()
    token = _excused.set(run)
    try:
        yield
    finally:
        _excused.reset(token)
    if run.count and recorded:
        audit.record(by, "review.excused", reason=reason, count=run.count, first=run.first)


# -- the gate -----------------------------------------------------------------------------------------------------


def workflow_of(item) -> Workflow | None:
    return item.get_workflow() if hasattr(item, "get_workflow") else None


def check_reviewed(item, on: date) -> Iterator[str]:
    """``item.release_of`` is the revision about to go out, where the item itself does not know yet."""
    if (run := _excused.get()) is not None:  # before anything is looked up: an import asks for each of its rows
        run.add(str(item))
        return
    revision = getattr(item, "release_of", None)
    if revision is None and _public_as_it_is(item):
        return
    workflow = workflow_of(item)
    if workflow is None:
        return
    revision = revision or item.live_revision_id
    if FastTrack.objects.filter(revision_id=revision or 0).exists():
        return
    if foreign := _without_four_eyes(workflow):
        yield _("审核流程“%(workflow)s”中的“%(task)s”不是四眼步骤，请站点管理员改为“审核步骤（四眼）”。") % {
            "workflow": workflow,
            "task": foreign,
        }
    elif not reviewed(revision, workflow):
        yield _("这份内容须经“%(workflow)s”审核后公开：请提交审核，由没有写过它的同事逐步通过。") % {"workflow": workflow}


def _public_as_it_is(item) -> bool:
    """The row is public with this very revision: a save changes nothing that a reviewer would look at."""
    return item.pk is not None and type(item)._base_manager.filter(pk=item.pk, live=True, live_revision=item.live_revision_id).exists()


def _without_four_eyes(workflow: Workflow) -> Task | None:
    kind = ContentType.objects.get_for_model(ReviewTask)
    return Task.objects.filter(workflow_tasks__workflow=workflow, active=True).exclude(content_type=kind).first()


def reviewed(revision: int | None, workflow: Workflow) -> bool:
    """Has every step of the workflow been passed under four eyes, on exactly this revision?"""
    steps = set(Task.objects.filter(workflow_tasks__workflow=workflow, active=True).values_list("pk", flat=True))
    passed = ReviewState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED, independent=True)
    return bool(steps) and steps <= set(passed.values_list("task", flat=True))


# -- the fast track -----------------------------------------------------------------------------------------------


def fast_track(item, reason: str, by: User, now: datetime) -> FastTrack:
    """Publish the latest draft at once in an emergency; it stays an open item until a colleague has reviewed it.

    Raises ReviewRefused without the right or a reason, and Refused for what else the gate asks: a number, an interpretation.
    """
    if not by.has_perm(MAY_FAST_TRACK):
        raise ReviewRefused(_("使用快速通道需要相应的权限。"))
    if not reason.strip():
        raise ReviewRefused(_("请写明是什么紧急情况。"))
    with transaction.atomic():
        locked = type(item)._base_manager.select_for_update().get(pk=item.pk)
        if workflow_of(locked.get_latest_revision_as_object()) is None:
            raise ReviewRefused(_("这份内容不需要发布前审核，请直接发布。"))
        revision = locked.latest_revision or locked.save_revision(user=by)
        if FastTrack.objects.filter(revision_id=revision.pk).exists():
            raise ReviewRefused(_("这个版本已经用快速通道发布过。"))
        kind = ContentType.objects.get_for_model(locked)
        track = FastTrack.objects.create(
            content_type=kind,
            object_id=str(locked.pk),
            subject_label=str(locked)[:300],
            revision_id=revision.pk,
            reason=reason.strip(),
            by=by,
            at=now,
        )
        revision.publish(user=by, skip_permission_checks=True)
        audit.record(by, "review.fast-track", locked, reason=reason.strip(), revision=revision.pk)
    item.refresh_from_db()
    return track


def why_not_afterwards(track: FastTrack, user: User) -> list[str]:
    """Why this person may not review afterwards what went out by the fast track."""
    if track.reviewed_at:
        return [_("%(name)s已经补审。") % {"name": track.reviewed_by}]
    sentences = []
    item = track.subject
    workflow = workflow_of(item) if item else None
    tasks = ReviewTask.objects.filter(workflow_tasks__workflow=workflow) if workflow else ReviewTask.objects.all()
    if not tasks.filter(groups__in=user.groups.all()).exists():
        sentences.append(_("补审由审核这类内容的组办理，您不在其中。"))
    if user.pk == track.by_id:
        sentences.append(_("快速通道是您使用的，须由另一位同事补审。"))
    if item and _wrote(item, track.revision_id, user):
        sentences.append(_("这份内容您写过或者改过，须由另一位同事补审。"))
    return sentences


def _wrote(item, revision: int, user: User) -> bool:
    """Any of the revisions up to the one that went out; which of them were public before does not matter here."""
    return item.revisions.filter(pk__lte=revision, user=user).exists()


def review_afterwards(track: FastTrack, verdict: str, note: str, by: User, now: datetime) -> FastTrack:
    """Close an open item of the fast track. Raises ReviewRefused for whom it is not to judge, and for faults without words."""
    with transaction.atomic():
        locked = FastTrack.objects.select_for_update().get(pk=track.pk)
        if why := why_not_afterwards(locked, by):
            raise ReviewRefused(*why)
        if verdict not in FastTrack.Verdict.values:
            raise ReviewRefused(_("请选择补审的结论。"))
        if verdict == FastTrack.Verdict.FAULTY and not note.strip():
            raise ReviewRefused(_("请写明哪里需要更正。"))
        locked.verdict, locked.note, locked.reviewed_by, locked.reviewed_at = verdict, note.strip(), by, now
        locked.save()
        audit.record(by, "review.afterwards", locked.subject, reason=note.strip(), verdict=verdict, track=locked.pk)
    return locked


# -- lists --------------------------------------------------------------------------------------------------------


def waiting_for(user: User, most: int = 50) -> list[TaskState]:
    """Steps that this person may take now, the longest waiting first."""
    found = TaskState.objects.reviewable_by(user).select_related("workflow_state", "task").order_by("started_at", "pk")
    return list(found[:most])


def returned_to(user: User, most: int = 50) -> list[WorkflowState]:
    """What was sent back to this person, who submitted it, the latest first."""
    returned = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user)
    return list(
        returned.select_related("current_task_state__finished_by", "current_task_state__task").order_by("-current_task_state")[:most]
    )


def able(state: TaskState) -> list[User]:
    """The people who can take a running step: when nobody is left, the panel says so instead of waiting for ever."""
    task, item = state.task.specific, state.workflow_state.content_object
    if not isinstance(task, ReviewTask):
        return []
    people = User.objects.filter(is_active=True, groups__in=task.groups.all()).distinct()
    return list(people.exclude(pk__in={*touched_by(item), state.workflow_state.requested_by_id}).order_by("pk"))


def submit(item, by: User) -> WorkflowState:
    """Hand the latest draft to its workflow, or resume the review from which it came back. Raises ReviewRefused."""
    with transaction.atomic():
        running = item.current_workflow_state
        if running and running.status == WorkflowState.STATUS_IN_PROGRESS:
            raise ReviewRefused(_("这份内容正在审核。"))
        if running:
            running.resume(user=by)
            return running
        workflow = workflow_of(item.get_latest_revision_as_object() if not isinstance(item, Page) else item)
        if workflow is None:
            raise ReviewRefused(_("这份内容不需要发布前审核。"))
        return workflow.start(item, by)


def tracks_of(item):
    return FastTrack.objects.filter(content_type=ContentType.objects.get_for_model(item), object_id=str(item.pk))
