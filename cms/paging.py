"""Pages of a list: any number a visitor may write into the address gets a list or a sentence, and a deep page costs no
more than the database can give at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.http import Http404
from django.utils.translation import gettext as _

PER_PAGE = 20
DEEPEST = 500  # pages; beyond it a list is narrowed down, not leafed through


class NoSuchPage(Http404):
    """The page number leads nowhere; its sentence is for the visitor."""


@dataclass(frozen=True)
class Pages:
    number: int
    count: int
    total: int
    items: Sequence = field(default_factory=list)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.count else None

    @property
    def numbers(self) -> list[int | None]:
        """First, last and the neighbours; None for a gap."""
        near = {1, self.count, *range(self.number - 2, self.number + 3)}
        shown: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.count):
            if shown and shown[-1] and number - shown[-1] > 1:
                shown.append(None)
            shown.append(number)
        return shown


def page_number(text: str | None) -> int:
    """The number in the address; raises ``NoSuchPage`` for what is not one."""
    text = (text or "1").strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > 12 or int(text) < 1:
        raise NoSuchPage(_("页码应为从 1 开始的整数。"))
    return int(text)


def paginate(queryset, text: str | None, total: int | None = None, per_page: int = PER_PAGE, show: Callable = list) -> Pages:
    """The page that the address asks for; ``total`` spares the count where it is known, ``show`` makes rows of what is found."""
    number = page_number(text)
    total = queryset.count() if total is None else total
    last = max(1, -(-total // per_page))
    if number > last:
        raise NoSuchPage(_("没有第 %(number)d 页：一共 %(last)d 页。") % {"number": number, "last": last})
    if number > DEEPEST:
        raise NoSuchPage(_("最多翻到第 %(deepest)d 页，请用条件缩小范围。") % {"deepest": DEEPEST})
    first = (number - 1) * per_page
    items = show(queryset[first : first + per_page])
    total = max(total, first + len(items))  # a count from the index may lag a moment behind
    return Pages(number, min(last, DEEPEST), total, items)
