"""规范性文件清理: list what has to be looked at, propose, decide by a second person, publish; publishing changes validity.

What expires and must be evaluated comes from the dates (沪府令17号 and its predecessor, docs/cleanup.md); what a newer law
contradicts is listed where the text names that law, and a person judges.
"""

import re
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision

from cms import audit, clock, terms
from cms.models import Deadline, Department
from cms.months import last_day_of
from disclosure.cleanup_workflow import MOVES, Act, CleanupRefused, Outcome, State, Why, next_state
from disclosure.models import Cleanup, CleanupRow, PolicyDocument, Validity

EVALUATE, LEGAL, PROPOSE = "VALIDITY_EVALUATE_6M", "VALIDITY_LEGAL_2M", "VALIDITY_PROPOSE_1M"
STEPS = (EVALUATE, LEGAL, PROPOSE)
AHEAD = 12  # months; documents that expire later are not watched yet
ENDING = {Outcome.REPEALED: Validity.REPEALED, Outcome.EXPIRED: Validity.EXPIRED}
AUDITED = {
    "cleanup.begin": gettext_lazy("建立清理批次"),
    "cleanup.contradicted": gettext_lazy("列入引用已变化法律、法规的文件"),
    "cleanup.propose": gettext_lazy("提出清理意见"),
    "cleanup.return": gettext_lazy("退回清理意见"),
    "cleanup.decide": gettext_lazy("决定清理意见"),
    "cleanup.publish": gettext_lazy("公布清理结果"),
}
ACTS = {Act.PROPOSE: "cleanup.propose", Act.RETURN: "cleanup.return", Act.DECIDE: "cleanup.decide"}


def in_scope(unit: Department | None, on: date) -> models.QuerySet:
    """Public normative documents in force on the day, of one issuing body or of all."""
    found = PolicyDocument.objects.visible().normative().in_force(on)
    return found.filter(issuers__unit=unit) if unit else found


@transaction.atomic
def begin(year: int, title: str, unit: Department | None, by, now: datetime) -> Cleanup:
    """A batch with everything of its scope that expires within the year or has to be evaluated in it."""
    _require(by, "disclosure.add_cleanup")
    if not title.strip():
        raise CleanupRefused(_("请写明清理批次的名称。"))
    made = Cleanup.objects.create(year=year, title=title.strip(), unit=unit, opened_at=now, opened_by=by)
    end = date(year, 12, 31)
    rows = []
    for policy in in_scope(unit, timezone.localdate(now)).filter(expires_on__lte=last_day_of(end, AHEAD)).only("expires_on"):
        if policy.expires_on <= end:
            rows.append(CleanupRow(cleanup=made, policy=policy, why=Why.EXPIRES))
        elif terms.after_months(policy.expires_on, -6) <= end:
            rows.append(CleanupRow(cleanup=made, policy=policy, why=Why.EVALUATE))
    CleanupRow.objects.bulk_create(rows, batch_size=500)
    audit.record(by, "cleanup.begin", made, rows=len(rows))
    return made


@transaction.atomic
def contradicted(cleanup: Cleanup, law: str, by, now: datetime) -> int:
    """Take in every document of the scope whose text names a law that has changed; answers how many are new."""
    _require(by, "disclosure.change_cleanup")
    kept = _open(cleanup)
    name = re.sub(r"^中华人民共和国", "", law.strip().strip("《》"))
    if len(name) < 3:
        raise CleanupRefused(_("请写明法律、法规的名称，如《传染病防治法》。"))
    citing = in_scope(kept.unit, timezone.localdate(now)).filter(body__contains=name).exclude(cleanup_rows__cleanup=kept)
    rows = [CleanupRow(cleanup=kept, policy=policy, why=Why.CONTRADICTED, law=law.strip()[:200]) for policy in citing.only("pk")]
    CleanupRow.objects.bulk_create(rows, batch_size=500)
    audit.record(by, "cleanup.contradicted", kept, law=law.strip(), rows=len(rows))
    return len(rows)


def propose(row: CleanupRow, outcome: str, reason: str, kept_until: date | None, by, now: datetime) -> None:
    """What should become of a document, and why. Raises CleanupRefused."""
    if outcome not in Outcome.values:
        raise CleanupRefused(_("请选择清理意见。"))
    with transaction.atomic():
        kept = _move(row, Act.PROPOSE, by, reason)
        kept.outcome, kept.reason, kept.proposed_by = outcome, reason.strip(), by
        kept.kept_until = kept_until if outcome == Outcome.KEPT else None
        _check_term(kept, timezone.localdate(now))
        _write(kept, Act.PROPOSE, by, outcome=outcome, reason=reason.strip())
        clock.close(kept.policy, EVALUATE, timezone.localdate(now))


def send_back(row: CleanupRow, reason: str, by, now: datetime) -> None:
    with transaction.atomic():
        kept = _move(row, Act.RETURN, by, reason)
        kept.returned = reason.strip()
        _write(kept, Act.RETURN, by, reason=reason.strip())


def decide(row: CleanupRow, by, now: datetime) -> None:
    """A second person makes the proposal the decision. Of two at once one counts. Raises CleanupRefused."""
    with transaction.atomic():
        kept = _move(row, Act.DECIDE, by, "")
        if kept.proposed_by_id == by.pk:
            raise CleanupRefused(_("清理意见由提出人以外的同事决定。"))
        kept.decided_by, kept.decided_at = by, now
        _write(kept, Act.DECIDE, by, outcome=kept.outcome)
        for step in (LEGAL, PROPOSE):
            clock.close(kept.policy, step, timezone.localdate(now))


def publish(cleanup: Cleanup, by, now: datetime) -> None:
    """Publish the result list, and with it what each document's validity is from now on. Raises CleanupRefused."""
    _require(by, "disclosure.decide_cleanup")
    with transaction.atomic():
        kept = _open(cleanup)
        rows = list(kept.rows.select_related("policy"))
        if not rows:
            raise CleanupRefused(_("这一批还没有列入文件。"))
        if undecided := sum(row.state != State.DECIDED for row in rows):
            raise CleanupRefused(_("还有 %(count)d 件没有决定，不能公布。") % {"count": undecided})
        kept.published_at = now
        kept.save(update_fields=["published_at"])
        for row in rows:
            _apply(row, kept)
        audit.record(by, "cleanup.publish", kept, rows=len(rows))
    cleanup.refresh_from_db()


def _apply(row: CleanupRow, cleanup: Cleanup) -> None:
    """The one place where a cleanup changes a document: the row and every draft that would otherwise undo it."""
    policy, values = row.policy, {}
    if row.outcome in ENDING:
        values["declared_validity"] = ENDING[Outcome(row.outcome)].value
    elif row.outcome == Outcome.KEPT and row.kept_until:
        values["expires_on"] = row.kept_until
    for name, value in values.items():
        setattr(policy, name, value)
    policy.cleanup, policy.cleanup_outcome = cleanup, row.outcome
    policy.save(update_fields=[*values, "cleanup", "cleanup_outcome"])
    waiting = models.Q(pk=policy.latest_revision_id) | models.Q(approved_go_live_at__isnull=False)
    for revision in Revision.objects.for_instance(policy).filter(waiting):
        revision.content |= {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
        revision.save(update_fields=["content"])


def _check_term(row: CleanupRow, today: date) -> None:
    expires = row.policy.expires_on
    if row.outcome == Outcome.KEPT and expires and row.why != Why.CONTRADICTED and row.kept_until is None:
        raise CleanupRefused(_("继续有效的，请写明继续有效至哪一天。"))
    if row.kept_until and (row.kept_until <= today or expires and row.kept_until < expires):
        raise CleanupRefused(_("继续有效的日期不能早于今天和原来的有效期。"))


def _require(by, permission: str) -> None:
    if not by.has_perm(permission):
        raise CleanupRefused(_("您没有办理这一步的权限。"))


def _open(cleanup: Cleanup) -> Cleanup:
    kept = Cleanup.objects.select_for_update().get(pk=cleanup.pk)
    if kept.published_at:
        raise CleanupRefused(_("清理结果已经公布，不能再改。"))
    return kept


def _move(row: CleanupRow, act: Act, by, reason: str) -> CleanupRow:
    """The row, locked, in its next state; nothing is written yet."""
    rule = MOVES[act]
    _require(by, rule.permission)
    _open(row.cleanup)
    kept = CleanupRow.objects.select_for_update(of=("self",)).select_related("policy").get(pk=row.pk)
    kept.state = next_state(kept.state, act)
    if rule.reason and not reason.strip():
        raise CleanupRefused(_("请写明理由。"))
    return kept


def _write(kept: CleanupRow, act: Act, by, **said) -> None:
    kept.save()
    audit.record(by, ACTS[act], kept.policy, cleanup=kept.cleanup_id, **said)


# -- what runs out -----------------------------------------------------------------------------------------------------


def watch(now: datetime) -> int:
    """The periodic job: the clocks of the documents that expire within a year, six, two and one months before.

    Answers how many began or ended; safe to repeat. What was done for one day of expiry is not asked for again.
    """
    today = timezone.localdate(now)
    until = last_day_of(today, AHEAD)
    expiring = in_scope(None, today).filter(expires_on__range=(today, until)).defer("body")
    changed = sum(_begin(policy, now) for policy in expiring.iterator(chunk_size=200))
    kind = Deadline.objects.filter(term__in=STEPS).open()
    owed = {str(pk) for pk in expiring.values_list("pk", flat=True)}
    gone = [row.pk for row in kind.only("pk", "object_id") if str(row.object_id) not in owed]
    return changed + kind.filter(pk__in=gone).update(closed_on=today, outcome=Deadline.Outcome.DROPPED)


def _begin(policy: PolicyDocument, now: datetime) -> int:
    known = {(row.term, row.start) for row in Deadline.objects.of(policy).filter(term__in=STEPS).only("term", "start")}
    begun = 0
    for step in STEPS:
        if (step, policy.expires_on) in known:
            continue
        deadline = clock.start(policy, step, policy.expires_on, now)
        begun += 1
        if policy.in_force_on and deadline.due_on < policy.in_force_on:  # valid for less time than the step asks for
            clock.close(policy, step, timezone.localdate(now), outcome=Deadline.Outcome.DROPPED)
    return begun
