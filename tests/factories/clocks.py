"""Stored deadlines and the moments at which somebody looks at them."""

from datetime import date, datetime, time

from cms import clock
from cms.models import Deadline

from .people import unit
from .site import SHANGHAI

MONDAY = date(2026, 3, 2)  # no day off follows until 4 April: twenty working days after it end on 30 March


def at(day: str, hour: str = "10:00") -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), tzinfo=SHANGHAI)


def deadline(subject=None, term: str = "OGI_REPLY_20WD", start: date = MONDAY, opened: str = "2026-03-02", **more) -> Deadline:
    """An open deadline; by itself it is due on 30 March 2026."""
    return clock.start(subject or unit(), term, start, at(opened), **more)
