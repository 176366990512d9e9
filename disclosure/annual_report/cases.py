"""Where table 3 gets its cases from: whoever keeps applications registers what yields them on start-up."""

from collections.abc import Callable, Iterable, Iterator

from disclosure.annual_report.counting import Counted

# callable(unit, year) giving the cases of a unit that were received up to the end of the year and not answered before it
Source = Callable[[int, int], Iterable[Counted]]
_sources: list[Source] = []


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def known() -> bool:
    """Does this system keep applications at all? Where it does not, table 3 stays empty instead of saying nought."""
    return bool(_sources)


def counted(unit: int, year: int) -> Iterator[Counted]:
    for source in _sources:
        yield from source(unit, year)
