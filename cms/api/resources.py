"""What the API has to give: each app registers its resources in ``registry.api``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest

from cms import registry
from cms.api import cursors
from cms.api.fields import Field, told

PER_PAGE, MOST = 50, 100  # things in one answer: unless asked otherwise, and at most


@dataclass(frozen=True)
class Parameter:
    """Something by which an address narrows a list."""

    name: str
    meaning: str
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Page:
    """Some of the things in their fixed order, and the cursor from which the next ones follow; empty after the last."""

    items: list[dict]
    next: str = ""


@dataclass(frozen=True)
class Resource:
    """A list, and where ``single`` the things in it at addresses of their own.

    ``rows`` is asked for what the public may see with all that ``fields`` read, so that a page takes a fixed number of
    queries; ``narrow(rows, chosen, today)`` raises ``cms.paging.NoSuchPage`` with a sentence for a value that cannot be.
    """

    name: str
    title: str
    meaning: str
    fields: tuple[Field, ...]
    tags: tuple[str, ...]  # cache tags of what the list shows, FRAME apart
    rows: Callable[[], QuerySet] | None = None
    more: tuple[Field, ...] = ()  # what only the thing by itself shows
    parameters: tuple[Parameter, ...] = ()
    narrow: Callable[[QuerySet, Mapping[str, str], date], QuerySet] = field(default=lambda rows, chosen, today: rows)
    tag: str = ""  # of one thing: "policy" for "policy:12"
    page: Callable[[HttpRequest, Mapping[str, str], str, int, date], Page] | None = None  # in place of the usual one

    @property
    def single(self) -> bool:
        return self.rows is not None

    def things(self, request: HttpRequest, chosen: Mapping[str, str], cursor: str, limit: int, today: date) -> Page:
        """The next ``limit`` things after the cursor. Raises ``cursors.BadCursor``."""
        if self.page is not None:
            return self.page(request, chosen, cursor, limit, today)
        rows = self.narrow(self.rows(), chosen, today)
        found = after(rows, cursors.number(cursor) if cursor else None, limit)
        more = cursors.of(str(found[limit - 1].pk)) if len(found) > limit else ""
        return Page([told(self.fields, item, today) for item in found[:limit]], more)


def after(rows: QuerySet, last: int | None, limit: int) -> list:
    """The rows after the number ``last``, newest first by their numbers, and one more where there is one: what is added while
    somebody leafs through moves nothing, and a deep page costs what the first does."""
    rows = rows.order_by("-pk")
    return list((rows if last is None else rows.filter(pk__lt=last))[: limit + 1])


def every() -> list[Resource]:
    return [resource for _name, resource in registry.api]


def named(name: str) -> Resource | None:
    return registry.api.get(name)


def register(resource: Resource) -> None:
    registry.api.register(resource.name, resource)
