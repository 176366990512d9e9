"""审核情况: one text on one page: where it stands in its review, what may be done next and by whom, what happened.

What must be reviewed at all, and the fast track, stand in ``cms/review.py``.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Task, TaskState, Workflow

from cms.models import FastTrack, ReviewTask
from cms.models.review import ReviewRefused
from cms.models.user import User
from cms.review import MAY_FAST_TRACK, able, fast_track, review_afterwards, reviewed, submit, tracks_of, why_not_afterwards, workflow_of


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    at: datetime
    who: str
    what: str
    words: str = ""


@dataclass(frozen=True)
class Move:
    """What may be done next: a button, or the reasons why it is none."""

    act: str
    label: str
    why_not: list[str]
    asks: str = ""  # the label of the field for words
    must: bool = False  # the words may not be left out
    verdicts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Case:
    workflow: Workflow | None
    waiver: str
    steps: list[tuple[Task, str, list[str]]]  # the step, its state in words, who can take it when it is running
    stuck: bool
    history: list[Line]


WORDS = {
    TaskState.STATUS_IN_PROGRESS: gettext_lazy("正在审核"),
    TaskState.STATUS_APPROVED: gettext_lazy("已通过"),
    TaskState.STATUS_REJECTED: gettext_lazy("已退回"),
    TaskState.STATUS_SKIPPED: gettext_lazy("已跳过"),
    TaskState.STATUS_CANCELLED: gettext_lazy("已取消"),
}


def case(item) -> Case:
    """Everything that the review page shows about ``item``, as it stands now."""
    draft = item if isinstance(item, Page) else item.get_latest_revision_as_object()
    workflow = workflow_of(draft)
    column = item if isinstance(item, Page) else draft.column
    waiver = column.review_rule()[1] if column else ""
    running = item.current_workflow_task_state
    people = [str(user) for user in able(running)] if running else []
    state = item.current_workflow_state or item.workflow_states.order_by("pk").last()
    passed = {task.pk: task.status for task in state.all_tasks_with_status()} if state else {}
    steps = []
    for task in workflow.tasks.specific() if workflow else []:
        now = running is not None and running.task_id == task.pk
        words = WORDS.get(passed.get(task.pk), _("尚未开始"))
        steps.append((task, str(words), people if now else []))
    return Case(workflow, waiver, steps, running is not None and not people, history(item))


def history(item) -> list[Line]:
    """Who submitted, passed, sent back and used the fast track, the latest first."""
    lines = []
    for state in item.workflow_states.select_related("requested_by", "workflow"):
        lines.append(Line(state.created_at, str(state.requested_by or ""), _("提交“%(name)s”") % {"name": state.workflow}))
        for step in state.task_states.exclude(finished_at=None).select_related("task", "finished_by"):
            what = _("%(done)s：%(task)s") % {"done": WORDS[step.status], "task": step.task}
            lines.append(Line(step.finished_at, str(step.finished_by or ""), what, step.comment))
    for track in tracks_of(item).select_related("by", "reviewed_by"):
        lines.append(Line(track.at, str(track.by), _("快速通道发布"), track.reason))
        if track.reviewed_at:
            what = _("补审：%(verdict)s") % {"verdict": track.get_verdict_display()}
            lines.append(Line(track.reviewed_at, str(track.reviewed_by), what, track.note))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def in_a_step(item, user: User) -> bool:
    """Does a running step ask this person's group?"""
    task = item.current_workflow_task
    return isinstance(task, ReviewTask) and task.has_member(user)


def may_write(item, user: User) -> bool:
    if isinstance(item, Page):
        return item.permissions_for_user(user).can_edit()
    return user.has_perm(f"{item._meta.app_label}.change_{item._meta.model_name}")


def moves(item, user: User) -> list[Move]:
    """The next acts in the order of a review, each with why this person may not; without reasons it is a button."""
    found = []
    state, running = item.current_workflow_state, item.current_workflow_task_state
    draft = item if isinstance(item, Page) else item.get_latest_revision_as_object()
    if running:
        task = running.task.specific
        why = task.why_not(item, user) if isinstance(task, ReviewTask) else [_("这一步不是四眼步骤。")]
        found.append(Move("approve", _("通过“%(task)s”") % {"task": task}, why, _("意见（可不填）")))
        found.append(Move("reject", _("退回修改"), why, _("退回的原因"), must=True))
    elif workflow_of(draft) and not cleared(item):
        why = [] if may_write(item, user) else [_("提交审核需要修改这份内容的权限。")]
        found.append(Move("submit", _("修改好了，重新提交审核") if state else _("提交审核"), why))
    if workflow_of(draft) and not cleared(item):
        why = [] if user.has_perm(MAY_FAST_TRACK) else [_("使用快速通道需要相应的权限。")]
        found.append(Move("fast_track", _("快速通道：先发布，后补审"), why, _("是什么紧急情况"), must=True))
    if track := tracks_of(item).open().order_by("pk").first():
        why, verdicts = why_not_afterwards(track, user), tuple(FastTrack.Verdict.choices)
        found.append(Move("afterwards", _("记录补审"), why, _("补审意见"), verdicts=verdicts))
    return found


def cleared(item) -> bool:
    """Has the latest draft been reviewed, or gone out by the fast track?"""
    revision = item.latest_revision_id or 0
    workflow = workflow_of(item if isinstance(item, Page) else item.get_latest_revision_as_object())
    return FastTrack.objects.filter(revision_id=revision).exists() or (workflow is not None and reviewed(revision, workflow))


def take(item, act: str, words: str, verdict: str, by: User, now: datetime) -> None:
    """Do what a button of the review page says. Raises ReviewRefused when it may not be done (any more), Refused by the gate."""
    offered = {move.act: move for move in moves(item, by)}
    if act not in offered:
        raise ReviewRefused(_("这一步已经办过，或者现在不能办理；请看页面上现在的情况。"))
    if offered[act].why_not:
        raise ReviewRefused(*offered[act].why_not)
    if act == "submit":
        submit(item, by)
    elif act == "approve":
        item.current_workflow_task_state.approve(user=by, comment=words.strip())
    elif act == "reject":
        item.current_workflow_task_state.reject(user=by, comment=words)
    elif act == "fast_track":
        fast_track(item, words, by, now)
    else:
        review_afterwards(tracks_of(item).open().order_by("pk").first(), verdict, words, by, now)
