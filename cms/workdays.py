"""工作日: which days are worked, by which notice, as it was known on which day. Pure: no Django, no clock, no database.

Monday to Friday are worked unless a notice says otherwise, and Saturdays and Sundays are not unless a notice makes one of
them up (调休上班). The State Council's yearly notice covers a year; later notices and those of a city change single days.
Beyond the last notice the days off are expected by the standing principles (`cms/expected_holidays.py`), and every answer
that reaches there says that it is provisional.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from cms.expected_holidays import LAST_FESTIVAL_YEAR, expected_days
from cms.provinces import PROVINCES

NATION = "CN"
JURISDICTION = r"^CN(-[A-Z]{2}(-\d{6})?)?$"
FIRST_YEAR = 2004  # the first year of which the notice is known here
HORIZON = 5  # years beyond the last notice for which an expectation is worth anything


class State(StrEnum):
    """What a notice says of a day."""

    OFF = "off"
    WORK = "work"  # a Saturday or Sunday made up
    PLAIN = "plain"  # what an earlier notice said of it holds no longer


class Kind(StrEnum):
    """What a day turns out to be."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


class CalendarError(ValueError):
    """What cannot be counted, and why: ``code`` names it, ``details`` fill the sentence (`cms/calendar_words.py`)."""

    def __init__(self, code: str, **details):
        self.code, self.details = code, details
        super().__init__(f"{code} {details}")


@dataclass(frozen=True)
class Notice:
    """One published arrangement of days. ``known_on`` None: the day on which it became known is not on record."""

    code: str  # "CN-2026"
    jurisdiction: str
    year: int
    title: str
    known_on: date | None
    days: Mapping[date, State]
    names: Mapping[date, str] = field(default_factory=dict)  # 春节, 国庆节
    number: str = ""
    covers_year: bool = True  # the yearly notice; a change of single days does not

    def known(self, on: date | None) -> bool:
        return on is None or self.known_on is None or self.known_on <= on


@dataclass(frozen=True)
class Day:
    """A day with its reason."""

    date: date
    kind: Kind
    name: str = ""
    notice: Notice | None = None
    provisional: bool = False

    @property
    def working(self) -> bool:
        return self.kind in (Kind.WORKDAY, Kind.MAKE_UP)


@dataclass(frozen=True)
class Answer:
    """Where a count ends. ``cautious`` is the day with only weekends off, where the answer is provisional."""

    start: date
    date: date
    provisional: bool
    cautious: date | None
    calendar: "WorkCalendar"

    def explain(self) -> tuple[Day, ...]:
        """Every day after the start up to the last one, each with the notice that made it what it is."""
        return tuple(self.calendar.days(self.start, self.date))


class WorkCalendar:
    """The days of a jurisdiction as known on a day (None: as known now). Raises CalendarError outside its years."""

    def __init__(self, notices: Iterable[Notice], jurisdiction: str = NATION, known_on: date | None = None):
        notices = list(notices)
        self.jurisdiction, self.known_on = jurisdiction, known_on
        self._notices = notices
        if not is_known(jurisdiction, notices):
            raise CalendarError("unknown_jurisdiction", jurisdiction=jurisdiction)
        self.notices = sorted((one for one in notices if _applies(one, jurisdiction) and one.known(known_on)), key=_order)
        covered = {one.year for one in self.notices if one.covers_year and one.jurisdiction == NATION}
        if not covered:
            raise CalendarError("no_notice", jurisdiction=jurisdiction)
        self.first_year, self.last_year = min(covered), max(covered)
        self.horizon = min(self.last_year + HORIZON, LAST_FESTIVAL_YEAR)
        self._expected = {
            day: name
            for year in range(self.first_year, self.horizon + 1)
            if year not in covered
            for day, name in expected_days(year).items()
            if day.year not in covered
        }
        self._covered = covered
        self._stated: dict[date, tuple[State, Notice]] = {}
        for notice in self.notices:
            for day, state in notice.days.items():
                if state is State.PLAIN:
                    self._stated.pop(day, None)
                else:
                    self._stated[day] = (state, notice)
        self._count()

    def _count(self) -> None:
        """For each day how many working days there are up to it, and the working days in order: counting is then a look-up."""
        self._base = date(self.first_year, 1, 1).toordinal()
        self._upto: list[int] = []
        self._workdays: list[int] = []
        for ordinal in range(self._base, date(self.horizon, 12, 31).toordinal() + 1):
            if self._works(date.fromordinal(ordinal)):
                self._workdays.append(ordinal)
            self._upto.append(len(self._workdays))

    def _works(self, day: date) -> bool:
        stated = self._stated.get(day)
        if stated is not None:
            return stated[0] is State.WORK
        return day.weekday() < 5 and day not in self._expected

    # -- questions -------------------------------------------------------------------------------------------------

    @cached_property
    def version(self) -> str:
        """Names the state of the calendar that a stored date was counted with: its last notice and a digest of all days."""
        said = [(str(day), state.value) for day, (state, _) in sorted(self._stated.items())]
        digest = hashlib.blake2b(repr((self.jurisdiction, sorted(self._covered), said)).encode(), digest_size=4).hexdigest()
        return f"{self.jurisdiction}/{self.last_year}/{digest}"

    def covers(self, day: date) -> bool:
        """Has a notice been published for the year of this day?"""
        return day.year in self._covered

    def require(self, day: date) -> None:
        """Raise CalendarError for a day of which nothing can be said."""
        if day.year < self.first_year:
            raise CalendarError("too_early", day=day, first=self.first_year)
        if day.year > self.horizon:
            raise CalendarError("too_late", day=day, last=self.last_year, horizon=self.horizon)

    def is_working_day(self, day: date) -> bool:
        self.require(day)
        return self._works(day)

    def day(self, day: date) -> Day:
        """What a day is, and by which notice."""
        self.require(day)
        stated = self._stated.get(day)
        if stated is not None:
            state, notice = stated
            kind = Kind.MAKE_UP if state is State.WORK else Kind.HOLIDAY
            return Day(day, kind, notice.names.get(day, ""), notice)
        provisional = not self.covers(day)
        if day in self._expected:
            return Day(day, Kind.HOLIDAY, self._expected[day], None, provisional)
        return Day(day, Kind.WEEKEND if day.weekday() > 4 else Kind.WORKDAY, provisional=provisional)

    def days(self, after: date, until: date) -> Iterator[Day]:
        """The days after ``after`` up to and including ``until``."""
        for ordinal in range(after.toordinal() + 1, until.toordinal() + 1):
            yield self.day(date.fromordinal(ordinal))

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days there are after ``after``, up to and including ``until``; 0 when ``until`` is not later."""
        self.require(after)
        self.require(until)
        return max(self._upto[until.toordinal() - self._base] - self._upto[after.toordinal() - self._base], 0)

    def working_days_left(self, today: date, due_on: date) -> int:
        """How many working days there are after ``today`` up to ``due_on``; below 0 how many have passed since.

        The one count of what is left and of what is late. Raises CalendarError for days of which nothing is known.
        """
        if due_on >= today:
            return self.working_days_between(today, due_on)
        return -self.working_days_between(due_on, today)

    def nth_after(self, start: date, working_days: int) -> date:
        """The ``working_days``-th working day after ``start``, which is not counted itself; 0 gives ``start``."""
        self.require(start)
        if working_days == 0:
            return start
        place = self._upto[start.toordinal() - self._base] + working_days - 1
        if place >= len(self._workdays):
            raise CalendarError("too_late", day=date(self.horizon + 1, 1, 1), last=self.last_year, horizon=self.horizon)
        return date.fromordinal(self._workdays[place])

    def nth_before(self, end: date, working_days: int) -> date:
        """The latest working day after which there are ``working_days`` up to and including ``end``."""
        self.require(end)
        place = self._upto[end.toordinal() - self._base] - working_days - 1
        if place < 0:
            raise CalendarError("too_early", day=end, first=self.first_year)
        return date.fromordinal(self._workdays[place])

    def after(self, start: date, working_days: int) -> Answer:
        """Where ``working_days`` end that begin on the day after ``start``."""
        end = self.nth_after(start, working_days)
        provisional = not self.covers(end)
        return Answer(start, end, provisional, self.cautious.nth_after(start, working_days) if provisional else None, self)

    def on_or_after(self, day: date) -> date:
        """The day itself when it is worked, else the next one that is."""
        return day if self.is_working_day(day) else self.nth_after(day, 1)

    def on_or_before(self, day: date) -> date:
        """The day itself when it is worked, else the last one before it that is."""
        self.require(day)
        worked = self._upto[day.toordinal() - self._base]
        if not worked:
            raise CalendarError("too_early", day=day, first=self.first_year)
        return date.fromordinal(self._workdays[worked - 1])

    @property
    def cautious(self) -> "WorkCalendar":
        """The same calendar with only weekends off where no notice is known."""
        if not hasattr(self, "_cautious"):
            self._cautious = _OnlyWeekends(self._notices, self.jurisdiction, self.known_on)
        return self._cautious


class _OnlyWeekends(WorkCalendar):
    def _works(self, day: date) -> bool:
        return super()._works(day) if self.covers(day) or day in self._stated else day.weekday() < 5


def chain(jurisdiction: str) -> list[str]:
    """Whose notices a jurisdiction follows, the widest first: CN, CN-HE, CN-HE-130400."""
    parts = jurisdiction.split("-")
    return ["-".join(parts[: length + 1]) for length in range(len(parts))]


def is_known(jurisdiction: str, notices: Iterable[Notice]) -> bool:
    """The nation and its provinces always; a city from its first notice on."""
    country, _sign, province = jurisdiction.partition("-")
    standing = country == NATION and (jurisdiction == NATION or province in PROVINCES)
    return standing or any(one.jurisdiction == jurisdiction for one in notices)


def nearest_known(jurisdiction: str, notices: list[Notice]) -> str:
    """What a city followed before its first notice: its province."""
    return next(wider for wider in reversed(chain(jurisdiction)) if is_known(wider, notices))


def _applies(notice: Notice, jurisdiction: str) -> bool:
    return notice.jurisdiction in chain(jurisdiction)


def _order(notice: Notice) -> tuple:
    """Wider before narrower, then in the order in which they became known: the last one that speaks of a day holds."""
    # one whose day is not on record became known before its year began
    known_on = notice.known_on or date(notice.year, 1, 1)
    return (len(notice.jurisdiction.split("-")), known_on, notice.year, not notice.covers_year, notice.code)
