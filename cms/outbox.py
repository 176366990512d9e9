"""What must reach the world after commit: mails, index changes, recomputations.

An item is written in the transaction that causes it; the broker only wakes the worker, and a sweep finds what a lost
wake-up left behind. An item may be handled twice (a worker killed between doing and noting), so every handler can be
repeated. The reasons stand in docs/decisions/outbox.md.
"""

import logging
import time
import uuid
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from django.conf import settings
from django.db import connection, transaction

from cms.models.outbox import OutboxItem

logger = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=5)
LAST_RETRY = timedelta(hours=1)
KEEP_DONE = timedelta(days=7)
WAKE_EVERY = 0.2  # seconds: a bulk import wakes the worker five times a second, not once a row; the sweep finds the rest
SILENT_AFTER_FAILURE = 10.0  # seconds for which a broker that did not answer is left alone, so that no request waits for it twice


@dataclass(frozen=True)
class Handler:
    """``act`` gets the payloads of up to ``batch`` things at once and must be safe to repeat.

    ``things`` says how many a payload names: a bulk import writes down two hundred in one item.
    """

    act: Callable[[list[dict]], None]
    batch: int
    things: Callable[[dict], int] = lambda payload: 1


class NoHandler(LookupError):
    """An item of a kind that no installed app handles."""


_handlers: dict[str, Handler] = {}
_next_wake = float("-inf")


def handler(kind: str, act: Callable[[list[dict]], None] | None = None, *, batch: int = 200, things=Handler.things):
    """Register what is done with items of ``kind``, from an app's ``apps.py`` or as a decorator."""
    if act is None:
        return lambda function: handler(kind, function, batch=batch, things=things)
    if kind in _handlers and _handlers[kind].act is not act:
        raise ValueError(f"the outbox kind {kind} has a handler already")
    _handlers[kind] = Handler(act, batch, things)
    return act


def add(kind: str, payload: dict, key: str = "", due_at: datetime | None = None) -> OutboxItem:
    """Write down one thing to do, inside the caller's transaction.

    A pending item with the same key that no worker has in hand takes the new payload instead of a second item being
    made. Raises TransactionManagementError outside a transaction: an item without its cause is a lie.
    """
    return add_many(kind, [(key, payload)], due_at)[0]


def add_many(kind: str, keyed: Iterable[tuple[str, dict]], due_at: datetime | None = None) -> list[OutboxItem]:
    """Like ``add`` for many (key, payload) pairs with a fixed number of queries."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("outbox.add belongs in the transaction of its cause")
    due = {"due_at": due_at} if due_at else {}
    items = [OutboxItem(kind=kind, key=key or "", payload=payload, **due) for key, payload in keyed]
    latest = {item.key: item for item in items if item.key}
    fresh = [item for item in items if not item.key or latest[item.key] is item]
    waiting = {}
    if latest:
        # skip_locked: an item that another transaction touches is left to it, so that adding never waits or deadlocks
        rows = OutboxItem.objects.waiting().filter(kind=kind, key__in=latest)
        waiting = {row.key: row for row in rows.select_for_update(skip_locked=_can_skip())}
    for key, row in waiting.items():
        row.payload, row.due_at = latest[key].payload, min(row.due_at, latest[key].due_at)
    OutboxItem.objects.bulk_update(waiting.values(), ["payload", "due_at"], batch_size=200)
    OutboxItem.objects.bulk_create((item for item in fresh if item.key not in waiting), batch_size=200)
    transaction.on_commit(wake, robust=True)
    return [waiting.get(item.key, item) if item.key else item for item in fresh]


def wake() -> None:
    """Tell the worker that there is something to do. A broker that does not answer costs a moment, never the item."""
    from cms import tasks  # the tasks import this module

    global _next_wake
    if time.monotonic() < _next_wake and not settings.CELERY_TASK_ALWAYS_EAGER:
        return
    _next_wake = time.monotonic() + WAKE_EVERY
    try:
        tasks.work.delay()
    except Exception as error:
        _next_wake = time.monotonic() + SILENT_AFTER_FAILURE
        logger.warning("the broker does not answer (%s); the sweep will find the item", error)


def mail(to: list[str], subject: str, text: str, html: str = "", due_at: datetime | None = None) -> OutboxItem:
    """Write down a mail; its Message-ID is chosen here, so that a repeated delivery can be recognised."""
    payload = {"to": to, "subject": subject, "text": text, "html": html, "message_id": f"<{uuid.uuid4()}@gongkai>"}
    return add("mail", payload, due_at=due_at)


def drain(clock: Callable[[], datetime]) -> int:
    """Work through everything that is due; answers with the number of items done. One bad item stops nothing."""
    total = 0
    while items := _claim(clock()):
        total += _handle(items, clock)
    return total


def prune(now: datetime) -> int:
    """Forget the items done longer than KEEP_DONE ago."""
    return OutboxItem.objects.filter(done_at__lt=now - KEEP_DONE).delete()[0]


def _can_skip() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _claim(now: datetime) -> list[OutboxItem]:
    """The longest waiting item and those of its kind behind it, marked as in this worker's hands."""
    with transaction.atomic():
        due = OutboxItem.objects.due(now)
        kind = due.values_list("kind", flat=True).first()
        if kind is None:
            return []
        items = _at_once(kind, due.filter(kind=kind).select_for_update(skip_locked=_can_skip()))
        until = now + timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS)
        for item in items:
            item.attempts, item.claimed_until = item.attempts + 1, until
        OutboxItem.objects.bulk_update(items, ["attempts", "claimed_until"])
        return items


def _at_once(kind: str, due) -> list[OutboxItem]:
    """The first of them that hold no more than ``batch`` things, but one at least: a claim must not outlast its term."""
    if kind not in _handlers:
        return list(due[:1])
    handled = _handlers[kind]
    items = list(due[: handled.batch])
    held = list(accumulate(handled.things(item.payload) for item in items))
    return items[: max(1, bisect_right(held, handled.batch))]


def _handle(items: list[OutboxItem], clock: Callable[[], datetime]) -> int:
    """Hand the batch to its handler; when that raises, each item alone, so that only the bad one waits."""
    try:
        _act(items)
    except Exception as error:
        if len(items) == 1:
            _postpone(items[0], error, clock())
            return 0
        return sum(_handle([item], clock) for item in items)
    _held(items).update(done_at=clock(), claimed_until=None, last_error="")
    return len(items)


def _act(items: list[OutboxItem]) -> None:
    kind = items[0].kind
    if kind not in _handlers:
        raise NoHandler(f"nothing handles outbox items of the kind {kind}")
    latest = {item.key or item.pk: item for item in items}  # of several with one key the last speaks for all
    _handlers[kind].act([item.payload for item in latest.values()])


def _postpone(item: OutboxItem, error: Exception, now: datetime) -> None:
    wait = min(FIRST_RETRY * 2 ** min(item.attempts - 1, 20), LAST_RETRY)
    logger.error("outbox item %s (%s) failed, attempt %s", item.pk, item, item.attempts, exc_info=error)
    _held([item]).update(due_at=now + wait, claimed_until=None, last_error=f"{type(error).__name__}: {error}"[:2000])


def _held(items: list[OutboxItem]):
    """Those of the items whose claim is still ours: a claim that lapsed and was taken by another is left to that one."""
    return OutboxItem.objects.pending().filter(pk__in=[item.pk for item in items], claimed_until=items[0].claimed_until)
