"""Drift between the database and the index: found by comparing fingerprints, mended by indexing what differs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cms import stamps
from search import desk, documents, tasks
from search.engine import DESK, PUBLIC, Document, engine, number_of


@dataclass(frozen=True)
class Drift:
    """Keys by what is wrong with them."""

    missing: list[str]
    stale: list[str]
    surplus: list[str]

    @property
    def keys(self) -> set[str]:
        return {*self.missing, *self.stale, *self.surplus}


def drift(name: str, on: date) -> Drift:
    """What one index lacks, has otherwise or has too much. Raises EngineDown when there is no index at all."""
    indexed = engine(name).stamps()
    missing, stale = [], []
    for document in expected(name, on):
        stamp = indexed.pop(number_of(document.key), None)
        if stamp is None:
            missing.append(document.key)
        elif stamp != document.stamp:
            stale.append(document.key)
    return Drift(missing, stale, engine(name).keys_of(indexed))


def expected(name: str, on: date) -> Iterable[Document]:
    return documents.everything(on) if name == PUBLIC else desk.everything()


def mend(name: str, keys: set[str], on: date) -> None:
    for some in _batches(sorted(keys)):
        tasks.put_public(set(some), on) if name == PUBLIC else tasks.put_desk(set(some))


def rebuild(name: str, on: date, seen=lambda documents: documents) -> int:
    """Build the whole index anew; ``seen`` may watch the documents go by. Answers how many there are."""
    again = (lambda keys: documents.those(keys, on)) if name == PUBLIC else desk.those
    count = engine(name).rebuild(seen(expected(name, on)), again)
    stamps.bump(stamps.INDEX)
    return count


def _batches(keys: list[str]) -> Iterable[list[str]]:
    return (keys[at : at + tasks.AT_ONCE] for at in range(0, len(keys), tasks.AT_ONCE))


BOTH = (PUBLIC, DESK)
