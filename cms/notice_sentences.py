"""放假调休通知的句子: what the wording of a notice says of each day. Pure.

The State Council's notices have kept a few forms since 2004: a heading (“一、元旦：”), the days off as a list or a range, how
many they are, and the weekend days worked for them. What is encouraged (除夕 in 2024) is no day off, and what only explains a
day (“为法定节假日”, “照常公休”, “公休日调至”) adds none. A sentence of an item from which nothing can be read is named, never guessed.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cms import term_words
from cms.workdays import State

DATE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日((?:\([^()]*\))?)")
RANGE = re.compile(r"^(?:至|到|[-—–~]+)$")
JOINED = re.compile(r"^(?:[、,和及与]|以及)*$")
HEADING = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+[.、])?([^:,、。\d][^:,。\d]*?):")
WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")
WEEKDAYS = "一二三四五六日"
COUNT = re.compile(r"(?:共|放假)(?:计)?(\d+|[一二两三四五六七八九十]+)天")
NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12}
MOVED_TO = "调至"
EXPLAINS = re.compile(rf"法定(?:节)?假日|照常公休|公休日调|休息日调|{MOVED_TO}")
NORMAL = re.compile(r"(?:正常|照常|恢复)(?:上班|工作)")
WORKED, OFF = re.compile(r"上班|工作日"), re.compile(r"放假|补休|休息|调休|公休|休假")
CHANGED_TO = re.compile(r"(?:调整|改)为:?")
WITH_WEEKEND = re.compile(r"(?:与|和)周末连休")
HOLIDAY = re.compile("元旦|春节|清明节|劳动节|端午节|中秋节|国庆节")
NEW_YEAR, DECEMBER = "元旦", 12
LONGEST_EXTENSION = 15  # days looked back for the holiday that a notice extends


@dataclass
class Said:
    """What the sentences say: states and names by day, what contradicts itself, what was not understood."""

    days: dict[date, State] = field(default_factory=dict)
    names: dict[date, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)

    def say(self, days: list[date], state: State, name: str) -> None:
        for number, day in enumerate(days):
            # a day off may be said again where it is explained; a day worked twice is a slip, and another day was meant
            if day in days[:number] or (state is State.WORK and self.days.get(day) is State.WORK):
                self.errors.append(twice(day))
            if {state, self.days.get(day)} == {State.OFF, State.WORK}:
                self.errors.append(_("%(day)s既放假又上班，请核对。") % {"day": term_words.day(day)})
            self.days[day] = state
            if name:
                self.names[day] = name


def twice(day: date) -> str:
    return _("%(day)s写了两次，请核对是不是另一天。") % {"day": term_words.day(day)}


@dataclass(frozen=True)
class Group:
    """Days spoken of together, and the words that follow them."""

    days: list[date]
    before: str
    after: str


def normal(text: str) -> str:
    """Full-width signs made plain, blanks inside lines taken out, so that what was pasted from anywhere reads alike."""
    lines = unicodedata.normalize("NFKC", text).replace("\r", "\n").split("\n")
    return "\n".join(re.sub(r"\s+", "", line) for line in lines)


def read(text: str, year: int, stated: Mapping[date, State]) -> Said:
    """The days of a notice for ``year``; ``stated`` is what earlier notices said, for a change that extends a holiday."""
    said, name = Said(), ""
    for line in filter(None, normal(text).split("\n")):
        heading = HEADING.match(line)
        if heading and not DATE.search(line[: heading.end()]):
            name, line = _holiday(heading[1]), line[heading.end() :]
        elif re.match(r"^[一二三四五六七八九十]+、", line):
            name = ""
        elif len(spoken_of := set(HOLIDAY.findall(line))) == 1:
            name = spoken_of.pop()
        for sentence in filter(None, re.split(r"[。;]", line)):
            _sentence(sentence, name, year, stated, said, inside=bool(heading))
    return said


def _holiday(words: str) -> str:
    """The name of a holiday from a heading; nothing where the heading is a sentence of its own (“通知如下”)."""
    return words if len(words) <= 15 and not re.search(r"通知|安排|如下|调整|经|现将", words) else ""


def _sentence(sentence: str, name: str, year: int, stated: Mapping[date, State], said: Said, inside: bool) -> None:
    if "鼓励" in sentence or "倡导" in sentence:
        return
    if not DATE.search(sentence):
        if inside and (OFF.search(sentence) or WORKED.search(sentence)) and not re.search(r"不调休|通知|如下", sentence):
            said.not_understood.append(sentence)
        return
    if "延长" in sentence:
        _extended(sentence, name, year, stated, said)
    elif (to := CHANGED_TO.search(sentence)) and DATE.search(old := sentence[: to.start()].partition("将")[2].partition("由")[0]):
        _changed(old, sentence[to.end() :], name, year, said)
    else:
        _plainly(sentence, name, year, stated, said)


def _plainly(sentence: str, name: str, year: int, stated: Mapping[date, State], said: Said) -> None:
    off: list[date] = []
    for group in _groups(sentence, name, year, said):
        state = _state(group)
        if NORMAL.search(group.after):
            said.say([day for day in group.days if day in stated], State.PLAIN, "")
        elif state is not None:
            days = group.days + (_weekend_beside(group.days) if WITH_WEEKEND.search(group.after) else [])
            said.say(days, state, name)
            off += group.days if state is State.OFF else []
        elif not (group.before.endswith(MOVED_TO) or EXPLAINS.search(group.after) or _is_signature(sentence)):
            said.not_understood.append(sentence)
        _check_count(group.after, off, said)


def _check_count(words: str, off: list[date], said: Said) -> None:
    if counted := COUNT.search(words):
        number = int(counted[1]) if counted[1].isascii() else NUMERALS.get(counted[1])
        if number != len(set(off)):
            first = term_words.day(min(off)) if off else counted[0]
            values = {"first": first, "number": counted[1], "found": len(set(off))}
            said.errors.append(_("自%(first)s起写明共%(number)s天，所列日期却是 %(found)d 天，请核对。") % values)


def _changed(old: str, new: str, name: str, year: int, said: Said) -> None:
    """将…调整为…: the old days are as any other again, the new ones are what the old ones were unless something else is said."""
    before = [(group.days, _state(group)) for group in _groups(old, name, year, said)]
    after = [(group.days, _state(group)) for group in _groups(new, name, year, said)]
    usual = next((state for _days, state in reversed(before) if state), None)
    if not after:  # “将5月4日调整为上班”
        state = _state(Group([], "", new))
        if state is None:
            said.not_understood.append(f"将{old}调整为{new}")
            return
        plain = NORMAL.search(new) or state is State.WORK
        for day in [day for days, _state_before in before for day in days]:
            said.say([day], State.PLAIN if plain and day.weekday() < 5 else state, name)
        return
    for days, _state_before in before:
        said.say(days, State.PLAIN, "")
    for days, state in after:
        if state or usual:
            said.say(days, state or usual, name)
        else:
            said.not_understood.append(f"将{old}调整为{new}")


def _extended(sentence: str, name: str, year: int, stated: Mapping[date, State], said: Said) -> None:
    """延长…假期至…: the days after the last stated day off up to the one named."""
    groups = list(_groups(sentence, name, year, said))
    if not groups:
        return
    added = [groups[0].days[0] - timedelta(days=back) for back in range(LONGEST_EXTENSION)]
    until = next((place for place, day in enumerate(added) if stated.get(day) is State.OFF), None)
    if until is None or any(not NORMAL.search(group.after) for group in groups[1:]):
        said.not_understood.append(sentence)
        return
    said.say(list(reversed(added[:until])), State.OFF, name)


def _state(group: Group) -> State | None:
    """By the first word after the days that says something of them."""
    if group.before.endswith(MOVED_TO):
        return None
    explains = EXPLAINS.search(group.after)
    off, worked = OFF.search(group.after), WORKED.search(group.after)
    if explains and explains.start() <= min(found.start() for found in (off, worked, explains) if found):
        return None
    if off and (worked is None or off.start() < worked.start()):
        return State.OFF
    return State.WORK if worked else None


def _is_signature(sentence: str) -> bool:
    return not DATE.sub("", sentence).strip("()、,印发公布此件开")


def _weekend_beside(days: list[date]) -> list[date]:
    """The Saturdays and Sundays that adjoin these days."""
    found, one = [], timedelta(days=1)
    for day, step in ((min(days), -one), (max(days), one)):
        while (day := day + step).weekday() > 4:
            found.append(day)
    return found


def _groups(sentence: str, name: str, year: int, said: Said) -> Iterator[Group]:
    """The dates of a sentence, those joined by 、 or 至 together, each group with the words up to the next one."""
    matches = list(DATE.finditer(sentence))
    days: list[date] = []
    group_start = matches[0].start() if matches else 0
    month = here = None
    for place, match in enumerate(matches):
        link = sentence[matches[place - 1].end() : match.start()] if place else ""
        explicit = match[1] or (match[2] is None and here)
        month = int(match[2]) if match[2] else month
        here = int(match[1]) if match[1] else (here if match[2] is None else None)
        day = _day(here or _year_of(month, name, year), month, int(match[3]), match[0], said)
        if day is not None and days and RANGE.match(link):
            days += _up_to(days, day, bool(explicit), match[0], said)
        elif day is not None:
            days.append(day)
        _check_weekdays(match[4], days, said)
        following = sentence[match.end() : matches[place + 1].start()] if place + 1 < len(matches) else sentence[match.end() :]
        moved_here = sentence[:group_start].endswith(MOVED_TO) and "," in following  # what comes next is another matter
        if place + 1 < len(matches) and not moved_here and (JOINED.match(following) or RANGE.match(following)):
            continue
        if days:
            yield Group(days, sentence[:group_start], following)
        days = []
        group_start = matches[place + 1].start() if place + 1 < len(matches) else match.end()


def _year_of(month: int | None, name: str, year: int) -> int:
    """A December of the New Year holiday is the one before, as in the notice for 2006."""
    return year - 1 if month == DECEMBER and NEW_YEAR in name else year


def _day(year: int, month: int | None, number: int, words: str, said: Said) -> date | None:
    try:
        return date(year, month or 0, number)
    except ValueError:
        said.errors.append(_("没有“%(words)s”这一天，请核对。") % {"words": words})
        return None


def _up_to(days: list[date], last: date, explicit: bool, words: str, said: Said) -> list[date]:
    first = days[-1]
    if last < first and not explicit and first.month == DECEMBER:
        days[-1] = first = first.replace(year=first.year - 1)
    if not 0 < (last - first).days < 31:
        said.errors.append(_("到“%(words)s”为止的一段日期前后不对，请核对。") % {"words": words})
        return []
    return [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]


def _check_weekdays(words: str, days: list[date], said: Said) -> None:
    """One weekday in brackets is that of the last day; several are those of the last days in their order."""
    named = WEEKDAY.findall(words)
    if "至" in words:
        named = named[-1:]
    for letter, day in zip(reversed(named), reversed(days), strict=False):
        number = WEEKDAYS.index("日" if letter == "天" else letter)
        if number != day.weekday():
            values = {"day": term_words.day(day), "weekday": term_words.WEEKDAYS[number]}
            said.errors.append(_("%(day)s写作%(weekday)s，日期与星期不符，请核对。") % values)
