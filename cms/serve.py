"""Which uploaded files the public may fetch: those that something visible refers to. Staff fetch all of them.

Whether something is visible is asked of its own QuerySet (`visible()`, for pages Wagtail's `live().public()`), so that a file of an
item taken down is gone at the same moment. An app may let further files through in `registry.public_files`.
"""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest
from wagtail.models import Page, ReferenceIndex

from cms import registry
from cms.accounts import sessions


def is_public(document) -> bool:
    """Whether anybody may fetch the file."""
    return _referred_to(document) or any(check(document) for _name, check in registry.public_files)


def before_serve_document(document, request: HttpRequest) -> None:
    """Wagtail's hook. A file that is not public does not exist for the public, so its name gives nothing away."""
    staff = request.user.has_perm("wagtailadmin.access_admin") and sessions.complete(request.user)
    if not (staff or is_public(document)):
        raise Http404


def _referred_to(document) -> bool:
    referring: dict[int, set[str]] = {}
    for kind, key in ReferenceIndex.get_references_to(document).values_list("content_type", "object_id"):
        referring.setdefault(kind, set()).add(key)
    return any(_visible(ContentType.objects.get_for_id(kind).model_class(), keys) for kind, keys in referring.items())


def _visible(model, keys: set[str]) -> bool:
    if model is None:
        return False
    if issubclass(model, Page):
        return Page.objects.filter(pk__in=keys).live().public().exists()
    visible = getattr(model._default_manager.all(), "visible", None)
    return visible is not None and visible().filter(pk__in=keys).exists()
