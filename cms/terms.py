"""期限: what a statutory term is, and the one function that computes where it ends. Pure: the calendar is passed in.

Each app states its terms in its own ``deadlines.py`` as a table of ``Term``; nothing else in the tree adds days to dates.
How periods are counted: the start day is not counted (民法典 201, 民事诉讼法 85); a period of days that ends on a day off
moves to the next working day where the term says so (民法典 203); months end on the corresponding day, or at the month's end
where there is none (民法典 202).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from cms.months import after_months, day_before
from cms.workdays import WorkCalendar


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"
    FIXED = "fixed"  # a day of the year


class Sense(StrEnum):
    """What the computed day is."""

    LATEST = "latest"  # the last day on which it may be done
    EARLIEST = "earliest"  # the first day on which it may end
    COUNTS = "counts"  # the day on which a neglect begins to count
    COUNTS_AFTER = "counts_after"  # the last day on which it does not count yet


class Event(StrEnum):
    """What may happen to a running term; the names are those of ``due --extra``."""

    EXTENSION_WD = "extension_wd"  # further working days
    EXTENSION_DAYS = "extension_days"  # further calendar days
    CONSULT_SENT = "consult_sent"
    OPINION_RECEIVED = "opinion_received"
    CORRECTED = "corrected"  # the corrected application arrived
    FIRST_RECEIVED = "first_received"  # explained only
    FEE_PAID = "fee_paid"
    YEAR = "year"


# what an event of a running term rests on, whatever the term rests on itself
EVENT_SOURCES = {
    Event.EXTENSION_WD: ("ogi/33",),
    Event.CONSULT_SENT: ("ogi/32", "ogi/33"),
    Event.CORRECTED: ("ogi/30",),
    Event.FEE_PAID: ("fees/restart",),
}


class Reading(StrEnum):
    """Up to where a consultation stops the clock: the Regulations say only that its time is not counted (Article 33)."""

    THROUGH_OPINION = "through_opinion"  # up to and including the day of the opinion
    BEFORE_OPINION = "before_opinion"  # the cautious one: up to the day before


class TermError(ValueError):
    """What cannot be computed, and why: ``code`` names it, ``details`` fill the sentence (`cms/term_words.py`)."""

    def __init__(self, code: str, **details):
        self.code, self.details = code, details
        super().__init__(f"{code} {details}")


@dataclass(frozen=True)
class Term:
    """One statutory term: a row of an app's table."""

    name: str
    title: str  # what has to be done, in plain words
    unit: Unit
    number: int  # of units; for FIXED the month * 100 + the day
    sources: tuple[str, ...]  # articles in cms/regulations: "ogi/33"
    starts: str  # what starts it, in words
    sense: Sense = Sense.LATEST
    rolls: bool = False  # a last day off moves to the next working day
    backward: bool = False  # counted back from the start
    needs: tuple[Event, ...] = ()
    takes: tuple[Event, ...] = ()
    most: int = 0  # of an extension, in its unit
    year_after: int = 0  # a FIXED day stands in ``year`` plus this
    consult_days: int = 0  # working days after which a consultation without an answer no longer stops the clock
    local: bool = False  # local practice or not read in the text: an administrator may set another number
    plain: str = ""  # a sentence for citizens

    @cached_property
    def allowed(self) -> frozenset[Event]:
        """What may have happened to it."""
        return frozenset(self.needs + self.takes)

    @cached_property
    def restarts(self) -> tuple[Event, ...]:
        return tuple(event for event in (Event.CORRECTED, Event.FEE_PAID) if event in self.allowed)


@dataclass(frozen=True)
class Practice:
    """What this authority has set where the law leaves room: numbers by the term's name, and the reading of Article 33."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    reading: Reading = Reading.THROUGH_OPINION
    bases: Mapping[str, str] = field(default_factory=dict)  # what each of the numbers rests on

    def number(self, term: Term) -> int:
        return self.numbers.get(term.name, term.number) if term.local else term.number


@dataclass(frozen=True)
class Pause:
    """A stretch that is not counted: the working days after ``after`` up to and including ``until``."""

    after: date
    until: date
    answered: bool  # by an opinion, or ended by the clock


@dataclass  # nobody changes one, but to freeze it would take longer than all the rest of a computation
class Due:
    """Where a term ends, and everything that explains it."""

    term: Term
    start: date | None  # what was given
    counted_from: date | None  # the day after which the count begins: the start, or what restarted it
    date: date
    provisional: bool
    cautious: date | None  # with only weekends off where no notice is known; only when provisional
    target: date | None  # for a fixed day: the last working day on or before it
    unrolled: date  # before a day off moved it
    number: int  # units counted in all, an extension included
    extension: int
    pauses: tuple[Pause, ...]
    calendar: WorkCalendar = field(repr=False, compare=False)
    happened: tuple[Event, ...] = ()  # to the term since it was started
    restarted_by: Event | None = None  # where it is counted from another day than its start

    @property
    def sources(self) -> tuple[str, ...]:
        """The articles of the term, and those of what happened to it."""
        return tuple(dict.fromkeys([*self.term.sources, *(one for event in self.happened for one in EVENT_SOURCES.get(event, ()))]))

    @property
    def version(self) -> str:
        return self.calendar.version


NO_PRACTICE = Practice()
MOST_UNITS = 366  # no term here is longer than a year
LONG_MONTH_DAYS = frozenset({(m, d) for m in range(1, 13) for d in (29, 30) if m != 2} | {(m, 31) for m in (1, 3, 5, 7, 8, 10, 12)})


def compute(
    term: Term,
    start: date | None,
    calendar: WorkCalendar,
    events: Mapping[Event, date | int] | None = None,
    practice: Practice = NO_PRACTICE,
    consultations: Iterable[tuple[date, date | None]] = (),
) -> Due:
    """Where ``term`` ends that ``start`` has started.

    ``consultations`` are (sent, opinion received or None) where there was more than the one in ``events``. Raises
    TermError for events that contradict each other or the law, CalendarError for days of which nothing is known.
    """
    events = dict(events or {})
    _check(term, start, events)
    if term.unit is Unit.FIXED:
        return _fixed(term, events[Event.YEAR], calendar, practice)
    calendar.require(start)
    counted_from, restarted_by = _restarted(term, start, events)
    extension = events.get(Event.EXTENSION_WD, 0) + events.get(Event.EXTENSION_DAYS, 0) if events else 0
    number = practice.number(term) + extension
    asked = list(consultations)
    happened = (*events, Event.CONSULT_SENT) if asked else tuple(events)
    if term.unit is Unit.WORKING_DAYS:
        if events and Event.CONSULT_SENT in events:
            asked.append((events[Event.CONSULT_SENT], events.get(Event.OPINION_RECEIVED)))
        end, pauses = _counted(term, start, counted_from, calendar, number, asked, practice)
        provisional = not calendar.covers(end)
        cautious = _counted(term, start, counted_from, calendar.cautious, number, asked, practice)[0] if provisional else None
        told = (number, extension, pauses, calendar, happened, restarted_by)
        return Due(term, start, counted_from, end, provisional, cautious, None, end, *told)
    return _days(term, start, counted_from, calendar, number, extension)


# -- inside ------------------------------------------------------------------------------------------------------------


def _check(term: Term, start: date | None, events: Mapping[Event, date | int]) -> None:
    for event in events:
        if event not in term.allowed:
            raise TermError("foreign_event", term=term, event=event, allowed=sorted(term.allowed))
    for event in term.needs:
        if event not in events:
            raise TermError("event_missing", term=term, event=event)
    if start is None and term.unit is not Unit.FIXED:
        raise TermError("start_missing", term=term)
    if not events:
        return
    for event in (Event.EXTENSION_WD, Event.EXTENSION_DAYS):
        if event in events and not 1 <= events[event] <= term.most:
            raise TermError("extension_too_long", term=term, event=event, most=term.most, given=events[event])
    if Event.OPINION_RECEIVED in events and Event.CONSULT_SENT not in events:
        raise TermError("opinion_without_consultation", term=term)
    if start and events.get(Event.FIRST_RECEIVED, start) > start:
        raise TermError("first_after_start", term=term, event=Event.FIRST_RECEIVED, start=start, day=events[Event.FIRST_RECEIVED])
    for event in term.restarts:
        if event in events and events[event] < start:
            raise TermError("before_start", term=term, event=event, start=start, day=events[event])


def _restarted(term: Term, start: date, events: Mapping[Event, date | int]) -> tuple[date, Event | None]:
    """The last of what starts the count anew, a correction (Article 30) or the payment of a fee, and which of them it is."""
    day, by = start, None
    for event in term.restarts if events else ():
        if event in events and events[event] > day:
            day, by = events[event], event
    return day, by


def _pauses(term: Term, start: date, asked: list[tuple[date, date | None]], calendar: WorkCalendar, practice: Practice) -> list[Pause]:
    """What consultations take out of the count, overlapping ones joined (Articles 32 and 33)."""
    found: list[Pause] = []
    for sent, opinion in sorted(asked, key=lambda one: (one[0], one[1] or date.max)):
        if sent < start:
            raise TermError("before_start", term=term, event=Event.CONSULT_SENT, start=start, day=sent)
        if opinion is not None and opinion < sent:
            raise TermError("before_start", term=term, event=Event.OPINION_RECEIVED, start=sent, day=opinion)
        until = ended = calendar.nth_after(sent, term.consult_days)
        answered = opinion is not None and opinion <= ended
        if answered:
            through = practice.reading is Reading.THROUGH_OPINION
            until = opinion if through else max(day_before(opinion), sent)
        if found and sent <= found[-1].until:
            last = found[-1]
            found[-1] = Pause(last.after, max(last.until, until), answered if until >= last.until else last.answered)
        else:
            found.append(Pause(sent, until, answered))
    return found


def _counted(
    term: Term, start: date, counted_from: date, calendar: WorkCalendar, number: int, asked: list, practice: Practice
) -> tuple[date, tuple[Pause, ...]]:
    """Where the working days end by one calendar, and what was taken out."""
    pauses = tuple(_pauses(term, start, asked, calendar, practice)) if asked else ()
    end = _count(calendar, counted_from, number, pauses)
    if pauses and pauses[-1].after > end:
        raise TermError("consulted_too_late", term=term, day=pauses[-1].after, due=end)
    return end, tuple(pause for pause in pauses if pause.after < end)  # one that begins on the last day takes nothing out


def _count(calendar: WorkCalendar, start: date, number: int, pauses: tuple[Pause, ...]) -> date:
    """The ``number``-th working day after ``start`` that lies in no pause."""
    here, left = start, number
    for pause in pauses:
        if pause.until <= here:
            continue
        counted = calendar.working_days_between(here, max(pause.after, here))
        if counted >= left:
            break
        here, left = pause.until, left - counted
    return calendar.nth_after(here, left)


def _days(term: Term, start: date, counted_from: date, calendar: WorkCalendar, number: int, extension: int) -> Due:
    signed = -number if term.backward else number
    if term.unit is Unit.MONTHS:
        raw = after_months(counted_from, signed)
    else:
        raw = counted_from + timedelta(days=signed)
    calendar.require(raw)
    if not term.rolls:
        return Due(term, start, counted_from, raw, False, None, None, raw, number, extension, (), calendar)
    end = calendar.on_or_after(raw)
    provisional = not calendar.covers(raw) or not calendar.covers(end)
    cautious = calendar.cautious.on_or_after(raw) if provisional else None
    return Due(term, start, counted_from, end, provisional, cautious, None, raw, number, extension, (), calendar)


def _fixed(term: Term, year: int, calendar: WorkCalendar, practice: Practice) -> Due:
    month, day = divmod(practice.number(term), 100)
    if not 1 <= year < 9999:
        raise TermError("bad_year", term=term, year=year)
    end = date(year + term.year_after, month, day)
    return Due(term, None, None, end, False, None, calendar.on_or_before(end), end, 0, 0, (), calendar)


def with_number(term: Term, number: int) -> Term:
    """The same term with another number of units: a shorter one that another law gives, say; no local practice changes it."""
    return replace(term, number=number, local=False)
