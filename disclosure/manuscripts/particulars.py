"""公文要素: title, number, bodies and dates as an official document writes them (GB/T 9704-2012). Pure."""

import re
from dataclasses import dataclass, field
from datetime import date

from disclosure import validity
from disclosure.imports.issuers import issuers as bodies_in

HEAD = 15  # lines in which number and title are looked for
LONGEST_TITLE = 200
TITLE_LINES = 4
SIGNATURES = 6  # lines above the date

_NUMBER = re.compile(
    r"^[（(]?\s*([\u4e00-\u9fffA-Za-z]{1,20})\s*[〔\[［(（【]\s*((?:19|20)\d\d)\s*[〕\]］)）】]\s*第?\s*0*(\d{1,5})\s*号\s*[)）]?(?:\s*签发人.*)?$"
)
_ORDER = re.compile(r"^(.{2,20}令)\s*第?\s*0*(\d{1,4})\s*号$")
_MARKS = re.compile(r"文件$|^签发人|^(?:绝密|机密|秘密|特急|加急|急件)|^\d{1,6}$|^[—\-_\s]+$|^(?:公开|主动公开|此件公开发布)$")
_TITLE_ENDS = re.compile(
    r"(?:通知|意见|决定|决议|办法|规定|细则|方案|规划|计划|公告|通告|通报|函|批复|报告|纪要|命令|公报|条例|指南|规范|制度|标准|要点|清单|目录)"
    r"(?:[（(][^（()）]*[)）])?$"
)
_SENTENCE = tuple("。；，、")
_FIGURES = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "Ｏ": "0", "O": "0"}
_UP_TO_31 = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_DAY = rf"((?:19|20)\d\d|[一二][〇零○ＯO一二三四五六七八九]{{3}})\s*年\s*{_UP_TO_31}\s*月\s*{_UP_TO_31}\s*日"
_DAY_ALONE = re.compile(rf"^[（(]?\s*{_DAY}\s*[)）]?$")
_IN_FORCE = re.compile(rf"自\s*(?:{_DAY}|(印发|发布)之日)\s*起\s*(?:正式)?(?:施行|实施|执行|生效)")
_EXPIRES = re.compile(rf"有效期(?:限)?(?:截?至|到)\s*{_DAY}")
_YEARS = re.compile(r"有效期(?:限)?(?:为)?\s*(\d{1,2}|[一二两三四五六七八九十])\s*年")
_SIGNATURE = re.compile(r"^[\u4e00-\u9fff（）()]{4,30}$")


@dataclass
class Particulars:
    """What was found; what was not is empty. ``first`` is the line with which the text begins."""

    title: str = ""
    number: str = ""
    issuers: list[str] = field(default_factory=list)  # as they sign, the first in the lead
    written_on: date | None = None
    in_force_on: date | None = None
    expires_on: date | None = None
    first: int = 0


def find(lines: list[str]) -> Particulars:
    """The particulars of a document from its lines, empty ones included."""
    found = Particulars()
    found.number, at = _number(lines)
    found.title, found.first = _title(lines, at)
    found.issuers = _heads(lines[: found.first])
    signed = next((index for index in range(found.first, len(lines)) if _DAY_ALONE.match(lines[index])), None)
    if signed is not None:
        found.written_on = day(*_DAY_ALONE.match(lines[signed]).groups())
        found.issuers = _signatures(lines[:signed][found.first :]) or found.issuers
    found.issuers = found.issuers or bodies_in({}, found.title)
    _terms("\n".join(lines), found)
    return found


def day(year: str, month: str, of_month: str) -> date | None:
    """A day in figures of either kind; None where there is no such day."""
    try:
        return date(int("".join(_FIGURES.get(sign, sign) for sign in year)), _counted(month), _counted(of_month))
    except ValueError:
        return None


def _counted(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(_FIGURES[text]) if len(text) == 1 else 0
    return 10 * int(_FIGURES.get(tens, "1") if len(tens) < 2 else 0) + int(_FIGURES.get(ones, "0"))


def _number(lines: list[str]) -> tuple[str, int | None]:
    for index, line in enumerate(lines[:HEAD]):
        if found := _NUMBER.match(line):
            return f"{found[1]}〔{found[2]}〕{found[3]}号", index
        if found := _ORDER.match(line):
            return f"{found[1]}第{found[2]}号", index
    return "", None


def _title(lines: list[str], at: int | None) -> tuple[str, int]:
    """The title, and the line after it and the number; it stands below the number, or above it where a page was copied."""
    if at is not None:
        above, end = _title_from(lines[:at], 0)
        if above and _TITLE_ENDS.search(above):
            return above, at + 1
        below, end = _title_from(lines, at + 1)
        return (below, end) if below else ("", at + 1)
    return _title_from(lines, 0)


def _title_from(lines: list[str], start: int) -> tuple[str, int]:
    index = start
    while index < min(len(lines), start + HEAD) and (not lines[index] or _MARKS.search(lines[index])):
        index += 1
    taken = ""
    for end in range(index, min(len(lines), index + TITLE_LINES)):
        line = lines[end]
        if not line or line.endswith(("：", ":", *_SENTENCE)):
            break
        taken += line
        if _TITLE_ENDS.search(taken) and taken.count("《") == taken.count("》"):
            return (taken, end + 1) if len(taken) <= LONGEST_TITLE else ("", start)
    else:
        end = index + TITLE_LINES
    return (taken, min(end, len(lines))) if taken and len(taken) <= LONGEST_TITLE else ("", start)


def _heads(lines: list[str]) -> list[str]:
    """The bodies of the letterhead: 某某委员会文件."""
    return [found[1] for line in lines if (found := re.match(r"^([\u4e00-\u9fff]{4,30})文件$", line))]


def _signatures(lines: list[str]) -> list[str]:
    found: list[str] = []
    for line in reversed(lines[-SIGNATURES:]):
        parts = line.split()
        if not parts and not found:
            continue
        if not parts or not all(_SIGNATURE.match(part) for part in parts):
            break
        found = parts + found
    return list(dict.fromkeys(found))


def _terms(text: str, found: Particulars) -> None:
    """施行日期 and 有效期, where the text states them."""
    if said := _IN_FORCE.search(text):
        found.in_force_on = found.written_on if said[4] else day(*said.groups()[:3])
    if said := _EXPIRES.search(text):
        found.expires_on = day(*said.groups())
    elif (said := _YEARS.search(text)) and found.in_force_on:
        years = int(said[1]) if said[1].isdecimal() else _counted(said[1].replace("两", "二"))
        found.expires_on = validity.last_day(found.in_force_on, years) if years else None
    if found.expires_on and found.in_force_on and found.expires_on < found.in_force_on:
        found.expires_on = None
