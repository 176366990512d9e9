"""提醒的话: what a reminder says, and why somebody is reminded or not. Pure but for the language."""

from datetime import date

from django.utils.dateformat import format as written
from django.utils.translation import gettext as _

from cms import term_words


def day(on: date, today: date) -> str:
    """1月13日, with its year where that is another one than today's."""
    return term_words.short_day(on) if on.year == today.year else written(on, _("Y年n月j日"))


def left(working_days: int, due_on: date, today: date, provisional: bool = False) -> tuple[str, str]:
    """还剩 3 个工作日（1月13日到期）, and the tone that goes with it."""
    when = _("%(day)s到期，暂定") if provisional else _("%(day)s到期")
    when = when % {"day": day(due_on, today)}
    if due_on == today:
        text, tone = _("今天到期"), "bad"
        return (text + _("（暂定）") if provisional else text), tone
    if due_on < today:  # a weekend may lie between, in which no working day has passed
        text = term_words.left(working_days) if working_days else _("已超期")
        return _("%(left)s（%(when)s）") % {"left": text, "when": when}, "bad"
    return _("%(left)s（%(when)s）") % {"left": term_words.left(working_days), "when": when}, "wait" if working_days <= 5 else "quiet"


def step(number: int) -> str:
    if number > 0:
        return _("到期前 %(count)d 个工作日") % {"count": number}
    if number == 0:
        return _("到期当日")
    return _("超期 %(count)d 个工作日") % {"count": -number}


def names(told: list) -> str:
    """甲、乙（代丙）"""
    return _("、").join(
        _("%(name)s（代%(other)s）") % {"name": one.person, "other": one.instead_of} if one.instead_of else str(one.person) for one in told
    )


def subject(lines: list[str]) -> str:
    """Of a mail with these lines."""
    if len(lines) == 1:
        return lines[0]
    return _("%(count)d 件事项的期限") % {"count": len(lines)}
