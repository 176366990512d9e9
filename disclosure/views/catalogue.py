"""Lists: the catalogue of policies with its facets, interpretations, normative documents, plans, the year's rate."""

from functools import partial

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import metatags, paging, stamps
from disclosure import filters, listings, rates
from disclosure.models import Form, Interpretation, PolicyDocument


def policies(request: HttpRequest) -> HttpResponse:
    """政策文件库: by validity, theme, column, issuing body, year, genre and audience."""
    stamps.depends(request, stamps.CATALOGUE, stamps.INDEX)
    today = timezone.localdate()
    chosen = filters.chosen_in(request.GET)
    found = filters.narrow(PolicyDocument.objects.visible().newest_first(), chosen, today)
    counted = filters.counts(request, chosen)
    made = filters.facets(request, chosen, counted, today)
    # counted by the index with the facets: the database would read every row for some of the filters
    total = counted and counted["total"]
    context = {
        "pages": paging.paginate(found, request.GET.get("page"), total, show=partial(listings.rows_of_policies, today=today)),
        "facets": made,
        "chosen": filters.chosen_labels(made),
        "params": request.GET,
        "tags": metatags.column_tags("政策文件", "政策文件", _("本机关制发和公开的政策文件，与解读互相关联。")),
        "feeds": [{"url": "/feeds/policies/", "title": _("政策文件")}],
        "crumb_title": "政策与解读",
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "disclosure/catalogue.html", context)


def interpretations(request: HttpRequest) -> HttpResponse:
    """政策解读, by form and year."""
    stamps.depends(request, stamps.CATALOGUE)
    found = Interpretation.objects.visible().newest_first()
    form, year = request.GET.get("form", ""), request.GET.get("year", "")
    if form:
        if form not in Form.values:
            raise filters.NoSuchFilter(_("没有这种解读形式。"))
        found = found.filter(form=form)
    if year:
        found = filters.FILTERS["year"](found, year, timezone.localdate())
    this_year = timezone.localdate().year
    context = {
        "pages": paging.paginate(listings.rows_of_interpretations(found), request.GET.get("page")),
        "facets": [
            filters.Facet("form", _("解读形式"), [filters.Value(v, label) for v, label in Form.choices], form),
            filters.Facet("year", _("年份"), [filters.Value(str(y), str(y)) for y in range(this_year, this_year - 6, -1)], year),
        ],
        "params": request.GET,
        "tags": metatags.column_tags("政策解读", "政策解读", _("政策文件的文字、图解、视频等各种形式的解读。")),
        "feeds": [{"url": "/feeds/interpretations/", "title": _("政策解读")}],
        "crumb_title": "政策解读",
    }
    context["chosen"] = filters.chosen_labels(context["facets"])
    return render(request, "disclosure/interpretations.html", context)


def normative(request: HttpRequest) -> HttpResponse:
    """The one central list of normative documents; only those in force unless asked (沪府办〔2021〕21号)."""
    return _central(request, "normative", "行政规范性文件", PolicyDocument.objects.normative())


def plans(request: HttpRequest) -> HttpResponse:
    """Plans together on one page (Article 20, item 3)."""
    return _central(request, "plans", "规划计划", PolicyDocument.objects.plans())


def _central(request: HttpRequest, name: str, title: str, documents: QuerySet) -> HttpResponse:
    stamps.depends(request, stamps.CATALOGUE)
    listing = listings.central(documents, request.GET, timezone.localdate())
    context = {
        "name": name,
        "title": title,
        "everything": listing["everything"],
        "pages": paging.paginate(listing["items"], request.GET.get("page"), show=listing["show"]),
        "params": request.GET,
        "tags": metatags.column_tags(title, "政策文件"),
        "crumbs": [{"title": "政策与解读", "url": "/policies/"}],
        "crumb_title": title,
    }
    return render(request, "disclosure/central_list.html", context)


def rate(request: HttpRequest) -> HttpResponse:
    """多元化解读率 of a year, with the policies behind each figure."""
    stamps.depends(request, stamps.CATALOGUE)
    this_year = timezone.localdate().year
    year = filters.number(request.GET.get("year") or str(this_year))
    if not 2000 <= year <= this_year:
        raise filters.NoSuchFilter(_("没有这个年份：%(text)s。") % {"text": year})
    only = request.GET.get("only", "")
    figure = rates.diversified_rate(year)
    behind = figure.diversified if only == "diversified" else figure.interpreted
    of_the_year = listings.shown_interpretations().filter(published_on__year=year)
    found = behind.defer("body").prefetch_related(Prefetch("interpretations", of_the_year, to_attr="shown_interpretations"))
    interpreted, diversified = figure.interpreted.count(), figure.diversified.count()
    context = {
        "rate": figure,
        "interpreted_count": interpreted,
        "diversified_count": diversified,
        "only": only,
        "years": range(this_year, this_year - 5, -1),
        "pages": paging.paginate(found, request.GET.get("page")),
        "params": request.GET,
        "tags": metatags.column_tags("多元化解读率", "政策解读"),
        "crumbs": [{"title": "政策解读", "url": "/interpretations/"}],
        "crumb_title": "多元化解读率",
    }
    return render(request, "disclosure/rate.html", context)
