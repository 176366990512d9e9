"""信息处理费 (国办函〔2020〕109号): what clearly excessive applications cost, band by band. Pure; whole yuan.

By piece or by volume, each progressive; of one application one of the two is charged, never both. That a fee is charged at
all is the exception (条例第四十二条): this only computes how much it would be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

PIECES = "per_piece_month"
PAGES = "per_page_application"


class Method(StrEnum):
    PER_PIECE_MONTH = PIECES  # the applications of one applicant in one calendar month
    PER_PAGE_APPLICATION = PAGES  # the pages of one application; a page is one side of A4 or smaller


@dataclass(frozen=True)
class Band:
    """From the ``first`` to the ``last`` of them (None: all that follow), ``rate`` yuan each."""

    first: int
    last: int | None
    rate: int


@dataclass(frozen=True)
class Tariff:
    title: str
    unit: str
    one: str  # the same of a single one, which other languages say otherwise
    counted: str  # what is counted together
    source: str
    most: int  # beyond it nobody can be meant
    bands: tuple[Band, ...]
    steps: int = 0  # after the bands, the rate rises by ``rise`` with each further so many; 0: the last band stays
    rise: int = 0

    def __iter__(self) -> Iterator[Band]:
        """The bands in order, without end where the rate keeps rising."""
        yield from self.bands
        last = self.bands[-1]
        while self.steps:
            last = Band(last.last + 1, last.last + self.steps, last.rate + self.rise)
            yield last


# The bands of both stand in the text (A for pages; by piece the rise from 31 on is read as 31-40: 200, 41-50: 300).
TARIFFS = {
    Method.PER_PIECE_MONTH: Tariff(
        gettext_lazy("按件计收"),
        gettext_lazy("件"),
        pgettext_lazy("one", "件"),
        gettext_lazy("同一申请人一个自然月内的申请"),
        "fees/per-piece",
        10_000,
        (Band(1, 10, 0), Band(11, 30, 100)),
        steps=10,
        rise=100,
    ),
    Method.PER_PAGE_APPLICATION: Tariff(
        gettext_lazy("按量计收"),
        gettext_lazy("页"),
        pgettext_lazy("one", "页"),
        gettext_lazy("一件申请所提供信息的页数（A4 或更小的一面为一页），不同申请不累加"),
        "fees/per-volume",
        1_000_000,
        (Band(1, 30, 0), Band(31, 100, 10), Band(101, 200, 20), Band(201, None, 40)),
    ),
}


class FeeRefused(ValueError):
    """Why nothing can be computed, in a sentence; ``field`` names what to mend."""

    def __init__(self, field: str, sentence: str):
        self.field = field
        super().__init__(sentence)


@dataclass(frozen=True)
class Part:
    """What falls into one band."""

    band: Band
    count: int

    @property
    def yuan(self) -> int:
        return self.count * self.band.rate


@dataclass(frozen=True)
class Fee:
    method: Method
    quantity: int
    parts: tuple[Part, ...]

    @property
    def tariff(self) -> Tariff:
        return TARIFFS[self.method]

    @property
    def unit(self) -> str:
        return self.tariff.one if self.quantity == 1 else self.tariff.unit

    @property
    def yuan(self) -> int:
        return sum(part.yuan for part in self.parts)

    @property
    def total(self) -> str:
        """11,000"""
        return f"{self.yuan:,}"

    def explain(self) -> list[str]:
        """A sentence for each band, and the sum."""
        return [*(_sentence(part, self.tariff) for part in self.parts), _("合计 %(yuan)s 元。") % {"yuan": self.total}]


def fee(method: Method, quantity: int) -> Fee:
    """What ``quantity`` pieces or pages cost. Raises FeeRefused for a number below 0 or beyond all sense."""
    tariff = TARIFFS[method]
    if quantity < 0:
        raise FeeRefused("quantity", _("数量不能是负数。"))
    if quantity > tariff.most:
        raise FeeRefused("quantity", _("数量太大：最多计算到 %(most)s%(unit)s。") % {"most": f"{tariff.most:,}", "unit": tariff.unit})
    return Fee(method, quantity, tuple(_parts(tariff, quantity)))


def read(methods: Sequence[str], quantity: str) -> Fee:
    """What was typed. Raises FeeRefused; for two methods at once too, since of one application only one may be charged."""
    chosen = sorted(set(methods))
    if not chosen or chosen == [""]:
        raise FeeRefused("method", _("请选择按件还是按量计收。"))
    if len(chosen) > 1:
        raise FeeRefused("method", _("按件和按量只能选择一种，不能同时计收。"))
    if chosen[0] not in set(Method):
        raise FeeRefused("method", _("没有“%(method)s”这种计收方式；可以用的是：%(known)s。") % {"method": chosen[0][:40], "known": KNOWN})
    return fee(Method(chosen[0]), _number(quantity.strip()))


KNOWN = f"{PIECES}、{PAGES}"


def _number(text: str) -> int:
    if not text:
        raise FeeRefused("quantity", _("请填写数量。"))
    digits = text.removeprefix("-")
    if not digits.isdecimal():
        raise FeeRefused("quantity", _("“%(text)s”不是整数。") % {"text": text[:40]})
    if len(digits) > 12:
        digits = "9" * 12  # too large in any case, and Python refuses to read thousands of digits
    return -int(digits) if text.startswith("-") else int(digits)


def _parts(tariff: Tariff, quantity: int) -> Iterator[Part]:
    for band in tariff:
        if band.first > quantity:
            return
        last = quantity if band.last is None else min(band.last, quantity)
        yield Part(band, last - band.first + 1)
        if band.last is None:
            return


def _sentence(part: Part, tariff: Tariff) -> str:
    band, last = part.band, part.band.first + part.count - 1
    unit = tariff.one if part.count == 1 else tariff.unit
    words = {"first": band.first, "last": last, "count": part.count, "unit": unit, "rate": band.rate, "yuan": f"{part.yuan:,}"}
    which = (_("第 %(first)d %(unit)s") if band.first == last else _("第 %(first)d 至 %(last)d %(unit)s")) % words
    if not band.rate:
        return _("%(which)s：不收费。") % {"which": which}
    return _("%(which)s：%(count)d %(unit)s，每%(unit)s %(rate)d 元，计 %(yuan)s 元。") % {**words, "which": which}
