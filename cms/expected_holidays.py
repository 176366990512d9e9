"""Days off that may be expected of a year whose notice is not yet known. Pure.

By the principles stated in the State Council's notice of 2024-11-12 for 2025: Spring Festival eight days from New Year's Eve,
National Day seven (eight when Mid-Autumn falls into it), May Day five, the others three days together with a weekend, or
only the day itself when it is a Wednesday. Which weekends will be made up is not expected: nobody knows that beforehand.
"""

from datetime import date, timedelta
from functools import cache

# Spring Festival (正月初一), Qingming, Dragon Boat (五月初五) and Mid-Autumn (八月十五) of each year, month and day. Facts of
# the almanac; tests/cms/test_expected_holidays.py compares them with a library.
FESTIVALS = {
    2004: ((1, 22), (4, 4), (6, 22), (9, 28)),
    2005: ((2, 9), (4, 5), (6, 11), (9, 18)),
    2006: ((1, 29), (4, 5), (5, 31), (10, 6)),
    2007: ((2, 18), (4, 5), (6, 19), (9, 25)),
    2008: ((2, 7), (4, 4), (6, 8), (9, 14)),
    2009: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2010: ((2, 14), (4, 5), (6, 16), (9, 22)),
    2011: ((2, 3), (4, 5), (6, 6), (9, 12)),
    2012: ((1, 23), (4, 4), (6, 23), (9, 30)),
    2013: ((2, 10), (4, 4), (6, 12), (9, 19)),
    2014: ((1, 31), (4, 5), (6, 2), (9, 8)),
    2015: ((2, 19), (4, 5), (6, 20), (9, 27)),
    2016: ((2, 8), (4, 4), (6, 9), (9, 15)),
    2017: ((1, 28), (4, 4), (5, 30), (10, 4)),
    2018: ((2, 16), (4, 5), (6, 18), (9, 24)),
    2019: ((2, 5), (4, 5), (6, 7), (9, 13)),
    2020: ((1, 25), (4, 4), (6, 25), (10, 1)),
    2021: ((2, 12), (4, 4), (6, 14), (9, 21)),
    2022: ((2, 1), (4, 5), (6, 3), (9, 10)),
    2023: ((1, 22), (4, 5), (6, 22), (9, 29)),
    2024: ((2, 10), (4, 4), (6, 10), (9, 17)),
    2025: ((1, 29), (4, 4), (5, 31), (10, 6)),
    2026: ((2, 17), (4, 5), (6, 19), (9, 25)),
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
    2031: ((1, 23), (4, 5), (6, 24), (10, 1)),
    2032: ((2, 11), (4, 4), (6, 12), (9, 19)),
    2033: ((1, 31), (4, 4), (6, 1), (9, 8)),
    2034: ((2, 19), (4, 5), (6, 20), (9, 27)),
    2035: ((2, 8), (4, 5), (6, 10), (9, 16)),
    2036: ((1, 28), (4, 4), (5, 30), (10, 4)),
    2037: ((2, 15), (4, 4), (6, 18), (9, 24)),
    2038: ((2, 4), (4, 5), (6, 7), (9, 13)),
    2039: ((1, 24), (4, 5), (5, 27), (10, 2)),
    2040: ((2, 12), (4, 4), (6, 14), (9, 20)),
}
LAST_FESTIVAL_YEAR = max(FESTIVALS)
SPRING_FESTIVAL_DAYS, MAY_DAYS, NATIONAL_DAYS, NATIONAL_DAYS_WITH_MID_AUTUMN = 8, 5, 7, 8
WEDNESDAY = 2
# weekday of a one-day holiday -> how many days before it the three days off begin
BEGINS_BEFORE = {0: 2, 1: 2, 3: 0, 4: 0, 5: 0, 6: 1}


@cache
def expected_days(year: int) -> dict[date, str]:
    """The days off (weekends within them included) expected of ``year``, each with its holiday; empty beyond FESTIVALS."""
    if year not in FESTIVALS:
        return {}
    spring, qingming, dragon_boat, mid_autumn = (date(year, *day) for day in FESTIVALS[year])
    found: dict[date, str] = {}
    national, length = date(year, 10, 1), NATIONAL_DAYS
    if date(year, 9, 29) <= mid_autumn <= date(year, 10, 7):  # both in one break, as in 2020, 2023 and 2025
        national, length = min(mid_autumn, national), NATIONAL_DAYS_WITH_MID_AUTUMN
    else:
        found |= _short(mid_autumn, "中秋节")
    for day, name in ((date(year, 1, 1), "元旦"), (qingming, "清明节"), (dragon_boat, "端午节")):
        found |= _short(day, name)
    found |= _break(spring - timedelta(days=1), SPRING_FESTIVAL_DAYS, "春节")
    found |= _break(date(year, 5, 1), MAY_DAYS, "劳动节")
    return found | _break(national, length, "国庆节")


def _short(day: date, name: str) -> dict[date, str]:
    if day.weekday() == WEDNESDAY:
        return {day: name}
    return _break(day - timedelta(days=BEGINS_BEFORE[day.weekday()]), 3, name)


def _break(first: date, length: int, name: str) -> dict[date, str]:
    return {first + timedelta(days=number): name for number in range(length)}
