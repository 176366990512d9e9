"""The tree of units as lists within lists, from one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cms.models import Department


@dataclass(frozen=True)
class Branch:
    unit: Department
    below: list["Branch"]


def branches(units: Iterable[Department]) -> list[Branch]:
    """The top units with all that hangs below them; a unit whose parent is not among them stands on top."""
    units = list(units)
    known = {unit.pk for unit in units}
    by_parent: dict[int | None, list[Department]] = defaultdict(list)
    for unit in units:
        by_parent[unit.parent_id if unit.parent_id in known else None].append(unit)

    def grow(parent: int | None) -> list[Branch]:
        return [Branch(unit, grow(unit.pk)) for unit in by_parent.pop(parent, [])]

    return grow(None)
