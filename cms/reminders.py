"""提醒: one mechanism for every stored deadline (docs/reminders.md).

What is due and not yet reminded of is selected, never "exactly today": a deadline is spoken of when the step it has reached
is further than those on record for the day on which it is due. A run after an absence sends one reminder, for the last step
reached, and writes the earlier ones down as overtaken. All that a run says is written in one transaction with its letters,
of which each person gets one.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db import OperationalError, models, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cms import outbox, reminder_words, tasks
from cms.models import Deadline, DeadlineMove, Reminder
from cms.reminder_decisions import CHUNK, Decision, Office, Why, chunks, failure, failure_sentence, sentence

NAMED = 20  # rows that a run's report names one by one


@dataclass
class Run:
    """What a run did; the rows that nobody could be told of, or that failed, by name (the first of them)."""

    reminded: int = 0
    overtaken: int = 0
    unsaid: int = 0
    named: list[str] = field(default_factory=list)

    def leave(self, deadline: int, label: str, why: str) -> None:
        self.unsaid += 1
        if len(self.named) < NAMED:
            self.named.append(f"{deadline} 《{label}》{why}")


class To(NamedTuple):
    """One of those whom a line is for, as the record and the letter name them."""

    person: int
    email: str
    name: str
    instead_of: str


class Line(NamedTuple):
    """What is to be said of one deadline: all that a run keeps of it until its letters are written."""

    deadline: int
    label: str
    due_on: date
    step: int
    overtaken: tuple[int, ...]
    why: Why
    told: tuple[To, ...]
    text: str
    url: str


class Written(NamedTuple):
    """A line that is on record, under which number, and how its day came to be another one."""

    line: Line
    reminder: int
    moved: str


class Unsaid(RuntimeError):
    """Some deadlines could not be spoken of; the others were. The sentence names them."""


def remind(now: datetime) -> None:
    """The periodic job. Raises Unsaid after everything else is done, so that the job's record names what is wrong."""
    done = run(now)
    if done.unsaid:
        told = {"count": done.unsaid, "named": "；".join(done.named)}
        raise Unsaid(_("%(count)d 项期限没有能够提醒：%(named)s") % told)


def run(now: datetime) -> Run:
    """Remind of everything that is due to be spoken of. May run twice, and twice at once."""
    office, done = Office(now), Run()
    lines: list[Line] = []
    for rows in chunks(office.within_reach()):
        for one in office.decide(rows):
            if one.why in (Why.REMIND, Why.SPARED):
                lines.append(_line(one))
            elif one.why in (Why.NOBODY, Why.GONE, Why.FAILED):
                done.leave(one.deadline.pk, one.deadline.subject_label, sentence(one))
    _write(lines, office, done)
    return done


def decisions(now: datetime) -> Iterator[Decision]:
    """What a run at ``now`` would do with each open deadline, and that those closed before their day are left; writes nothing."""
    office = Office(now)
    for rows in chunks(Deadline.objects.open()):
        yield from office.decide(rows)
    for rows in chunks(Deadline.objects.filter(closed_on__isnull=False, due_on__gte=office.day), "closed_on", "outcome"):
        yield from (Decision(row, Why.CLOSED) for row in rows)


def send(payloads: list[dict]) -> None:
    """The handler of the outbox kind "reminder": what was closed, or moved, since it was written is left out.

    What became of the letter is written down with each reminder: that it left, and when, or that it was kept back.
    """
    for payload in payloads:
        asked = [line["reminder"] for line in payload["lines"]]
        still = {pk for some in _slices(asked) for pk in _holding(some)}
        left_at = None
        if lines := [line for line in payload["lines"] if line["reminder"] in still]:
            text = render_to_string("mail/reminder.txt", {"name": payload["name"], "lines": lines})
            about = reminder_words.subject([line["text"] for line in lines])
            mail = {"to": [payload["to"]], "subject": about, "text": text, "message_id": payload["message_id"]}
            left_at = tasks.send_mails([mail])
        _note_letter(payload["person"], asked, still, left_at)


def _holding(asked: list[int]) -> Iterable[int]:
    """Those of the reminders whose deadline is still open and due on the same day."""
    open_ones = Reminder.objects.filter(pk__in=asked, deadline__closed_on=None)
    return open_ones.filter(deadline__due_on=models.F("due_on")).values_list("pk", flat=True)


@transaction.atomic
def _note_letter(person: int, asked: list[int], still: set[int], left_at: datetime | None) -> None:
    for some in _slices(sorted(asked)):
        rows = list(Reminder.objects.select_for_update().filter(pk__in=some).order_by("pk"))
        for row in rows:
            became = {"left_at": left_at.isoformat()} if row.pk in still else {"kept_back": True}
            row.told = [{**one, **became} if one["pk"] == person else one for one in row.told]
        Reminder.objects.bulk_update(rows, ["told"], batch_size=200)


# -- writing -----------------------------------------------------------------------------------------------------------


def _line(one: Decision) -> Line:
    told = tuple(To(to.person.pk, to.person.email, str(to.person), str(to.instead_of or "")) for to in one.told)
    deadline = one.deadline
    said = (one.step, one.overtaken, one.why, told, one.text, one.url)
    return Line(deadline.pk, deadline.subject_label, deadline.due_on, *said)


def _write(lines: list[Line], office: Office, done: Run) -> None:
    """All in one transaction, so that a person gets one letter; where that fails as a whole, each half by itself."""
    if not lines:
        return
    refused: list[tuple[Line, Exception]] = []
    try:
        with transaction.atomic():
            written = [one for some in _slices(lines) for one in _record(some, office, refused)]
            _mail(written, office)
    except OperationalError:
        raise
    except Exception as error:
        if len(lines) == 1:
            _refuse(lines[0], error, done)
            return
        for half in _halves(lines):
            _write(half, office, done)
    else:
        done.reminded += sum(one.line.why is Why.REMIND for one in written)
        done.overtaken += sum(len(one.line.overtaken) for one in written)
        for line, error in refused:
            _refuse(line, error, done)


def _record(lines: list[Line], office: Office, refused: list[tuple[Line, Exception]]) -> list[Written]:
    """All at once; when the database refuses that, by halves, so that only the bad one is left out of its transaction."""
    try:
        with transaction.atomic():
            return _record_all(lines, office)
    except OperationalError:
        raise
    except Exception as error:
        if len(lines) == 1:
            refused.append((lines[0], error))
            return []
        return [one for half in _halves(lines) for one in _record(half, office, refused)]


def _record_all(lines: list[Line], office: Office) -> list[Written]:
    """What still holds under the lock: not closed, not moved, not spoken of by another run meanwhile.

    A row that somebody else has in hand is left to the next run: this one holds many and must wait for nobody.
    """
    keys = [line.deadline for line in lines]
    locked = Deadline.objects.select_for_update(skip_locked=True).filter(pk__in=keys).open().order_by("pk")
    due_on = dict(locked.values_list("pk", "due_on"))
    known = Reminder.objects.filter(deadline__in=keys).values_list("deadline_id", "due_on").annotate(furthest=models.Min("step"))
    furthest = {(pk, day): step for pk, day, step in known}
    holds = [line for line in lines if due_on.get(line.deadline) == line.due_on]
    holds = [line for line in holds if furthest.get((line.deadline, line.due_on), line.step + 1) > line.step]
    Reminder.objects.bulk_create([row for line in holds for row in _earlier(line, office)], batch_size=CHUNK)
    last = Reminder.objects.bulk_create([_reminder(line, office) for line in holds], batch_size=CHUNK)
    moved = _last_moves(holds, office.day)
    return [Written(line, row.pk, moved.get(line.deadline, "")) for line, row in zip(holds, last, strict=True)]


def _earlier(line: Line, office: Office) -> Iterator[Reminder]:
    for step in line.overtaken:
        yield Reminder(**_common(line, office), step=step, fate=Reminder.Fate.OVERTAKEN)


def _reminder(line: Line, office: Office) -> Reminder:
    fate = Reminder.Fate.SENT if line.why is Why.REMIND else Reminder.Fate.SPARED
    told = [{"pk": to.person, "name": to.name, "instead_of": to.instead_of} for to in line.told]
    return Reminder(**_common(line, office), step=line.step, fate=fate, told=told)


def _common(line: Line, office: Office) -> dict:
    return {"deadline_id": line.deadline, "due_on": line.due_on, "on": office.day, "at": office.now, "leaves_at": office.leaves_at}


def _mail(written: list[Written], office: Office) -> None:
    """One mail for each person, however many matters there are."""
    lines: dict[int, list[dict]] = defaultdict(list)
    people: dict[int, To] = {}
    for one in written:
        for to in one.line.told:
            people[to.person] = to
            said = {"reminder": one.reminder, "text": one.line.text, "moved": one.moved, "url": one.line.url}
            lines[to.person].append({**said, "instead_of": to.instead_of})
    outbox.add_many("reminder", [("", _letter(people[pk], some)) for pk, some in lines.items()], due_at=office.leaves_at)


def _letter(to: To, lines: list[dict]) -> dict:
    written_to = {"person": to.person, "to": to.email, "name": to.name}
    return {**written_to, "lines": lines, "message_id": f"<{uuid.uuid4()}@gongkai>"}


def _last_moves(lines: list[Line], today: date) -> dict[int, str]:
    """Of those whose present day is another one than it was: from which day it came, and why."""
    due_on = {line.deadline: line.due_on for line in lines}
    moves = DeadlineMove.objects.filter(deadline__in=due_on).order_by("at", "pk")
    moves = moves.values_list("deadline_id", "from_on", "to_on", "reason")
    return {pk: reminder_words.moved(was, reason, today) for pk, was, becomes, reason in moves if becomes == due_on[pk]}


def _refuse(line: Line, error: Exception, done: Run) -> None:
    done.leave(line.deadline, line.label, failure_sentence(failure(line.deadline, error)))


def _halves(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    middle = len(lines) // 2
    return lines[:middle], lines[middle:]


def _slices(many: list) -> Iterator[list]:
    for first in range(0, len(many), CHUNK):
        yield many[first : first + CHUNK]
