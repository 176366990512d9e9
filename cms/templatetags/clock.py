"""What a page that shows a deadline needs of it; nothing here asks the database or the clock."""

from datetime import date

from django import template

from cms import calendar_words, ledgers, regulations, term_words
from cms.terms import Due, Sense
from cms.workdays import WorkCalendar

register = template.Library()


@register.filter
def ledger(due: Due) -> ledgers.Ledger:
    return ledgers.Ledger(due)


@register.filter
def reasons(due: Due) -> list[str]:
    return term_words.summary(due)


@register.filter
def sense(due: Due) -> str:
    return term_words.SENSES[due.term.sense]


@register.filter
def day_in_words(day: date) -> str:
    """2026年3月6日（星期五）"""
    return term_words.day(day)


@register.filter
def article(reference: str) -> regulations.Article:
    """Of the library: "ogi/51"."""
    return regulations.article(reference)


@register.filter
def go_by(due: Due) -> date:
    """The day to go by until the notice is known (`term_words.trusted` says why)."""
    return due.date if due.cautious is None or due.term.sense is Sense.EARLIEST else due.cautious


@register.filter
def followed(calendar: WorkCalendar) -> str:
    """Whose arrangement of days a calendar is: 全国, 上海市"""
    return calendar_words.jurisdiction(calendar.jurisdiction)


@register.filter
def weekday_named(number: str) -> str:
    return term_words.WEEKDAYS[int(number)]


@register.filter
def law_sources(due: Due) -> list[regulations.Article]:
    return [regulations.article(reference) for reference in due.sources]


@register.filter
def is_local_practice(due: Due) -> bool:
    """Whether the number is what one place does, and not a national rule that this authority may only set otherwise."""
    return any(regulations.article(reference).local for reference in due.term.sources)


@register.filter
def standing(due: Due, today: date) -> dict:
    """How far off the day is, as `components/state.html` shows it."""
    label = term_words.remaining(due, today)
    if due.date < today and due.term.sense is Sense.LATEST:
        return {"label": label, "tone": "soon", "icon": "warning"}
    return {"label": label, "tone": "past" if due.date < today else "good", "icon": "past" if due.date < today else "clock"}
