"""Documents of pages: articles, columns, topics, leaders, service guides, the disclosure guide and rules."""

from datetime import date

from django.utils import timezone
from wagtail.models import Page

from cms import sanitize, showing
from cms.models import ArticlePage, ColumnPage, LeaderPage, ServiceGuidePage
from disclosure.models import GuidePage
from search.engine import Document
from search.records import joined, recency

STANDING = 0.97  # pages without a date beside documents that say as much


def article(key: str, page: ArticlePage, on: date) -> Document:
    day = timezone.localdate(page.published_time)
    text = joined(streamed(page), page.points, page.participants, page.claim, page.summary)
    context = joined(page.keywords, page.source, page.author, page.get_kind_display())
    document = _page(key, page, "article", text, context)
    facets = {**document.facets, "year": (str(day.year),), "column": _column(page)}
    shown = {**document.shown, "day": day.isoformat(), "unit": page.source}
    return Document(key, page.title, text, context, facets=facets, day=day, weight=recency(day), shown=shown)


def standing(key: str, page: Page, on: date) -> Document:
    keywords = page.keywords if isinstance(page, ColumnPage) else ""
    return _page(key, page, "page", joined(page.summary, streamed(page)), keywords)


def leader(key: str, page: LeaderPage, on: date) -> Document:
    return _page(key, page, "leader", joined(page.post, page.in_charge_of, page.resume), page.summary)


def guide(key: str, page: ServiceGuidePage, on: date) -> Document:
    elements = (getattr(page, name) for name in ServiceGuidePage.ELEMENTS)
    return _page(key, page, "guide", joined(page.summary, *elements, page.time_limit))


def disclosure_guide(key: str, page: GuidePage, on: date) -> Document:
    required = (getattr(page, name) for name in GuidePage.REQUIRED)
    return _page(key, page, "page", joined(page.summary, *required, page.how_to_apply, page.remedies, streamed(page)))


def streamed(page: Page) -> str:
    """The words of a page's body."""
    body = getattr(page, "body", None)
    if not body:
        return ""
    return sanitize.text("\n".join(str(part) for part in body.stream_block.get_searchable_content(body)))


def _page(key: str, page: Page, kind: str, text: str, context: str = "") -> Document:
    shown = {"type": kind, "url": showing.address(page.url_path)}
    return Document(key, page.title, text, context, facets={"type": (kind,)}, weight=STANDING, shown=shown)


def _column(page: Page) -> tuple[str, ...]:
    """The column in which an article stands."""
    pk = page.get_parent().pk if page.depth > 1 else None
    return (str(pk),) if pk else ()
