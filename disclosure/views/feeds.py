"""Atom feeds: all that is new, per column, per theme, policies and interpretations apart; only what is visible."""

from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from cms import registry
from cms.masthead import Masthead
from cms.models import ArticlePage, ColumnPage, SiteIdentity
from cms.showing import address
from disclosure.models import DatedItem, Interpretation, PolicyDocument, Theme
from disclosure.showing import published_moment

ENTRIES = 30


@dataclass(frozen=True)
class Source:
    """What one feed is made of."""

    identity: SiteIdentity
    title: str
    page: str
    feed: str
    querysets: list[QuerySet]


class AtomFeed(Feed):
    """Django keeps one object for all requests, so everything that differs is in the ``Source``."""

    feed_type = Atom1Feed
    language = "zh-Hans"

    def title(self, source: Source) -> str:
        return f"{source.title} - {source.identity.name}"

    def link(self, source: Source) -> str:
        return source.page

    def feed_url(self, source: Source) -> str:
        return source.feed

    def author_name(self, source: Source) -> str:
        return source.identity.sponsor or source.identity.name

    def items(self, source: Source) -> list:
        found = [item for queryset in source.querysets for item in queryset[:ENTRIES]]
        return sorted(found, key=_moment, reverse=True)[:ENTRIES]

    def item_title(self, item) -> str:
        return item.title

    def item_description(self, item) -> str:
        return item.summary or getattr(item, "document_number", "")

    def item_link(self, item) -> str:
        return address(item.url_path) if isinstance(item, ArticlePage) else item.get_absolute_url()

    def item_pubdate(self, item):
        return _moment(item)

    item_updateddate = item_pubdate


def _moment(item):
    return item.published_time if isinstance(item, ArticlePage) else published_moment(item)


def newest(model) -> QuerySet:
    return model.objects.visible().newest_first().defer("body")


class Everything(AtomFeed):
    models = (PolicyDocument, Interpretation, DatedItem)

    def get_object(self, request: HttpRequest) -> Source:
        querysets = [newest(model) for model in self.models]
        return Source(Masthead(request).identity, _("最新公开"), "/", request.path, querysets)


class Policies(AtomFeed):
    def get_object(self, request: HttpRequest) -> Source:
        return Source(Masthead(request).identity, "政策文件", "/policies/", request.path, [newest(PolicyDocument)])


class Interpretations(AtomFeed):
    def get_object(self, request: HttpRequest) -> Source:
        return Source(Masthead(request).identity, "政策解读", "/interpretations/", request.path, [newest(Interpretation)])


class Column(AtomFeed):
    def get_object(self, request: HttpRequest, pk: int) -> Source:
        column = get_object_or_404(ColumnPage.objects.live(), id=pk)  # not pk: the link to Page takes no number too large
        listing = registry.listings.get(column.shows)
        if listing:
            querysets = [listing(column, {})["items"].prefetch_related(None)]
        else:
            querysets = [ArticlePage.objects.live().child_of(column).order_by("-published_time").defer("body")]
        return Source(Masthead(request).identity, column.title, address(column.url_path), request.path, querysets)


class OfTheme(AtomFeed):
    def get_object(self, request: HttpRequest, pk: int) -> Source:
        theme = get_object_or_404(Theme, pk=pk)
        within = Q(theme=theme) | Q(theme__parent=theme)
        querysets = [newest(model).filter(within) for model in (PolicyDocument, Interpretation)]
        return Source(Masthead(request).identity, str(theme), f"/policies/?theme={pk}", request.path, querysets)


def feeds(request: HttpRequest) -> HttpResponse:
    """Which feeds there are, with a word on what they are for."""
    context = {
        "columns": ColumnPage.objects.live().exclude(shows=ColumnPage.Shows.CHILDREN).order_by("path"),
        "themes": Theme.objects.filter(parent=None),
        "crumb_title": _("订阅"),
    }
    return render(request, "disclosure/feeds.html", context)
