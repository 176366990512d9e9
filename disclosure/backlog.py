"""历史文件清理: older documents that never had a disclosure attribute get one, many at once, with a subject and a way back.

What is due: public or imported documents written since ``BACKLOG_REVIEW_FROM`` that nobody has reviewed. A batch counts for
each document that is still open at that moment; whoever comes second is told who was first.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms import audit, clock, review, stamps
from cms.gate import Refused
from cms.models import Department, User
from disclosure import publication
from disclosure.attribution import REREVIEW, Statement, carry_out, require_whole
from disclosure.models import BacklogRun, DisclosureAttribute, PolicyDocument, SourceReview, SourceStep, Subject, Theme
from disclosure.source_review import BatchAct, IllegalMove, State

MAY_REVIEW = "disclosure.confirm_policydocument"
MOST = 200  # documents of one batch


def documents() -> QuerySet:
    """Everything that the backlog review is about, done or not."""
    found = PolicyDocument.objects.filter(Q(live=True) | Q(legacy=True), taken_down_at=None, written_on__gte=settings.BACKLOG_REVIEW_FROM)
    return found.filter(written_on__lt=settings.SOURCE_REVIEW_FROM) if settings.SOURCE_REVIEW_FROM else found


def left(theme: Theme | None) -> QuerySet:
    """What still has no attribute, of one theme or of none, the newest first."""
    untouched = Q(source_review=None) | Q(source_review__state=State.NONE)
    return documents().filter(untouched, theme=theme).defer("body").order_by("-written_on", "-pk")


def progress(by: str, names: QuerySet) -> list[dict]:
    """Done and left by ``theme`` or ``publisher``: rows with ``pk``, ``name``, ``total``, ``done``, ``left``, most left first."""
    called = {row.pk: str(row) for row in names}
    done = Count("pk", filter=Q(source_review__state=State.DECIDED))
    counted = documents().order_by().values_list(by).annotate(total=Count("pk"), done=done)
    rows = [
        {"pk": pk, "name": called.get(pk) or _("未填写"), "total": total, "done": done, "left": total - done} for pk, total, done in counted
    ]
    return sorted(rows, key=lambda row: (-row["left"], row["name"]))


def by_theme() -> list[dict]:
    return progress("theme", Theme.objects.select_related("parent"))


def by_unit() -> list[dict]:
    return progress("publisher", Department.objects.all())


def standing(pks: Iterable[int]) -> dict[int, SourceReview]:
    """Of these documents the reviews that somebody has begun or decided."""
    return {row.policy_id: row for row in SourceReview.objects.filter(policy__in=pks).exclude(state=State.NONE)}


def already(row: SourceReview) -> str:
    last = row.steps.select_related("by").first()
    told = {"title": row.policy, "who": last.by, "moment": timezone.localtime(last.at).strftime("%m-%d %H:%M")}
    return _("《%(title)s》已由%(who)s于 %(moment)s 办理，您的操作没有对它生效。") % told


@transaction.atomic
def set_many(pks: list[int], said: Statement, subject: Subject | None, theme: Theme | None, by: User, now: datetime):
    """Give these documents the stated attribute and subject; answers the run and what it did not count for, in sentences.

    Raises IllegalMove when the statement is not whole, or nothing is left to do; then nothing has changed.
    """
    if not by.has_perm(MAY_REVIEW):
        raise IllegalMove(_("批量认定需要核对公开属性的权限。"))
    require_whole(said, with_basis=True)
    if subject is None and Subject.objects.exists():
        raise IllegalMove(_("请选择一类事项。"))
    if len(pks) > MOST:
        raise IllegalMove(_("一批最多 %(most)d 件。") % {"most": MOST})
    policies = list(documents().filter(pk__in=pks).select_for_update(of=("self",)).order_by("pk"))
    taken = standing([policy.pk for policy in policies])
    told = [already(row) for row in taken.values()]
    open_ones = [policy for policy in policies if policy.pk not in taken]
    if not open_ones:
        raise IllegalMove(*(told or [_("请选择要认定的文件。")]))
    run = BacklogRun.objects.create(
        at=now,
        by=by,
        theme=theme,
        attribute=said.attribute,
        ground="" if said.attribute == DisclosureAttribute.ACTIVE else said.ground,
        reason=said.reason.strip()[:500],
        basis=said.basis,
        subject=subject,
        count=len(open_ones),
    )
    _decide(run, open_ones)
    stamps.bump(stamps.CATALOGUE)
    audit.record(by, "backlog.set", run, reason=run.reason, count=run.count, attribute=run.attribute)
    return run, told


def _decide(run: BacklogRun, policies: list[PolicyDocument]) -> None:
    kept = {row.policy_id: row for row in SourceReview.objects.filter(policy__in=policies)}
    rows = [kept.get(policy.pk) or SourceReview(policy=policy) for policy in policies]
    for row in rows:
        row.state, row.run, row.subject, row.attribute = State.DECIDED, run, run.subject, run.attribute
        row.ground, row.reason, row.basis = run.ground, run.reason, run.basis
    SourceReview.objects.bulk_create([row for row in rows if not row.pk])
    changed = ["state", "run", "subject", "attribute", "ground", "reason", "basis"]
    SourceReview.objects.bulk_update([row for row in rows if row.policy_id in kept], changed)
    rows = list(SourceReview.objects.filter(run=run).select_related("policy"))
    _record(rows, BatchAct.REVIEW, run.by, run.at, run.reason)
    for row in rows:
        if run.attribute != DisclosureAttribute.ACTIVE or row.policy.attribute != DisclosureAttribute.ACTIVE:
            _take_off(run, row)
    run.save(update_fields=["taken_back"])


def _take_off(run: BacklogRun, row: SourceReview) -> None:
    """What is not disclosed actively leaves the site; what was public stands in the run, so that it can be put back."""
    if row.policy.live and run.attribute != DisclosureAttribute.ACTIVE:
        run.taken_back[str(row.policy_id)] = row.policy.live_revision_id
        publication.take_back(row.policy, run.by)
        row.policy.refresh_from_db()
    carry_out(row, run.by, run.at)


def _record(rows: list[SourceReview], act: str, by: User, at: datetime, words: str) -> None:
    SourceStep.objects.bulk_create(
        SourceStep(review=row, act=act, by=by, at=at, attribute=row.attribute, ground=row.ground, words=words) for row in rows
    )


@transaction.atomic
def undo(run: BacklogRun, by: User, now: datetime) -> tuple[int, list[str]]:
    """Take a batch back: its documents are open again, and what it took off the site is public again.

    What was reviewed anew since stays as it is. Answers how many, and what could not be put back. Raises IllegalMove.
    """
    kept = BacklogRun.objects.select_for_update().get(pk=run.pk)
    if not by.has_perm(MAY_REVIEW):
        raise IllegalMove(_("批量认定需要核对公开属性的权限。"))
    if kept.undone_at:
        raise IllegalMove(_("%(who)s已经撤销这一批。") % {"who": kept.undone_by})
    rows = list(kept.reviews.filter(state=State.DECIDED).select_for_update(of=("self",)).select_related("policy"))
    _record(rows, BatchAct.UNDO, by, now, "")
    kept.reviews.update(state=State.NONE, run=None, subject=None, attribute="", ground="", reason="", basis="")
    told = []
    for row in rows:
        if kept.attribute != DisclosureAttribute.ACTIVE:
            told += _put_back(row.policy, kept, by, now)
    kept.undone_by, kept.undone_at = by, now
    kept.save(update_fields=["undone_by", "undone_at"])
    stamps.bump(stamps.CATALOGUE)
    audit.record(by, "backlog.undo", kept, count=len(rows))
    return len(rows), told


def _put_back(policy: PolicyDocument, run: BacklogRun, by: User, now: datetime) -> list[str]:
    clock.close(policy, REREVIEW, timezone.localdate(now))
    draft = policy.get_latest_revision_as_object()
    draft.attribute, draft.attribute_reason = DisclosureAttribute.ACTIVE, ""
    latest = draft.save_revision(user=by)
    PolicyDocument.objects.filter(pk=policy.pk).update(attribute=DisclosureAttribute.ACTIVE, attribute_reason="")
    if str(policy.pk) not in run.taken_back:
        return []
    public = Revision.objects.filter(pk=run.taken_back[str(policy.pk)] or 0).first() or latest
    try:
        with transaction.atomic(), review.excused(_("撤销历史文件批量认定，恢复原来公开的版本"), by):
            public.publish(user=by, skip_permission_checks=True)
    except Refused as refused:
        return [_("《%(title)s》没有恢复公开：%(why)s") % {"title": policy, "why": " ".join(refused.sentences)}]
    return []
