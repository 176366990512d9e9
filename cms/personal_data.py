"""Finds personal numbers in text and masks them: identity numbers, phones, bank cards, number plates, e-mail addresses.

Pure. A number is recognised by its own rule (check digit, real birth date, known prefix), not by the words around it, and
written in any way that people write it: full-width digits, spaces and hyphens inside. What a unit gives out as its own is
let through by an ``Allowed``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    IDENTITY = "identity"
    PHONE = "phone"
    CARD = "card"
    PLATE = "plate"
    EMAIL = "email"


@dataclass(frozen=True)
class Finding:
    """A personal number in a text: where it begins and ends (characters), and how it is written there."""

    kind: Kind
    start: int
    end: int
    text: str

    @property
    def value(self) -> str:
        """The number itself, however it is written."""
        return re.sub(r"[^0-9A-Z@._+\u4e00-\u9fff]", "", plain_width(self.text).upper())

    @property
    def masked(self) -> str:
        return mask_one(self.text, self.kind)


@dataclass(frozen=True)
class Allowed:
    """What is no finding: the telephones of units (digits only, with and without their area code) and their mail domains."""

    telephones: frozenset[str] = frozenset()
    domains: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, telephones: Iterable[str], addresses: Iterable[str]) -> "Allowed":
        """From what the directory of units says, several numbers in one entry included."""
        numbers = {number for entry in telephones for number in _written_numbers(entry)}
        domains = {address.rpartition("@")[2].lower() for address in addresses if "@" in address}
        return cls(frozenset(numbers), frozenset(domains - SHARED_DOMAINS))


NOTHING = Allowed()

# A unit that uses a public mail service does not make everybody's address there official.
SHARED_DOMAINS = frozenset({"163.com", "126.com", "yeah.net", "qq.com", "foxmail.com", "sina.com", "sohu.com", "139.com", "189.cn"})

_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ＠－．（）　\u00a0\u2002\u2003\u2009\t‐‑–—−]")
_NARROW = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_NARROW |= dict.fromkeys("　\u00a0\u2002\u2003\u2009\t", " ") | dict.fromkeys("‐‑–—−", "-")


def plain_width(text: str) -> str:
    """Full-width digits and letters as ordinary ones, dashes as hyphens; as long as it was."""
    return _WIDE.sub(lambda match: _NARROW[match[0]], text)


def find(text: str, today: date, allowed: Allowed = NOTHING) -> list[Finding]:
    """Every personal number in ``text`` in its order; nothing is found twice. ``today`` ends the possible days of birth."""
    if not _may_hold(text):
        return []
    plain = plain_width(text)
    taken: list[tuple[int, int]] = []
    found = []
    for kind, start, end in _candidates(plain, today, allowed):
        if all(end <= begun or start >= ended for begun, ended in taken):
            taken.append((start, end))
            found.append(Finding(kind, start, end, text[start:end]))
    return sorted(found, key=lambda finding: finding.start)


def mask(text: str, today: date, allowed: Allowed = NOTHING) -> str:
    """The text with every finding masked; as long as it was."""
    return cover(text, find(text, today, allowed))


def cover(text: str, findings: Iterable[Finding]) -> str:
    for finding in findings:
        text = text[: finding.start] + finding.masked + text[finding.end :]
    return text


# How many characters stay readable before and behind: enough to know which number is meant, too few to guess it.
_SHOWN = {Kind.IDENTITY: (3, 4), Kind.PHONE: (3, 2), Kind.CARD: (4, 4), Kind.PLATE: (2, 1), Kind.EMAIL: (1, 0)}


def mask_one(text: str, kind: Kind) -> str:
    """One number with stars for its middle; its length, spaces and hyphens stay, of an address its domain."""
    name, at, domain = re.split("([@＠])", text, maxsplit=1) if kind == Kind.EMAIL else (text, "", "")
    before, behind = _SHOWN[kind]
    places = [i for i, sign in enumerate(name) if sign.isalnum() or kind == Kind.EMAIL]
    hidden = set(places[before : len(places) - behind])
    return "".join("*" if i in hidden else sign for i, sign in enumerate(name)) + at + domain


# ---- whether there can be any -------------------------------------------------------------------------------------------

# Most texts hold no number at all, and an import looks through thousands: these three begin with a set of signs, so that a text
# is gone through by the machine and not sign by sign by the rules. Every rule below needs one of them (or an @).
_SEVEN_DIGITS = re.compile(r"\d(?:[ )　）\u00a0\u2002\u2003\u2009\t‐‑–—−－-]{0,3}\d){6}")
_LETTER_OF_PROVINCE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-ZＡ-ＨＪ-ＮＰ-Ｚ]")


def _may_hold(text: str) -> bool:
    return bool("@" in text or "＠" in text or _SEVEN_DIGITS.search(text) or _LETTER_OF_PROVINCE.search(text))


# ---- candidates, the surest kinds first ---------------------------------------------------------------------------------

_RUN = re.compile(r"\d(?:[ -]{0,2}\d){10,}(?:[ -]?[Xx](?![A-Za-z0-9]))?")  # no number has fewer than eleven digits
_GLUED = re.compile(r"[A-Za-z_/=.%&#@]$")  # part of an address, a file name or a code
_GLUE = re.compile(r"[A-Za-z_@]")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•-]?"
    r"(?:[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF]|(?=[A-Z]{0,2}\d|\d)[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Za-z0-9])"
)
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,18}", re.A)
_LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d\d)(?:[)] ?|[ -]{1,3}|)[2-8]\d{2,3} ?-?\d{4}(?!\d|[.%]\d)")
_BEFORE_LANDLINE = re.compile(r"[\dA-Za-z_/=.%&#-]$")
_COUNTRY = re.compile(r"(?:^|[^\d.])(?:\+|00)?86-?$")
_LOCAL = re.compile(r"[2-8]\d{2,3}[ -]?\d{4}(?![\d-]|\.\d)")
_CALLED = re.compile(r"(?:电话|座机|传真|联系|拨打|致电|[Tt]el)(?:[^\d\n]{0,11}[^\d\n-])?\Z")
CALLED = 15  # characters before a number in which it is called one


def _candidates(plain: str, today: date, allowed: Allowed) -> Iterator[tuple[Kind, int, int]]:
    yield from _of_digits(plain, today, allowed)
    for match in _LANDLINE.finditer(plain):
        before = plain[max(0, match.start() - 6) : match.start()].removesuffix("(")
        inside = _BEFORE_LANDLINE.search(before) and not _COUNTRY.search(before)
        if not inside and not _official(match[0], allowed):
            yield Kind.PHONE, *match.span()
    for match in _LOCAL.finditer(plain):
        if _CALLED.search(plain, max(0, match.start() - CALLED), match.start()) and not _official(match[0], allowed):
            yield Kind.PHONE, *match.span()
    for match in _PLATE.finditer(plain):
        yield Kind.PLATE, *match.span()
    for match in _EMAIL.finditer(plain) if "@" in plain else ():
        domain = match[0].rpartition("@")[2].lower()
        if not any(domain == own or domain.endswith("." + own) for own in allowed.domains):
            yield Kind.EMAIL, *match.span()


def _of_digits(plain: str, today: date, allowed: Allowed) -> Iterator[tuple[Kind, int, int]]:
    """Numbers among runs of digits. A number begins and ends where its writer left a gap, never inside a longer one."""
    for run in _RUN.finditer(plain):
        glued = bool(_GLUED.search(plain[max(0, run.start() - 1) : run.start()])) or bool(_GLUE.match(plain, run.end()))
        groups = [(run.start() + group.start(), group[0]) for group in re.finditer(r"[\dXx]+", run[0])]
        for first in range(len(groups)):
            written: list[str] = []
            for begin, group in groups[first:]:
                written.append(group)
                digits = "".join(written).upper()
                if len(digits) > 19:
                    break
                if kind := _kind_of(digits, [len(one) for one in written], glued, today):
                    if kind == Kind.PHONE and _official(digits, allowed):
                        continue
                    yield kind, groups[first][0], begin + len(group)


def _kind_of(digits: str, shape: list[int], glued: bool, today: date) -> Kind | None:
    single = all(length == 1 for length in shape)
    if len(digits) == 18 and is_identity(digits, today):  # its check sign makes sure, whatever stands beside it
        return Kind.IDENTITY
    if glued:
        return None
    if len(digits) == 15 and (len(shape) == 1 or shape == [6, 6, 3] or single) and is_identity(digits, today):
        return Kind.IDENTITY
    if is_mobile(digits) and (len(shape) == 1 or single or tuple(shape[-3:]) in _MOBILE_SHAPES or tuple(shape[-2:]) in _MOBILE_SHAPES):
        return Kind.PHONE
    if is_card(digits) and (len(shape) == 1 or single or _card_shape(shape)):
        return Kind.CARD
    return None


_MOBILE_SHAPES = {(3, 4, 4), (3, 3, 5), (4, 4, 3), (3, 8), (7, 4), (2, 11)}


def _card_shape(shape: list[int]) -> bool:
    return shape[:4] == [4, 4, 4, 4] and shape[4:] in ([], [1], [2], [3]) or shape[0] == 6 and len(shape) == 2


# ---- the rules of each number ---------------------------------------------------------------------------------------------

_REGIONS = {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"


def is_identity(number: str, today: date) -> bool:
    """GB 11643: 18 signs with check sign, or the 15 digits of before 1999; a known region, a real day of birth."""
    if len(number) not in (15, 18) or not number[:-1].isdigit() or int(number[:2]) not in _REGIONS:
        return False
    if len(number) == 15:
        return number.isdigit() and _born("19" + number[6:12], today)
    return number[17] == identity_check_sign(number[:17]) and _born(number[6:14], today)


def identity_check_sign(digits: str) -> str:
    """The eighteenth sign of an identity number, from the seventeen digits before it (GB 11643)."""
    return _CHECK_SIGNS[sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11]


def _born(digits: str, today: date) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= day.year and day <= today


_MOBILE = re.compile(r"(?:86|0086)?1(?:3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")


def is_mobile(number: str) -> bool:
    return _MOBILE.fullmatch(number) is not None


_CARD = re.compile(r"62\d{14,17}|6[05]\d{14}|4\d{15}|5[1-5]\d{14}|35\d{14}|3[47]\d{13}|9558\d{15}")


def is_card(number: str) -> bool:
    """A bank card: the length and prefix of a known scheme, and the check digit (Luhn, ISO/IEC 7812-1)."""
    if not _CARD.fullmatch(number):
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in number[-1::-2])) % 10 == 0


def _official(written: str, allowed: Allowed) -> bool:
    return bool(_written_numbers(written) & allowed.telephones)


def _written_numbers(entry: str) -> set[str]:
    """The digits of each number in an entry, as a whole and without its area code."""
    numbers = set()
    for part in re.split(r"[;,/、；，。]|转", plain_width(entry)):
        digits = re.sub(r"\D", "", part)
        digits = re.sub(r"^(?:0086|86)(?=0|1\d{10}$)", "", digits)
        short = re.sub(r"^0(?:10|2\d|[3-9]\d\d)(?=[2-8])", "", digits)
        numbers |= {digits, short} if len(short) >= 7 else ({digits} if len(digits) >= 7 else set())
    return numbers
