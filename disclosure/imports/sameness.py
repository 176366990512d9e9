"""Whether a row describes a document that is here already, under another source's number."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cms import sanitize
from disclosure.imports.rows import Entry
from disclosure.models import Genre, PolicyDocument
from disclosure.numbers import parse
from disclosure.titles import plain_key


@dataclass(eq=False)
class Known:
    """What has to be known of a document to tell whether another is the same. ``item`` is its row here, or what will be."""

    title: str
    title_key: str
    number_key: str
    number_is_order: bool
    days: frozenset[date]
    html: str  # "" where there is no text
    law: bool
    item: object

    @cached_property
    def text(self) -> str:
        """Digest of the bare text: asked for only where another document is called the same."""
        return text_digest(self.html)


def text_digest(html: str) -> str:
    bare = re.sub(r"[\W_]", "", sanitize.text(html))
    return hashlib.sha256(bare.encode()).hexdigest() if bare else ""


def known_from_entry(entry: Entry, item: object) -> Known:
    return Known(
        title=plain_key(entry.title),
        title_key=entry.title_key,
        number_key=entry.number_key,
        number_is_order=is_order(entry.document_number),
        days=frozenset(filter(None, (entry.written_on, entry.published_on))),
        html=entry.html if entry.has_text else "",
        law=entry.genre in (Genre.LAW, Genre.RULES),
        item=item,
    )


def is_order(number: str) -> bool:
    """An order (令) issues several rules at once, so its number says less than that of other documents."""
    parts = parse(number) if number else None
    return parts is not None and parts.word.endswith("令")


NEAR = 10  # days between the dates under which two sites list one document


def same(one: Known, other: Known) -> bool:
    """Whether two descriptions are of one document (docs/import.md has the rules in words)."""
    alike = one.title_key == other.title_key
    if one.number_key and other.number_key:
        if one.number_key != other.number_key:
            return False
        alike = alike or _begins(one.title_key, other.title_key)
        if not (one.number_is_order or one.law or other.law):
            return alike
        return alike and (_same_text(one, other) or bool(one.days & other.days))
    if alike and _same_text(one, other):
        return True
    whole = one.title == other.title and len(one.title) >= 12
    return whole and _near(one.days, other.days) and not (one.html and other.html)


def _begins(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 10 and long.startswith(short)


def _same_text(one: Known, other: Known) -> bool:
    return bool(one.html and other.html) and one.text == other.text


def _near(some: frozenset[date], others: frozenset[date]) -> bool:
    return any(abs((a - b).days) <= NEAR for a in some for b in others)


class Shelf:
    """The documents that a batch might already be: by number and by what the title names."""

    def __init__(self, entries: Iterable[Entry], model: type):
        self.by_key: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self.load(list(entries), model)

    def load(self, entries: list[Entry], model: type) -> None:
        numbers = {entry.number_key for entry in entries} - {""}
        titles = {entry.title_key for entry in entries} - {""}
        if model is PolicyDocument and numbers:
            self._from_database(model, number_key__in=numbers)
        if titles:
            self._from_database(model, title_key__in=titles)

    def _from_database(self, model: type, **which) -> None:
        # what stands here is told from the columns; the body is read of candidates alone
        for item in model._base_manager.filter(**which).defer("keywords", "summary"):
            number = getattr(item, "document_number", "")
            self.add(
                Known(
                    title=plain_key(item.title),
                    title_key=item.title_key,
                    number_key=getattr(item, "number_key", ""),
                    number_is_order=is_order(number),
                    days=frozenset(filter(None, (item.written_on, item.published_on))),
                    html=item.body,
                    law=getattr(item, "genre", "") in (Genre.LAW, Genre.RULES),
                    item=item,
                )
            )

    def add(self, known: Known) -> None:
        for key in (("number", known.number_key), ("title", known.title_key)):
            if key[1] and all(other.item != known.item for other in self.by_key[key]):
                self.by_key[key].append(known)

    def without(self, item: object) -> "Shelf":
        for key, found in self.by_key.items():
            self.by_key[key] = [known for known in found if known.item != item]
        return self

    def find(self, known: Known) -> object | None:
        """The item that this description is of, or None."""
        candidates = [*self.by_key.get(("number", known.number_key), ()), *self.by_key.get(("title", known.title_key), ())]
        return next((other.item for other in candidates if same(known, other)), None)

    def holders(self, key: str) -> list:
        """The public items that have this document number."""
        items = [known.item for known in self.by_key.get(("number", key), ()) if known.number_key == key]
        return [item for item in items if item.live]
