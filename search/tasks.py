"""What the worker does for the index: apply what changed, and follow the calendar."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cms import outbox, stamps
from search import desk, documents
from search.engine import DESK, PUBLIC, Change, batches, engine

LOOK_BACK = timedelta(days=14)  # a worker that stood still over a holiday misses no validity
AT_ONCE = 1000  # keys in one commit


def keys_in(payloads: Iterable[dict]) -> set[str]:
    """``{"model": "disclosure.policydocument", "pk": 1}``, or with "pks" for many."""
    return {f"{payload['model']}:{pk}" for payload in payloads for pk in payload.get("pks", [payload.get("pk")])}


def named(payload: dict) -> int:
    """How many things a payload names."""
    return len(payload.get("pks", [0]))


def index(payloads: list[dict]) -> None:
    """The handler of the outbox kind "index": what the database now says of these things. Safe to repeat."""
    refresh(keys_in(payloads), timezone.localdate())


def refresh(keys: set[str], on: date) -> None:
    """Bring both indexes up to the database for these keys and what is shown with them."""
    for some in batches(sorted(keys), AT_ONCE):
        with engine(PUBLIC).changing() as public, engine(DESK).changing() as filed:
            _refresh(some, on, public, filed)
        stamps.bump(stamps.INDEX)  # pages kept with counts from the index are made anew


def _refresh(keys: list[str], on: date, public: Change, filed: Change) -> None:
    """A row that the public sees as staff do is read once for both, and the lines that both show are cut once."""
    shown, listed = documents.affected({*keys, *_shown_with(keys)}), {desk.filed_under(one) for one in keys}
    for item, document in documents.with_rows(set(shown), on):
        public.put(document)
        shown.discard(document.key)
        if (own := desk.filed_under(document.key)) in listed and not desk.has_draft(item):
            filed.put(desk.made(item))
            listed.discard(own)
    for document in desk.those(set(listed)):
        filed.put(document)
        listed.discard(document.key)
    for change, gone in ((public, shown), (filed, listed)):
        for key in gone:
            change.remove(key)


def put_public(keys: set[str], on: date) -> None:
    engine(PUBLIC).apply(documents.those(keys, on), keys)
    stamps.bump(stamps.INDEX)


def put_desk(keys: set[str]) -> None:
    engine(DESK).apply(desk.those(keys), keys)


def _shown_with(keys: Iterable[str]) -> set[str]:
    """The documents that showed these things until now: a policy from which an interpretation was taken away."""
    public = engine(PUBLIC)
    interpretations = (one for one in keys if one.startswith("disclosure.interpretation:"))
    return {whole for one in interpretations for whole in public.whole_for(one)}


def follow_calendar(now: datetime) -> None:
    """Each day: policies whose validity changed by a date alone are indexed again."""
    today = timezone.localdate(now)
    turning = documents.whose_validity_turns(today - LOOK_BACK, today)
    with transaction.atomic():
        outbox.add_many("index", [(one, payload(one)) for one in sorted(turning)])


def payload(one: str) -> dict:
    name, _, pk = one.rpartition(":")
    return {"model": name, "pk": int(pk)}
