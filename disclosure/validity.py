"""时效性: computed from dates and acts, never typed in. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from cms.months import last_day_of


class Validity(StrEnum):
    NOT_YET = "not_yet"
    VALID = "valid"
    AMENDED = "amended"
    EXPIRED = "expired"
    REPEALED = "repealed"


class Act(NamedTuple):
    """What a later document did to this one, from which day on."""

    repeals: bool
    effective_on: date


# Years of validity when a normative document states none: Shanghai's rule, local practice (沪府令26号 Articles 26 and 27 as
# quoted in 徐府办发〔2012〕14号; 沪府令17号 of 2019 took its place). 通告 and trial ones are shorter.
DEFAULT_YEARS = 5
DEFAULT_YEARS_PUBLIC_NOTICE = 1
DEFAULT_YEARS_TRIAL = 2


def default_years(genre: str, trial: bool) -> int:
    """Years for which a normative document of this genre is valid unless it says otherwise."""
    if genre == "通告":
        return DEFAULT_YEARS_PUBLIC_NOTICE
    return DEFAULT_YEARS_TRIAL if trial else DEFAULT_YEARS


def last_day(in_force_on: date, years: int) -> date:
    """The last day of validity."""
    return last_day_of(in_force_on, 12 * years)


def validity(on: date, in_force_on: date | None, expires_on: date | None, acts: Iterable[Act], declared: str = "") -> Validity:
    """The validity on the day ``on``; ``declared`` is what the source said where no date or act of ours says more."""
    effective = [act for act in acts if act.effective_on <= on]
    if any(act.repeals for act in effective) or declared == Validity.REPEALED:
        return Validity.REPEALED
    if (expires_on is not None and on > expires_on) or declared == Validity.EXPIRED:
        return Validity.EXPIRED
    if in_force_on is not None and on < in_force_on:
        return Validity.NOT_YET
    if effective or declared == Validity.AMENDED:
        return Validity.AMENDED
    return Validity.VALID
