"""工作日安排, public: a year at a glance, and the same as iCalendar."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from cms import calendar_words, calendars, metatags, stamps, term_words, workdays_ics, year_at_a_glance
from cms.models import CalendarNotice, ClockSettings
from cms.paging import NoSuchPage
from cms.workdays import NATION, CalendarError, Day, Kind, Notice, WorkCalendar
from cms.year_at_a_glance import Month, Year

SHORT_WEEKDAYS = [
    pgettext_lazy("weekday", "一"),
    pgettext_lazy("weekday", "二"),
    pgettext_lazy("weekday", "三"),
    pgettext_lazy("weekday", "四"),
    pgettext_lazy("weekday", "五"),
    pgettext_lazy("weekday", "六"),
    pgettext_lazy("weekday", "日"),
]


class FourDigits:
    """A year in an address: no number is too large to be a date."""

    regex = r"\d{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


NEAR = 2  # years before and after that stand in the row of years, with the first and the last
CELLS = {Kind.HOLIDAY: "off", Kind.MAKE_UP: "made-up", Kind.WEEKEND: "weekend", Kind.WORKDAY: ""}


def this_year(request: HttpRequest) -> HttpResponse:
    """Always the present year; the page of a year has an address of its own."""
    stamps.depends(request, calendars.CALENDAR)
    return year(request, timezone.localdate().year)


def year(request: HttpRequest, number: int) -> HttpResponse:
    stamps.depends(request, calendars.CALENDAR)
    calendar, shown = _shown(request, number)
    own = ClockSettings.load().jurisdiction
    context = {
        "year": shown,
        "months": [_month(number, month) for month in shown.months],
        "weekdays": [_weekday(number) for number in range(7)],
        "stated": _stated(shown),
        "notices": [_notice(notice) for notice in shown.notices],
        "years": _years(calendar, number),
        "every_year": list(range(_last(calendar), calendar.first_year - 1, -1)),
        "jurisdiction": {"code": calendar.jurisdiction, "name": calendar_words.jurisdiction(calendar.jurisdiction)},
        "jurisdictions": [{"code": code, "name": calendar_words.jurisdiction(code)} for code in _jurisdictions(own)],
        "params": {"jurisdiction": calendar.jurisdiction} if "jurisdiction" in request.GET else {},
        "today": timezone.localdate(),
        "printed_at": request.build_absolute_uri(reverse("workdays_year", args=[number])),
        "tags": metatags.column_tags(_("工作日安排"), "办事服务"),
        "crumb_title": _("工作日安排"),
    }
    return render(request, "cms/workdays.html", context)


def ics(request: HttpRequest, number: int) -> HttpResponse:
    stamps.depends(request, calendars.CALENDAR)
    calendar, shown = _shown(request, number)
    host = request.get_host().partition(":")[0]
    answer = workdays_ics.icalendar(shown, calendar.jurisdiction, host, timezone.now())
    disposition = {"Content-Disposition": f'inline; filename="workdays-{number}.ics"'}
    return HttpResponse(answer, content_type="text/calendar; charset=utf-8", headers=disposition)


def _shown(request: HttpRequest, number: int) -> tuple[WorkCalendar, Year]:
    """Raises NoSuchPage with a sentence for a jurisdiction or a year of which nothing is known."""
    try:
        calendar = calendars.calendar(request.GET.get("jurisdiction", "")[:20] or None)
        return calendar, year_at_a_glance.year(calendar, number)
    except CalendarError as error:
        raise NoSuchPage(term_words.refusal(error)) from None
    except ValueError:
        raise Http404 from None


def _jurisdictions(own: str) -> list[str]:
    """The nation, this authority's own, and those that have notices."""
    found = set(CalendarNotice.objects.values_list("jurisdiction", flat=True).distinct())
    return sorted(found | {NATION, own}, key=lambda code: (code != NATION, code))


def _years(calendar: WorkCalendar, number: int) -> list[int]:
    """The first, the last and those nearby."""
    last = _last(calendar)
    near = range(max(number - NEAR, calendar.first_year), min(number + NEAR, last) + 1)
    return sorted({calendar.first_year, *near, last, number})


def _last(calendar: WorkCalendar) -> int:
    """The year after the last notice; those beyond it are all guesses."""
    return min(calendar.last_year + 1, calendar.horizon)


def _weekday(number: int) -> dict:
    """星期一, and what a narrow column has room for."""
    return {"long": term_words.WEEKDAYS[number], "short": SHORT_WEEKDAYS[number]}


def _month(year: int, month: Month) -> dict:
    return {
        "name": term_words.month(date(year, month.number, 1)),
        "working_days": month.working_days,
        "weeks": [[_cell(day) if day else None for day in week] for week in month.weeks],
    }


def _cell(day: Day) -> dict:
    """A day as the table shows it: its number, its mark for the eye, its words for the ear."""
    mark = {Kind.HOLIDAY: _("休"), Kind.MAKE_UP: _("班")}.get(day.kind, "")
    words = calendar_words.kind(day) if mark else ""
    return {"number": day.date.day, "look": CELLS[day.kind], "mark": mark, "words": words}


def _stated(shown: Year) -> list[dict]:
    """What the tables say, once more as sentences: each stretch of days off with the days made up for it."""
    return [
        {"when": _stretch(days), "what": calendar_words.kind(days[0]), "look": CELLS[days[0].kind], "count": len(days)}
        for days in workdays_ics.stretches(shown.stated)
    ]


def _stretch(days: list[Day]) -> str:
    first, last = days[0].date, days[-1].date
    if first == last:
        return term_words.day(first)
    return _("%(first)s至%(last)s") % {"first": term_words.day(first), "last": term_words.day(last)}


def _notice(notice: Notice) -> dict:
    return {"title": notice.title, "number": notice.number, "known_on": notice.known_on, "covers_year": notice.covers_year}
