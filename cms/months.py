"""按月计算: where a period of months ends (民法典 202). Pure."""

from datetime import date, timedelta


def after_months(day: date, months: int) -> date:
    """The corresponding day ``months`` later, or the month's last one where there is none (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = day_before(following).day
    return date(year, month + 1, min(day.day, last))


def last_day_of(start: date, months: int) -> date:
    """The last day of a period of months that includes its first one: the day before the corresponding day, or the month's
    last one where there is no such day (民法典 202)."""
    end = after_months(start, months)
    return day_before(end) if end.day == start.day else end


def day_before(day: date) -> date:
    return day - timedelta(days=1)
