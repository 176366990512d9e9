"""期限: where each term ends, what stops and restarts it, and what cannot be computed."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cms import calendar_seed, day_by_day, deadlines, registry, term_words, terms
from cms.months import after_months
from cms.terms import Event, Practice, Reading, Sense, TermError, Unit, compute
from cms.workdays import WorkCalendar

CALENDAR = WorkCalendar(calendar_seed.notices())
MONDAY = date(2026, 1, 5)
DAYS = st.dates(date(2005, 1, 1), date(2025, 12, 31))


def term(name: str) -> terms.Term:
    return registry.terms.get(name)


def due(name: str, start: date | None, practice: Practice = terms.NO_PRACTICE, consultations=(), **events) -> terms.Due:
    return compute(term(name), start, CALENDAR, {Event(key): value for key, value in events.items()}, practice, consultations)


def refused(name: str, start: date | None, consultations=(), **events) -> TermError:
    with pytest.raises(TermError) as caught:
        due(name, start, consultations=consultations, **events)
    assert term_words.refusal(caught.value)
    return caught.value


# -- the tables --------------------------------------------------------------------------------------------------------

RULES_AT_A_GLANCE = [
    *("OGI_PUBLISH_20WD", "OGI_CORRECTION_NOTICE_7WD", "OGI_REPLY_20WD", "OGI_REPLY_EXTENDED", "OGI_REPLY_AFTER_CORRECTION"),
    *("OGI_REPLY_SUSPENDED", "OGI_REPLY_AFTER_FEE", "OGI_THIRD_PARTY_15WD", "OGI_AGENCY_CONSULT_15WD", "FEE_PAY_20WD"),
    *("DECISION_FEEDBACK_10WD", "CONSULT_REPLY_5WD", "CONSULT_SIMPLE_1WD", "INTERPRETATION_3WD", "LEGALITY_REVIEW_MIN_7WD"),
    *("COMMENT_MIN_30D", "HEARING_MATERIALS_7D_BEFORE", "PETITION_ACCEPT_15D", "PETITION_OBJECTION_5WD", "PETITION_HANDLE_60D"),
    *("PETITION_HANDLE_EXTENDED_90D", "PETITION_REVIEW_REQUEST_30D", "PETITION_REVIEW_30D", "PETITION_RECHECK_REQUEST_30D"),
    *("PETITION_RECHECK_30D", "RECONSIDERATION_60D", "LITIGATION_AFTER_RECONSIDERATION_15D", "LITIGATION_6M", "ANNUAL_REPORT_DEPT"),
    *("WEBSITE_REPORT", "ANNUAL_REPORT_GOV", "DECISION_CATALOGUE", "SITE_HOME_STALE_2W", "SITE_NEWS_COLUMN_STALE_2W"),
    *("SITE_POLICY_COLUMN_STALE_6M", "SITE_MESSAGE_UNANSWERED_3M"),
]


# what the Regulations ask for without a number (Article 18), and what this system's own desk sets: an authority's own settings
OWN_TERMS = [
    *("ATTRIBUTE_REREVIEW", "ASSIGNMENT_10WD", "FOUND_ERROR_3WD", "COLUMN_UPDATE"),
    *("DOUBT_REFERRED_10WD", "BODY_CONSULTED_10WD", "SITE_SERVICE_STATISTICS_3M", "SITE_NEW_MEDIA_2W"),
    *("VALIDITY_EVALUATE_6M", "VALIDITY_LEGAL_2M", "VALIDITY_PROPOSE_1M"),
    *("OGI_CONFIRM_1WD", "OGI_CORRECTION_10WD", "OGI_HANDOVER_5WD"),
]


def test_every_rule_at_a_glance_is_a_term_and_no_other_is():
    assert sorted(registry.terms.entries) == sorted([*RULES_AT_A_GLANCE, *OWN_TERMS])


@pytest.mark.parametrize("name", OWN_TERMS)
def test_own_term_may_be_set_by_the_authority(name):
    assert term(name).local is True


@pytest.mark.parametrize("name", RULES_AT_A_GLANCE)
def test_term_names_its_source_and_what_starts_it(name):
    assert term(name).sources and term(name).starts and term(name).title


@pytest.mark.parametrize("stated", deadlines.TERMS, ids=lambda stated: stated.name)
def test_site_rule_never_rolls(stated):
    assert stated.rolls is False


# -- ends --------------------------------------------------------------------------------------------------------------


def test_start_day_is_not_counted():
    assert due("CONSULT_SIMPLE_1WD", MONDAY).date == date(2026, 1, 6)


def test_start_on_a_day_off_counts_from_the_next_working_day():
    assert due("CONSULT_SIMPLE_1WD", date(2026, 2, 17)).date == date(2026, 2, 24)


@pytest.mark.parametrize(
    ("name", "start", "raw", "end"),
    [
        pytest.param("PETITION_ACCEPT_15D", date(2024, 9, 20), date(2024, 10, 5), date(2024, 10, 8), id="holiday"),
        pytest.param("COMMENT_MIN_30D", date(2025, 9, 1), date(2025, 10, 1), date(2025, 10, 9), id="national-day"),
        pytest.param("LITIGATION_AFTER_RECONSIDERATION_15D", date(2025, 12, 18), date(2026, 1, 2), date(2026, 1, 4), id="make-up-sunday"),
        pytest.param("RECONSIDERATION_60D", date(2025, 12, 5), date(2026, 2, 3), date(2026, 2, 3), id="working-day"),
    ],
)
def test_calendar_days_that_end_on_a_day_off_move_to_the_next_working_day(name, start, raw, end):
    found = due(name, start)
    assert (found.unrolled, found.date) == (raw, end)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        pytest.param(date(2025, 8, 31), 6, date(2026, 2, 28), id="month-end"),
        pytest.param(date(2023, 8, 31), 6, date(2024, 2, 29), id="month-end-of-a-leap-year"),
        pytest.param(date(2024, 2, 29), 12, date(2025, 2, 28), id="29-february"),
        pytest.param(date(2024, 11, 30), 3, date(2025, 2, 28), id="over-the-year"),
        pytest.param(date(2025, 12, 15), 1, date(2026, 1, 15), id="corresponding-day"),
        pytest.param(date(2025, 6, 15), 6, date(2025, 12, 15), id="december"),
        pytest.param(date(2026, 3, 31), -1, date(2026, 2, 28), id="backward"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(start, months, end):
    assert after_months(start, months) == end


def test_fixed_day_never_moves_and_has_a_working_target():
    found = due("WEBSITE_REPORT", None, year=2024)
    assert (found.date, found.target, found.provisional) == (date(2025, 1, 31), date(2025, 1, 27), False)


def test_hearing_materials_are_counted_back_without_regard_to_holidays():
    assert due("HEARING_MATERIALS_7D_BEFORE", date(2025, 10, 14)).date == date(2025, 10, 7)


@pytest.mark.parametrize(
    ("name", "sense"),
    [
        ("OGI_REPLY_20WD", Sense.LATEST),
        ("COMMENT_MIN_30D", Sense.EARLIEST),
        ("LEGALITY_REVIEW_MIN_7WD", Sense.EARLIEST),
        ("SITE_HOME_STALE_2W", Sense.COUNTS),
        ("SITE_MESSAGE_UNANSWERED_3M", Sense.COUNTS_AFTER),
    ],
)
def test_term_says_what_its_day_means(name, sense):
    assert term(name).sense is sense


def test_rolled_day_in_a_year_without_notice_is_provisional_and_a_fixed_one_is_not():
    rolled, fixed = due("COMMENT_MIN_30D", date(2026, 12, 10)), due("ANNUAL_REPORT_DEPT", None, year=2026)
    site = due("SITE_HOME_STALE_2W", date(2026, 12, 25))
    assert (rolled.provisional, fixed.provisional, site.provisional) == (True, False, False)


# -- what happens to a running term ------------------------------------------------------------------------------------


def test_extension_adds_its_working_days():
    assert due("OGI_REPLY_EXTENDED", date(2025, 12, 15), extension_wd=20).date == date(2026, 2, 10)


@pytest.mark.parametrize("days", [0, 21, 400])
def test_extension_beyond_its_limits_is_refused(days):
    assert refused("OGI_REPLY_EXTENDED", MONDAY, extension_wd=days).code == "extension_too_long"


def test_petition_is_extended_by_thirty_days_at_most():
    assert refused("PETITION_HANDLE_EXTENDED_90D", MONDAY, extension_days=31).code == "extension_too_long"


def test_correction_starts_the_count_anew():
    assert due("OGI_REPLY_20WD", date(2025, 9, 26), corrected=date(2025, 10, 11)).date == date(2025, 11, 7)


def test_payment_starts_the_count_anew():
    assert due("OGI_REPLY_AFTER_FEE", date(2025, 9, 26), fee_paid=date(2025, 10, 11)).date == date(2025, 11, 7)


def test_consultation_without_an_opinion_stops_the_clock_for_fifteen_working_days():
    found = due("OGI_REPLY_SUSPENDED", date(2025, 1, 6), consult_sent=date(2025, 1, 13))
    assert (found.date, found.pauses) == (date(2025, 2, 28), (terms.Pause(date(2025, 1, 13), date(2025, 2, 8), False),))


def test_consultation_stops_the_clock_through_the_day_of_the_opinion():
    found = due("OGI_REPLY_SUSPENDED", MONDAY, consult_sent=date(2026, 1, 7), opinion_received=date(2026, 1, 12))
    assert CALENDAR.working_days_between(due("OGI_REPLY_20WD", MONDAY).date, found.date) == 3  # 8, 9 and 12 January


def test_cautious_reading_ends_the_pause_a_day_earlier():
    practice = Practice(reading=Reading.BEFORE_OPINION)
    events = {"consult_sent": date(2026, 1, 7), "opinion_received": date(2026, 1, 12)}
    usual, cautious = due("OGI_REPLY_SUSPENDED", MONDAY, **events), due("OGI_REPLY_SUSPENDED", MONDAY, practice, **events)
    assert CALENDAR.working_days_between(cautious.date, usual.date) == 1


def test_consultation_sent_on_the_last_day_takes_nothing_out():
    last = due("OGI_REPLY_20WD", MONDAY).date
    found = due("OGI_REPLY_20WD", MONDAY, consult_sent=last)
    assert (found.date, found.pauses) == (last, ())


def test_opinion_after_the_fifteen_working_days_stops_the_clock_no_longer():
    none = due("OGI_REPLY_SUSPENDED", date(2025, 1, 6), consult_sent=date(2025, 1, 13))
    late = due("OGI_REPLY_SUSPENDED", date(2025, 1, 6), consult_sent=date(2025, 1, 13), opinion_received=date(2025, 3, 3))
    assert late.date == none.date


def test_consultations_that_overlap_are_counted_once():
    one = due("OGI_REPLY_20WD", MONDAY, consultations=[(date(2026, 1, 7), date(2026, 1, 16))])
    two = due("OGI_REPLY_20WD", MONDAY, consultations=[(date(2026, 1, 7), date(2026, 1, 14)), (date(2026, 1, 9), date(2026, 1, 16))])
    assert one.date == two.date


def test_consultation_before_a_correction_no_longer_matters():
    plain = due("OGI_REPLY_20WD", MONDAY, corrected=date(2026, 2, 2))
    asked = due("OGI_REPLY_20WD", MONDAY, corrected=date(2026, 2, 2), consult_sent=date(2026, 1, 6), opinion_received=date(2026, 1, 9))
    assert plain.date == asked.date


@pytest.mark.parametrize(
    ("code", "name", "events"),
    [
        pytest.param("before_start", "OGI_REPLY_20WD", {"consult_sent": date(2026, 1, 4)}, id="consulted-before-receipt"),
        pytest.param(
            "before_start",
            "OGI_REPLY_20WD",
            {"consult_sent": date(2026, 1, 8), "opinion_received": date(2026, 1, 7)},
            id="opinion-before-the-letter",
        ),
        pytest.param("before_start", "OGI_REPLY_20WD", {"corrected": date(2026, 1, 4)}, id="corrected-before-receipt"),
        pytest.param(
            "first_after_start", "OGI_REPLY_AFTER_CORRECTION", {"first_received": date(2026, 1, 6)}, id="first-after-the-correction"
        ),
        pytest.param("opinion_without_consultation", "OGI_REPLY_20WD", {"opinion_received": date(2026, 1, 7)}, id="opinion-alone"),
        pytest.param("consulted_too_late", "OGI_REPLY_20WD", {"consult_sent": date(2026, 3, 30)}, id="consulted-after-the-term"),
        pytest.param("event_missing", "OGI_REPLY_EXTENDED", {}, id="no-extension"),
        pytest.param("event_missing", "OGI_REPLY_SUSPENDED", {}, id="no-consultation"),
        pytest.param("foreign_event", "OGI_PUBLISH_20WD", {"fee_paid": date(2026, 1, 7)}, id="fee-for-a-publication"),
        pytest.param("event_missing", "ANNUAL_REPORT_GOV", {}, id="no-year"),
    ],
)
def test_contradiction_is_refused_with_a_sentence(code, name, events):
    assert refused(name, MONDAY, **events).code == code


def test_first_receipt_after_the_correction_is_told_with_its_days_in_their_places():
    error = refused("OGI_REPLY_AFTER_CORRECTION", date(2026, 2, 2), first_received=date(2026, 3, 1))
    said = "最初收到申请的日期（2026年3月1日（星期日））晚于收到补正的申请之日（2026年2月2日（星期一）），请核对。"
    assert term_words.refusal(error) == said


@pytest.mark.parametrize(
    ("events", "cause", "sources"),
    [
        ({"corrected": date(2026, 1, 7)}, "收到补正", ("ogi/33", "ogi/30")),
        ({"fee_paid": date(2026, 1, 7)}, "缴费", ("ogi/33", "fees/restart")),
        ({"corrected": date(2026, 1, 7), "fee_paid": date(2026, 1, 9)}, "缴费", ("ogi/33", "ogi/30", "fees/restart")),
    ],
    ids=["correction", "fee", "both"],
)
def test_restart_says_what_caused_it_and_names_its_article(events, cause, sources):
    found = due("OGI_REPLY_20WD", MONDAY, **events)
    assert cause in term_words.summary(found)[0] and found.sources == sources


def test_consultation_names_its_articles():
    assert due("OGI_REPLY_20WD", MONDAY, consult_sent=date(2026, 1, 7)).sources == ("ogi/33", "ogi/32")


def test_term_without_its_start_is_refused_with_a_sentence():
    assert refused("OGI_REPLY_20WD", None).code == "start_missing"


# -- local practice ----------------------------------------------------------------------------------------------------


def test_local_term_takes_the_number_that_was_set():
    assert due("CONSULT_REPLY_5WD", MONDAY, Practice({"CONSULT_REPLY_5WD": 3})).date == date(2026, 1, 8)


def test_national_term_takes_no_other_number():
    assert due("OGI_REPLY_20WD", MONDAY, Practice({"OGI_REPLY_20WD": 3})) == due("OGI_REPLY_20WD", MONDAY)


# -- the ledger --------------------------------------------------------------------------------------------------------


def test_ledger_counts_each_counted_day_once_and_ends_on_the_day():
    found = due("OGI_REPLY_SUSPENDED", date(2025, 1, 6), consult_sent=date(2025, 1, 13))
    ledger = day_by_day.lines(found)
    assert [line.count for line in ledger if line.count] == list(range(1, 21))
    assert (ledger[0].why, ledger[-1].day.date, ledger[-1].count) == ("start", found.date, 20)
    assert sum(line.why == "paused" for line in ledger) == 15


def test_ledger_of_a_rolled_term_shows_the_days_that_moved_it():
    ledger = day_by_day.lines(due("PETITION_ACCEPT_15D", date(2024, 9, 20)))
    assert [(line.day.date.day, line.why) for line in ledger[-4:]] == [(5, "counted"), (6, "rolled"), (7, "rolled"), (8, "rolled")]


@pytest.mark.parametrize("name", RULES_AT_A_GLANCE)
def test_every_term_explains_itself_day_by_day(name):
    stated = term(name)
    events = {Event.EXTENSION_WD: 5, Event.EXTENSION_DAYS: 5, Event.YEAR: 2025, Event.CONSULT_SENT: date(2026, 1, 7)}
    found = compute(stated, None if stated.unit is Unit.FIXED else MONDAY, CALENDAR, {event: events[event] for event in stated.needs})
    assert all(term_words.summary(found))
    assert all(term_words.line(line, found) for line in day_by_day.lines(found))


# -- properties --------------------------------------------------------------------------------------------------------

WORKING_DAY_TERMS = st.sampled_from([name for name in RULES_AT_A_GLANCE if name.endswith("WD")])


@given(WORKING_DAY_TERMS, DAYS)
def test_working_day_deadline_is_a_working_day(name, start):
    assert CALENDAR.is_working_day(due(name, start).date)


@given(WORKING_DAY_TERMS, DAYS, st.integers(0, 40))
def test_later_in_is_never_earlier_out(name, start, later):
    assert due(name, start + timedelta(days=later)).date >= due(name, start).date


@given(DAYS, st.integers(0, 19), st.integers(0, 15))
def test_pause_of_some_working_days_moves_the_deadline_by_as_many(start, sent_after, length):
    sent = CALENDAR.nth_after(start, sent_after)
    opinion = CALENDAR.nth_after(sent, length)
    plain = due("OGI_REPLY_20WD", start).date
    paused = due("OGI_REPLY_20WD", start, consult_sent=sent, opinion_received=opinion).date
    assert paused == CALENDAR.nth_after(plain, length)


@given(DAYS, st.permutations([(2, 3), (4, 6), (9, 12), (13, 13)]))
def test_order_in_which_consultations_are_named_does_not_matter(start, order):
    asked = [(CALENDAR.nth_after(start, first), CALENDAR.nth_after(start, last)) for first, last in order]
    assert due("OGI_REPLY_20WD", start, consultations=asked) == due("OGI_REPLY_20WD", start, consultations=sorted(asked))


@given(DAYS, st.integers(1, 20), st.integers(1, 18))
def test_extension_and_pause_do_not_disturb_each_other(start, extension, sent_after):
    sent = CALENDAR.nth_after(start, sent_after)
    opinion = CALENDAR.nth_after(sent, 5)
    both = due("OGI_REPLY_20WD", start, extension_wd=extension, consult_sent=sent, opinion_received=opinion)
    assume(not both.provisional)
    assert both.date == CALENDAR.nth_after(start, 20 + extension + 5)
