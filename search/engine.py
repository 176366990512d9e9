"""The one port to a search engine: a query goes in, a result comes out; nobody outside search/ sees what is behind it."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol

from django.conf import settings

PUBLIC, DESK = "public", "desk"  # what anyone may see; what staff work on, drafts included
FACETS = ("type", "column", "theme", "unit", "year", "validity", "genre", "audience")
LONGEST_QUERY = 300  # characters; an official title has fewer than 120
LAST_RESULT = 1000  # nobody turns fifty pages; deeper ones cost without serving anyone


class EngineDown(Exception):
    """The engine cannot answer now; the caller says so and helps itself from the database."""


class Busy(Exception):
    """Another process is writing or rebuilding. Nothing is wrong with the index; it cannot be written just now."""


class QueryRefused(Exception):
    """The query makes no sense; its sentence tells the person why."""


class NoSuchPage(QueryRefused):
    """A page beyond the last result."""


@dataclass(frozen=True)
class Document:
    """One thing that can be found, in terms that every engine understands."""

    key: str  # "disclosure.policydocument:12"
    title: str
    text: str  # what can be matched and shown as a snippet
    context: str = ""  # what can be matched but is never shown as a snippet: names, keywords
    numbers: tuple[str, ...] = ()  # document numbers as written
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    day: date | None = None
    weight: float = 1.0  # multiplies relevance: valid and recent over repealed and old
    parts: tuple[str, ...] = ()  # keys of other things shown with this one (the interpretations of a policy)
    shown: Mapping[str, object] = field(default_factory=dict)  # what a hit displays; must survive JSON

    @property
    def stamp(self) -> int:
        """Changes when anything changes that is indexed; ``index --check`` compares it."""
        everything = [self.title, self.text, self.context, self.numbers, sorted(self.facets.items()), str(self.day)]
        everything += [round(self.weight, 4), self.parts, self.shown]
        return number_of(json.dumps(everything, ensure_ascii=False, default=str, sort_keys=True))


@dataclass(frozen=True)
class Query:
    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: str = "relevance"  # or "newest"
    page: int = 1
    size: int = 10
    highlight: bool = True
    prefix: bool = False  # the last word may be unfinished (staff listings)


@dataclass(frozen=True)
class Hit:
    key: str
    score: float
    title: str  # safe HTML, <mark> only
    snippet: str  # safe HTML, <mark> only
    shown: Mapping[str, object]


@dataclass(frozen=True)
class Result:
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    took_ms: float
    relaxed: bool = False  # nothing had all the words; these have some of them


class Change(Protocol):
    def put(self, document: Document) -> None:
        """In place of whatever stands under its key."""

    def remove(self, key: str) -> None:
        """Safe where there is no such key."""


class Engine(Protocol):
    def search(self, query: Query) -> Result:
        """Raises EngineDown and QueryRefused."""

    def keys(self, query: Query, limit: int) -> list[str]:
        """The keys alone, best first."""

    def apply(self, put: Iterable[Document], remove: Iterable[str]) -> None:
        """Remove keys and write documents in one step; safe to repeat. Raises Busy when another writer stays."""

    def changing(self) -> AbstractContextManager[Change]:
        """``apply`` for a ``with`` block: one step, at its end, and none when it raises. Raises Busy at its beginning."""

    def rebuild(self, documents: Iterable[Document], again: Callable[[set[str]], Iterable[Document]]) -> int:
        """Build anew beside the live index and switch; ``again`` gives what changed meanwhile. Answers the count.

        Raises Busy while another rebuild is under way or another writer stays.
        """

    def stamps_of(self, keys: Iterable[str]) -> dict[str, int]:
        """key -> stamp of those that are indexed. Raises EngineDown."""

    def every_key(self) -> Iterator[list[str]]:
        """Everything indexed, some thousands at a time, in no order. Raises EngineDown."""

    def whole_for(self, part: str) -> list[str]:
        """Keys of the documents with which the thing ``part`` is shown."""


def number_of(text: str) -> int:
    """A 63-bit number for a text; the same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def batches(things: Iterable, size: int) -> Iterator[list]:
    batch: list = []
    for thing in things:
        batch.append(thing)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


@lru_cache(8)
def _embedded(root: str, name: str) -> Engine:
    from search.embedded import EmbeddedEngine  # implements this port, so it imports this module

    return EmbeddedEngine(f"{root}/{name}")


def engine(name: str = PUBLIC) -> Engine:
    """The engine that this installation uses."""
    return _embedded(str(settings.INDEX_ROOT), name)
