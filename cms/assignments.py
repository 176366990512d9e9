"""督办: the verbs of tasks. Each locks the row, checks, writes, records, and keeps the clock."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import audit, clock, outbox
from cms.assignment_workflow import ACTIONS, OPEN_STATES, OWED, STATES, Action, IllegalMove, State, next_state
from cms.gate import Refused
from cms.models import Assignment, Department, User
from cms.registry import DeadlineSubject, OwnedWork
from cms.roles import ROLES

TERM = "ASSIGNMENT_10WD"
SUPERVISE = "cms.supervise_assignment"
MENDERS = ("handler", "editor", "disclosure_officer")  # roles that mend what is public, the first ones first
OFFICE = "disclosure_officer"  # who answers for what belongs to nobody (Article 4)
SUPERVISORS = ("disclosure_head", "supervisor")


class AssignmentRefused(Refused):
    """Something that may not be done to this task now."""


def person_for(unit: Department | None) -> User | None:
    """Who mends what belongs to a unit: the person there with the least in hand; without a unit, somebody of the office."""
    people = User.objects.filter(is_active=True).annotate(
        in_hand=models.Count("assignments", filter=models.Q(assignments__state__in=OPEN_STATES))
    )
    if unit is None:
        return people.filter(groups__name=ROLES[OFFICE].name).order_by("in_hand", "pk").first()
    for role in MENDERS:
        if found := people.filter(unit=unit, groups__name=ROLES[role].name).order_by("in_hand", "pk").first():
            return found
    return None


@transaction.atomic
def give_out(
    key: str,
    title: str,
    now: datetime,
    *,
    origin: str,
    term: str = TERM,
    subject: models.Model | None = None,
    label: str = "",
    url: str = "",
    fault: str = "",
    source: str = "",
    unit: Department | None = None,
    by: User | None = None,
    number: int | None = None,
    basis: str = "",
) -> tuple[Assignment, bool]:
    """The open task for this matter, made when there is none; answers it and whether it is new.

    A known one takes over what is said about the fault today, and nothing else. ``number`` and ``basis``: another number of days
    than the term's own, and who set it. Raises CalendarError.
    """
    known = Assignment.objects.select_for_update().filter(key=key, state__in=OPEN_STATES).first()
    if known:
        if known.fault != fault:
            known.fault = fault
            known.save(update_fields=["fault"])
        return known, False
    made = Assignment(key=key, title=title[:300], origin=origin, subject_label=label[:300], subject_url=url[:500], fault=fault)
    made.source, made.unit, made.owner, made.opened_at = source, unit, person_for(unit), now
    if subject is not None:
        made.subject = subject
    made.save()
    clock.start(made, term, timezone.localdate(now), now, owner=made.owner, number=number, basis=basis)
    audit.record(by, "assignment.give-out", made, origin=origin, owner=str(made.owner or made.unit or ""))
    _tell(made.owner, made)
    return made, True


def complete(assignment: Assignment, evidence: str, by: User, now: datetime) -> None:
    """The owner reports it mended, and says how that can be seen. Raises AssignmentRefused."""
    if not evidence.strip():
        raise AssignmentRefused(_("请写明办理情况：做了什么，在哪里可以看到。"))
    _move(assignment, Action.COMPLETE, evidence, by, now)


def send_back(assignment: Assignment, reason: str, by: User, now: datetime) -> None:
    """It is not mended yet. Raises AssignmentRefused."""
    if not reason.strip():
        raise AssignmentRefused(_("请写明退回的原因。"))
    moved = _move(assignment, Action.RETURN, reason, by, now)
    _tell(moved.owner, moved)


def close(assignment: Assignment, reason: str, by: User, now: datetime) -> None:
    """核销: done well, or fallen away, with the reason. Raises AssignmentRefused."""
    if assignment.state in OWED and not reason.strip():
        raise AssignmentRefused(_("还没有办结的事项，核销须写明原因。"))
    _move(assignment, Action.CLOSE, reason, by, now)


def settle(keys: Iterable[str], now: datetime) -> int:
    """Close the open tasks of these matters, since the check no longer finds them; answers how many."""
    rows = [assignment for key in keys for assignment in Assignment.objects.open().filter(key=key)]
    for assignment in rows:
        _move(assignment, Action.SETTLE, _("复查时已不存在这个问题。"), None, now)
    return len(rows)


@transaction.atomic
def assign(assignment: Assignment, to: User, by: User | None) -> None:
    """Another person takes it over. Raises AssignmentRefused."""
    if not to.is_active:
        raise AssignmentRefused(_("%(name)s的账户已停用，请选择另一位。") % {"name": to})
    kept = _locked(assignment)
    if kept.state == State.CLOSED:
        raise AssignmentRefused(_("已核销的事项不能再转派。"))
    kept.owner = to
    kept.save(update_fields=["owner"])
    clock.hand_over(kept.deadlines.all(), to)
    audit.record(by, "assignment.assign", kept, to=str(to))
    assignment.owner = to
    _tell(to, kept)


def escalate(now: datetime) -> int:
    """提请督办: whatever is past its day and was not yet brought before those who supervise; answers how many."""
    late = Assignment.objects.overdue(timezone.localdate(now)).filter(escalated_at=None)
    return sum(_escalate(pk, now) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def _escalate(pk: int, now: datetime) -> bool:
    kept = Assignment.objects.select_for_update().get(pk=pk)
    if kept.escalated_at or kept.state not in OWED:
        return False
    kept.escalated_at = now
    kept.save(update_fields=["escalated_at"])
    audit.record(None, "assignment.escalate", kept, owner=str(kept.owner or kept.unit or ""))
    names = [ROLES[role].name for role in SUPERVISORS]
    for person in User.objects.filter(is_active=True, groups__name__in=names).distinct():
        _tell(person, kept, late=True)
    return True


@transaction.atomic
def _move(assignment: Assignment, action: Action, said: str, by: User | None, now: datetime) -> Assignment:
    kept = _locked(assignment)
    try:
        kept.state = next_state(kept.state, action)
    except IllegalMove as illegal:
        values = {"state": STATES[illegal.state], "action": ACTIONS[action]}
        raise AssignmentRefused(_("“%(state)s”的事项不能“%(action)s”。") % values) from None
    if action is Action.COMPLETE:
        kept.evidence = said
    if kept.state == State.CLOSED:
        kept.closed_at = now
        clock_of(kept).update(closed_on=timezone.localdate(now))
    kept.save()
    audit.record(by, f"assignment.{action}", kept, reason=said)
    assignment.state, assignment.evidence, assignment.closed_at = kept.state, kept.evidence, kept.closed_at
    return kept


def clock_of(assignment: Assignment):
    return assignment.deadlines.open()


def _locked(assignment: Assignment) -> Assignment:
    return Assignment.objects.select_for_update().get(pk=assignment.pk)


def _tell(person: User | None, assignment: Assignment, late: bool = False) -> None:
    if person is None or not person.email:
        return
    subject = _("逾期未办：%(title)s") if late else _("请办理：%(title)s")
    due = assignment.deadlines.soonest().first()
    context = {"person": person, "assignment": assignment, "due": due, "late": late, "address": settings.BASE_URL + address(assignment)}
    outbox.mail([person.email], subject % {"title": assignment}, render_to_string("mail/assignment.txt", context))


def address(assignment: Assignment) -> str:
    """Of its staff screen."""
    return reverse("assignment", args=[assignment.pk])


def owners(assignment: Assignment) -> list[User]:
    """Who answers for it when nobody is named: the office."""
    return [] if assignment.owner_id else [person for person in [person_for(None)] if person]


IN_HAND = OwnedWork(
    gettext_lazy("督办事项"),
    lambda user: list(Assignment.objects.open().filter(owner=user)),
    lambda assignment, to: assign(assignment, to, None),
)
CLOCK = DeadlineSubject(url=address, owners=owners, unit=lambda assignment: assignment.unit_id)
