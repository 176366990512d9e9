"""上班时间: when the office is next open. Pure."""

from datetime import datetime, time

from cms.workdays import WorkCalendar


def next_open(now: datetime, calendar: WorkCalendar, opens: time, closes: time) -> datetime:
    """``now`` itself within office hours of a working day, else the next moment of opening, in the time zone of ``now``.

    Raises CalendarError for days of which nothing is known.
    """
    today = now.date()
    if calendar.is_working_day(today) and now.time() < closes:
        return max(now, datetime.combine(today, opens, tzinfo=now.tzinfo))
    return datetime.combine(calendar.nth_after(today, 1), opens, tzinfo=now.tzinfo)
