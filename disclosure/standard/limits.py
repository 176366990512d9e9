"""公开时限 of a row: what the words of the column say, as a list of kind, number and unit. Pure.

A row may state several: 20 working days for the information itself, 7 for the results of permits and penalties. The words are
kept beside what was understood, so that nothing is lost where practice says more than this module reads.
"""

import re
import unicodedata
from dataclasses import asdict, dataclass
from enum import StrEnum

from django.utils.translation import get_language
from django.utils.translation import gettext as _

MOST = 366  # a longer term in any unit is a slip of the pen
LONGEST = 300  # characters of one limit, as it is written
BY_LAW = 20  # working days; Article 26
MONTH_ENDS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Kind(StrEnum):
    WITHIN = "within"  # so long after the information was formed or changed
    BEFORE = "before"  # so long before an event
    BY = "by"  # a day of every year; its number is month and day, 331
    PERIODIC = "periodic"  # each week, month, quarter, half-year or year
    STANDING = "standing"  # always there, kept current
    PROMPTLY = "promptly"  # at once; no number is stated


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    DAYS = "days"
    HOURS = "hours"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    DATE = "date"
    NONE = ""


class Unclear(Exception):
    """The column does not say by when; the sentence is for whoever wrote it."""


@dataclass(frozen=True)
class Limit:
    kind: Kind
    number: int | None
    unit: Unit
    text: str

    def stored(self) -> dict:
        return asdict(self)


UNITS = {
    "工作日": Unit.WORKING_DAYS,
    "自然日": Unit.DAYS,
    "日": Unit.DAYS,
    "天": Unit.DAYS,
    "小时": Unit.HOURS,
    "周": Unit.WEEK,
    "月": Unit.MONTH,
    "年": Unit.YEAR,
}
NUMBER = r"(\d{1,4}|[一二两三四五六七八九十]{1,3})"
SPAN = rf"{NUMBER}\s*个?\s*(工作日|自然日|小时|周|月|日|天|年)"
BEFORE = re.compile(rf"提前\s*{SPAN}|前\s*{SPAN}")
BY_DAY = re.compile(rf"{NUMBER}\s*月\s*(?:{NUMBER}\s*日|(底))\s*(?:之?前|以前)")
WITHIN = re.compile(rf"{SPAN}\s*(?:之?内|以内)?")
PERIODIC = re.compile(r"(?:每|按)\s*(?:个|半)?(?:年(?!度?\s*\d)|季|月|周|星期)|半年")
PERIODS = (("半年", Unit.HALF_YEAR), ("季", Unit.QUARTER), ("月", Unit.MONTH), ("周", Unit.WEEK), ("星期", Unit.WEEK), ("年", Unit.YEAR))
STANDING = re.compile(r"长期|常年|动态|持续")
PROMPTLY = re.compile(r"及时|即时|实时|立即|随时|当[日天]|第一时间")
HAN = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}


def read(text: str) -> list[Limit]:
    """The limits that the column states. Raises ``Unclear``."""
    parts = [part for line in re.split(r"[；;\n。]", text) for part in _sentences(line.strip()) if part]
    if not parts:
        raise Unclear(_("没有写公开时限；请写成如“自信息形成或者变更之日起20个工作日内”。"))
    return [_limit(part) for part in parts]


def restore(stored: list[dict]) -> list[Limit]:
    """From what a row keeps."""
    return [Limit(Kind(one["kind"]), one["number"], Unit(one["unit"]), one["text"]) for one in stored]


def written(stored: list[dict]) -> str:
    """As the column is written, one limit a line."""
    return "\n".join(one["text"] for one in stored)


def beyond_the_law(limits: list[Limit]) -> list[Limit]:
    """Those longer than Article 26 allows unless another law says so."""
    return [one for one in limits if one.kind is Kind.WITHIN and _days(one) > BY_LAW]


def words(stored: dict) -> str:
    """For a reader: as written, or in the English interface as understood."""
    if not (get_language() or "").startswith("en"):
        return stored["text"]
    number, unit = stored["number"], _unit(stored["unit"], stored["number"])
    return {
        Kind.WITHIN: f"within {number} {unit}",
        Kind.BEFORE: f"{number} {unit} before",
        Kind.BY: f"by {(number or 0) % 100}/{(number or 0) // 100} (day/month) each year",
        Kind.PERIODIC: f"every {unit}",
        Kind.STANDING: "always, kept current",
        Kind.PROMPTLY: "promptly",
    }[Kind(stored["kind"])]


def _unit(unit: str, number: int | None) -> str:
    name = unit.replace("_", " ").removesuffix("s")
    return name if number in (None, 1) else f"{name}s"


def _sentences(line: str) -> list[str]:
    """A line is one limit, unless several terms stand in it: then each belongs to its clause."""
    if len(WITHIN.findall(unicodedata.normalize("NFKC", line))) < 2:
        return [line]
    found: list[str] = []
    for clause in re.split(r"[，,]", line):
        if found and not (_understood(found[-1]) and _understood(clause)):
            found[-1] += f"，{clause}"
        else:
            found.append(clause)
    return [clause.strip() for clause in found]


def _limit(text: str) -> Limit:
    if len(text) > LONGEST:
        raise Unclear(_("公开时限“%(text)s…”太长，请写在 %(most)d 字以内。") % {"text": text[:20], "most": LONGEST})
    found = _understood(text)
    if found is None:
        raise Unclear(_("公开时限“%(text)s”没有写明期限；请写成如“自信息形成或者变更之日起20个工作日内”。") % {"text": text[:40]})
    kind, number, unit = found
    wrong = not _is_day(number) if kind is Kind.BY else number is not None and not 1 <= number <= MOST
    if wrong:
        raise Unclear(_("公开时限“%(text)s”中的数字不对，请核对。") % {"text": text[:40]})
    return Limit(kind, number, unit, text)


def _understood(text: str) -> tuple[Kind, int | None, Unit] | None:
    plain = unicodedata.normalize("NFKC", text)
    if by := BY_DAY.search(plain):
        month = _number(by[1])
        day = MONTH_ENDS[month - 1] if by[3] and 1 <= month <= 12 else _number(by[2] or "0")
        return Kind.BY, month * 100 + (28 if by[3] and month == 2 else day), Unit.DATE
    if before := BEFORE.search(plain):
        number, unit = (before[1], before[2]) if before[1] else (before[3], before[4])
        return Kind.BEFORE, _number(number), UNITS[unit]
    if within := WITHIN.search(plain):
        return Kind.WITHIN, _number(within[1]), UNITS[within[2]]
    if periodic := PERIODIC.search(plain):
        return Kind.PERIODIC, None, next(unit for sign, unit in PERIODS if sign in periodic[0])
    if STANDING.search(plain):
        return Kind.STANDING, None, Unit.NONE
    return (Kind.PROMPTLY, None, Unit.NONE) if PROMPTLY.search(plain) else None


def _number(text: str) -> int:
    """20, or 二十."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (HAN.get(tens, 1) if ten else 0) * 10 + HAN.get(ones, 0)


def _is_day(number: int) -> bool:
    month, day = divmod(number, 100)
    return 1 <= month <= 12 and 1 <= day <= MONTH_ENDS[month - 1]


def _days(limit: Limit) -> int:
    """In working days, about, so that a month and 30 days are seen to be longer than 20 working days."""
    factor = {Unit.WORKING_DAYS: 1, Unit.DAYS: 5 / 7, Unit.WEEK: 5, Unit.MONTH: 21, Unit.YEAR: 248}
    return int((limit.number or 0) * factor.get(limit.unit, 0))
