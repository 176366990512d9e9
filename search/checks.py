"""Drift between the database and the index: found by comparing fingerprints, mended by indexing what differs."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from cms import outbox, stamps
from cms.models.outbox import JobRun
from cms.months import day_before
from search import desk, documents, tasks
from search.engine import DESK, PUBLIC, Busy, Document, EngineDown, batches, engine

logger = logging.getLogger(__name__)

BOTH = (PUBLIC, DESK)
NIGHT = time(2)  # o'clock, where the authority is: nobody waits for the machine
COMPARED = 500  # documents in memory at once


@dataclass(frozen=True)
class Drift:
    """Keys by what is wrong with them."""

    missing: list[str]
    stale: list[str]
    surplus: list[str]

    @property
    def keys(self) -> set[str]:
        return {*self.missing, *self.stale, *self.surplus}


def drifts(name: str, on: date) -> Iterator[Drift]:
    """What one index lacks, has otherwise or has too much, some at a time, so that memory stays flat at any size.

    Each may be mended before the next is asked for. Raises EngineDown when there is no index at all.
    """
    for some in batches(expected(name, on), COMPARED):
        indexed = engine(name).stamps_of(document.key for document in some)
        missing = [document.key for document in some if document.key not in indexed]
        stale = [document.key for document in some if indexed.get(document.key, document.stamp) != document.stamp]
        yield Drift(missing, stale, [])
    for keys in engine(name).every_key():
        yield Drift([], [], sorted(set(keys) - rightful(name, keys)))


def expected(name: str, on: date) -> Iterable[Document]:
    return documents.everything(on) if name == PUBLIC else desk.everything()


def rightful(name: str, keys: Iterable[str]) -> set[str]:
    """Which of the keys belong into the index."""
    return documents.still_visible(keys) if name == PUBLIC else desk.existing(keys)


def mend(name: str, keys: set[str], on: date) -> None:
    for some in batches(sorted(keys), tasks.AT_ONCE):
        tasks.put_public(set(some), on) if name == PUBLIC else tasks.put_desk(set(some))


def rebuild(name: str, on: date, seen=lambda documents: documents) -> int:
    """Build the whole index anew; ``seen`` may watch the documents go by. Answers how many there are."""
    again = (lambda keys: documents.those(keys, on)) if name == PUBLIC else desk.those
    count = engine(name).rebuild(seen(expected(name, on)), again)
    stamps.bump(stamps.INDEX)
    return count


def mend_by_night(now: datetime) -> None:
    """The periodic job: once after each NIGHT, compare and mend both indexes, and write into the log what was wrong.

    Asked again and again; a night in which nothing ran is made up for as soon as something runs. What a killed worker left
    undone here waits for the next night, and so does what another process kept from being written.
    """
    local = timezone.localtime(now)
    night = local.date() if local.time() >= NIGHT else day_before(local.date())
    due_since = datetime.combine(night, NIGHT, local.tzinfo)
    if JobRun.objects.claim("index-night", due_since, now):
        for name in BOTH:
            try:
                _mend_all(name, local.date(), lambda: outbox.drain(timezone.now))
            except Busy as error:
                logger.warning("the %s index is left as it is until the next night: %s", name, error)


def _mend_all(name: str, on: date, meanwhile: Callable[[], object]) -> None:
    """``meanwhile`` is called between the batches: a takedown does not wait until the whole index has been looked at."""
    count = 0
    try:
        for drift in drifts(name, on):
            if drift.keys:
                mend(name, drift.keys, on)
                count += len(drift.keys)
            meanwhile()
    except EngineDown as error:
        logger.warning("the %s index cannot be read (%s) and is built anew", name, error)
        rebuild(name, on)
    if count:
        logger.warning("the %s index differed from the database in %s documents; mended", name, count)
