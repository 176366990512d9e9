"""How well and how fast the search answers questions whose answers are known."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from disclosure.models import SourceRecord
from search.engine import FACETS, Query, QueryRefused, engine

DEPTH = 10  # hits that count
ASKED = 900  # source ids in one question to the database


@dataclass(frozen=True)
class Known:
    """A query with the sources that answer it."""

    kind: str
    query: str
    relevant: tuple[str, ...]


@dataclass
class Score:
    """Sums over queries; MRR@10, recall@10 and milliseconds."""

    reciprocal: float = 0.0
    recalled: float = 0.0
    times: list[float] = field(default_factory=list)

    def add(self, hits: list[str], relevant: set[str], took_ms: float) -> None:
        rank = next((place for place, key in enumerate(hits, 1) if key in relevant), None)
        self.reciprocal += 1 / rank if rank else 0
        self.recalled += len(relevant.intersection(hits)) / min(len(relevant), DEPTH) if relevant else 0
        self.times.append(took_ms)

    def figures(self) -> dict[str, float]:
        count = len(self.times)
        return {
            "n": count,
            "mrr10": round(self.reciprocal / count, 4) if count else 0.0,
            "recall10": round(self.recalled / count, 4) if count else 0.0,
            "p50_ms": round(percentile(self.times, 50), 2),
            "p95_ms": round(percentile(self.times, 95), 2),
        }


def read(file: Path) -> Iterator[Known]:
    """Raises ValueError with the line that is no query."""
    with open(file, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    row = json.loads(line)
                    yield Known(row["kind"], row["query"], tuple(row["relevant"]))
                except (ValueError, KeyError, TypeError) as error:
                    raise ValueError(f"第 {number} 行不是检索用例：{error}") from error


def run(known: Iterable[Known]) -> dict:
    """``{"all": {...}, "kinds": {kind: {...}}}``. What answers a query but was not imported counts as not found."""
    queries = list(known)
    items = _items({source for one in queries for source in one.relevant})
    everything, kinds = Score(), {}
    for one in queries:
        hits, took_ms = _asked(one.query)
        relevant = {items.get(source, source) for source in one.relevant}
        for score in (everything, kinds.setdefault(one.kind, Score())):
            score.add(hits, relevant, took_ms)
    return {"all": everything.figures(), "kinds": {kind: kinds[kind].figures() for kind in sorted(kinds)}}


def _asked(text: str) -> tuple[list[str], float]:
    """With facets and snippets, as the page asks. An interpretation is one hit with its policy, so the policy's key."""
    try:
        result = engine().search(Query(text, facets=FACETS, size=DEPTH))
    except QueryRefused:
        return [], 0.0
    return [hit.key for hit in result.hits], result.took_ms


def _items(sources: set[str]) -> dict[str, str]:
    """Source id -> key in the index; of one item with several sources they are one."""
    wanted, found = sorted(sources), {}
    for at in range(0, len(wanted), ASKED):
        rows = SourceRecord.objects.filter(source_id__in=wanted[at : at + ASKED]).values_list(
            "source_id", "content_type__app_label", "content_type__model", "object_id"
        )
        found |= {source: f"{app}.{model}:{pk}" for source, app, model, pk in rows}
    return found


def percentile(values: list[float], share: int) -> float:
    """The nearest rank; 0 of nothing."""
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(len(values) * share / 100) - 1)]
