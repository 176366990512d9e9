"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cms import metatags
from cms.paging import NoSuchPage
from search import engine, facets, queries

TEMPLATE = "search/search.html"


def search(request: HttpRequest) -> HttpResponse:
    """One box for everything: words, questions, document numbers; works without scripts."""
    context = {
        "q": request.GET.get("q", "").strip()[: engine.LONGEST_QUERY],
        "params": request.GET,
        "sort": request.GET.get("sort", ""),
        "asked": {name: request.GET[name] for name in ("q", "sort") if name in request.GET},
        "tags": metatags.column_tags(_("搜索"), "搜索"),
        "crumb_title": "搜索",
    }
    try:
        query = queries.asked(request.GET)
        context |= _found(query) if query.text or query.filters else {"blank": True}
    except (engine.NoSuchPage, NoSuchPage) as error:
        return render(request, TEMPLATE, {**context, "sentence": str(error)}, status=404)
    except engine.QueryRefused as error:
        return render(request, TEMPLATE, {**context, "sentence": str(error)}, status=400)
    return render(request, TEMPLATE, context)


def _found(query: engine.Query) -> dict:
    chosen = {name: values[0] for name, values in query.filters.items()}
    try:
        pages, result = queries.answer(query)
    except engine.EngineDown:
        return {"pages": queries.by_database(query), "stopgap": True}
    made = facets.shown(result.facets, chosen)
    return {
        "pages": pages,
        "relaxed": result.relaxed,
        "facets": made,
        "chosen": facets.chosen(made),
    }
