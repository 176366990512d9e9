"""Which uploaded files and pictures the public may fetch: those that something visible refers to. Staff fetch all of them.

Whether something is visible is asked of its own QuerySet (`visible()`, for pages Wagtail's `live().public()`), so that a file of an
item taken down is gone at the same moment. An app may let further files through in `registry.public_files`.
"""

import time
from functools import lru_cache

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.views import static
from wagtail.images.models import Rendition
from wagtail.models import Page, ReferenceIndex

from cms import registry, stamps
from cms.accounts import sessions

NAMES_KEPT = 4096  # pictures that each process knows to be public, at about 200 bytes


def is_public(document) -> bool:
    """Whether anybody may fetch the file."""
    return _referred_to(document) or any(check(document) for _name, check in registry.public_files)


def before_serve_document(document, request: HttpRequest) -> None:
    """Wagtail's hook. A file that is not public does not exist for the public, so its name gives nothing away."""
    if not (_is_staff(request) or is_public(document)):
        raise Http404


def picture(request: HttpRequest, path: str) -> HttpResponse:
    """A picture in the size in which it is shown; one of a draft only for staff (docs/decisions/pictures.md).

    Browsers ask again each time, as for pages: a takedown reaches them at their next look.
    """
    try:
        _require_shown(path, stamps.versions({stamps.SITE})[stamps.SITE], time.monotonic() // stamps.LIFETIME)
        keeping = "no-cache"
    except Http404:
        if not _is_staff(request):
            raise
        keeping = "private, no-cache"
    response = static.serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = keeping
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


@lru_cache(maxsize=NAMES_KEPT)
def _require_shown(path: str, version: int, minute: float) -> None:
    """Raise Http404 unless something visible shows the picture. Only a Yes is kept, and only while nothing public changes: names
    that somebody makes up shall not push out the real ones."""
    shown = Rendition.objects.filter(file=path).select_related("image").first()
    if shown is None or not _referred_to(shown.image):
        raise Http404


def _is_staff(request: HttpRequest) -> bool:
    return request.user.has_perm("wagtailadmin.access_admin") and sessions.complete(request.user)


def _referred_to(upload) -> bool:
    referring: dict[int, set[str]] = {}
    for kind, key in ReferenceIndex.get_references_to(upload).values_list("content_type", "object_id"):
        referring.setdefault(kind, set()).add(key)
    return any(_visible(ContentType.objects.get_for_id(kind).model_class(), keys) for kind, keys in referring.items())


def _visible(model, keys: set[str]) -> bool:
    if model is None:
        return False
    if issubclass(model, Page):
        return Page.objects.filter(pk__in=keys).live().public().exists()
    visible = getattr(model._default_manager.all(), "visible", None)
    return visible is not None and visible().filter(pk__in=keys).exists()
