"""规范表述: the list of forbidden and error-prone wordings, read once and looked for in one pass over a text."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cms.models import Wording

TAG = re.compile(r"<[^>]*>")
SEED = Path(__file__).parent / "wordings.csv"  # written for this project; what the first migration writes


@dataclass(frozen=True)
class Listed:
    """An entry of the list."""

    text: str
    level: str
    suggestion: str

    def told(self) -> str:
        return _("“%(text)s”，应为“%(suggestion)s”") % {"text": self.text, "suggestion": self.suggestion}


class Matcher:
    """All entries in one expression, longest first; a word that is no fault wins over the wording within it."""

    def __init__(self, entries: Iterable[tuple[Listed, list[str]]]):
        self.listed: dict[str, Listed | None] = {}
        for entry, exceptions in entries:
            for word in exceptions:
                self.listed.setdefault(word, None)
            self.listed[entry.text] = entry
        longest_first = sorted(self.listed, key=len, reverse=True)
        # an exception may begin before the wording; where it does, it is the leftmost match and swallows the wording
        self.expression = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def may_stand_in(self, source: str) -> bool:
        """Whether a piece of rich text is worth reading: never wrong when it says no, and several times as fast as to read it."""
        if self.expression is None:
            return False
        return "&#" in source or bool(self.expression.search(source) or self.expression.search(TAG.sub("", source)))

    def find(self, text: str) -> Iterator[tuple[int, Listed]]:
        """The first place of each entry in the text."""
        seen = set()
        for match in self.expression.finditer(text) if self.expression else ():
            entry = self.listed[match[0]]
            if entry is not None and entry.text not in seen:
                seen.add(entry.text)
                yield match.start(), entry


def matcher() -> Matcher:
    """By the list as it stands now: one query."""
    rows = Wording.objects.filter(active=True)
    return Matcher((Listed(row.text, row.level, row.suggestion), row.excepted()) for row in rows)


def key_of(text: str) -> str:
    """By which a finding is known again (``Finding.key``)."""
    return salted_hmac("cms.wordings", text).hexdigest()[:40]


def seed() -> list[dict]:
    """The entries of the file: level, text, suggestion, exceptions (one a line), note."""
    with open(SEED, encoding="utf-8", newline="") as lines:
        return [row | {"exceptions": row["exceptions"].replace("|", "\n")} for row in csv.DictReader(lines)]
