"""What a link within the site opens for an anonymous visitor, asked of the site itself without a network."""

from functools import cache
from io import BytesIO
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.response import HttpResponseBase
from wagtail.documents.models import Document
from wagtail.models import Page

from cms import serve
from cms.links.addresses import placed
from cms.links.quarantine import Answer, Trouble

MOST_HOPS = 5
GONE = Answer(404, Trouble.GONE)


def ask(address: str) -> Answer:
    """``address`` as it is kept: a path, or Wagtail's "page:12" and "document:3"."""
    kind, _colon, number = address.partition(":")
    if kind == "page":
        page = Page.objects.live().filter(pk=number).first()
        return Answer(200) if page and not page.get_view_restrictions().exists() else GONE
    if kind == "document":
        document = Document.objects.filter(pk=number).first()
        return Answer(200) if document and serve.is_public(document) else GONE
    for _hop in range(MOST_HOPS + 1):
        status, location = _visit(address)
        if not (300 <= status < 400 and location):
            trouble = None if status < 400 or status in (401, 403, 429) else Trouble.SERVER if status >= 500 else Trouble.GONE
            return Answer(status, trouble)
        led = placed(location, address, {_site().hostname, _site().netloc})
        if led is None or led[1]:
            return Answer(status)
        address = led[0]
    return Answer(status, Trouble.CIRCLE)


def _site():
    return urlsplit(settings.BASE_URL)


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def _visit(address: str) -> tuple[int, str]:
    site, parts = _site(), urlsplit(urljoin("/", address))
    request = WSGIRequest({
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "HTTP_HOST": site.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
    })  # fmt: skip
    response = _handler().get_response(request)
    found = response.status_code, response.headers.get("Location", "")
    _close(response)
    return found


def _close(response: HttpResponseBase) -> None:
    """Its files, and no more: ``close()`` says that a request has ended, and Django then ends the database connection of the
    round that asks."""
    for closer in response._resource_closers:
        closer()
