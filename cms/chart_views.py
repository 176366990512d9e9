"""统计: the charts of every app on one public page and on the desk, and the figures of each as CSV."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import metatags, registry, spreadsheets

YEARS = 5  # that the page offers, this one included


def year_of(request: HttpRequest) -> int:
    """The year asked for; this one where it says none. Raises Http404 for a year that the page does not offer."""
    this_year = timezone.localdate().year
    asked = request.GET.get("year", "")
    if not asked:
        return this_year
    if not asked.isascii() or not asked.isdigit() or not this_year - YEARS < int(asked[:4]) <= this_year or len(asked) > 4:
        raise Http404
    return int(asked)


def charts_of(year: int) -> list[dict]:
    """Each chart with the address of its figures."""
    made = [make(year) for _name, make in registry.charts]
    return [{"chart": chart, "csv": reverse("statistics_csv", args=[chart.name]) + f"?year={year}"} for chart in made]


def context_of(request: HttpRequest) -> dict:
    year, this_year = year_of(request), timezone.localdate().year
    return {"charts": charts_of(year), "year": year, "years": range(this_year, this_year - YEARS, -1), "params": {"year": year}}


def statistics(request: HttpRequest) -> HttpResponse:
    tags = metatags.column_tags(_("公开统计"), "数据发布", _("政府信息公开的数量、形式和时效，逐月逐单位。"))
    return render(request, "cms/statistics.html", {**context_of(request), "tags": tags, "crumb_title": _("公开统计")})


def statistics_csv(request: HttpRequest, name: str) -> HttpResponse:
    make = registry.charts.get(name)
    if make is None:
        raise Http404
    year = year_of(request)
    headers = {"Content-Disposition": f'attachment; filename="{name}-{year}.csv"'}
    content = b"".join(spreadsheets.csv_pieces(make(year).table()))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
