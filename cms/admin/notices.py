"""工作日安排: staff screens of the notices: the list, one notice, entering one with everything that it would change."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateInput

from cms import calendar_words, calendars, notice_entry, paging, term_words
from cms.admin import move_alerts
from cms.clock import Moved
from cms.missing_notice import missing_notice
from cms.models import CalendarNotice, Deadline
from cms.notice_entry import DayChange
from cms.notice_text import About, NoticeRefused
from cms.workdays import NATION, State

MAY_ENTER, MAY_SEE = "cms.add_calendarnotice", "cms.view_calendarnotice"
YEAR, CHANGE = "year", "change"


class NoticeForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("种类"),
        choices=[(YEAR, gettext_lazy("全年的安排")), (CHANGE, gettext_lazy("只改动个别日子"))],
        initial=YEAR,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("某年的全年安排只录入一次；以后的变动、地方的安排和更正都是“只改动个别日子”。"),
    )
    year = forms.IntegerField(label=gettext_lazy("年份"), min_value=2004, max_value=2100)
    jurisdiction = forms.CharField(
        label=gettext_lazy("法域"),
        initial=NATION,
        max_length=20,
        help_text=gettext_lazy("CN 全国；省级如 CN-SH（上海）、CN-BJ（北京）；市如 CN-HE-130400。"),
    )
    known_on = forms.DateField(
        label=gettext_lazy("公布日期"), widget=AdminDateInput, help_text=gettext_lazy("自这一天起可以知道这一安排。")
    )
    title = forms.CharField(label=gettext_lazy("标题"), max_length=200, required=False, help_text=gettext_lazy("不填的，从原文中取。"))
    number = forms.CharField(label=gettext_lazy("文号"), max_length=100, required=False)
    text = forms.CharField(
        label=gettext_lazy("通知原文，或者逐日的安排"),
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("粘贴通知全文；或者一行一天，如“2027-01-01 off 元旦”“2027-02-20 work 春节”，恢复平常的日子写作 plain。"),
    )

    def about(self) -> About:
        given = self.cleaned_data
        return About(
            given["year"], given["jurisdiction"].strip(), given["known_on"], given["kind"] == YEAR, given["title"], given["number"]
        )


def notices(request: HttpRequest) -> HttpResponse:
    """Every notice on record, the latest first."""
    _require(request, MAY_SEE)
    rows = CalendarNotice.objects.select_related("entered_by").order_by("-year", "jurisdiction", "-known_on", "-pk")
    context = {
        "page_title": _("工作日安排"),
        "notices": [{"notice": row, "jurisdiction": calendar_words.jurisdiction(row.jurisdiction)} for row in rows],
        "missing": missing_notice(timezone.localdate()),
        "may_enter": request.user.has_perm(MAY_ENTER),
    }
    return render(request, "desk/notices.html", context)


def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: what it says of which day, and its text."""
    _require(request, MAY_SEE)
    row = get_object_or_404(CalendarNotice.objects.select_related("entered_by"), pk=pk)
    days = [{"day": term_words.day(day.date), "state": day.get_state_display(), "name": day.name} for day in row.days.all()]
    context = {
        "page_title": row.title,
        "notice": row,
        "jurisdiction": calendar_words.jurisdiction(row.jurisdiction),
        "days": days,
        "moved": row.moves.count(),
        "earlier": row.moves.earlier().count(),
    }
    return render(request, "desk/notice.html", context)


def enter(request: HttpRequest) -> HttpResponse:
    """The form; then what it would change; then, with the digest of what was shown, the entry itself."""
    _require(request, MAY_ENTER)
    if request.method != "POST":
        return _form(request, NoticeForm(initial=_usual()))
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    if "correct" in request.POST:
        return _form(request, form)
    if "digest" in request.POST:
        return _confirm(request, form)
    return _preview(request, form)


def _usual() -> dict:
    """A new notice is most often that of the first year that has none."""
    return {"year": calendars.calendar(NATION).last_year + 1, "known_on": timezone.localdate()}


def _form(request: HttpRequest, form: NoticeForm, refused: NoticeRefused | None = None) -> HttpResponse:
    context = {"page_title": _("录入放假调休通知"), "form": form, "refusals": refused.sentences if refused else []}
    return render(request, "desk/notice_entry.html", context)


def _preview(request: HttpRequest, form: NoticeForm, says: str = "") -> HttpResponse:
    try:
        foreseen = notice_entry.foresee(form.cleaned_data["text"], form.about(), timezone.localdate())
    except NoticeRefused as refused:
        return _form(request, form, refused)
    read = foreseen.read
    context = {
        "page_title": _("核对后确认"),
        "form": form,
        "foreseen": foreseen,
        "notice": read.notice,
        "jurisdiction": calendar_words.jurisdiction(read.notice.jurisdiction),
        "known_on": term_words.day(read.notice.known_on),
        "counts": {state.value: sum(one is state for one in read.notice.days.values()) for state in State},
        "changed": [_day_row(one) for one in foreseen.days if one.changed],
        "unchanged": [_day_row(one) for one in foreseen.days if not one.changed],
        "moves": _move_rows(foreseen.moves.sample),
        "settled": _move_rows(foreseen.moves.settled),
        "says": says,
        "doubtful": read.doubts,
    }
    return render(request, "desk/notice_preview.html", context)


def _confirm(request: HttpRequest, form: NoticeForm) -> HttpResponse:
    now = timezone.now()
    given = (form.cleaned_data["text"], form.about(), request.POST["digest"], request.user)
    try:
        done = notice_entry.enter(*given, now, timezone.localdate(now), checked="checked" in request.POST)
    except (notice_entry.ShownOtherwise, notice_entry.NotChecked) as refused:
        return _preview(request, form, str(refused))
    except NoticeRefused as refused:
        return _form(request, form, refused)
    messages.success(request, _("《%(title)s》已录入。") % {"title": done.notice.title})
    if done.moved:
        told = {"moved": done.moved, "earlier": done.earlier, "people": done.told.people}
        messages.warning(request, _("%(moved)d 项期限改期，其中 %(earlier)d 项提前；已通知 %(people)d 人。") % told)
    if done.told.untold:
        untold = _("%(count)d 项改期没有可以用邮件通知的人。")
        messages.error(request, untold % {"count": done.told.untold})
    return redirect("calendar_notices")


def _day_row(one: DayChange) -> dict:
    words = {"day": term_words.day(one.after.date), "before": calendar_words.kind(one.before), "after": calendar_words.kind(one.after)}
    return {**words, "worked": one.after.working}


def _move_rows(moved: list[Moved]) -> list[dict]:
    prefetch_related_objects([one.deadline for one in moved], "subject")
    return [{**move_alerts.move_row(one.deadline, one.deadline.due_on, one.due.date), "firm": one.firm} for one in moved]


def provisional(request: HttpRequest) -> HttpResponse:
    """Every open deadline whose day is still provisional, the soonest first."""
    _require(request, MAY_SEE)
    found = Deadline.objects.open().filter(provisional=True).soonest().prefetch_related("subject")
    pages = paging.paginate(found, request.GET.get("page"), per_page=move_alerts.PER_PAGE)
    rows = [{**move_alerts.matter_row(one), "day": term_words.day(one.due_on), "cautious": one.cautious_on} for one in pages.items]
    context = {"page_title": _("暂定的期限"), "pages": pages, "rows": rows, "params": request.GET}
    return render(request, "desk/provisional.html", context)


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


class NoticesMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(MAY_SEE)


def register() -> None:
    hooks.register(
        "register_admin_urls",
        lambda: [
            path("workdays/", notices, name="calendar_notices"),
            path("workdays/<int:pk>/", notice, name="calendar_notice"),
            path("workdays/enter/", enter, name="calendar_enter"),
            path("workdays/provisional/", provisional, name="calendar_provisional"),
            path("workdays/moves/", move_alerts.moves, name="move_alerts"),
        ],
    )
    hooks.register(
        "register_admin_menu_item",
        lambda: NoticesMenuItem(_("工作日安排"), reverse("calendar_notices"), name="workdays", icon_name="calendar-alt", order=130),
    )
    hooks.register("construct_homepage_panels", move_alerts.add_panels)
