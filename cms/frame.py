"""What stands around every page, kept by each process for as long as its stamp in the database is the same: whose site it
is, the tree of columns, emergencies, and the names that lists are narrowed by.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Max, Q
from django.http import HttpRequest
from wagtail.models import Page, Site

from cms import stamps
from cms.models import EmergencyNotice, SiteIdentity

Kept = TypeVar("Kept")
KEPT_UNDER = (stamps.FRAME, stamps.CATALOGUE, stamps.INDEX, stamps.PAGES)  # what parts may be kept under
_kept: dict[str, tuple[dict[str, int], float, object]] = {}


@dataclass(frozen=True)
class Place:
    """A page that others stand below, or that stands in the menu."""

    pk: int
    title: str
    url: str
    path: str
    depth: int
    in_menu: bool
    shows: str | None


def keep(request: HttpRequest, name: str, make: Callable[[], Kept], under: str = stamps.FRAME) -> Kept:
    """What ``make`` gives, made again only when FRAME or ``under`` has a new version.

    ``make`` reads nothing that bumps neither. The names are few: nothing of what a visitor may write into an address goes
    into them, since what is kept is only replaced and never thrown out.
    """
    if not hasattr(request, "versions"):  # the page cache has asked for them already where it stands before us
        request.versions = stamps.versions(KEPT_UNDER)
    seen = {stamps.FRAME: request.versions[stamps.FRAME], under: request.versions[under]}
    versions, until, value = _kept.get(name, (None, 0.0, None))
    if versions != seen or until < time.monotonic():
        value = make()
        if value is not None:  # what cannot be said now (the index is down, say) is asked again
            _kept[name] = (seen, time.monotonic() + stamps.LIFETIME, value)
    return value


def identity(request: HttpRequest) -> SiteIdentity:
    """Of the default site: one authority, one site (国办发〔2017〕47号)."""
    return keep(request, "identity", _identity)


def _identity() -> SiteIdentity:
    found = SiteIdentity.objects.select_related("site__root_page").filter(site__is_default_site=True).first()
    return found or SiteIdentity(site=Site.objects.select_related("root_page").filter(is_default_site=True).first())


def places(request: HttpRequest) -> list[Place]:
    """The structure of the site below its home page, in the order of the tree."""
    return keep(request, "places", lambda: _places(identity(request).site))


def _places(site: Site | None) -> list[Place]:
    if site is None:
        return []
    home = site.root_page
    carries = Q(numchild__gt=0) | Q(show_in_menus=True) | Q(columnpage__isnull=False)
    pages = Page.objects.live().filter(carries, path__startswith=home.path, depth__gt=home.depth).order_by("path")
    rows = pages.values_list("pk", "title", "url_path", "path", "depth", "show_in_menus", "columnpage__shows")
    return [
        Place(pk, title, "/" + url_path.removeprefix(home.url_path), path, depth - home.depth, menu, shows)
        for pk, title, url_path, path, depth, menu, shows in rows
    ]


def above(request: HttpRequest, path: str, inclusive: bool = False) -> list[Place]:
    """The pages between the home page and the one at ``path``."""
    return [place for place in places(request) if path.startswith(place.path) and (inclusive or path != place.path)]


def emergencies(request: HttpRequest) -> list[EmergencyNotice]:
    active = EmergencyNotice.objects.active().annotate(updated_at=Max("updates__at"))
    return keep(request, "emergencies", lambda: list(active))
