"""What is different between two tables: rows are the same when field, items and place among their namesakes are. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_TOLD = 200  # names of each kind in a change notice

Key = tuple[str, str, str, int]


@dataclass
class Differences:
    added: list = field(default_factory=list)
    removed: list = field(default_factory=list)
    changed: list[tuple] = field(default_factory=list)  # (old, new, names of fields)
    same: list[tuple] = field(default_factory=list)  # (old, new)

    def __bool__(self):
        return bool(self.added or self.removed or self.changed)


def keyed(rows: Iterable) -> dict[Key, object]:
    """The rows by what they are called; of namesakes the first, the second ..."""
    seen: Counter = Counter()
    found = {}
    for row in rows:
        name = (row.field, row.first_item, row.second_item)
        found[*name, seen[name]] = row
        seen[name] += 1
    return found


def compare(old: Iterable, new: Iterable, names: Iterable[str]) -> Differences:
    """``names``: the attributes that are compared."""
    names = tuple(names)
    before, after = keyed(old), keyed(new)
    found = Differences(removed=[row for key, row in before.items() if key not in after])
    for key, row in after.items():
        if key not in before:
            found.added.append(row)
        elif changed := [name for name in names if getattr(before[key], name) != getattr(row, name)]:
            found.changed.append((before[key], row, changed))
        else:
            found.same.append((before[key], row))
    return found


def told(old: Iterable, new: Iterable) -> dict:
    """What a change notice lists beside its words: the counts, and the first names of each kind."""
    old, new = list(old), list(new)
    core = new[0].CORE if new else ()
    found = compare(old, new, core)
    return {
        "counts": {"added": len(found.added), "removed": len(found.removed), "changed": len(found.changed)},
        "added": [str(row) for row in found.added[:MOST_TOLD]],
        "removed": [str(row) for row in found.removed[:MOST_TOLD]],
        "changed": [[str(row), names] for _old, row, names in found.changed[:MOST_TOLD]],
    }
