"""Stored deadlines and the moments at which somebody looks at them."""

from datetime import date, datetime, time

from cms import clock
from cms.models import Deadline

from .people import unit
from .site import SHANGHAI

REPLY = "OGI_REPLY_20WD"
MONDAY = date(2026, 3, 2)  # no day off follows until 4 April: twenty working days after it end on 30 March


def at(day: str, hour: str = "10:00") -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), tzinfo=SHANGHAI)


def deadline(start: date = MONDAY, owner=None, label: str = "", term: str = REPLY, opened: str = "2026-03-02", **more) -> Deadline:
    """A running term of a matter of its own, a unit standing for it; by itself it is due on 30 March 2026."""
    return clock.start(unit(label), term, start, at(opened), owner=owner, **more)
