"""The days off expected of a year without a notice: the almanac against a library, the principles against past notices."""

from datetime import date

import holidays
import pytest

from cms import expected_holidays
from cms.expected_holidays import FESTIVALS, expected_days

WITNESS = holidays.China(years=FESTIVALS, observed=False, language="zh_CN")


@pytest.mark.parametrize("year", [year for year in FESTIVALS if year >= 2008], ids=str)  # three of the four are holidays since 2008
def test_festivals_stand_in_the_almanac(year):
    named = {name: min(day for day in WITNESS.get_named(name) if day.year == year) for name in ("春节", "清明节", "端午节", "中秋节")}
    assert list(named.values()) == [date(year, *festival) for festival in FESTIVALS[year]]


@pytest.mark.parametrize(
    ("holiday", "first", "last"),
    [
        pytest.param("端午节", date(2024, 6, 8), date(2024, 6, 10), id="monday-ends-the-weekend"),
        pytest.param("中秋节", date(2024, 9, 15), date(2024, 9, 17), id="tuesday-takes-sunday-and-monday"),
        pytest.param("元旦", date(2025, 1, 1), date(2025, 1, 1), id="wednesday-stands-alone"),
        pytest.param("端午节", date(2023, 6, 22), date(2023, 6, 24), id="thursday-takes-friday-and-saturday"),
        pytest.param("端午节", date(2026, 6, 19), date(2026, 6, 21), id="friday-begins-the-weekend"),
        pytest.param("中秋节", date(2022, 9, 10), date(2022, 9, 12), id="saturday-takes-monday"),
        pytest.param("清明节", date(2026, 4, 4), date(2026, 4, 6), id="sunday-takes-monday"),
        pytest.param("春节", date(2025, 1, 28), date(2025, 2, 4), id="spring-festival-from-new-years-eve"),
        pytest.param("国庆节", date(2025, 10, 1), date(2025, 10, 8), id="national-day-with-mid-autumn"),
        pytest.param("国庆节", date(2024, 10, 1), date(2024, 10, 7), id="national-day-alone"),
        pytest.param("劳动节", date(2025, 5, 1), date(2025, 5, 5), id="may-day"),
    ],
)
def test_principles_give_what_the_notices_gave(holiday, first, last):
    days = [day for day, name in expected_days(first.year).items() if name == holiday]
    assert (min(days), max(days)) == (first, last)


def test_year_beyond_the_almanac_has_no_expectation():
    assert expected_days(expected_holidays.LAST_FESTIVAL_YEAR + 1) == {}
