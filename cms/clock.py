"""期限的登记、变更和办结: the verbs of stored deadlines. Each reads the calendar once and writes in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _

from cms import calendars, move_alerts, registry, terms
from cms.models import CalendarNotice, Deadline, DeadlineMove, User
from cms.terms import Due, Event, Practice
from cms.workdays import WorkCalendar

CHUNK = 2000
CATCH_UP_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Moved:
    """A stored deadline and where it would stand by another calendar."""

    deadline: Deadline
    due: Due

    @property
    def earlier(self) -> bool:
        return self.due.date < self.deadline.due_on

    @property
    def later(self) -> bool:
        return self.due.date > self.deadline.due_on

    @property
    def firm(self) -> bool:
        """Provisional until now, and certain then."""
        return self.deadline.provisional and not self.due.provisional


def due_of(deadline: Deadline, calendar: WorkCalendar, practice: Practice) -> Due:
    """What a stored deadline comes to. Raises TermError, CalendarError and LookupError for a term no app states any more."""
    term = registry.terms.get(deadline.term)
    if term is None:
        raise LookupError(deadline.term)
    if deadline.number is not None:
        term = terms.with_number(term, deadline.number)
    events = {Event(name): _read(value) for name, value in deadline.events.items()}
    asked = [(date.fromisoformat(sent), date.fromisoformat(opinion) if opinion else None) for sent, opinion in deadline.consultations]
    return terms.compute(term, deadline.start, calendar, events, practice, asked)


def start(
    subject: models.Model,
    term: str,
    on: date,
    now: datetime,
    *,
    slot: str = "",
    events: Mapping[Event, date | int] | None = None,
    consultations: Iterable[tuple[date, date | None]] = (),
    number: int | None = None,
    basis: str = "",
    owner: models.Model | None = None,
    jurisdiction: str | None = None,
) -> Deadline:
    """Write down that a term runs for ``subject`` from ``on``; the open one of the same term and slot is set anew.

    Raises TermError and CalendarError, and then nothing is changed.
    """
    with transaction.atomic():
        calendar = calendars.calendar(jurisdiction)
        kept = Deadline.objects.of(subject).open().filter(term=term, slot=slot).select_for_update().first()
        deadline = kept or Deadline(
            term=term, slot=slot, content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk, opened_at=now
        )
        before = kept.due_on if kept else None
        deadline.subject_label = str(subject)[:300]
        deadline.start, deadline.number, deadline.basis = on, number, basis
        deadline.events = {Event(name).value: _written(value) for name, value in (events or {}).items()}
        deadline.consultations = [[_written(sent), _written(opinion)] for sent, opinion in consultations]
        deadline.jurisdiction = calendar.jurisdiction
        deadline.owner = owner or deadline.owner
        _take(deadline, due_of(deadline, calendar, calendars.practice()))
        deadline.save()
        if before and before != deadline.due_on:
            DeadlineMove.objects.create(deadline=deadline, from_on=before, to_on=deadline.due_on, reason=_("事项有新的情况"), at=now)
    return deadline


def close(subject: models.Model, term: str, on: date, slot: str | None = None, outcome: Deadline.Outcome = Deadline.Outcome.DONE) -> int:
    """The matter was done on ``on`` (or is owed no longer): its open deadlines of this term keep their dates from now on.

    Answers how many there were.
    """
    rows = Deadline.objects.of(subject).open().filter(term=term)
    return (rows if slot is None else rows.filter(slot=slot)).update(closed_on=on, outcome=outcome)


@transaction.atomic
def hand_over(deadlines: models.QuerySet, to: User) -> None:
    """Open deadlines go to another owner, and with them what the former one was told of their moves and has not seen."""
    rows = list(deadlines.open().select_for_update())
    Deadline.objects.filter(pk__in=[row.pk for row in rows]).update(owner=to)
    move_alerts.hand_over(rows, to)


def moved_by(calendar_of: Callable[[str], WorkCalendar], practice: Practice, lock: bool = False) -> Iterator[Moved]:
    """The open deadlines that stand elsewhere by these calendars; a chunk of rows in memory at once, locked where asked.

    ``calendar_of`` gives the calendar of a jurisdiction. A row that cannot be computed stays as it is and is left out:
    `cms/checks.py` names it.
    """
    stored = Deadline.objects.open()
    for rows in _chunks(stored.select_for_update() if lock else stored):
        for deadline in rows:
            try:
                due = due_of(deadline, calendar_of(deadline.jurisdiction), practice)
            except (ValueError, LookupError):
                continue
            if due.date != deadline.due_on or due.provisional != deadline.provisional or due.cautious != deadline.cautious_on:
                yield Moved(deadline, due)


def recompute(now: datetime, reason: str, notice: CalendarNotice | None = None) -> list[int]:
    """Bring every open deadline to the calendar that holds now, record each move; answers the ids of the moves.

    Runs inside the caller's transaction, so that a notice and what it moves become true together.
    """
    calendar_of = each_once(calendars.calendar)
    practice = calendars.practice()
    made: list[int] = []
    with transaction.atomic():
        for some in _batches(moved_by(calendar_of, practice, lock=True)):
            moves = [
                DeadlineMove(deadline=one.deadline, from_on=one.deadline.due_on, to_on=one.due.date, reason=reason, notice=notice, at=now)
                for one in some
                if one.due.date != one.deadline.due_on
            ]
            _write(some)
            made += [move.pk for move in DeadlineMove.objects.bulk_create(moves, batch_size=200)]
    return made


def catch_up(now: datetime) -> None:
    """The periodic job: a term that was started in the moment in which a notice was entered may still stand by the old calendar."""
    if CalendarNotice.objects.filter(entered_at__gt=now - CATCH_UP_WITHIN).exists():
        recompute(now, _("按最新的放假调休通知重新计算"))


def uncomputable(calendar_of: Callable[[str], WorkCalendar], practice: Practice) -> Iterator[tuple[Deadline, Exception]]:
    """The open deadlines that `recompute` leaves as they are, each with what is in the way."""
    for rows in _chunks(Deadline.objects.open()):
        for deadline in rows:
            try:
                due_of(deadline, calendar_of(deadline.jurisdiction), practice)
            except (ValueError, LookupError) as error:
                yield deadline, error


def _write(moved: list[Moved]) -> None:
    """One statement for all that came to the same day: a notice moves thousands to a few hundred days."""
    together: dict[tuple, list[int]] = {}
    for one in moved:
        _take(one.deadline, one.due)
        deadline = one.deadline
        outcome = (deadline.due_on, deadline.provisional, deadline.cautious_on, deadline.calendar_version)
        together.setdefault(outcome, []).append(deadline.pk)
    for (due_on, provisional, cautious_on, version), pks in together.items():
        Deadline.objects.filter(pk__in=pks).update(
            due_on=due_on, provisional=provisional, cautious_on=cautious_on, calendar_version=version
        )


def _take(deadline: Deadline, due: Due) -> None:
    deadline.due_on, deadline.provisional, deadline.cautious_on = due.date, due.provisional, due.cautious
    deadline.calendar_version = due.version


def _chunks(rows: models.QuerySet) -> Iterator[list[Deadline]]:
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def _batches(moved: Iterator[Moved]) -> Iterator[list[Moved]]:
    batch: list[Moved] = []
    for one in moved:
        batch.append(one)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


def each_once(make: Callable[[str], WorkCalendar]) -> Callable[[str], WorkCalendar]:
    """The calendar of each jurisdiction, made when it is first asked for."""
    made: dict[str, WorkCalendar] = {}

    def get(jurisdiction: str) -> WorkCalendar:
        if jurisdiction not in made:
            made[jurisdiction] = make(jurisdiction)
        return made[jurisdiction]

    return get


def _read(value: object) -> date | int:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
