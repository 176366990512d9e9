"""The clock of an application is a function of what happened: the worked cases, and what holds for any course of events."""

import csv
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms import calendars, day_by_day
from cms.terms import NO_PRACTICE, Practice, Reading
from disclosure import application_clock
from disclosure.application_clock import TERM, Happened, Kind

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parents[1] / "cms" / "deadline_cases.csv"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "deadline_cases.csv"
NOT_OURS = {"OGI_PUBLISH_20WD"}
RECEIVED = Happened(Kind.RECEIVED, date(2026, 3, 2))  # a Monday; no day off until 4 April


def happened(rule: str, start: date, extra: dict[str, str]) -> list[Happened]:
    """The course of an application that brings about a worked case."""
    day = {name: date.fromisoformat(value) for name, value in extra.items() if value[:4].isdecimal() and "-" in value}
    received = Happened(Kind.RECEIVED, day.get("first_received", start))
    told = {
        "OGI_CONFIRM_1WD": [Happened(Kind.FILED, start, {"confirm": True})],
        "OGI_CORRECTION_10WD": [received, Happened(Kind.CORRECTION_ASKED, start)],
        "OGI_HANDOVER_5WD": [received, Happened(Kind.HANDED_OVER, start, {"handover": 1})],
        "OGI_REPLY_AFTER_CORRECTION": [received, Happened(Kind.CORRECTION_ASKED, received.on), Happened(Kind.CORRECTED, start)],
        "OGI_REPLY_AFTER_FEE": [received, Happened(Kind.FEE_NOTIFIED, start), Happened(Kind.FEE_PAID, day.get("fee_paid", start))],
        "OGI_THIRD_PARTY_15WD": [received, Happened(Kind.CONSULTED, start, {"party": 1, "addressee": "third_party"})],
        "OGI_AGENCY_CONSULT_15WD": [received, Happened(Kind.CONSULTED, start, {"party": 1, "addressee": "agency"})],
        "FEE_PAY_20WD": [received, Happened(Kind.FEE_NOTIFIED, start)],
    }.get(rule, [received])
    if "extension_wd" in extra:
        told.append(Happened(Kind.EXTENDED, start, {"working_days": int(extra["extension_wd"])}))
    if "consult_sent" in day:
        told.append(Happened(Kind.CONSULTED, day["consult_sent"], {"party": 1, "addressee": "third_party"}))
    if "opinion_received" in day:
        told.append(Happened(Kind.OPINION, day["opinion_received"], {"party": 1}))
    return told


def answer(row: dict[str, str]) -> tuple[str, str]:
    extra = dict(pair.split("=") for pair in row["extra"].split(";") if pair)
    known_on = date.fromisoformat(extra["known_on"]) if "known_on" in extra else None
    calendar = calendars.calendar(extra.get("jurisdiction"), known_on)
    told = happened(row["rule"], date.fromisoformat(row["start"]), extra)
    runs = application_clock.runs(told, calendar, NO_PRACTICE)
    name = "OGI_REPLY_20WD" if row["rule"].startswith("OGI_REPLY") and "AFTER_FEE" not in row["rule"] else row["rule"]
    found = [application_clock.due(run, calendar, NO_PRACTICE) for run in runs if run.term == name and not run.dropped]
    return found[0].date.isoformat(), "yes" if found[0].provisional else "no"


@pytest.mark.parametrize("path", [CASES, SHARED if SHARED.exists() else CASES], ids=["ours", "shared"])
def test_every_worked_case_of_an_application_ends_on_its_day_by_its_events(path):
    rows = [row for row in csv.DictReader(path.open(encoding="utf-8")) if row["rule"].startswith(("OGI_", "FEE_"))]
    rows = [row for row in rows if row["rule"] not in NOT_OURS]
    assert len(rows) >= 15
    assert {row["case_id"]: answer(row) for row in rows} == {row["case_id"]: (row["expected"], row["provisional"]) for row in rows}


def due(*events: Happened, practice: Practice = NO_PRACTICE):
    return application_clock.reply_due(events, calendars.calendar(), practice)


def consulted(on: date, party: int = 1) -> Happened:
    return Happened(Kind.CONSULTED, on, {"party": party, "addressee": "third_party"})


def opinion(on: date, party: int = 1) -> Happened:
    return Happened(Kind.OPINION, on, {"party": party})


STARTS = st.dates(date(2019, 1, 2), date(2025, 9, 30))
A_FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@A_FEW
@given(STARTS, st.integers(0, 18), st.integers(1, 15))
def test_consultation_of_so_many_working_days_moves_the_reply_by_as_many(start, before, pause):
    calendar = calendars.calendar()
    received, sent = Happened(Kind.RECEIVED, start), calendar.nth_after(start, before) if before else start
    back = calendar.nth_after(sent, pause)
    plain = due(received).date
    assert due(received, consulted(sent), opinion(back)).date == calendar.nth_after(plain, pause)


@A_FEW
@given(STARTS, st.lists(st.tuples(st.integers(1, 15), st.integers(1, 15)), min_size=1, max_size=3), st.integers(0, 20), st.randoms())
def test_order_in_which_events_were_entered_changes_nothing_and_no_reply_is_due_before_receipt(start, asked, extension, chance):
    calendar = calendars.calendar()
    events = [Happened(Kind.RECEIVED, start), Happened(Kind.SEARCHED, start)]
    for party, (sent, back) in enumerate(asked):
        day = calendar.nth_after(start, sent)
        events += [consulted(day, party), opinion(calendar.nth_after(day, back), party)]
    if extension:
        events.append(Happened(Kind.EXTENDED, start, {"working_days": extension}))
    shuffled = list(events)
    chance.shuffle(shuffled)
    before = application_clock.runs(events, calendar, NO_PRACTICE)
    assert application_clock.runs(shuffled, calendar, NO_PRACTICE) == before
    assert due(*events).date >= calendar.nth_after(start, 20 + extension)


def test_overlapping_consultations_are_counted_out_once():
    both = due(
        RECEIVED, consulted(date(2026, 3, 4)), consulted(date(2026, 3, 5), 2), opinion(date(2026, 3, 10)), opinion(date(2026, 3, 11), 2)
    )
    one = due(RECEIVED, consulted(date(2026, 3, 4)), opinion(date(2026, 3, 11)))
    assert both.date == one.date == date(2026, 4, 7)


def test_cautious_reading_gives_back_the_day_of_the_opinion():
    events = (RECEIVED, consulted(date(2026, 3, 4)), opinion(date(2026, 3, 11)))
    assert due(*events, practice=Practice(reading=Reading.BEFORE_OPINION)).date == date(2026, 4, 3)


def test_consultation_after_the_last_day_takes_nothing_out():
    assert due(RECEIVED, consulted(date(2026, 4, 1))).date == date(2026, 3, 30)


def test_no_term_of_reply_runs_while_the_applicant_corrects():
    assert due(RECEIVED, Happened(Kind.CORRECTION_ASKED, date(2026, 3, 5))) is None


def test_ledger_of_a_corrected_application_shows_where_the_count_begins_anew():
    found = due(RECEIVED, Happened(Kind.CORRECTION_ASKED, date(2026, 3, 5)), Happened(Kind.CORRECTED, date(2026, 3, 10)))
    assert (found.date, found.counted_from) == (date(2026, 4, 8), date(2026, 3, 10))
    assert [line.day.date for line in day_by_day.lines(found) if line.why == "restart"] == [date(2026, 3, 10)]


def test_days_on_which_events_fall_together_are_taken_in_the_order_of_the_procedure():
    same = [RECEIVED, Happened(Kind.SEARCHED, RECEIVED.on), Happened(Kind.REPLIED, RECEIVED.on)]
    for events in permutations(same):
        assert [run.closed_on for run in application_clock.runs(events, calendars.calendar(), NO_PRACTICE)] == [RECEIVED.on] * 2


def test_terms_of_the_clock_are_terms_of_the_table():
    named = {application_clock.CONFIRM, application_clock.CORRECTION_NOTICE, application_clock.CORRECTION, application_clock.HANDOVER}
    assert {*named, *application_clock.REPLIES, *application_clock.ADDRESSEES.values(), application_clock.FEE} <= set(TERM)
