"""What a command, a form or the API asks of a term: text in, an answer or a sentence out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cms import calendars, registry, terms
from cms.terms import Due, Event, Term, TermError
from cms.workdays import CalendarError

COUNTS = (Event.EXTENSION_WD, Event.EXTENSION_DAYS, Event.YEAR)
LONGEST_JURISDICTION = 20  # characters
WRITTEN = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")  # digits of any width
COUNTED = re.compile(r"([0-9]{1,6})\s*(\D{0,6})")
# what may be written behind a number: “5天” is no number of working days
UNITS = {
    Event.EXTENSION_WD: ("", "个", "工作日", "个工作日"),
    Event.EXTENSION_DAYS: ("", "日", "天", "自然日", "个自然日"),
    Event.YEAR: ("", "年", "年度"),
}
Consultations = Sequence[tuple[date, date | None]]


@dataclass(frozen=True)
class Question:
    """By when, if this term was started on this day and these things have happened since?"""

    term: Term
    start: date | None
    events: Mapping[Event, date | int] = field(default_factory=dict)
    jurisdiction: str | None = None
    known_on: date | None = None
    consultations: Consultations = ()  # besides the one in ``events``


def read(name: str, start: str, extra: Mapping[str, str], consultations: Consultations = ()) -> Question:
    """Understand what was typed. Raises TermError with the words that are not understood, CalendarError for a jurisdiction."""
    events: dict[Event, date | int] = {}
    about = {"jurisdiction": None, "known_on": None}
    for key, text in extra.items():
        if key in about:
            about[key] = value(key, text)
        else:
            event = _event(key)
            events[event] = value(key, text)
    return Question(term(name), value("start", start) if start else None, events, **about, consultations=consultations)


def value(key: str, text: str) -> date | int | str:
    """What was typed for the start, an event, ``jurisdiction`` or ``known_on``."""
    if key == "jurisdiction":
        if len(text) > LONGEST_JURISDICTION:
            raise CalendarError("unknown_jurisdiction", jurisdiction=text[:LONGEST_JURISDICTION])
        return text
    return _number(key, text) if key in COUNTS else _date(key, text)


def term(name: str) -> Term:
    """Raises TermError for a name that no app states."""
    found = registry.terms.get(name)
    if found is None:
        raise TermError("unknown_term", name=name[:60], known="、".join(registry.terms.entries))
    return found


def answer(question: Question) -> Due:
    """Raises TermError and CalendarError."""
    calendar = calendars.calendar(question.jurisdiction, question.known_on)
    practice = calendars.practice()
    return terms.compute(question.term, question.start, calendar, question.events, practice, question.consultations)


def _event(key: str) -> Event:
    try:
        return Event(key)
    except ValueError:
        known = "、".join(["jurisdiction", "known_on", *Event])
        raise TermError("unknown_extra", name=key[:40], known=known) from None


def _date(key: str, value: str) -> date:
    """2026-02-02, and as people write it: 2026/2/2, 2026年2月2日."""
    written = WRITTEN.fullmatch(value.strip())
    try:
        return date(*map(int, written.groups())) if written else date.fromisoformat(value)
    except ValueError:
        raise TermError("bad_value", name=key, value=value[:40]) from None


def _number(key: str, value: str) -> int:
    """10, and as people write it: 10个工作日, 10 天, 2026年; never a number of another unit than the one that is asked for."""
    written = COUNTED.fullmatch(value.strip())
    if written is None or written[2] not in UNITS[key]:
        raise TermError("bad_value", name=key, value=value[:40])
    return int(written[1])
