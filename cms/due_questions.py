"""What a command, a form or the API asks of a term: text in, an answer or a sentence out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cms import calendars, registry, terms
from cms.terms import Due, Event, Term, TermError

COUNTS = (Event.EXTENSION_WD, Event.EXTENSION_DAYS, Event.YEAR)


@dataclass(frozen=True)
class Question:
    """By when, if this term was started on this day and these things have happened since?"""

    term: Term
    start: date | None
    events: Mapping[Event, date | int] = field(default_factory=dict)
    jurisdiction: str | None = None
    known_on: date | None = None


def read(name: str, start: str, extra: Mapping[str, str]) -> Question:
    """Understand what was typed. Raises TermError with the words that are not understood."""
    events: dict[Event, date | int] = {}
    jurisdiction, known_on = None, None
    for key, value in extra.items():
        if key == "jurisdiction":
            jurisdiction = value
        elif key == "known_on":
            known_on = _date(key, value)
        else:
            events[_event(key)] = _number(key, value) if _event(key) in COUNTS else _date(key, value)
    return Question(term(name), _date("start", start) if start else None, events, jurisdiction, known_on)


def term(name: str) -> Term:
    """Raises TermError for a name that no app states."""
    found = registry.terms.get(name)
    if found is None:
        raise TermError("unknown_term", name=name, known="、".join(registry.terms.entries))
    return found


def answer(question: Question) -> Due:
    """Raises TermError and CalendarError."""
    calendar = calendars.calendar(question.jurisdiction, question.known_on)
    return terms.compute(question.term, question.start, calendar, question.events, calendars.practice())


def _event(key: str) -> Event:
    try:
        return Event(key)
    except ValueError:
        known = "、".join(["jurisdiction", "known_on", *Event])
        raise TermError("unknown_extra", name=key, known=known) from None


def _date(key: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise TermError("bad_value", name=key, value=value[:40]) from None


def _number(key: str, value: str) -> int:
    if not value.isascii() or not value.isdecimal() or len(value) > 6:
        raise TermError("bad_value", name=key, value=value[:40])
    return int(value)
