"""What a visitor's address asks for, and what the search page shows for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cms.models import ArticlePage, ServiceGuidePage
from cms.paging import PER_PAGE, Pages, page_number
from disclosure.cleanup_workflow import Outcome
from disclosure.models import DatedItem, Form, Interpretation, PolicyDocument, Validity
from disclosure.numbers import number_key
from search import documents, facets
from search.engine import LAST_RESULT, LONGEST_QUERY, Hit, Query, QueryRefused, Result, engine

LONGEST_FILTER = 40  # characters; the values are numbers and short codes
SORTS = ("relevance", "newest")
BY_DATABASE = 20  # rows of each kind that the stopgap shows
SIGNS = {
    Validity.VALID: ("good", "check"),
    Validity.AMENDED: ("good", "check"),
    Validity.NOT_YET: ("soon", "clock"),
    Validity.EXPIRED: ("past", "past"),
    Validity.REPEALED: ("past", "past"),
}


@dataclass(frozen=True)
class Row:
    """One hit as the page shows it. ``title`` and ``snippet`` are safe HTML."""

    url: str
    title: str
    snippet: str = ""
    type: str = ""
    number: str = ""
    day: str = ""
    unit: str = ""
    state: Mapping[str, str] | None = None
    interpretations: list[Mapping[str, str]] = field(default_factory=list)
    cleanup: str = ""  # what the last cleanup of normative documents came to


def asked(params: Mapping[str, str]) -> Query:
    """Raises QueryRefused or cms.paging.NoSuchPage with a sentence; any other parameter means nothing here."""
    chosen = {name: params[name].strip() for name in facets.TITLES if params.get(name, "").strip()}
    for value in chosen.values():
        if len(value) > LONGEST_FILTER:
            raise QueryRefused(_("没有这个筛选条件：%(text)s。") % {"text": f"{value[:LONGEST_FILTER]}……"})
    sort = params.get("sort") if params.get("sort") in SORTS else SORTS[0]
    return Query(
        text=params.get("q", "").strip(),
        filters={name: (value,) for name, value in chosen.items()},
        facets=tuple(facets.TITLES),
        sort=sort,
        page=page_number(params.get("page")),
        size=PER_PAGE,
    )


def answer(query: Query) -> tuple[Pages, Result]:
    """The page that was asked for; what the public may no longer see is left out, whatever the index still holds."""
    result = engine().search(query)
    last = min(-(-result.total // PER_PAGE), LAST_RESULT // PER_PAGE) or 1
    return Pages(query.page, last, result.total, rows(result.hits)), result


def rows(hits: tuple[Hit, ...]) -> list[Row]:
    explaining = {hit.key: [one["key"] for one in hit.shown.get("interpretations", ())] for hit in hits}
    visible = documents.still_visible(explaining)
    visible |= documents.visible_among(key for keys in explaining.values() for key in keys)
    return [_row(hit, visible) for hit in hits if hit.key in visible]


def _row(hit: Hit, visible: set[str]) -> Row:
    shown = hit.shown
    explained = shown.get("interpretations", [])
    interpretations = [{**one, "form": Form(one["form"]).label} for one in explained if one["key"] in visible]
    return Row(
        url=shown["url"],
        title=mark_safe(hit.title),  # made by search.snippets, which escapes everything but its marks
        # A snippet may come from an interpretation that was taken down a moment ago.
        snippet=mark_safe(hit.snippet) if len(interpretations) == len(explained) else "",
        type=str(facets.TYPES.get(shown["type"], "")),
        number=shown.get("number", ""),
        day=shown.get("day", ""),
        unit=shown.get("unit", ""),
        state=_state(shown.get("validity")),
        interpretations=interpretations,
        cleanup=_cleanup(*shown["cleanup"]) if shown.get("cleanup") else "",
    )


def _cleanup(year: int, outcome: str) -> str:
    return _("%(year)d年清理：%(outcome)s") % {"year": year, "outcome": Outcome(outcome).label}


def _state(validity: str | None) -> Mapping[str, str] | None:
    if not validity:
        return None
    tone, icon = SIGNS[Validity(validity)]
    return {"label": Validity(validity).label, "tone": tone, "icon": icon}


def by_database(query: Query) -> Pages:
    """The stopgap while the engine is down: titles and document numbers, by the database alone."""
    words = query.text[:LONGEST_QUERY].split()[:5]
    titles = Q(*(Q(title__icontains=word) for word in words))
    key = number_key(query.text)
    numbers = Q(number_key=key) | Q(document_number__icontains=query.text) if key else Q()
    found = [
        *_rows_of(PolicyDocument.objects.visible().filter(titles | numbers).newest_first(), "policy"),
        *_rows_of(Interpretation.objects.visible().filter(titles).newest_first(), "interpretation"),
        *_rows_of(DatedItem.objects.visible().filter(titles).newest_first(), "dated"),
        *_rows_of(documents.visible_pages(ArticlePage)().filter(titles).order_by("-published_time"), "article"),
        *_rows_of(documents.visible_pages(ServiceGuidePage)().filter(titles).order_by("title"), "guide"),
    ]
    return Pages(1, 1, len(found), found)


def _rows_of(found, kind: str) -> list[Row]:
    return [_plain_row(item, kind) for item in found[:BY_DATABASE]]


def _plain_row(item, kind: str) -> Row:
    url = item.url if hasattr(item, "url_path") else item.get_absolute_url()
    day = getattr(item, "published_on", None)
    number = getattr(item, "document_number", "")
    return Row(url=url or "", title=item.title, type=str(facets.TYPES[kind]), number=number, day=day.isoformat() if day else "")
