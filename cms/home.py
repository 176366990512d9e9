"""What the ground floor itself puts on the home page: notices, clarifications, the service guides."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms import frame, registry, stamps
from cms.models import ArticlePage, ColumnPage, ServiceGuidePage
from cms.showing import address

NEWEST = 6


def notices(request: HttpRequest) -> dict | None:
    """通知公告 and 回应澄清, the newest first."""
    kinds = [ArticlePage.Kind.NOTICE, ArticlePage.Kind.CLARIFICATION, ArticlePage.Kind.MEETING, ArticlePage.Kind.NEWS]
    found = ArticlePage.objects.live().filter(kind__in=kinds).order_by("-published_time").defer("body")[:NEWEST]
    articles = frame.keep(request, "notices", lambda: list(found), stamps.PAGES)
    return {"place": "aside", "template": "cms/home_notices.html", "articles": articles} if articles else None


def service_guides(request: HttpRequest) -> dict | None:
    """The way to the service guides, where there are any."""
    urls = frame.keep(request, "service guides", _columns_of_guides)
    if not urls:
        return None
    return {"place": "task", "title": _("办事指南"), "text": _("要带什么、去哪里、多久办好"), "url": urls[0]}


def _columns_of_guides() -> list[str]:
    return [address(column.url_path) for column in ColumnPage.objects.live().filter(pk__in=_parents_of_guides())[:1]]


def _parents_of_guides():
    guide = ServiceGuidePage.objects.live().first()
    return [guide.get_parent().pk] if guide else []


def register() -> None:
    registry.home_blocks.register("service_guides", service_guides)
    registry.home_blocks.register("notices", notices)
