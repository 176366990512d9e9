"""通知的读取: a notice as it was pasted, its text or its days, read into the `workdays.Notice` that it states. Pure.

What contradicts itself, the calendar or the weekday is refused with every reason at once, and nothing is guessed: sentences
that could not be understood are given back beside the notice, for a person to look at before anything is entered.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from django.utils.translation import gettext as _

from cms import notice_sentences, term_words
from cms.expected_holidays import FESTIVALS
from cms.notice_sentences import Said
from cms.provinces import PROVINCES
from cms.workdays import JURISDICTION, NATION, CalendarError, Notice, State, WorkCalendar, chain

LONGEST = 20_000  # characters
DECEMBER = 12
ISO = re.compile(r"^(\d{4}-\d{2}-\d{2})(?=[\s,，;；]|$)")
STATES = {
    "off": State.OFF,
    "放假": State.OFF,
    "休": State.OFF,
    "work": State.WORK,
    "make_up_workday": State.WORK,
    "上班": State.WORK,
    "调休上班": State.WORK,
    "班": State.WORK,
    "plain": State.PLAIN,
    "恢复平常": State.PLAIN,
    "平常": State.PLAIN,
}
ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NUMBER = re.compile(r"国办发(?:明电)?[〔\[(]\d{4}[〕\])]\d+号")
TITLE = re.compile(r"[^\s。,:]{0,50}关于[^\n。,]{0,120}通知")
TITLE_LINES = 4  # over which a page breaks a title at most
BODY = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+[.、])")
ANNOUNCED_YEAR = re.compile(r"(?:关于|现将)(?:调整|延长)?(\d{4})年")


class NoticeRefused(ValueError):
    """A notice that cannot be entered as it stands; the sentences say everything that is wrong with it."""

    def __init__(self, *sentences: str):
        self.sentences = [str(sentence) for sentence in dict.fromkeys(sentences)]
        super().__init__(" ".join(self.sentences))


@dataclass(frozen=True)
class About:
    """What is said of a notice beside its days. ``known_on``: the day on which it became public."""

    year: int
    jurisdiction: str
    known_on: date
    covers_year: bool = True
    title: str = ""
    number: str = ""


@dataclass(frozen=True)
class Read:
    """A notice as it was understood, and what was not."""

    notice: Notice
    not_understood: tuple[str, ...]
    missing: tuple[str, ...]  # statutory holidays of which a yearly notice says nothing

    @property
    def doubts(self) -> tuple[str, ...]:
        return self.not_understood + self.missing


def read(text: str, about: About, notices: Iterable[Notice], today: date) -> Read:
    """Raises NoticeRefused. ``notices`` are those on record; ``today`` only tells the future from the past."""
    notices = list(notices)
    if errors := list(_about_errors(text, about, notices, today)):
        raise NoticeRefused(*errors)
    stated = _stated(about, notices)
    said = _days(text, about.year) if _is_list(text) else notice_sentences.read(text, about.year, stated)
    errors = [*_announced(text, about), *said.errors, *_day_errors(said, about, min(covered_years(notices), default=about.year))]
    if not said.days and not errors:
        errors.append(_("没有从所给的内容中读出放假或者上班的日子。"))
    plain = notice_sentences.normal(text)
    title = about.title or _title(plain)
    if not title:
        errors.append(_("没有从所给的内容中读出通知的标题，请在“标题”一栏填写。"))
    if errors:
        raise NoticeRefused(*errors)
    notice = Notice(
        code=code(about.jurisdiction, about.year, notices),
        jurisdiction=about.jurisdiction,
        year=about.year,
        title=title,
        known_on=about.known_on,
        days=dict(sorted(said.days.items())),
        names=said.names,
        number=about.number or next(iter(NUMBER.findall(plain)), ""),
        covers_year=about.covers_year,
    )
    return Read(notice, tuple(dict.fromkeys(said.not_understood)), tuple(_missing(notice)) if about.covers_year else ())


def code(jurisdiction: str, year: int, notices: Collection[Notice]) -> str:
    """CN-2027, and CN-2027-2 for what changes it later."""
    taken, base = {one.code for one in notices}, f"{jurisdiction}-{year}"
    numbered = (f"{base}-{number}" if number > 1 else base for number in range(1, len(taken) + 2))
    return next(one for one in numbered if one not in taken)


def covered_years(notices: Iterable[Notice]) -> set[int]:
    return {one.year for one in notices if one.covers_year and one.jurisdiction == NATION}


# -- what is said about the notice -------------------------------------------------------------------------------------


def _about_errors(text: str, about: About, notices: list[Notice], today: date) -> Iterator[str]:
    if len(text) > LONGEST:
        yield _("通知超过 %(most)d 字，请只粘贴放假安排的部分。") % {"most": LONGEST}
    if about.known_on > today:
        yield _("公布日期%(day)s还没有到，请核对。") % {"day": term_words.day(about.known_on)}
    parts = about.jurisdiction.split("-")
    if not re.match(JURISDICTION, about.jurisdiction) or (len(parts) > 1 and parts[1] not in PROVINCES):
        yield term_words.refusal(CalendarError("unknown_jurisdiction", jurisdiction=about.jurisdiction))
    elif about.covers_year and about.jurisdiction != NATION:
        yield _("地方的通知只改动个别日子，不能作为全年安排录入。")
    else:
        yield from _year_errors(about, covered_years(notices))


def _year_errors(about: About, covered: set[int]) -> Iterator[str]:
    year = about.year
    if year in covered and about.covers_year:
        yield _("%(year)d年的全年安排已经录入；如有变动，请作为“只改动个别日子”的通知录入，并写明公布日期。") % {"year": year}
    elif covered and year < min(covered):
        yield _("工作日安排从%(first)d年起才有记录，不能录入%(year)d年的。") % {"first": min(covered), "year": year}
    elif covered and year > max(covered) + 1:
        yield _("请先录入%(next)d年的全年安排，再录入%(year)d年的。") % {"next": max(covered) + 1, "year": year}


def _announced(text: str, about: About) -> Iterator[str]:
    """The year that the notice itself speaks of is the one under which it is entered."""
    found = ANNOUNCED_YEAR.search(notice_sentences.normal(text))
    if found and int(found[1]) != about.year:
        yield _("这是%(found)s年的通知，填写的年份却是%(year)d年。") % {"found": found[1], "year": about.year}


def _title(plain: str) -> str:
    """As the notice bears it, on one line or, as pages break it, on several; empty where it bears none."""
    lines = list(takewhile(lambda line: not BODY.match(line), filter(None, plain.split("\n"))))
    for length in range(1, TITLE_LINES + 1):
        for first in range(len(lines) - length + 1):
            some = lines[first : first + length]
            if not any(NUMBER.search(line) for line in some) and (found := TITLE.fullmatch("".join(some))):
                return found[0][:200]
    return ""


def _stated(about: About, notices: list[Notice]) -> dict[date, State]:
    """What earlier notices said of the days that this one changes."""
    if about.covers_year:
        return {}
    whose = set(chain(about.jurisdiction))
    calendar = WorkCalendar([one for one in notices if one.jurisdiction in whose or one.jurisdiction == NATION])
    return {day: state for one in calendar.notices if one.jurisdiction in whose for day, state in one.days.items()}


# -- its days ----------------------------------------------------------------------------------------------------------


def _is_list(text: str) -> bool:
    return any(ISO.match(line.strip()) for line in text.splitlines())


def _days(text: str, year: int) -> Said:
    """A day a line: “2027-01-01 off 元旦”, the same with commas, or with weekday and year of the notice in between."""
    said = Said()
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found = ISO.match(line)
        if found is None:
            if not re.match(r"^(date|日期|code)\b", line, re.IGNORECASE):
                said.not_understood.append(line[:200])
            continue
        try:
            day = date.fromisoformat(found[1])
        except ValueError:
            said.errors.append(_("没有“%(words)s”这一天，请核对。") % {"words": found[1]})
            continue
        _day(day, [word for word in re.split(r"[\s,，;；]+", line[found.end() :]) if word], year, line, said)
    return said


def _day(day: date, words: list[str], year: int, line: str, said: Said) -> None:
    state = next((STATES[word.lower()] for word in words if word.lower() in STATES), None)
    if state is None:
        said.not_understood.append(line[:200])
        return
    weekdays = [_weekday(word) for word in words]
    if any(number not in (None, day.weekday()) for number in weekdays):
        written = next(word for word, number in zip(words, weekdays, strict=True) if number not in (None, day.weekday()))
        values = {"day": term_words.day(day), "weekday": written}
        said.errors.append(_("%(day)s写作%(weekday)s，日期与星期不符，请核对。") % values)
    if any(word.isdecimal() and len(word) == 4 and int(word) != year for word in words):
        said.errors.append(_("%(day)s属于别的年份的通知，这里录入的是%(year)d年的。") % {"day": term_words.day(day), "year": year})
    names = [word for word in words if word.lower() not in STATES and _weekday(word) is None and not word.isdecimal()]
    if said.days.get(day) is state:
        said.errors.append(notice_sentences.twice(day))
    said.say([day], state, "".join(names)[:50])


def _weekday(word: str) -> int | None:
    if word.lower()[:3] in ENGLISH_WEEKDAYS and word.isascii():
        return ENGLISH_WEEKDAYS.index(word.lower()[:3])
    found = notice_sentences.WEEKDAY.fullmatch(word)
    return notice_sentences.WEEKDAYS.index("日" if found[1] == "天" else found[1]) if found else None


def _day_errors(said: Said, about: About, first_year: int) -> Iterator[str]:
    for day, state in sorted(said.days.items()):
        if day.year < first_year:
            yield _("工作日安排从%(first)d年起才有记录，不能录入%(year)d年的。") % {"first": first_year, "year": day.year}
        before = day.year == about.year - 1 and day.month == DECEMBER  # the New Year break may begin in December
        if day.year != about.year and not before:
            yield _("%(day)s不在%(year)d年，请核对。") % {"day": term_words.day(day), "year": about.year}
        if state is State.WORK and day.weekday() < 5:
            yield _("%(day)s本来就是工作日，不能调休上班；原来放假、现在恢复上班的，写作“恢复平常”。") % {"day": term_words.day(day)}
        if state is State.PLAIN and about.covers_year:
            yield _("全年安排只写放假和调休上班的日子，%(day)s写作恢复平常。") % {"day": term_words.day(day)}


def _missing(notice: Notice) -> Iterator[str]:
    """The statutory holidays (全国年节及纪念日放假办法 art. 2) on which this yearly notice gives no day off."""
    fixed = {"元旦": (1, 1), "劳动节": (5, 1), "国庆节": (10, 1)}
    moving = dict(zip(("春节", "清明节", "端午节", "中秋节"), FESTIVALS.get(notice.year, ()), strict=False))
    for name, (month, number) in {**fixed, **moving}.items():
        day = date(notice.year, month, number)
        if notice.days.get(day) is not State.OFF:
            yield _("%(name)s（%(day)s）") % {"name": name, "day": term_words.day(day)}
