"""Cache tags: what a page depends on, and the version of each tag in the database (docs/decisions/page-cache.md).

A version changes in the transaction that changes the content, so a page kept by any web process is known to be stale from
the moment of the commit on.
"""

import secrets
from collections.abc import Collection

from django.db import connection, transaction
from django.http import HttpRequest

from cms.models.stamp import Stamp

SITE = "site"  # bumped by every change; what a page depends on that declares nothing
FRAME = "frame"  # what may stand on any page: identity, menu, columns, unit names, emergencies; also changes in bulk
CATALOGUE = "catalogue"
PAGES = "pages"
PLACES = "places"
CALENDAR = "calendar"  # days counted by the calendar of working days, and whose calendar that is
INDEX = "index"  # the search index, which follows the database a little later

LIFETIME = 60.0  # seconds: what changes behind our back (SQL by hand, a replaced picture) is gone within a minute too

_VERSIONS = f"SELECT tag, version FROM {Stamp._meta.db_table} WHERE tag IN "


def bump(*tags: str) -> None:
    """Give each tag (and SITE) a new version, inside the caller's transaction where there is one.

    SITE comes first, so that two transactions that bump wait for each other there and never in a circle. The version is
    drawn at random: it need not grow, and one statement writes them all.
    """
    if not tags:
        return
    version = secrets.randbits(63)
    rows = [Stamp(tag=tag, version=version) for tag in (SITE, *sorted(set(tags) - {SITE}))]
    with transaction.atomic():
        Stamp.objects.bulk_create(rows, batch_size=400, update_conflicts=True, unique_fields=["tag"], update_fields=["version"])


def versions(tags: Collection[str]) -> dict[str, int]:
    """The versions of the tags as now committed: one query, by hand because it is all that a cached page costs."""
    marks = ",".join(["%s"] * len(tags))
    with connection.cursor() as cursor:
        cursor.execute(f"{_VERSIONS}({marks})", list(tags))
        found = dict(cursor.fetchall())
    return {tag: found.get(tag, 0) for tag in tags}


def page_moved(request: HttpRequest, page) -> None:
    """Wagtail moves a page by SQL and a save of its base row, past everything of ours."""
    bump(FRAME)


def depends(request: HttpRequest, *tags: str) -> None:
    """Declare in a view that its page shows what these tags stand for, and otherwise only what FRAME does.

    Declare everything the page reads: whoever declares nothing is safe, for then every change on the site counts.
    """
    request.stamps = getattr(request, "stamps", frozenset()) | set(tags)


def declared(request: HttpRequest) -> frozenset[str]:
    """The tags of the page that was made for this request."""
    tags = getattr(request, "stamps", None)
    return frozenset({SITE}) if not tags else frozenset({FRAME, *tags})
