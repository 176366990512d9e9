"""放假调休通知的录入: what a notice would change, shown before; and the verb that makes it true, with all that it moves."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms import audit, calendars, clock, foreseen_moves, move_alerts, notice_text, stamps
from cms.foreseen_moves import ForeseenMoves
from cms.models import CalendarNotice
from cms.notice_text import About, NoticeRefused, Read
from cms.terms import Practice
from cms.workdays import Day, Notice, WorkCalendar, nearest_known


class ShownOtherwise(NoticeRefused):
    """What was confirmed is no longer what would happen: the calendar or the settings changed since it was shown."""


class NotChecked(NoticeRefused):
    """Sentences were not understood, or holidays not named, and nobody has said yet that they were looked at."""


@dataclass(frozen=True)
class DayChange:
    """A day before and after a notice."""

    before: Day
    after: Day

    @property
    def changed(self) -> bool:
        return self.before.working != self.after.working


@dataclass(frozen=True)
class Foreseen:
    """Everything that is shown before a notice is entered; ``digest`` names it, and the confirmation carries that."""

    read: Read
    days: tuple[DayChange, ...]
    moves: ForeseenMoves
    digest: str

    @property
    def changed_days(self) -> int:
        return sum(day.changed for day in self.days)


@dataclass(frozen=True)
class Entered:
    """``moved`` open deadlines stand on another day now, ``earlier`` of them on an earlier one."""

    notice: CalendarNotice
    moved: int
    earlier: int
    told: move_alerts.Told


def foresee(text: str, about: About, today: date) -> Foreseen:
    """What entering this notice would change. Writes nothing; raises NoticeRefused."""
    notices, practice = calendars.notices(), calendars.practice()
    read = notice_text.read(text, about, notices, today)
    calendar_of = _as_it_would_be(notices, read.notice)
    before = WorkCalendar(notices, nearest_known(about.jurisdiction, notices))
    days = _day_changes(read.notice, before, calendar_of(about.jurisdiction))
    return Foreseen(read, days, foreseen_moves.foresee(calendar_of, practice), _digest(read.notice, notices, practice))


def enter(text: str, about: About, digest: str, by, now: datetime, today: date, checked: bool = False) -> Entered:
    """Write the notice down, bring every open deadline to it, tell the owners: all in one transaction.

    Raises NoticeRefused for what may not be entered, ShownOtherwise when ``digest`` is not that of what would happen now,
    and NotChecked while doubts are left that nobody ``checked``. Closed matters keep their dates.
    """
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        stamps.bump(calendars.CALENDAR)  # the row of this stamp is the lock: a second administrator waits here, and then reads anew
        notices = calendars.notices()
        read = notice_text.read(text, about, notices, today)
        if digest != _digest(read.notice, notices, calendars.practice()):
            raise ShownOtherwise(_("在您查看之后，工作日安排或者期限设置有了变动；下面是现在的结果，请重新核对后确认。"))
        if read.doubts and not checked:
            raise NotChecked(_("请先核对没有读懂或者没有写明的内容，并勾选“已经核对”。"))
        row = calendars.record(read.notice, text=text, entered_at=now, entered_by=by)
        reason = _("录入《%(title)s》") % {"title": row.title}
        moved = clock.recompute(now, reason[:300], row)
        earlier = row.moves.earlier().count()
        told = move_alerts.tell(now, reason[:300])
        audit.record(by, "calendar.enter", row, code=row.code, days=len(read.notice.days), moved=len(moved), earlier=earlier)
    return Entered(row, len(moved), earlier, told)


def _as_it_would_be(notices: list[Notice], added: Notice) -> Callable[[str], WorkCalendar]:
    return clock.each_once(lambda jurisdiction: WorkCalendar([*notices, added], jurisdiction))


def _day_changes(notice: Notice, before: WorkCalendar, after: WorkCalendar) -> tuple[DayChange, ...]:
    """The days of which the notice speaks, and those that it changes by its silence: expected days off that are none."""
    first = min(min(notice.days), date(notice.year, 1, 1))
    last = max(max(notice.days), date(notice.year, 12, 31))
    both = zip((before.day(first), *before.days(first, last)), (after.day(first), *after.days(first, last)), strict=True)
    changes = (DayChange(old, new) for old, new in both)
    return tuple(one for one in changes if one.changed or one.after.date in notice.days)


def _digest(notice: Notice, notices: list[Notice], practice: Practice) -> str:
    said = (notice.code, notice.jurisdiction, notice.known_on, notice.title, notice.number, sorted(notice.days.items()))
    held = (sorted(one.code for one in notices), sorted(practice.numbers.items()), practice.reading)
    return hashlib.blake2b(repr((said, held)).encode(), digest_size=12).hexdigest()
