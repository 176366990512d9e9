"""A hundred thousand deadlines of every term, a third of them with what happens meanwhile; in this process, without a database."""

import random
import time
from datetime import date, timedelta

COUNT = 100_000
FIRST, DAYS = date(2019, 1, 1), 2900  # starts up to the end of 2026
ROUNDS = 3  # the best counts, as the machine may have had other things to do


def deadlines(count: int = COUNT) -> dict:
    """Seconds for ``count`` computations, the calendar standing; and for each of them to explain its days, a sample."""
    from cms import calendar_seed, day_by_day, terms
    from cms.workdays import WorkCalendar

    calendar = WorkCalendar(calendar_seed.notices())
    asked = list(_asked(count))
    took, busy = min(_seconds(lambda: _all(asked, calendar)) for _ in range(ROUNDS))
    sample = [terms.compute(term, start, calendar, events) for term, start, events in asked[:1000]]
    # of a thousand: seconds for all are milliseconds for each
    explained, _busy = _seconds(lambda: [day_by_day.lines(due) for due in sample])
    with_events = sum(bool(events) for _term, _start, events in asked)
    return {
        "count": count,
        "with_events": with_events,
        "seconds": took,
        "busy": busy,
        "ledger_ms": explained,
    }


def _all(asked: list, calendar) -> None:
    from cms.terms import compute

    for term, start, events in asked:
        compute(term, start, calendar, events)


def _seconds(work) -> tuple[float, float]:
    """By the clock, and of the processor: they part when the machine does other things too."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - busy


def _asked(count: int):
    from cms import deadlines as of_the_site
    from decisions import deadlines as of_decisions
    from disclosure import deadlines as of_disclosure
    from interaction import deadlines as of_interaction

    chance = random.Random(2026)
    tables = [*of_the_site.TERMS, *of_disclosure.TERMS, *of_decisions.TERMS, *of_interaction.TERMS]
    for number in range(count):
        term, start = tables[number % len(tables)], FIRST + timedelta(days=chance.randrange(DAYS))
        yield term, start, dict(_events(term, start, chance, every=number // len(tables) % 3 == 0))


def _events(term, start: date, chance: random.Random, every: bool):
    from cms.terms import Event

    what = {
        Event.YEAR: lambda: start.year,
        Event.EXTENSION_WD: lambda: chance.randint(1, 20),
        Event.EXTENSION_DAYS: lambda: chance.randint(1, 30),
        Event.CONSULT_SENT: lambda: start + timedelta(days=3),
        Event.OPINION_RECEIVED: lambda: start + timedelta(days=chance.randint(4, 15)),
        Event.FIRST_RECEIVED: lambda: start - timedelta(days=5),
        Event.CORRECTED: lambda: start + timedelta(days=1),
        Event.FEE_PAID: lambda: start + timedelta(days=2),
    }
    for event in term.needs + (term.takes if every else ()):
        yield event, what[event]()
