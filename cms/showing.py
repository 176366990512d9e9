"""What each kind of page shows beside its own fields; called from ``get_context``, so Wagtail's serving stays its own."""

from django.db.models import F
from django.http import HttpRequest
from wagtail.models import Page

from cms import frame, metatags, paging, registry, stamps
from cms.metatags import Tags

POPULAR = 6  # words under the search box


def lines(text: str) -> list[str]:
    """A field of one thing a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def crumbs_of(page: Page, request: HttpRequest) -> list[dict]:
    """The pages between the home page and this one."""
    return [{"title": place.title, "url": place.url} for place in frame.above(request, page.path)]


def address(url_path: str) -> str:
    """The address of a page from its tree path, whose first part is the home page's slug; no query."""
    return "/" + url_path.strip("/").partition("/")[2] + "/"


def standing(page: Page, request: HttpRequest) -> dict:
    """Where a page stands: what every page of ours passes to ``base.html``."""
    return {"crumbs": crumbs_of(page, request), "crumb_title": page.title, "canonical": page.full_url}


def home(page, request: HttpRequest) -> dict:
    """The blocks that the apps put on the counter, by the place that each asks for."""
    blocks = [block for name, make in registry.home_blocks if (block := make(request)) is not None]
    places = ("task", "main", "aside", "below")
    return {
        "blocks": {place: [block for block in blocks if block["place"] == place] for place in places},
        "popular": lines(page.popular_searches)[:POPULAR],
        "canonical": page.full_url,
        "feeds": [{"url": "/feeds/all/", "title": "最新公开"}],
    }


def column(page, request: HttpRequest) -> dict:
    """A column's list: what an app registered for ``page.shows``, or the pages below it."""
    listing = registry.listings.get(page.shows)
    shown = listing(page, request.GET) if listing else {"items": children(page), "rows": "components/page_rows.html"}
    pages = paging.paginate(shown.pop("items"), request.GET.get("page"), show=shown.pop("show", list))
    feed = {"url": f"/feeds/columns/{page.pk}/", "title": page.title}
    return {**standing(page, request), "tags": tags_of_column(page), "pages": pages, "feeds": [feed], "params": request.GET, **shown}


def children(page):
    """Live pages right below: articles with the newest first, others as the editors ordered them."""
    newest_first = F("articlepage__published_time").desc(nulls_last=True)
    return page.get_children().live().order_by(newest_first, "path").specific()


def tags_of_column(page) -> Tags:
    return metatags.column_tags(page.title, page.column_type, page.summary or page.search_description, page.keywords)


def article(page, request: HttpRequest) -> dict:
    stamps.depends(request, f"page:{page.pk}")
    column_page = page.get_parent().specific
    tags = tags_of_column(column_page) if hasattr(column_page, "column_type") else metatags.column_tags(column_page.title, "工作动态")
    tags += metatags.article_tags(
        page.title,
        page.published_time,
        page.source,
        keywords=page.keywords,
        author=page.author,
        description=page.summary,
        url=page.full_url or "",
    )
    return {**standing(page, request), "tags": tags, "points": lines(page.points)}


def service_guide(page, request: HttpRequest) -> dict:
    """The elements that a visitor runs down (检查指标, 国办秘函〔2019〕19号), long ones apart."""
    short = ("agency", "place", "hours", "telephone", "fees", "time_limit")
    facts = [{"label": page._meta.get_field(name).verbose_name, "value": getattr(page, name), "zh": True} for name in short]
    return {
        **plain(page, request, "办事服务"),
        "facts": facts,
        "materials": lines(page.materials),
        "process": lines(page.process),
        "forms": list(page.forms.select_related("document")),
    }


def plain(page, request: HttpRequest, kind: str) -> dict:
    """A page that stands for itself (topic, leader, guide): tagged as a column of its own."""
    return {**standing(page, request), "tags": metatags.column_tags(page.title, kind, page.summary)}
