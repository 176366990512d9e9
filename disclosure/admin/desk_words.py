"""What the desk says of days, in words and with the tone that goes with it."""

from datetime import date

from django.utils.translation import gettext as _


def due(day: date, today: date) -> tuple[str, str]:
    """How long there is until ``day``, in words and in the tone that goes with it."""
    left = (day - today).days
    values = {"day": day.strftime("%m-%d"), "left": abs(left)}
    if left < 0:
        return _("已超期 %(left)s 天（%(day)s 到期）") % values, "bad"
    if left == 0:
        return _("今天到期"), "bad"
    return _("还剩 %(left)s 天（%(day)s 到期）") % values, "wait"
