"""提醒谁、为什么: what a run would do with each deadline. Nothing here writes; `cms/reminders.py` does."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, models
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import calendars, clock, office_hours, registry, reminder_steps, reminder_words, stand_ins
from cms.models import ClockSettings, Deadline, Reminder, ReminderSettings, User
from cms.reminder_steps import Steps
from cms.roles import ROLES
from cms.stand_ins import Told

logger = logging.getLogger(__name__)

CHUNK = 500
READ = ("term", "number", "jurisdiction", "due_on", "provisional", "subject_label", "content_type", "object_id", "owner", "opened_at")
SLACK = 15  # working days: a jurisdiction's own days off move the day on which its first step is reached
OFFICE_HEAD = ROLES["disclosure_head"].name
UNIT_HEADS = {ROLES["leader"].name, OFFICE_HEAD}


class Why(StrEnum):
    REMIND = "remind"
    SPARED = "spared"  # moved to a later day after it was spoken of today
    NOT_YET = "not_yet"
    REMINDED = "reminded"
    CLOSED = "closed"
    NOBODY = "nobody"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True)
class Decision:
    """What becomes of one deadline in a run, and why."""

    deadline: Deadline
    why: Why
    left: int = 0
    step: int | None = None
    overtaken: tuple[int, ...] = ()
    told: tuple[Told, ...] = ()
    url: str = ""
    text: str = ""
    next_on: date | None = None
    next_step: int | None = None
    error: str = ""


class Office:
    """What a run knows beforehand: the day, the steps, who heads what and who is away. ``day`` is the day on which it is read."""

    def __init__(self, now: datetime):
        held = ClockSettings.load()
        self.now = now
        self.calendar = clock.each_once(calendars.calendar)
        self._here = self.calendar(held.jurisdiction)
        self.leaves_at = office_hours.next_open(timezone.localtime(now), self._here, held.office_opens, held.office_closes)
        self.day = self.leaves_at.date()
        self._practice = held.practice
        self._own_steps = {row.term: row.steps for row in ReminderSettings.load().steps.all()}
        self._standing: dict[tuple[str, int | None], Steps] = {}
        self._away = stand_ins.away(self.day)
        self._unit_heads, self._office_heads = _heads()
        self._owners: dict[int, User] = {}  # of the whole run: a person is read once, however many matters they have
        self._words: dict[tuple, dict[str, str]] = {}

    def steps(self, name: str, number: int | None = None) -> Steps:
        """Of a term, of which another law or this authority's practice may give another ``number`` of units.

        Raises LookupError for a term that no app states any more.
        """
        if name in self._own_steps:
            return self._own_steps[name]
        key = (name, number)
        if key not in self._standing:
            term = registry.terms.get(name)
            if term is None:
                raise LookupError(_("没有名为 %(name)s 的期限") % {"name": name})
            self._standing[key] = reminder_steps.standing(term, self._practice.number(term) if number is None else number)
        return self._standing[key]

    def steps_of(self, deadline: Deadline) -> Steps:
        return self.steps(deadline.term, deadline.number)

    def within_reach(self) -> models.QuerySet:
        """The open deadlines whose first step may be reached; the others need not be looked at."""
        own = (steps.first for steps in self._own_steps.values())
        first = max(*reminder_steps.BEFORE_A_YEARLY_DAY, *own)  # no standing step is further away, whatever a number is set to
        return Deadline.objects.open().filter(due_on__lte=self._here.nth_after(self.day, first + SLACK))

    def decide(self, rows: list[Deadline]) -> list[Decision]:
        """One decision for each row; one that cannot be judged fails alone."""
        judged = [self._guarded(self._reached, row) for row in rows]
        due = [one for one in judged if one.why is Why.REMIND]
        if not due:
            return judged
        said = self._said_today(due)
        self._give_owners([one.deadline for one in due])
        subjects = _subjects(one.deadline for one in due)
        whole = {one.deadline.pk: self._guarded(self._addressed, one, said, subjects) for one in due}
        return [whole.get(one.deadline.pk, one) for one in judged]

    def _guarded(self, judge, row, *more) -> Decision:
        try:
            return judge(row, *more)
        except OperationalError:
            raise  # the database is busy or gone: no row's fault
        except Exception as error:
            return failed(row.deadline if isinstance(row, Decision) else row, error)

    def _reached(self, deadline: Deadline) -> Decision:
        """Which step is reached, and whether it was spoken of. ``deadline.reminded_to`` is the furthest one on record."""
        steps, calendar = self.steps_of(deadline), self.calendar(deadline.jurisdiction)
        left = calendar.working_days_left(self.day, deadline.due_on)
        latest, before = steps.latest(left), deadline.reminded_to
        if latest is None or (before is not None and latest >= before):
            coming = steps.after(left)
            when = None if coming is None else calendar.nth_after(self.day, left - coming)
            return Decision(deadline, Why.NOT_YET if before is None else Why.REMINDED, left, next_on=when, next_step=coming)
        opened = calendar.working_days_left(timezone.localdate(deadline.opened_at), deadline.due_on)
        first = steps.latest(opened)  # those before it were over when the clock was started
        missed = tuple(step for step in steps.between(latest, before) if first is None or step <= first)
        return Decision(deadline, Why.REMIND, left, latest, missed)

    def _addressed(self, one: Decision, said: dict[int, date], subjects: dict[tuple, models.Model]) -> Decision:
        """The same with who is told of it."""
        deadline = one.deadline
        if said.get(deadline.pk, deadline.due_on) < deadline.due_on:
            return replace(one, why=Why.SPARED)
        subject = subjects.get((deadline.content_type_id, deadline.object_id))
        if subject is None:
            return replace(one, why=Why.GONE)
        spoken = registry.deadline_subjects.get(subject._meta.label)
        told = tuple(self._people(deadline, subject, spoken, one.step))
        url = settings.BASE_URL.rstrip("/") + spoken.url(subject) if spoken else ""
        return replace(one, why=Why.REMIND if told else Why.NOBODY, told=told, url=url, text=self._text(one))

    def _text(self, one: Decision) -> str:
        """主动公开政府信息《…》：还剩 3 个工作日（1月13日到期）. What many matters share is put into words once."""
        deadline = one.deadline
        key = (deadline.term, one.left, deadline.due_on, deadline.provisional)
        if key not in self._words:
            words, _tone = reminder_words.left(one.left, deadline.due_on, self.day, deadline.provisional)
            sentence = _("%(term)s：《%(label)s》%(left)s")
            self._words[key] = {"sentence": sentence, "term": str(registry.terms.get(deadline.term).title), "left": words}
        shared = self._words[key]
        return shared["sentence"] % {**shared, "label": deadline.subject_label}

    def _give_owners(self, deadlines: list[Deadline]) -> None:
        if unread := {deadline.owner_id for deadline in deadlines} - self._owners.keys() - {None}:
            self._owners |= User.objects.in_bulk(unread)
        for deadline in deadlines:
            if deadline.owner_id:
                deadline.owner = self._owners.get(deadline.owner_id)  # None where the account went away this moment

    def _people(self, deadline: Deadline, subject: models.Model, spoken, step: int) -> list[Told]:
        """Owner and those who answer with them, then heads; each through their stand-in, once, and only who can be reached."""
        steps, owner = self.steps_of(deadline), deadline.owner
        unit = owner.unit_id if owner else spoken.unit(subject) if spoken and spoken.unit else None
        heads = self._unit_heads.get(unit) or self._office_heads
        told = self._reachable([owner] if owner and owner.is_active else []) or self._reachable(heads)
        told += self._reachable(spoken.owners(subject) if spoken else [])
        if step <= steps.heads_from:
            told += self._reachable(heads)
        if step <= steps.office_from:
            told += self._reachable(self._office_heads)
        once = {one.person.pk: one for one in reversed(told)}
        return [one for one in told if once[one.person.pk] is one]

    def _reachable(self, people: Iterable[User]) -> list[Told]:
        found = (one for person in people for one in stand_ins.told(person, self._away))
        return [one for one in found if one.person.is_active and one.person.email]

    def _said_today(self, due: list[Decision]) -> dict[int, date]:
        """For which day those deadlines were spoken of today in mails that have left, by the deadline's number."""
        sent = Reminder.objects.filter(
            deadline__in=[one.deadline.pk for one in due], fate=Reminder.Fate.SENT, on=self.day, leaves_at__lte=self.now
        )
        return dict(sent.order_by("at", "pk").values_list("deadline_id", "due_on"))


def failed(deadline: Deadline, error: Exception) -> Decision:
    return Decision(deadline, Why.FAILED, error=failure(deadline.pk, error))


def failure(deadline: int, error: Exception) -> str:
    """What the error was, in short; the log has the whole."""
    logger.error("deadline %s could not be reminded of", deadline, exc_info=error)
    return f"{type(error).__name__}: {error}"[:300]


def failure_sentence(error: str) -> str:
    return _("没有提醒：出错（%(error)s）") % {"error": error}


def chunks(rows: models.QuerySet, *more: str) -> Iterator[list[Deadline]]:
    """With the columns that are needed, and ``more``: what happened to a matter need not be read to be spoken of."""
    furthest = Reminder.objects.filter(deadline=models.OuterRef("pk"), due_on=models.OuterRef("due_on"))
    furthest = furthest.order_by("step").values("step")[:1]  # the head of the unique index; an aggregate would read it whole
    rows = rows.annotate(reminded_to=models.Subquery(furthest)).only(*READ, *more).order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def _subjects(deadlines: Iterable[Deadline]) -> dict[tuple[int, int], models.Model]:
    """What the deadlines are about, a query for each kind."""
    keys: dict[int, set[int]] = defaultdict(set)
    for deadline in deadlines:
        keys[deadline.content_type_id].add(deadline.object_id)
    return {
        (kind, pk): item
        for kind, some in keys.items()
        if (model := ContentType.objects.get_for_id(kind).model_class())
        for pk, item in model._base_manager.in_bulk(some).items()
    }


def _heads() -> tuple[dict[int | None, list[User]], list[User]]:
    """The heads of each unit, and those of the disclosure office."""
    by_unit: dict[int | None, list[User]] = defaultdict(list)
    office = []
    people = User.objects.filter(is_active=True, groups__name__in=UNIT_HEADS).exclude(email="").distinct().order_by("pk")
    for person in people.prefetch_related("groups"):
        by_unit[person.unit_id].append(person)
        if OFFICE_HEAD in {group.name for group in person.groups.all()}:
            office.append(person)
    by_unit.pop(None, None)  # who belongs to no unit heads none
    return by_unit, office


def sentence(one: Decision) -> str:
    """Why somebody is told, or nobody."""
    return _SENTENCES[one.why](one)


def _coming(one: Decision) -> str:
    if one.next_on is None:
        return _("此后不再提醒")
    return _("下一次在%(day)s（%(step)s）") % {"day": one.next_on, "step": reminder_words.step(one.next_step)}


_SENTENCES = {
    Why.REMIND: lambda one: (
        _("提醒%(names)s（%(step)s）") % {"names": reminder_words.names(one.told), "step": reminder_words.step(one.step)}
    ),
    Why.SPARED: lambda one: _("不提醒：今天已经提醒过，此后到期日推后"),
    Why.NOT_YET: lambda one: _("不提醒：还不到时候，%(coming)s") % {"coming": _coming(one)},
    Why.REMINDED: lambda one: _("不提醒：已经提醒过，%(coming)s") % {"coming": _coming(one)},
    Why.CLOSED: lambda one: (
        _("不提醒：%(day)s%(outcome)s") % {"day": one.deadline.closed_on, "outcome": one.deadline.get_outcome_display() or _("已办结")}
    ),
    Why.NOBODY: lambda one: _("没有人可以提醒：承办人、单位负责人和信息公开机构负责人都没有可用的邮箱"),
    Why.GONE: lambda one: _("没有提醒：事项已经不存在"),
    Why.FAILED: lambda one: failure_sentence(one.error),
}
