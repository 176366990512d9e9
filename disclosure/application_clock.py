"""依申请公开的时钟: what happened to an application -> which terms run, by when, and why. Pure: no database, no clock.

The order in which the events were entered does not matter, only their days: a letter that is found later is put in its place,
and everything is computed again. The terms are those of `disclosure/deadlines.py`, counted by `cms/terms.py`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from cms import terms
from cms.terms import Due, Event, Practice
from cms.workdays import WorkCalendar
from disclosure.deadlines import TERMS

REPLY = "OGI_REPLY_20WD"
AFTER_FEE = "OGI_REPLY_AFTER_FEE"
CONFIRM = "OGI_CONFIRM_1WD"
CORRECTION_NOTICE = "OGI_CORRECTION_NOTICE_7WD"
CORRECTION = "OGI_CORRECTION_10WD"
HANDOVER = "OGI_HANDOVER_5WD"
FEE = "FEE_PAY_20WD"
ADDRESSEES = {"third_party": "OGI_THIRD_PARTY_15WD", "agency": "OGI_AGENCY_CONSULT_15WD"}
REPLIES = (REPLY, AFTER_FEE)
TERM = {term.name: term for term in TERMS}


class Kind(StrEnum):
    """What may happen to an application."""

    FILED = "filed"
    RECEIVED = "received"  # from this day the clock runs
    CORRECTION_ASKED = "correction_asked"
    CORRECTED = "corrected"
    NOT_CORRECTED = "not_corrected"
    REASONS_ASKED = "reasons_asked"
    REASONS_GIVEN = "reasons_given"
    DEFERRED = "deferred"
    FEE_NOTIFIED = "fee_notified"
    FEE_PAID = "fee_paid"
    NOT_PAID = "not_paid"
    SEARCHED = "searched"
    HANDED_OVER = "handed_over"
    HANDED_BACK = "handed_back"
    CONSULTED = "consulted"
    OPINION = "opinion"
    OVERRIDDEN = "overridden"
    EXTENDED = "extended"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    PASSED = "passed"
    SIGNED = "signed"
    REPLIED = "replied"
    SERVED = "served"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


ENDS = (Kind.REPLIED, Kind.NOT_CORRECTED, Kind.NOT_PAID, Kind.WITHDRAWN)
ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Happened:
    """An event: what, on which day, and what it says (``party`` an id, ``working_days`` a number, ``delivered_on`` a day in ISO)."""

    kind: Kind
    on: date
    data: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """One term of the application: what `cms.clock.start` takes, and on which day it ended, if it did."""

    term: str
    start: date
    slot: str = ""
    events: Mapping[Event, date | int] = field(default_factory=dict)
    consultations: tuple[tuple[date, date | None], ...] = ()
    number: int | None = None
    basis: str = ""
    closed_on: date | None = None
    dropped: bool = False  # ended without what was owed being done, because it is owed no longer


def due(run: Run, calendar: WorkCalendar, practice: Practice) -> Due:
    """By when, with the ledger of days. Raises TermError and CalendarError."""
    term = TERM[run.term] if run.number is None else terms.with_number(TERM[run.term], run.number)
    return terms.compute(term, run.start, calendar, run.events, practice, run.consultations)


def runs(events: Iterable[Happened], calendar: WorkCalendar, practice: Practice) -> list[Run]:
    """Every term that these events started, in the order of the Regulations. Raises TermError and CalendarError."""
    told = _Told(events)
    found = [*_confirmation(told)]
    if told.received:
        found += [*_correction(told), *_fee(told), *_consultations(told), *_handovers(told), *_reply(told, calendar, practice)]
    return found


def reply_run(events: Iterable[Happened], calendar: WorkCalendar, practice: Practice) -> Run | None:
    """The term of reply that runs, or that ran when the matter was answered; None while none does."""
    found = [run for run in runs(events, calendar, practice) if run.term in REPLIES and not run.dropped]
    return found[0] if found else None


def reply_due(events: Iterable[Happened], calendar: WorkCalendar, practice: Practice) -> Due | None:
    """By when the authority replies, with its ledger; None while it waits for the applicant, and when the matter ended otherwise."""
    run = reply_run(events, calendar, practice)
    return due(run, calendar, practice) if run else None


class _Told:
    """The events in the order of their days; of one day, in the order in which a matter takes its course."""

    def __init__(self, events: Iterable[Happened]):
        self.events = sorted(events, key=lambda event: (event.on, ORDER[event.kind], str(event.data.get("party", ""))))
        self.received = self.last(Kind.RECEIVED)
        self.end = next((event for event in self.events if event.kind in ENDS), None)

    def every(self, kind: Kind) -> list[Happened]:
        return [event for event in self.events if event.kind is kind]

    def last(self, kind: Kind) -> Happened | None:
        found = self.every(kind)
        return found[-1] if found else None

    def closing(self, done: Happened | None) -> dict:
        """How a term ended: by what was owed, or with the matter."""
        if done:
            return {"closed_on": done.on}
        return {"closed_on": self.end.on, "dropped": True} if self.end else {}


def _confirmation(told: _Told) -> Iterator[Run]:
    filed = told.last(Kind.FILED)
    if filed and filed.data.get("confirm"):
        yield Run(CONFIRM, filed.on, **told.closing(told.received))


def _correction(told: _Told) -> Iterator[Run]:
    asked = told.last(Kind.CORRECTION_ASKED)
    notice = Run(CORRECTION_NOTICE, told.received.on)
    begun = [event for event in (told.last(Kind.SEARCHED), told.last(Kind.FEE_NOTIFIED), told.end) if event]
    if asked:
        notice = replace(notice, closed_on=asked.on)
    elif begun:  # whoever has begun has found nothing unclear
        notice = replace(notice, closed_on=min(event.on for event in begun), dropped=True)
    yield notice
    if asked:
        number, basis = asked.data.get("working_days"), asked.data.get("basis", "")
        yield Run(CORRECTION, asked.on, number=number, basis=basis, **told.closing(told.last(Kind.CORRECTED)))


def _fee(told: _Told) -> Iterator[Run]:
    if notified := told.last(Kind.FEE_NOTIFIED):
        yield Run(FEE, notified.on, **told.closing(told.last(Kind.FEE_PAID)))


def _consultations(told: _Told) -> Iterator[Run]:
    for asked in told.every(Kind.CONSULTED):
        party = asked.data["party"]
        delivered = date.fromisoformat(asked.data["delivered_on"]) if asked.data.get("delivered_on") else asked.on
        yield Run(ADDRESSEES[asked.data["addressee"]], delivered, slot=f"party-{party}", **told.closing(_opinion(told, party)))


def _handovers(told: _Told) -> Iterator[Run]:
    for given in told.every(Kind.HANDED_OVER):
        back = [event for event in told.every(Kind.HANDED_BACK) if event.data["handover"] == given.data["handover"]]
        yield Run(HANDOVER, given.on, slot=f"handover-{given.data['handover']}", **told.closing(back[0] if back else None))


def _opinion(told: _Told, party: int) -> Happened | None:
    return next((event for event in told.every(Kind.OPINION) if event.data["party"] == party), None)


def _reply(told: _Told, calendar: WorkCalendar, practice: Practice) -> Iterator[Run]:
    """While the applicant has the next step no term of reply runs; what ran before is dropped, and begins anew."""
    run = _counting(told)
    if paid := told.last(Kind.FEE_PAID):  # the term has another name from then on, for its number may be this authority's own
        other = REPLY if run.term == AFTER_FEE else AFTER_FEE
        yield Run(other, told.received.on, closed_on=paid.on, dropped=True)
    if told.end:
        yield replace(_consulted(told, run, calendar, practice), closed_on=told.end.on, dropped=told.end.kind is not Kind.REPLIED)
    elif waiting := _waits_since(told):
        yield replace(run, closed_on=waiting.on, dropped=True)
    else:
        yield _consulted(told, run, calendar, practice)


def _counting(told: _Told) -> Run:
    """The term of reply and what restarts and lengthens it; consultations are still to be taken out."""
    corrected, paid = told.last(Kind.CORRECTED), told.last(Kind.FEE_PAID)
    events: dict[Event, date | int] = {}
    if corrected:
        events[Event.CORRECTED] = corrected.on
    if paid:
        events[Event.FEE_PAID] = paid.on
    if extended := sum(event.data["working_days"] for event in told.every(Kind.EXTENDED)):
        events[Event.EXTENSION_WD] = extended
    by_fee = paid and not (corrected and corrected.on > paid.on)
    run = Run(AFTER_FEE if by_fee else REPLY, told.received.on, events=events)
    if deferred := told.last(Kind.DEFERRED):
        run = replace(run, number=deferred.data["working_days"], basis=deferred.data["basis"])
    return run


def _consulted(told: _Told, run: Run, calendar: WorkCalendar, practice: Practice) -> Run:
    """With the consultations that fall into the term: one that is sent after its last day takes nothing out of it."""
    for asked in told.every(Kind.CONSULTED):
        opinion = _opinion(told, asked.data["party"])
        if asked.on <= due(run, calendar, practice).date:
            run = replace(run, consultations=(*run.consultations, (asked.on, opinion.on if opinion else None)))
    return run


def _waits_since(told: _Told) -> Happened | None:
    """What the authority asked of the applicant and has not got."""
    for asked, got in ((Kind.CORRECTION_ASKED, Kind.CORRECTED), (Kind.FEE_NOTIFIED, Kind.FEE_PAID)):
        if told.last(asked) and not told.last(got):
            return told.last(asked)
    return None
