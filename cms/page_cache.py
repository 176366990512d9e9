"""Keeps the pages that anonymous visitors get, and serves one only while everything that it shows is unchanged.

Each web process keeps its own pages; whether they are still true is asked of the database, with one small query, at every
request. Why that is exact across processes stands in docs/decisions/page-cache.md.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from threading import Lock
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from cms import frame, preferences, stamps

# Parameters by which the pages differ; an address with any other is answered, but never kept.
PARAMETERS = frozenset({
    "all", "audience", "column", "district", "field", "first", "form", "genre", "jurisdiction", "kind", "matter", "mode", "only",
    "page", "state", "theme", "unit", "validity", "year",
})  # fmt: skip
PREFERENCES = frozenset(preferences.COOKIES.values())
IDENTIFYING = frozenset({settings.SESSION_COOKIE_NAME, "messages"})  # who sends one of these may get a page of his own
LONGEST_ADDRESS = 500  # characters of path and query
LARGEST_PAGE = 512 * 1024  # bytes
OVERHEAD = 2048  # bytes that a kept page takes beside its content, about

Key = tuple[bool, str, str, str, str, date]


@dataclass(frozen=True)
class KeptPage:
    content: bytes
    headers: dict[str, str]
    versions: dict[str, int]
    until: float  # seconds of the monotonic clock

    @property
    def size(self) -> int:
        return len(self.content) + OVERHEAD


class Shelf:
    """The pages of one process, the least recently asked for thrown out first; holds ``limit`` bytes, about."""

    def __init__(self, limit: int):
        self.limit, self.size, self.pages, self.lock = limit, 0, OrderedDict(), Lock()

    def get(self, key: Key) -> KeptPage | None:
        with self.lock:
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
            return page

    def put(self, key: Key, page: KeptPage) -> None:
        with self.lock:
            self._drop(key)
            self.pages[key] = page
            self.size += page.size
            while self.size > self.limit:
                self._drop(next(iter(self.pages)))

    def _drop(self, key: Key) -> None:
        if (page := self.pages.pop(key, None)) is not None:
            self.size -= page.size


class PageCacheMiddleware:
    """Stands outside of sessions and preferences, inside of the middleware that adds security headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        if not settings.PAGE_CACHE_BYTES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.shelf = Shelf(settings.PAGE_CACHE_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request, timezone.localdate())
        if key is None:
            return self.get_response(request)
        page = self.shelf.get(key)
        seen = stamps.versions({stamps.SITE, *frame.KEPT_UNDER, *(page.versions if page else ())})
        if page is not None and page.until > time.monotonic() and page.versions.items() <= seen.items():
            return answer(request, page)
        request.versions = seen
        return self.make(request, key, seen[stamps.SITE])

    def make(self, request: HttpRequest, key: Key, site: int) -> HttpResponse:
        """Have the page made, and keep it when nothing on the site changed meanwhile."""
        response = self.get_response(request)
        if not may_keep(request, response):
            return response
        response.headers.setdefault("Cache-Control", "no-cache")  # browsers ask each time: takedowns reach them at once
        response.headers["ETag"] = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
        tags = stamps.declared(request)
        seen = stamps.versions({stamps.SITE, *tags})
        if seen[stamps.SITE] == site:
            versions = {tag: seen[tag] for tag in tags}
            until = time.monotonic() + stamps.LIFETIME
            self.shelf.put(key, KeptPage(response.content, dict(response.headers.items()), versions, until))
        return get_conditional_response(request, etag=response.headers["ETag"], response=response)


def key_of(request: HttpRequest, today: date) -> Key | None:
    """What the page depends on besides the content of the site; None where it may depend on who asks.

    The day is part of it: validity changes at midnight without anybody writing anything.
    """
    if request.method != "GET" or getattr(request, "is_dummy", False):  # dummies are Wagtail's previews of drafts
        return None
    if not IDENTIFYING.isdisjoint(request.COOKIES) or "HTTP_AUTHORIZATION" in request.META:
        return None
    query = normalised(request.META.get("QUERY_STRING", ""))
    if query is None or len(request.path) + len(query) > LONGEST_ADDRESS:
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    return request.is_secure(), host, request.path, query, preferences.read(request.COOKIES).variant, today


def normalised(query: str) -> str | None:
    """The query in a fixed order; None when it has parameters that we do not know."""
    if not query:
        return ""
    if len(query) > LONGEST_ADDRESS:
        return None
    pairs = parse_qsl(query, keep_blank_values=True)
    if not PARAMETERS.issuperset(name for name, _ in pairs):
        return None
    return urlencode(sorted(pairs, key=lambda pair: pair[0]))


def may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    """A whole public page, made for somebody who brought nothing but preferences (no token of a form, say)."""
    if not PREFERENCES.issuperset(request.COOKIES):
        return False
    if response.status_code != 200 or response.streaming or response.cookies or len(response.content) > LARGEST_PAGE:
        return False
    asked = response.headers.get("Cache-Control", "")
    return "private" not in asked and "no-store" not in asked and response.headers.get("Vary", "").lower() in ("", "cookie")


def answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    response = HttpResponse(page.content, headers=page.headers)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)
