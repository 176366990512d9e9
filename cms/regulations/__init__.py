"""The library of the regulations: what the statutes say that this system applies, in short own words, article by article.

One file a regulation stands beside this module (docs/law.md says how to write one). A reference such as ``ogi/33`` names an
article; ``reconsideration/23-1-4`` names item 4 of the first paragraph of Article 23. Pure: no database, no clock; the words
come in the language of the interface, or in the one that is asked for.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import get_language, gettext

from cms.regulations import numbering

LANGUAGES = ("zh", "en")
CONFIDENCES = ("A", "B", "C")
FOLDER = Path(__file__).parent
# the shelves of the library, in the order in which they are shown, and what stands on each
SHELVES: dict[str, tuple[str, ...]] = {
    "disclosure": ("ogi", "ogi-receipt", "fees", "annual-report", "interpretation", "platform", "health-institutions"),
    "decisions": ("decisions",),
    "interaction": ("petitions", "suggestions", "public-opinion"),
    "remedies": ("reconsideration", "litigation", "court-2025"),
    "periods": ("civil-code", "civil-procedure", "holidays"),
    "site": ("inspection", "website-guidelines", "website-report", "accessibility"),
    "local": ("shanghai-key-points", "shanghai-normative", "shanghai-decisions", "shanghai-emergencies", "hotline"),
}
CODES = tuple(code for shelf in SHELVES.values() for code in shelf)


@dataclass(frozen=True)
class Regulation:
    code: str
    title: str
    short_title: str
    issuer: str
    number: str  # as the document bears it: 国务院令第711号; empty where it has none
    in_force_on: date | None  # None where we have not read the day
    note: str
    shelf: str

    @property
    def citation(self) -> str:
        """《政府信息公开条例》, or its English short title."""
        return self.short_title if self.short_title.isascii() else f"《{self.short_title}》"

    def get_absolute_url(self) -> str:
        return f"/law/{self.code}/"


@dataclass(frozen=True)
class Article:
    regulation: str  # its code
    number: str  # "33"; "23-1-4" with paragraph and item; or a name such as "veto-3" where there are no articles
    heading: str
    text: str  # paragraphs parted by an empty line
    confidence: str  # A: read in the text itself; B: read in part or in a page that quotes it; C: not read
    local: bool  # a practice of one place, so kept in a setting
    note: str  # what exactly is uncertain, or where practices part
    label: str  # 第三十三条, Article 33
    below: str  # of a paragraph or an item: as it is said below its article, 第二款; else empty
    citation: str  # 《政府信息公开条例》第三十三条
    see: tuple[str, ...]  # references of articles that are read together with it

    @property
    def reference(self) -> str:
        return f"{self.regulation}/{self.number}"

    @property
    def anchor(self) -> str:
        return f"a{self.number}"

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.text.split("\n\n")]

    @property
    def is_part(self) -> bool:
        """A paragraph or an item that stands below its article."""
        return bool(self.below)

    @property
    def head(self) -> str:
        """The number of the article that it is, or of which it is a part."""
        return self.number.partition("-")[0] if self.is_part else self.number

    def get_absolute_url(self) -> str:
        return f"/law/{self.regulation}/{self.number}/"

    def as_data(self) -> dict[str, str]:
        """As an answer in JSON names it."""
        return {"reference": self.reference, "label": self.citation, "url": self.get_absolute_url()}


def regulations(language: str | None = None) -> list[Regulation]:
    """All of them, in the order of the shelves."""
    return [regulation(code, language) for code in CODES]


def regulation(code: str, language: str | None = None) -> Regulation:
    """KeyError, with a sentence, where there is no such regulation."""
    return _read(code, language or _interface())[0]


def articles(code: str, language: str | None = None) -> list[Article]:
    """Of one regulation, in its order. KeyError as ``regulation``."""
    return list(_read(code, language or _interface())[1].values())


def article(reference: str, language: str | None = None) -> Article:
    """What a reference such as ``ogi/33`` names; KeyError, with a sentence, where there is nothing."""
    code, _, number = reference.partition("/")
    found = _read(code, language or _interface())[1].get(number)
    if found is None:
        raise KeyError(gettext("法规库中没有“%(reference)s”这一条。") % {"reference": reference})
    return found


def _interface() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


def _read(code: str, language: str) -> tuple[Regulation, Mapping[str, Article]]:
    # looked up before it is read: a code comes from an address, and would be the name of a file
    if code not in CODES:
        raise KeyError(gettext("法规库中没有代码为“%(code)s”的法规。") % {"code": code})
    return _load(code, language)


@cache
def _load(code: str, language: str) -> tuple[Regulation, Mapping[str, Article]]:
    written = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    shelf = next(name for name, codes in SHELVES.items() if code in codes)
    words = written[language]
    head = Regulation(
        code=code,
        title=words["title"],
        short_title=words["short_title"],
        issuer=words["issuer"],
        number=words.get("number", ""),
        in_force_on=written.get("in_force_on"),
        note=words.get("note", ""),
        shelf=shelf,
    )
    return head, {number: _article(head, number, entry, written, language) for number, entry in written["articles"].items()}


def _article(head: Regulation, number: str, entry: dict, written: dict, language: str) -> Article:
    words = entry[language]
    undivided = number.partition("-")[0] in written.get("undivided", ())
    label = words.get("label") or numbering.label(number, language, undivided)
    joint = ", " if language == "en" else ""
    return Article(
        regulation=head.code,
        number=number,
        heading=words["heading"],
        text=words["text"].strip(),
        confidence=entry.get("confidence", written.get("confidence", "A")),
        local=entry.get("local", written.get("local", False)),
        note=words.get("note", ""),
        label=label,
        below=numbering.below(number, language, undivided),
        citation=words.get("citation") or f"{head.citation}{joint}{label}",
        see=tuple(entry.get("see", ())),
    )
