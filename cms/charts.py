"""统计图: a chart is a table with bars, so that who does not see it reads the same figures. Pure.

An app makes a ``Chart`` of its figures and registers it in ``registry.charts``; the statistics page, the desk and the CSV show it
with ``components/chart_bars.html`` (each value beside its bar) or ``components/chart_shares.html`` (parts of a whole in one bar).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

WIDTH = 100  # of the longest bar, in the units of its drawing
PATTERNS = 4  # series that the drawing tells apart by tone


@dataclass(frozen=True)
class Bar:
    """``value`` as it is said; ``length`` of WIDTH, ``begins`` where the bar begins, ``series`` which pattern it has."""

    value: str
    length: float
    begins: float = 0
    series: int = 0


@dataclass(frozen=True)
class Line:
    label: str
    bars: tuple[Bar, ...]
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """``rows``: a label and a number for each of ``series``; None is a figure that there is not (no bar, a dash).

    ``unit`` stands behind each value. ``shares`` draws the numbers of a row as parts of their sum.
    """

    name: str
    title: str
    of: str  # what the labels are: months, units
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    note: str = ""
    unit: str = ""
    shares: bool = False

    @property
    def empty(self) -> bool:
        return not any(value for _label, values in self.rows for value in values)

    @property
    def totals(self) -> list[str]:
        columns = zip(*(values for _label, values in self.rows), strict=True)
        return [_said(sum(value or 0 for value in column), self.unit) for column in columns]

    @property
    def lines(self) -> Iterator[Line]:
        """The rows as they are drawn."""
        most = max((value or 0 for _label, values in self.rows for value in values), default=0)
        for label, values in self.rows:
            yield Line(label, tuple(_shared(values, self.unit) if self.shares else _each(values, most, self.unit)))

    def table(self) -> Iterator[Sequence[str | float | None]]:
        """Head and rows of the CSV."""
        yield [self.of, *self.series]
        for label, values in self.rows:
            yield [label, *values]


def _said(value: float | None, unit: str) -> str:
    return "—" if value is None else f"{value:,g}{unit}"


def _each(values: Sequence[float | None], most: float, unit: str) -> Iterator[Bar]:
    for number, value in enumerate(values):
        yield Bar(_said(value, unit), round(WIDTH * (value or 0) / most, 2) if most else 0, series=number % PATTERNS)


def _shared(values: Sequence[float | None], unit: str) -> Iterator[Bar]:
    whole, begins = sum(value or 0 for value in values), 0.0
    for number, value in enumerate(values):
        length = round(WIDTH * (value or 0) / whole, 2) if whole else 0
        share = _("（%(percent)s%%）") % {"percent": f"{100 * (value or 0) / whole:.0f}"} if whole and value is not None else ""
        yield Bar(_said(value, unit) + share, length, round(begins, 2), number % PATTERNS)
        begins += length
