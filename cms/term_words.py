"""期限的说明: why a day is the day, and why something cannot be counted, in sentences. Pure but for the language."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from cms import day_by_day
from cms.day_by_day import Line
from cms.terms import Due, Event, Pause, Sense, TermError, Unit
from cms.workdays import CalendarError, Day, Kind

WEEKDAYS = [
    gettext_lazy("星期一"),
    gettext_lazy("星期二"),
    gettext_lazy("星期三"),
    gettext_lazy("星期四"),
    gettext_lazy("星期五"),
    gettext_lazy("星期六"),
    gettext_lazy("星期日"),
]
EVENTS = {
    Event.EXTENSION_WD: gettext_lazy("延长的工作日数"),
    Event.EXTENSION_DAYS: gettext_lazy("延长的日数"),
    Event.CONSULT_SENT: gettext_lazy("发出征求意见书的日期"),
    Event.OPINION_RECEIVED: gettext_lazy("收到意见的日期"),
    Event.CORRECTED: gettext_lazy("收到补正的日期"),
    Event.FIRST_RECEIVED: gettext_lazy("最初收到申请的日期"),
    Event.FEE_PAID: gettext_lazy("缴费的日期"),
    Event.YEAR: gettext_lazy("年度"),
}
RESTARTS = {
    Event.CORRECTED: gettext_lazy("%(day)s收到补正，期限自这一天重新起算，当日不计。"),
    Event.FEE_PAID: gettext_lazy("%(day)s缴费，期限自这一天重新起算，当日不计。"),
}
# the names that notices give to days off; the notices of cities add their own
HOLIDAYS = (
    gettext_noop("元旦"),
    gettext_noop("春节"),
    gettext_noop("清明节"),
    gettext_noop("劳动节"),
    gettext_noop("端午节"),
    gettext_noop("中秋节"),
    gettext_noop("国庆节"),
)
OFF = (Kind.WEEKEND.value, Kind.HOLIDAY.value)
SENSES = {
    Sense.LATEST: gettext_lazy("最迟"),
    Sense.EARLIEST: gettext_lazy("最早"),
    Sense.COUNTS: gettext_lazy("自这一天起计入"),
    Sense.COUNTS_AFTER: gettext_lazy("自次日起计入"),
}


def day(on: date) -> str:
    """2026年3月6日（星期五）, Friday 6 March 2026: the catalogue translates the pattern, and Django the names in it."""
    return written(on, _("Y年n月j日（l）"))


def short_day(on: date) -> str:
    """3月6日: the year is left to what stands around it."""
    return written(on, _("n月j日"))


def month(on: date) -> str:
    """3月"""
    return written(on, _("n月"))


def refusal(error: CalendarError | TermError) -> str:
    """Why it cannot be counted, and what would help."""
    return _REFUSALS[error.code](error.details)


_REFUSALS = {
    "unknown_jurisdiction": lambda d: _("没有“%(jurisdiction)s”的工作日安排；全国写作 CN，省级写作 CN-SH、CN-BJ 等。") % d,
    "no_notice": lambda d: _("那时还没有任何放假调休通知可以依据，请改用较晚的日期。"),
    "too_early": lambda d: _("%(day)s太早：工作日安排从%(first)d年起才有记录。") % {**d, "day": day(d["day"])},
    "too_late": lambda d: (
        _("%(day)s太晚：放假调休通知公布到%(last)d年，最远只能暂按惯例推算到%(horizon)d年。") % {**d, "day": day(d["day"])}
    ),
    "foreign_event": lambda d: (
        _("“%(title)s”与“%(event)s”无关；可以给出的是：%(allowed)s。")
        % {
            "title": d["term"].title,
            "event": EVENTS[d["event"]],
            "allowed": _("、").join(_("%(event)s（%(name)s）") % {"event": EVENTS[one], "name": one} for one in d["allowed"]) or _("无"),
        }
    ),
    "event_missing": lambda d: (
        _("计算“%(title)s”要给出%(event)s（%(name)s）。")
        % {"title": d["term"].title, "event": EVENTS[d["event"]], "name": d["event"].value}
    ),
    "start_missing": lambda d: _("计算“%(title)s”要给出起算的日期：%(starts)s。") % {"title": d["term"].title, "starts": d["term"].starts},
    "extension_too_long": lambda d: _("%(event)s应在 1 到 %(most)d 之间，这里是 %(given)s。") % {**d, "event": EVENTS[d["event"]]},
    "opinion_without_consultation": lambda d: _("有收到意见的日期，却没有发出征求意见书的日期。"),
    "before_start": lambda d: (
        _("%(event)s是%(day)s，早于%(start)s，请核对。") % {"event": EVENTS[d["event"]], "day": day(d["day"]), "start": day(d["start"])}
    ),
    "first_after_start": lambda d: (
        _("%(event)s（%(day)s）晚于%(starts)s（%(start)s），请核对。")
        % {"event": EVENTS[d["event"]], "starts": d["term"].starts, "day": day(d["day"]), "start": day(d["start"])}
    ),
    "consulted_too_late": lambda d: _("征求意见书在%(day)s发出时，期限已经在%(due)s届满。") % {"day": day(d["day"]), "due": day(d["due"])},
    "bad_year": lambda d: _("没有%(year)s年这样的年度，请写作四位数字。") % d,
    "bad_value": lambda d: _("%(name)s=%(value)s 不能理解：日期写作 2026-02-02，数目写作整数。") % d,
    "unknown_extra": lambda d: _("没有“%(name)s”这样的说明；可以用的是：%(known)s。") % d,
    "unknown_term": lambda d: _("没有名为“%(name)s”的期限；可以用的是：%(known)s。") % d,
}


def summary(due: Due) -> list[str]:
    """Why this day: a few sentences, the shortest that a lawyer accepts."""
    return [sentence for sentence in _sentences(due) if sentence]


def _sentences(due: Due) -> Iterator[str]:
    if due.term.unit is Unit.FIXED:
        yield _("这是固定的日期，不因节假日顺延。")
        if due.target != due.date:
            yield _("这一天不上班，请在此前最后一个工作日%(day)s以前完成。") % {"day": day(due.target)}
        return
    if due.restarted_by:
        yield RESTARTS[due.restarted_by] % {"day": day(due.counted_from)}
    else:
        yield _("%(day)s为%(starts)s，当日不计。") % {"day": day(due.start), "starts": due.term.starts}
    yield from (_pause(pause) for pause in due.pauses)
    yield _end(due)
    if due.extension:
        yield _("其中延长 %(count)d 个。") % {"count": due.extension}
    if due.term.unit is Unit.WORKING_DAYS:
        # what lies before a new beginning or in a pause is not counted whatever day it is
        yield from exceptions([line.day for line in day_by_day.lines(due) if line.count or line.why in OFF])
    if due.provisional:
        yield provisional(due)


def _pause(pause: Pause) -> str:
    counts = {"after": day(pause.after), "until": day(pause.until)}
    if pause.answered:
        return _("%(after)s的次日至%(until)s征求意见，不计入。") % counts
    return _("%(after)s的次日至%(until)s征求意见，不计入：没有收到意见的，扣除到答复期限届满。") % counts


def _end(due: Due) -> str:
    counts = {"number": due.number, "day": day(due.unrolled)}
    if due.term.unit is Unit.WORKING_DAYS:
        return _("第 %(number)d 个工作日是%(day)s。") % counts
    if due.term.unit is Unit.MONTHS and due.term.backward:
        return _("往前 %(number)d 个月的相应日（没有相应日的为月末）是%(day)s；节假日不影响。") % counts
    if due.term.unit is Unit.MONTHS:
        text = _("%(number)d 个月后的相应日（没有相应日的为月末）是%(day)s") % counts
    elif due.term.backward:
        return _("往前第 %(number)d 日是%(day)s；按自然日计算，节假日不影响。") % counts
    else:
        text = _("第 %(number)d 日是%(day)s") % counts
    if due.unrolled != due.date:
        return text + _("，不上班，顺延到下一个工作日%(day)s。") % {"day": day(due.date)}
    return text + (_("。") if due.term.rolls else _("；遇节假日不顺延。"))


def exceptions(days: list[Day]) -> Iterator[str]:
    """Which weekdays were off and which weekend days were worked, each holiday once, by which notice."""
    stated = [one for one in days if one.kind is Kind.MAKE_UP or (one.kind is Kind.HOLIDAY and one.date.weekday() < 5)]
    for (kind, name, notice), some in groupby(stated, key=lambda one: (one.kind, one.name, one.notice)):
        dates = spans([one.date for one in some])
        if kind is Kind.MAKE_UP:
            text = _("%(dates)s调休上班，计入") % {"dates": dates}
        else:
            text = _("%(dates)s%(name)s放假，不计") % {"dates": dates, "name": holiday(name)}
        yield text + (_("（《%(title)s》）。") % {"title": notice.title} if notice else _("（按惯例推算）。"))


def provisional(due: Due) -> str:
    text = _("这一日期是暂定的：%(year)d年的放假调休通知还没有录入，公布后将重新计算。") % {"year": due.date.year}
    return text + trusted(due)


def trusted(due: Due) -> str:
    """Which of the two days to go by until the notice is known: the one with which nobody comes too late, or ends too soon."""
    if due.cautious in (None, due.date):
        return _("公布以前以这一天为准。")
    days = {"day": day(due.date), "cautious": day(due.cautious)}
    if due.term.sense is Sense.EARLIEST:
        return _("公布以前以%(day)s为准；只扣除周末为%(cautious)s，这样提前结束可能不足期限。") % days
    return _("公布以前从严掌握，以%(cautious)s为准：只扣除周末，不会误期。") % days


def spans(dates: list[date]) -> str:
    """10月1日至8日、10月11日: consecutive days joined; the year is left to the sentence around it."""
    runs: list[list[date]] = []
    for one in dates:
        if runs and (one - runs[-1][-1]).days == 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return _("、").join(_span(run[0], run[-1]) for run in runs)


def _span(first: date, last: date) -> str:
    if first == last:
        return short_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return _("%(month)s%(first)d日至%(last)d日") % {"month": month(first), "first": first.day, "last": last.day}
    return _("%(first)s至%(last)s") % {"first": short_day(first), "last": short_day(last)}


def line(one: Line, due: Due) -> str:
    """A row of the ledger in words, without its date."""
    return _line(one, due) + (_("（暂定）") if one.day.provisional and one.day.kind is Kind.HOLIDAY else "")


def _line(one: Line, due: Due) -> str:
    if one.why == "start":
        return str(_("%(starts)s，不计") % {"starts": due.term.starts})
    if one.why == "restart":
        return _("重新起算，当日不计")
    if one.why == "before":
        return _("重新起算以前，不计")
    if one.why == "paused":
        return _("征求意见，不计")
    if one.why == "rolled":
        return _("顺延到这一天") if one.day.working else _("不上班，顺延")
    if one.why == "weekend":
        return _("周末")
    if one.why == "holiday":
        return _("%(name)s放假") % {"name": holiday(one.day.name)}
    made_up = one.day.kind is Kind.MAKE_UP and due.term.unit is Unit.WORKING_DAYS
    text = (
        _("调休上班，第 %(count)d 个工作日")
        if made_up
        else {
            Unit.WORKING_DAYS: _("第 %(count)d 个工作日"),
        }.get(due.term.unit, _("第 %(count)d 日"))
    )
    return text % {"count": one.count}


def holiday(name: str) -> str:
    """A day off by name, in the language of the interface where it is one of the nation's."""
    return _(name) if name else ""


def remaining(due: Due, today: date) -> str:
    """How far off the day is; nothing where the calendar of the answer does not reach to today."""
    if not due.calendar.first_year <= today.year <= due.calendar.horizon:
        return ""
    if today == due.date:
        return _("就是今天")
    if today < due.date or due.term.sense is Sense.LATEST:
        return left(due.calendar.working_days_left(today, due.date), over=due.date < today)
    return _("这一天已经过去")


def left(working_days: int, over: bool = False) -> str:
    """还剩 3 个工作日, or how many it is late; ``over`` where the day has passed, though perhaps no working day since."""
    if over and not working_days:
        return _("已超期")
    if working_days < 0:
        return _("已超过 %(count)d 个工作日") % {"count": -working_days}
    return _("还剩 %(count)d 个工作日") % {"count": working_days}
