"""下一年的通知还没有录入: from when on that is worth a warning, and how much hangs on it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cms import calendars
from cms.models import ClockSettings, Deadline
from cms.workdays import NATION, CalendarError, WorkCalendar


@dataclass(frozen=True)
class MissingNotice:
    """The first year without a notice, and how many open deadlines are provisional because of it."""

    year: int
    provisional: int

    @property
    def sentence(self) -> str:
        text = _("%(year)d年的放假调休通知还没有录入；%(count)d 项未办结的期限因此是暂定的。")
        if not self.provisional:
            text = _("%(year)d年的放假调休通知还没有录入；从现在起登记的期限会到达这一年，只能暂定。")
        return text % {"year": self.year, "count": self.provisional}


def missing_notice(today: date) -> MissingNotice | None:
    """From the day on which the longest term reaches into the year, or as soon as any open deadline does."""
    calendar = calendars.calendar(NATION)
    beyond = Deadline.objects.open().filter(due_on__gt=date(calendar.last_year, 12, 31), provisional=True).count()
    if not beyond and not _reaches_beyond(calendar, today, ClockSettings.load().warn_working_days):
        return None
    return MissingNotice(calendar.last_year + 1, beyond)


def _reaches_beyond(calendar: WorkCalendar, today: date, working_days: int) -> bool:
    try:
        return not calendar.covers(calendar.nth_after(today, working_days))
    except CalendarError:
        return True
