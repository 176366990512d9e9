"""政务公开标准目录 as the public reads it: the table with its filters, its editions, the coverage, and the one click of a row."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cms import frame, metatags, paging, reading, stamps
from disclosure import filters, standard_catalogue, standard_targets
from disclosure.filters import Facet, Value
from disclosure.models import StandardCatalogue, StandardRow
from disclosure.models.standard_catalogue import STANDARD

TITLE = "政务公开标准目录"
COLUMN_TYPE = "信息公开目录"
MOST_WORDS = 5  # of a search
MOST_ITEMS = 40  # values of a facet
LONGEST_WORD = 100


def catalogue(request: HttpRequest) -> HttpResponse:
    """The edition in force; says so where none has been published."""
    stamps.depends(request, STANDARD)
    found = standard_catalogue.current()
    if found is None:
        return render(request, "disclosure/standard_none.html", {"tags": tags(TITLE), "crumb_title": TITLE})
    return table(request, found, current=True)


def edition(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """An edition at its own address, whatever came after it."""
    stamps.depends(request, STANDARD)
    found = get_object_or_404(StandardCatalogue.objects.published(), year=year, edition=number)
    return table(request, found, current=found == standard_catalogue.current())


def table(request: HttpRequest, edition: StandardCatalogue, current: bool) -> HttpResponse:
    """A fixed number of queries at any size: the counts of all facets are one."""
    params = {name: request.GET.get(name, "").replace("\0", "").strip()[:LONGEST_WORD] for name in (*PARAMETERS, "q", "page")}
    everything = searched(edition.rows.all(), params["q"])
    made, total = facets(counts(everything), params)
    rows = narrowed(everything, params).select_related("unit").in_order()
    context = {
        "edition": edition,
        "current": current,
        "editions": [one for one in StandardCatalogue.objects.published().newest_first().defer("changes") if one != edition],
        "notice": told(edition),
        "pages": paging.paginate(rows, params["page"], total),
        "facets": [facet for facet in made if facet.values],
        "chosen": [*filters.chosen_labels(made), *said(params["q"])],
        "params": params,
        "tags": tags(edition.title),
        "crumb_title": TITLE if current else edition.title,
        "crumbs": [] if current else [{"title": TITLE, "url": reverse("standard_catalogue")}],
        "canonical": request.build_absolute_uri(request.path),
        "short": request.build_absolute_uri(request.path),
    }
    return render(request, "disclosure/standard_catalogue.html", context)


def coverage(request: HttpRequest) -> HttpResponse:
    """How much of each field and unit can be opened, and which duties of Articles 20 and 21 have no row."""
    stamps.depends(request, STANDARD)
    found = standard_catalogue.current()
    if found is None:
        raise Http404(_("标准目录还没有公布。"))
    context = {
        "edition": found,
        "coverage": standard_catalogue.coverage(found),
        "unresolved": found.rows.unresolved().select_related("unit").in_order()[:MOST_ITEMS],
        "tags": tags(_("标准目录的覆盖情况")),
        "crumbs": [{"title": TITLE, "url": reverse("standard_catalogue")}],
        "crumb_title": _("覆盖情况"),
    }
    return render(request, "disclosure/standard_coverage.html", context)


@never_cache
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """The one click: opens what the row promises, or says that it is being completed and whom to ask."""
    found = get_object_or_404(StandardRow.objects.select_related("catalogue", "unit", "page"), pk=pk)
    if not found.catalogue.published:
        raise Http404
    resolution = standard_targets.resolve_row(found, timezone.localdate())
    if resolution.address:
        return redirect(outward(request, resolution.address))
    context = {
        "row": found,
        "on_request": resolution.state == StandardRow.State.ON_REQUEST,
        "tags": tags(str(found)),
        "crumbs": [{"title": TITLE, "url": reverse("standard_catalogue")}],
        "crumb_title": found.second_item or found.first_item,
    }
    return render(request, "disclosure/standard_row.html", context)


def outward(request: HttpRequest, address: str) -> str:
    """Straight on within government, over our notice otherwise."""
    inside = not urlsplit(address).scheme or reading.is_official(address, frame.identity(request).domain)
    return address if inside else reading.way_out(address)


def tags(name: str) -> metatags.Tags:
    return metatags.column_tags(name, COLUMN_TYPE, _("按领域和事项列明公开的内容、依据、时限、主体、渠道、对象、方式和层级。"))


def told(edition: StandardCatalogue) -> dict:
    """The computed part of the change notice, with the names of the fields that changed."""
    changed = [
        {"name": name, "fields": [StandardRow._meta.get_field(field).verbose_name for field in names]}
        for name, names in edition.changes.get("changed", [])
    ]
    return {**edition.changes, "changed": changed} if edition.changes else {}


# -- filters ------------------------------------------------------------------------------------------------------

ACTIVE, ON_REQUEST = "active", "on_request"
PARAMETERS = ("field", "first", "unit", "mode", "state")


def searched(rows: QuerySet, text: str) -> QuerySet:
    for word in text.split()[:MOST_WORDS]:
        names = ("first_item", "second_item", "content", "sources")
        rows = rows.filter(Q(*[(f"{name}__icontains", word) for name in names], _connector=Q.OR))
    return rows


def narrowed(rows: QuerySet, params: Mapping[str, str]) -> QuerySet:
    """Raises ``NoSuchFilter`` for a value that cannot be one."""
    if params["field"]:
        rows = rows.filter(field=params["field"])
    if params["first"]:
        rows = rows.filter(first_item=params["first"])
    if params["unit"]:
        rows = rows.filter(unit=filters.number(params["unit"]))
    if params["mode"]:
        if params["mode"] not in (ACTIVE, ON_REQUEST):
            raise filters.NoSuchFilter(_("没有这个筛选条件：%(text)s。") % {"text": params["mode"][:50]})
        rows = rows.filter(**{params["mode"]: True})
    if params["state"]:
        if params["state"] not in ("open", "completing"):
            raise filters.NoSuchFilter(_("没有这个筛选条件：%(text)s。") % {"text": params["state"][:50]})
        rows = rows.filter(state__in=RESOLVED) if params["state"] == "open" else rows.unresolved()
    return rows


RESOLVED = (StandardRow.State.OPEN, StandardRow.State.ON_REQUEST)
KEY = ("field", "first_item", "unit", "unit__short_name", "unit__name", "active", "on_request", "state")


def counts(rows: QuerySet) -> dict[tuple, int]:
    """Rows for each combination of what can be filtered by, in one query."""
    return {tuple(key): count for *key, count in rows.order_by().values_list(*KEY).annotate(count=Count("pk"))}


def values_of(key: tuple) -> dict[str, tuple[str, ...]]:
    field, first, unit, _short, _name, active, on_request, state = key
    modes = ((ACTIVE,) if active else ()) + ((ON_REQUEST,) if on_request else ())
    return {
        "field": (field,),
        "first": (first,),
        "unit": (str(unit or ""),),
        "mode": modes,
        "state": ("open" if state in RESOLVED else "completing",),
    }


def facets(counted: dict[tuple, int], params: Mapping[str, str]) -> tuple[list[Facet], int]:
    """The facets, and how many rows fit all that is chosen; each combination is looked at once.

    A facet that is chosen is counted as if it were not, so that its other values can be weighed against it.
    """
    chosen = {name: params[name] for name in PARAMETERS if params[name]}
    found: dict[str, dict[str, int]] = {name: {} for name in PARAMETERS}
    units: dict[str, str] = {}
    total = 0
    for key, count in counted.items():
        values = values_of(key)
        missed = [name for name, value in chosen.items() if value not in values[name]]
        if len(missed) > 1:
            continue
        total += 0 if missed else count
        units[values["unit"][0]] = key[3] or key[4] or ""
        for name in missed or PARAMETERS:
            tally = found[name]
            for value in values[name]:
                tally[value] = tally.get(value, 0) + count
    return [_facet(name, found[name], params[name], units) for name in PARAMETERS], total


def _facet(name: str, tally: dict[str, int], chosen: str, units: dict[str, str]) -> Facet:
    titles = {"field": _("领域"), "first": _("一级事项"), "unit": _("责任单位"), "mode": _("公开方式"), "state": _("内容")}
    labels = {
        "unit": units,
        "mode": {ACTIVE: _("主动公开"), ON_REQUEST: _("依申请公开")},
        "state": {"open": _("可以打开"), "completing": _("建设中")},
    }.get(name, {})
    values = [Value(value, labels.get(value, value), count) for value, count in tally.items() if value]
    values.sort(key=lambda value: (value.value != chosen, -value.count))
    return Facet(name, titles[name], values[:MOST_ITEMS], chosen)


def said(text: str) -> list[dict]:
    return [{"name": "q", "title": _("查找"), "label": text}] if text else []
