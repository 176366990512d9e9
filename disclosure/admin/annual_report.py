"""Staff screens of the annual report: the list, one report with its clock, checks, tables and texts, and what is behind a cell."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms import calendars, clock
from cms.admin import clock as clock_faces
from cms.admin import review
from cms.gate import Refused
from cms.papers.paper import Cell, Table
from disclosure import annual_figures, annual_reports
from disclosure.admin import annual_report_forms as forms
from disclosure.annual_report import cases, cells, layout
from disclosure.annual_report.texts import SECTIONS, misquoted
from disclosure.annual_report.year_numbers import YearNumbers, year_numbers
from disclosure.exemptions import EXEMPTIONS
from disclosure.models import AnnualReport, YearFigure
from disclosure.models.annual_report import REGISTERED

VIEW, CHANGE = "disclosure.view_annualreport", "disclosure.change_annualreport"


def register() -> None:
    hooks.register("register_admin_urls", addresses)
    hooks.register("register_admin_menu_item", lambda: Entry(_("年度报告"), reverse("annual_reports"), icon_name="doc-full", order=104))


class Entry(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(VIEW)


def addresses() -> list:
    one = "annual-reports/<int:pk>/"
    return [
        path("annual-reports/", reports, name="annual_reports"),
        path(one, desk, name="annual_report_desk"),
        path(f"{one}cells/<str:row>/<str:column>/<int:year>/", cell, name="annual_report_cell"),
        *(path(f"{one}{verb}/", act, {"verb": verb}, f"annual_report_{verb}") for verb in VERBS),
    ]


# -- the list -------------------------------------------------------------------------------------------------------


def reports(request: HttpRequest) -> HttpResponse:
    """Every report with its state; the form that begins one."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    form = forms.BeginForm(request.POST or None, initial={"year": timezone.localdate().year - 1})
    if request.method == "POST":
        if not request.user.has_perm("disclosure.add_annualreport"):
            raise PermissionDenied
        if form.is_valid():
            try:
                made = annual_reports.begin(**form.cleaned_data, by=request.user, now=timezone.now())
                return redirect(made)
            except Refused as refused:
                form.add_error(None, list(refused.sentences))
    found = AnnualReport.objects.newest_first().select_related("item", "unit")
    rows = [(report, *state_of(report)) for report in found]
    may_begin = request.user.has_perm("disclosure.add_annualreport")
    return render(request, "desk/annual_reports.html", {"rows": rows, "form": form if may_begin else None})


def state_of(report: AnnualReport) -> tuple[str, str]:
    """In words and in tone."""
    item = report.item
    if item.live:
        return _("已公布"), "good"
    if report.fixed:
        return _("已撤回"), "bad"
    if item.current_workflow_state:
        return _("审核中"), "wait"
    return (_("已生成，待送审"), "wait") if report.drawn_up_at else (_("编制中"), "quiet")


# -- one report -----------------------------------------------------------------------------------------------------


def desk(request: HttpRequest, pk: int) -> HttpResponse:
    report = _report(request, pk)
    today, deadline = timezone.localdate(), annual_reports.countdown(report)
    may_change = request.user.has_perm(CHANGE) and not report.fixed
    by_hand = report.source == AnnualReport.Source.BY_HAND
    figures = report.numbers
    verdicts = annual_reports.verdicts_of(report) if figures and not report.fixed else []
    bad = {code for verdict in verdicts for code in verdict.cells}
    items = _review_addresses(report, request.user)
    context = {
        "report": report,
        "state": state_of(report),
        "clock": clock_faces.face(deadline, today) if deadline else None,
        "target": clock.due_of(deadline, calendars.calendar(), calendars.practice()).target if deadline else None,
        "verdicts": verdicts,
        "tables": [shown(table, report, bad, may_change and by_hand) for table in layout.tables(figures)],
        "may_change": may_change,
        "by_hand": by_hand,
        "sections": report.section_texts(),
        "quotes": [(SECTIONS[name], quote) for name, text in report.texts.items() for quote in misquoted(text, figures)],
        "year_numbers": _year_numbers(report) if cases.known() and not by_hand else None,
        "registered": YearFigure.objects.filter(unit=report.unit_id, year=report.year),
        "register_tables": _register_tables(report) if may_change and report.source == AnnualReport.Source.RECORDS else [],
        "import_form": forms.ImportForm(),
        "codes": "、".join(REGISTERED),
        "may_correct": request.user.has_perm(CHANGE) and report.fixed and report.later() is None,
        **items,
    }
    return render(request, "desk/annual_report.html", context)


def _review_addresses(report: AnnualReport, user) -> dict:
    return {
        "review_url": review.address(report.item),
        "reading_url": review.reading_url(report.item),
        "public_url": report.item.get_absolute_url() if report.item.live else "",
    }


def _report(request: HttpRequest, pk: int) -> AnnualReport:
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    return get_object_or_404(AnnualReport.objects.select_related("item", "unit"), pk=pk)


def cell_address(report: AnnualReport, code: str) -> str:
    """Where the cases, documents or entries behind a cell are listed."""
    column, row = code.split(".")
    return reverse("annual_report_cell", args=[report.pk, row, column, report.year])


def shown(table: Table, report: AnnualReport, bad: Iterable[str], entered: bool) -> dict:
    """A table as the desk draws it: each figure a link to what it counts, or a field where it is entered by hand."""
    linked = report.source == AnnualReport.Source.RECORDS and not entered
    return _drawn(table, lambda one: "field" if entered else "link" if linked else "text", report, bad)


def _register_tables(report: AnnualReport) -> list[dict]:
    """Tables 2 and 4 with a field in each cell that is registered as a number, the others empty."""
    return [
        _drawn(table, lambda one: "new" if one.name in REGISTERED else "text", report, ())
        for table in (layout.table_2({}), layout.table_4({}))
    ]


def _drawn(table: Table, way_of, report: AnnualReport, bad: Iterable[str]) -> dict:
    def one(place: Cell) -> dict:
        way = way_of(place) if place.name else "head"
        return {
            "cell": place,
            "way": way,
            "label": str(cells.NAMES[place.name]) if place.name else "",
            "url": cell_address(report, place.name) if way == "link" else "",
            "bad": place.name in bad,
            "value": "" if place.text == "—" else place.text,
        }

    return {"caption": table.caption, "rows": [[one(place) for place in table.row(row)] for row in range(table.height)]}


def _year_numbers(report: AnnualReport) -> dict:
    """The numbers of the year in words."""
    days = calendars.calendar().working_days_between
    found: YearNumbers = year_numbers(cases.counted(report.unit_id, report.year), report.year, days)
    return {
        "numbers": found,
        "early": None if found.early is None else round(found.early * 100),
        "outcomes": [(cells.RESULTS[row], count) for row, count in found.outcomes.items()],
        "grounds": [(EXEMPTIONS[code].name, count) for code, count in found.grounds.items()],
    }


def cell(request: HttpRequest, pk: int, row: str, column: str, year: int) -> HttpResponse:
    """What a cell counts, one by one; the year stands in the address, so that it says what it lists."""
    report = _report(request, pk)
    code = f"{column}.{row}"
    if code not in cells.NAMES or year != report.year:
        raise Http404
    found = annual_figures.behind(report, code)
    context = {"report": report, "name": cells.NAMES[code], "found": found, "written": cells.written(report.numbers.get(code))}
    return render(request, "desk/annual_report_cell.html", context)


# -- verbs ----------------------------------------------------------------------------------------------------------


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the verbs; what is refused is said in a sentence, and nothing has changed."""
    report = _report(request, pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    try:
        report = VERBS[verb](request, report) or report
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    return redirect(report)


def _write(request: HttpRequest, report: AnnualReport) -> None:
    annual_reports.write(report, {name: request.POST.get(name, "") for name in SECTIONS})
    messages.success(request, _("各部分的文字已保存；重新生成后进入正文。"))


def _enter(request: HttpRequest, report: AnnualReport) -> None:
    annual_reports.enter(report, forms.entered(request.POST, cells.NAMES))
    messages.success(request, _("表格的数字已保存。"))


def _register(request: HttpRequest, report: AnnualReport) -> None:
    values = {code: value for code, value in forms.entered(request.POST, REGISTERED).items() if value is not None}
    source = request.POST.get("source", "")[:200]
    count = annual_figures.register_figures(report.unit, report.year, values, source, request.user, timezone.now())
    messages.success(request, _("已登记 %(count)d 个数字。") % {"count": count})


def _import(request: HttpRequest, report: AnnualReport) -> None:
    form = forms.ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refused(_("请选择 CSV 或者 XLSX 文件。"))
    count = 0
    for source, values in forms.figures_of(form.cleaned_data["file"]).items():
        count += annual_figures.register_figures(report.unit, report.year, values, source, request.user, timezone.now())
    messages.success(request, _("已登记 %(count)d 个数字。") % {"count": count})


def _draw_up(request: HttpRequest, report: AnnualReport) -> None:
    failed = [verdict for verdict in annual_reports.draw_up(report, request.user, timezone.now()) if verdict.blocks]
    if failed:
        messages.warning(request, _("已生成；有 %(count)d 项勾稽关系没有通过，公布以前须改正。") % {"count": len(failed)})
    else:
        messages.success(request, _("已生成，勾稽关系全部通过，可以送审。"))


def _correct(request: HttpRequest, report: AnnualReport) -> AnnualReport:
    made = annual_reports.correct(report, request.POST.get("reason", "")[:500], request.user, timezone.now())
    messages.success(request, _("已建立《%(title)s》；公布以前，公众看到的仍是原来的报告。") % {"title": made})
    return made


VERBS = {"write": _write, "enter": _enter, "register": _register, "import": _import, "draw_up": _draw_up, "correct": _correct}
