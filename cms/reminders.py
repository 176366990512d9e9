"""提醒: one mechanism for every stored deadline (docs/reminders.md).

What is due and not yet reminded of is selected, never "exactly today": a deadline is spoken of when the step it has reached
is further than those on record for the day on which it is due. A run after an absence sends one reminder, for the last step
reached, and writes the earlier ones down as overtaken. A reminder is written in one transaction with its mail.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import OperationalError, models, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cms import outbox, reminder_words, tasks
from cms.models import Deadline, DeadlineMove, Reminder, User
from cms.reminder_decisions import Decision, Office, Why, chunks, failed, sentence, text

NAMED = 20  # rows that a run's report names one by one


@dataclass
class Run:
    """What a run did; the rows that nobody could be told of, or that failed, by name (the first of them)."""

    reminded: int = 0
    overtaken: int = 0
    unsaid: int = 0
    named: list[str] = field(default_factory=list)


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
    for rows in chunks(office.within_reach()):
        _settle(office.decide(rows), office, done)
    return done


def decisions(now: datetime) -> Iterator[Decision]:
    """What a run at ``now`` would do with each open deadline, and that those closed before their day are left; writes nothing."""
    office = Office(now)
    for rows in chunks(Deadline.objects.open()):
        yield from office.decide(rows)
    for rows in chunks(Deadline.objects.filter(closed_on__isnull=False, due_on__gte=office.day)):
        yield from (Decision(row, Why.CLOSED) for row in rows)


def send(payloads: list[dict]) -> None:
    """The handler of the outbox kind "reminder": what was closed, or moved, since it was written is left out.

    What became of the letter is written down with each reminder: that it left, and when, or that it was kept back.
    """
    for payload in payloads:
        asked = [line["reminder"] for line in payload["lines"]]
        holds = Reminder.objects.filter(pk__in=asked, deadline__closed_on=None, deadline__due_on=models.F("due_on"))
        still = set(holds.values_list("pk", flat=True))
        left_at = None
        if lines := [line for line in payload["lines"] if line["reminder"] in still]:
            text = render_to_string("mail/reminder.txt", {"name": payload["name"], "lines": lines})
            about = reminder_words.subject([line["text"] for line in lines])
            mail = {"to": [payload["to"]], "subject": about, "text": text, "message_id": payload["message_id"]}
            left_at = tasks.send_mails([mail])
        _note_letter(payload["person"], asked, still, left_at)


@transaction.atomic
def _note_letter(person: int, asked: list[int], still: set[int], left_at: datetime | None) -> None:
    rows = list(Reminder.objects.select_for_update().filter(pk__in=asked).order_by("pk"))
    for row in rows:
        became = {"left_at": left_at.isoformat()} if row.pk in still else {"kept_back": True}
        row.told = [{**one, **became} if one["pk"] == person else one for one in row.told]
    Reminder.objects.bulk_update(rows, ["told"], batch_size=200)


# -- writing -----------------------------------------------------------------------------------------------------------


def _settle(judged: list[Decision], office: Office, done: Run) -> None:
    to_write = [one for one in judged if one.why in (Why.REMIND, Why.SPARED)]
    for one in judged:
        if one.why in (Why.NOBODY, Why.GONE, Why.FAILED):
            _note(done, one)
    _write_each(to_write, office, done)


def _write_each(judged: list[Decision], office: Office, done: Run) -> None:
    """All in one transaction; when that fails, each alone, so that only the bad one is left out."""
    if not judged:
        return
    try:
        with transaction.atomic():
            written = _write(judged, office)
    except OperationalError:
        raise
    except Exception as error:
        if len(judged) == 1:
            _note(done, failed(judged[0].deadline, error))
            return
        for one in judged:
            _write_each([one], office, done)
    else:
        done.reminded += sum(one.why is Why.REMIND for one in written)
        done.overtaken += sum(len(one.overtaken) for one in written)


def _write(judged: list[Decision], office: Office) -> list[Decision]:
    """Record and mail what still holds under the lock: not closed, not moved, not spoken of by another run meanwhile."""
    keys = [one.deadline.pk for one in judged]
    locked = Deadline.objects.select_for_update().filter(pk__in=keys).open().order_by("pk")
    due_on = dict(locked.values_list("pk", "due_on"))
    known = Reminder.objects.filter(deadline__in=keys).values_list("deadline_id", "due_on").annotate(furthest=models.Min("step"))
    furthest = {(pk, day): step for pk, day, step in known}
    holds = [one for one in judged if due_on.get(one.deadline.pk) == one.deadline.due_on]
    holds = [one for one in holds if furthest.get((one.deadline.pk, one.deadline.due_on), one.step + 1) > one.step]
    Reminder.objects.bulk_create([row for one in holds for row in _earlier(one, office)], batch_size=500)
    last = Reminder.objects.bulk_create([_reminder(one, office) for one in holds], batch_size=500)
    _mail(zip(holds, last, strict=True), office)
    return holds


def _earlier(one: Decision, office: Office) -> Iterator[Reminder]:
    for step in one.overtaken:
        yield Reminder(**_common(one, office), step=step, fate=Reminder.Fate.OVERTAKEN)


def _reminder(one: Decision, office: Office) -> Reminder:
    fate = Reminder.Fate.SENT if one.why is Why.REMIND else Reminder.Fate.SPARED
    told = [{"pk": each.person.pk, "name": str(each.person), "instead_of": str(each.instead_of or "")} for each in one.told]
    return Reminder(**_common(one, office), step=one.step, fate=fate, told=told)


def _common(one: Decision, office: Office) -> dict:
    return {"deadline": one.deadline, "due_on": one.deadline.due_on, "on": office.day, "at": office.now, "leaves_at": office.leaves_at}


def _mail(pairs: Iterable[tuple[Decision, Reminder]], office: Office) -> None:
    """One mail for each person, however many matters there are."""
    pairs = list(pairs)
    moved = _last_moves([one.deadline for one, _row in pairs], office.day)
    lines: dict[int, list[dict]] = defaultdict(list)
    people: dict[int, User] = {}
    for one, row in pairs:
        line = {"reminder": row.pk, "text": text(one, office.day), "moved": moved.get(one.deadline.pk, ""), "url": one.url}
        for each in one.told:
            people[each.person.pk] = each.person
            lines[each.person.pk].append({**line, "instead_of": str(each.instead_of or "")})
    outbox.add_many("reminder", [("", _letter(people[pk], some)) for pk, some in lines.items()], due_at=office.leaves_at)


def _letter(person: User, lines: list[dict]) -> dict:
    written_to = {"person": person.pk, "to": person.email, "name": str(person)}
    return {**written_to, "lines": lines, "message_id": f"<{uuid.uuid4()}@gongkai>"}


def _last_moves(deadlines: list[Deadline], today: date) -> dict[int, str]:
    """Of those whose present day is another one than it was: from which day it came, and why."""
    due_on = {deadline.pk: deadline.due_on for deadline in deadlines}
    moves = DeadlineMove.objects.filter(deadline__in=due_on).order_by("at", "pk")
    moves = moves.values_list("deadline_id", "from_on", "to_on", "reason")
    return {pk: reminder_words.moved(was, reason, today) for pk, was, becomes, reason in moves if becomes == due_on[pk]}


def _note(done: Run, one: Decision) -> None:
    done.unsaid += 1
    if len(done.named) < NAMED:
        done.named.append(f"{one.deadline.pk} 《{one.deadline.subject_label}》{sentence(one)}")
