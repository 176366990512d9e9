"""提醒的话: what a reminder says, and why somebody is reminded or not. Pure but for the language."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _

from cms import term_words


def day(on: date, today: date) -> str:
    """1月13日星期二, with its year where that is another one than today's."""
    return written(on, _("n月j日l") if on.year == today.year else _("Y年n月j日l"))


def left(working_days: int, due_on: date, today: date, provisional: bool = False) -> tuple[str, str]:
    """还剩 3 个工作日（1月13日到期）, and the tone that goes with it."""
    when = _("%(day)s到期，暂定") if provisional else _("%(day)s到期")
    when = when % {"day": day(due_on, today)}
    if due_on == today:
        text, tone = _("今天到期"), "bad"
        return (text + _("（暂定）") if provisional else text), tone
    text = _("%(left)s（%(when)s）") % {"left": term_words.left(working_days, over=due_on < today), "when": when}
    if due_on < today:
        return text, "bad"
    return text, "wait" if working_days <= 5 else "quiet"


def step(number: int) -> str:
    if number > 0:
        return _("到期前 %(count)d 个工作日") % {"count": number}
    if number == 0:
        return _("到期当日")
    return term_words.left(number)


def moved(from_on: date, reason: str, today: date) -> str:
    """Why the day is another one than it was."""
    return _("原为%(day)s到期，改期原因：%(reason)s") % {"day": day(from_on, today), "reason": reason}


def count(working_days: int, due_on: date, on: date) -> str:
    """How far off the day was when a reminder was decided: counted as everywhere else, not the step that it reached."""
    return step(0) if on == due_on and not working_days else term_words.left(working_days, over=due_on < on)


def names(told: list) -> str:
    """甲、乙（代丙）"""
    return _("、").join(name(one.person, one.instead_of) for one in told)


def name(person, instead_of) -> str:
    return _("%(name)s（代%(other)s）") % {"name": person, "other": instead_of} if instead_of else str(person)


def letter(told: dict, leaves_at: datetime) -> str:
    """What became of the letter to one of those whom a reminder tells, by its record."""
    says = {"name": name(told["name"], told.get("instead_of")), "at": _minute(leaves_at)}
    if told.get("left_at"):
        return _("%(name)s：%(at)s 已发出") % {**says, "at": _minute(datetime.fromisoformat(told["left_at"]))}
    if told.get("kept_back"):
        return _("%(name)s：没有发出，在那以前已办结或者改期") % says
    return _("%(name)s：还没有发出，定于 %(at)s") % says


def _minute(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def subject(lines: list[str]) -> str:
    """Of a mail with these lines."""
    if len(lines) == 1:
        return lines[0]
    return _("%(count)d 件事项的期限") % {"count": len(lines)}
