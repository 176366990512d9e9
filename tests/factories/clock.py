from datetime import date

from django.utils import timezone

from cms import clock
from cms.models import Deadline

from .people import unit

REPLY = "OGI_REPLY_20WD"


def deadline(start: date, owner=None, label: str = "", term: str = REPLY, **fields) -> Deadline:
    """A running term of a matter of its own, a unit standing for it."""
    return clock.start(unit(label), term, start, timezone.now(), owner=owner, **fields)
