"""期限设置的变更: a changed practice holds for every open deadline at once, like a notice, and is told and recorded alike."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms import audit, calendars, clock, move_alerts, stamps
from cms.models import ClockSettings, Deadline

Held = tuple[str, dict[str, int], str]


def change(save: Callable[[], ClockSettings], by, now: datetime) -> ClockSettings:
    """Have ``save`` write the settings; where the practice is another now, recompute the open deadlines and tell.

    Deadlines that were counted by this authority's own calendar follow it to another jurisdiction.
    """
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        stamps.bump(calendars.CALENDAR)  # waits for a notice that is being entered
        before = _held()
        saved = save()
        after = _held()
        if before != after:
            stamps.bump(calendars.CALENDAR)
            if before[0] != after[0]:
                Deadline.objects.open().filter(jurisdiction=before[0]).update(jurisdiction=after[0])
            reason = _("期限设置变更")
            moved = clock.recompute(now, reason)
            move_alerts.tell(now, reason)
            audit.record(by, "calendar.settings", saved, before=list(before), after=list(after), moved=len(moved))
    return saved


def _held() -> Held:
    held = ClockSettings.load()
    return held.jurisdiction, dict(sorted(held.practice.numbers.items())), held.practice.reading.value
