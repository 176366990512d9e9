"""The search given away: the same query, the same order and the same visibility as the search page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html import unescape

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from cms import stamps
from cms.api import cursors
from cms.api.answers import Refused
from cms.api.fields import Field, told
from cms.api.resources import Page, Parameter, Resource, register
from cms.api.site import absolute
from search import engine, facets, queries


def _words(safe: str) -> str:
    """A title or snippet without its marks."""
    return unescape(strip_tags(safe))


HIT = (
    Field("title", _("标题"), "text", _("找到的内容的标题。"), lambda row, today: _words(row.title)),
    Field("url", _("网址"), "address", _("供人阅读的页面。"), lambda row, today: absolute(row.url)),
    Field("type", _("类型"), "text", _("政策文件、办事指南、动态与公告等。"), lambda row, today: row.type),
    Field("snippet", _("摘录"), "text", _("与检索词有关的一段文字。"), lambda row, today: _words(row.snippet)),
    Field("document_number", _("发文字号"), "text", _("没有的为空。"), lambda row, today: row.number),
    Field("published_on", _("公开日期"), "day", _("没有日期的为空。"), lambda row, today: row.day or None),
    Field("unit", _("机关"), "text", _("制发或者发布的单位。"), lambda row, today: row.unit),
    Field("validity", _("时效"), "text", _("只有政策文件有。"), lambda row, today: str(row.state["label"]) if row.state else ""),
    Field("cleanup", _("清理结果"), "text", _("最近一次公布的规范性文件清理的年度和结果。"), lambda row, today: row.cleanup),
)


def page(request: HttpRequest, chosen: Mapping[str, str], cursor: str, limit: int, today: date) -> Page:
    """Best first; the cursor is the number of results that were given, since an order by relevance has no other place."""
    given = cursors.number(cursor) if cursor else 0
    try:
        asked = queries.asked({**chosen, "page": "1"})
        result = engine.engine().search(replace(asked, facets=(), page=given // limit + 1, size=limit))
    except engine.EngineDown:
        sentence = translated("检索暂时不能使用，请稍后再试。")
        raise Refused(503, "search_down", sentence, Retry_After="60") from None
    except engine.QueryRefused as refused:
        raise Refused(400, "bad_query", str(refused)) from None
    items = [told(HIT, row, today) for row in queries.rows(result.hits)]
    after = (given // limit + 1) * limit
    return Page(items, cursors.of(str(after)) if after < min(result.total, engine.LAST_RESULT) else "")


def register_search() -> None:
    narrowing = [Parameter(name, title) for name, title in facets.TITLES.items()]
    register(
        Resource(
            name="search",
            title=_("检索"),
            meaning=_("全站检索，词语、问题和发文字号都可以；最多给出前 1000 条。检索结果比发布晚几秒。"),
            fields=HIT,
            tags=(stamps.SITE,),
            parameters=(
                Parameter("q", _("检索词，最多 300 字。"), required=True),
                Parameter("sort", _("排列：最相关的在前，或者最新的在前。"), queries.SORTS),
                *narrowing,
            ),
            page=page,
        )
    )
