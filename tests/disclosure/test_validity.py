"""时效: what the dates and acts of a document make of it on a day, and for how long a normative one lasts by itself."""

from datetime import date

import pytest

from disclosure.models import Genre
from disclosure.validity import Act, Validity, default_years, last_day, validity
from tests import factories

DAY = date(2026, 9, 1)
EVE, MORROW = date(2026, 8, 31), date(2026, 9, 2)
REPEALED, AMENDED = Act(True, DAY), Act(False, DAY)


@pytest.mark.parametrize(
    ("in_force_on", "expires_on", "acts", "declared", "expected"),
    [
        pytest.param(None, None, [], "", Validity.VALID, id="no_dates"),
        pytest.param(DAY, DAY, [], "", Validity.VALID, id="first_and_last_day"),
        pytest.param(MORROW, None, [], "", Validity.NOT_YET, id="day_before_it_starts"),
        pytest.param(None, EVE, [], "", Validity.EXPIRED, id="day_after_it_ends"),
        pytest.param(None, None, [AMENDED], "", Validity.AMENDED, id="amended"),
        pytest.param(None, None, [AMENDED, REPEALED], "", Validity.REPEALED, id="amended_and_repealed"),
        pytest.param(None, EVE, [REPEALED], "", Validity.REPEALED, id="repealed_after_it_expired"),
        pytest.param(None, EVE, [AMENDED], "", Validity.EXPIRED, id="amended_and_expired"),
        pytest.param(None, None, [Act(True, MORROW)], "", Validity.VALID, id="repealed_from_tomorrow"),
        pytest.param(None, None, [], "repealed", Validity.REPEALED, id="source_says_repealed"),
        pytest.param(None, None, [], "expired", Validity.EXPIRED, id="source_says_expired"),
        pytest.param(None, None, [], "amended", Validity.AMENDED, id="source_says_amended"),
        pytest.param(None, EVE, [], "valid", Validity.EXPIRED, id="source_says_valid_but_its_day_has_passed"),
    ],
)
def test_validity_follows_dates_and_acts(in_force_on, expires_on, acts, declared, expected):
    assert validity(DAY, in_force_on, expires_on, acts, declared) == expected


@pytest.mark.parametrize(
    ("genre", "trial", "years"),
    [
        pytest.param(Genre.NOTICE, False, 5, id="any"),
        pytest.param(Genre.NOTICE, True, 2, id="trial"),
        pytest.param(Genre.PUBLIC_NOTICE, False, 1, id="通告"),
        pytest.param(Genre.PUBLIC_NOTICE, True, 1, id="通告_on_trial"),
    ],
)
def test_default_validity_is_that_of_the_kind(genre, trial, years):
    assert default_years(genre, trial) == years


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        pytest.param(date(2026, 9, 1), 5, date(2031, 8, 31), id="day_before_the_corresponding_one"),
        pytest.param(date(2026, 1, 1), 1, date(2026, 12, 31), id="whole_year"),
        pytest.param(date(2024, 2, 29), 1, date(2025, 2, 28), id="leap_day"),
        pytest.param(date(2023, 3, 1), 1, date(2024, 2, 29), id="up_to_a_leap_day"),
    ],
)
def test_last_day_of_a_term_of_years(start, years, last):
    assert last_day(start, years) == last


@pytest.mark.django_db
def test_normative_document_without_an_end_gets_that_of_its_kind_when_published():
    start = date(2026, 4, 1)
    kinds = {"一般": {}, "通告": {"genre": Genre.PUBLIC_NOTICE}, "试行": {"trial": True}, "另有规定": {"expires_on": date(2027, 6, 30)}}
    policies = {name: factories.policy(normative=True, in_force_on=start, **fields) for name, fields in kinds.items()}
    assert {name: policy.expires_on for name, policy in policies.items()} == {
        "一般": date(2031, 3, 31),
        "通告": date(2027, 3, 31),
        "试行": date(2028, 3, 31),
        "另有规定": date(2027, 6, 30),
    }


@pytest.mark.django_db
def test_other_document_without_an_end_has_none():
    assert factories.policy(in_force_on=date(2026, 4, 1)).expires_on is None
