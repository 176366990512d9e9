"""The embedded engine: tantivy in a folder, no server. Any number of readers; writing is in embedded_writer.py.

The folder of an index holds generations, ``current`` (a file with the name of the one that is read), the locks of the
writer and of a rebuild, and what a rebuild is making. Why tantivy, and what it wants: docs/decisions/search-engine.md.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import tantivy
from django.utils.translation import gettext as _
from tantivy import Occur

from search import analysis, embedded_writer, snippets
from search.engine import (
    LAST_RESULT,
    LONGEST_QUERY,
    Change,
    Document,
    EngineDown,
    Hit,
    NoSuchPage,
    Query,
    QueryRefused,
    Result,
    number_of,
)
from search.ranking import Ranking, constant

RERANKED = 60  # of the best hits neighbouring words are looked at
MANY_VALUES = 500  # of a facet
SLICE = 2000  # keys in memory at once when all are gone through
LARGEST = 2**63 - 1  # of the numbers that number_of gives


class EmbeddedEngine:
    def __init__(self, folder: str):
        self.folder = Path(folder)
        self._lock = threading.Lock()
        self._opened: tuple[object, tantivy.Index] | None = None
        self._seen: object = None

    # -- reading ---------------------------------------------------------------------------------------------------

    def search(self, query: Query) -> Result:
        began = time.perf_counter()
        wanted = _understood(query)
        first = (query.page - 1) * query.size
        if query.page < 1 or first >= LAST_RESULT:
            raise NoSuchPage(
                _("没有第 %(page)s 页：最多显示前 %(last)d 条结果，请补充检索词。") % {"page": query.page, "last": LAST_RESULT}
            )
        index, searcher = self._reader()
        ranking = Ranking(index.schema, searcher, wanted, query.prefix)
        matching, found, relaxed = self._matching(ranking, query, searcher, first + query.size)
        if first and first >= found.count:
            raise NoSuchPage(_("没有第 %(page)s 页：一共 %(total)d 条结果。") % {"page": query.page, "total": found.count})
        places = self._reranked(ranking, query, searcher, found)[first : first + query.size]
        marks = snippets.pattern([token.word for token in ranking.words] + wanted.marks) if query.highlight else None
        hits = tuple(_hit(searcher.doc(place), score, marks, query.highlight) for score, place in places)
        facets = _facets(searcher, matching, query.facets)
        return Result(hits, found.count, facets, (time.perf_counter() - began) * 1000, relaxed)

    def keys(self, query: Query, limit: int) -> list[str]:
        wanted = _understood(query)
        index, searcher = self._reader()
        ranking = Ranking(index.schema, searcher, wanted, query.prefix)
        matching, found, _relaxed = self._matching(ranking, query, searcher, limit)
        return [searcher.doc(place).get_first("key") for _, place in self._reranked(ranking, query, searcher, found)]

    def stamps_of(self, keys: Iterable[str]) -> dict[str, int]:
        asked = {number_of(key): key for key in keys}
        index, searcher = self._reader()
        if not asked:
            return {}
        found = searcher.search(tantivy.Query.term_set_query(index.schema, "uid", list(asked)), len(asked))
        places = [place for _, place in found.hits]
        numbers, stamps = (searcher.fast_field_values(name, places) for name in ("uid", "stamp"))
        return {asked[number]: stamp for number, stamp in zip(numbers, stamps, strict=True)}

    def every_key(self) -> Iterator[list[str]]:
        """Cut by number, which is spread evenly, so that each cut holds about SLICE keys whatever has been written meanwhile."""
        width = LARGEST // (1 + self._reader()[1].num_docs // SLICE) + 1
        for first in range(0, LARGEST, width):
            index, searcher = self._reader()
            cut = tantivy.Query.range_query(index.schema, "uid", tantivy.FieldType.Integer, first, first + width - 1)
            found = searcher.search(cut, max(searcher.search(cut, 1).count, 1))
            yield [searcher.doc(place).get_first("key") for _, place in found.hits]

    def whole_for(self, part: str) -> list[str]:
        try:
            index, searcher = self._reader()
        except EngineDown:
            return []
        term = tantivy.Query.term_query(index.schema, "parts", part, index_option="basic")
        return [searcher.doc(place).get_first("key") for _, place in searcher.search(term, 1000).hits]

    # -- writing ---------------------------------------------------------------------------------------------------

    def apply(self, put: Iterable[Document], remove: Iterable[str]) -> None:
        embedded_writer.apply(self.folder, put, remove)

    def changing(self) -> AbstractContextManager[Change]:
        return embedded_writer.changing(self.folder)

    def rebuild(self, documents: Iterable[Document], again: Callable[[set[str]], Iterable[Document]]) -> int:
        return embedded_writer.rebuild(self.folder, documents, again)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _reader(self) -> tuple[tantivy.Index, tantivy.Searcher]:
        """What was last committed, in whichever process; looking costs two ``stat`` calls."""
        try:
            with self._lock:
                current = embedded_writer.current(self.folder)
                place = (os.getpid(), current)
                meta = os.stat(current / "meta.json")
                seen = (place, meta.st_mtime_ns, meta.st_ino)
                if self._opened is None or self._opened[0] != place:
                    index = tantivy.Index.open(str(current))
                    index.config_reader("manual")
                    self._opened, self._seen = (place, index), None
                index = self._opened[1]
                if self._seen != seen:
                    index.reload()
                    self._seen = seen
                return index, index.searcher()
        except (OSError, ValueError) as error:
            raise EngineDown(str(error)) from error

    def _matching(self, ranking: Ranking, query: Query, searcher: tantivy.Searcher, reach: int):
        """The first attempt that finds something: (query, found, relaxed)."""
        filters = [(Occur.Must, constant(_filter(ranking, name, values), 0.0)) for name, values in query.filters.items()]
        if ranking.wanted.empty:
            everything = constant(tantivy.Query.all_query(), 0.0)
            matching = tantivy.Query.boolean_query([(Occur.Must, everything), *filters])
            return matching, searcher.search(matching, reach, order_by_field="day"), False
        matching = found = None
        for attempt, relaxed in ranking.attempts():
            if (wanted := attempt()) is None:
                continue
            matching = tantivy.Query.boolean_query([(Occur.Must, wanted), *filters])
            if query.sort == "newest":
                found = searcher.search(matching, reach, order_by_field="day")
            else:
                scored = tantivy.Query.boolean_query([(Occur.Must, wanted), *filters, *ranking.optional()])
                found = searcher.search(scored, max(reach, RERANKED), weight_by_field="weight")
            if found.count:
                return matching, found, relaxed
        return matching, found, False

    def _reranked(self, ranking: Ranking, query: Query, searcher: tantivy.Searcher, found) -> list:
        """The best hits again, now with their neighbouring words; the rest behind them as they were."""
        neighbours = [clause for _, clause in ranking.neighbours()] if query.sort != "newest" else []
        if not neighbours or found.count < 2:
            return found.hits
        best = found.hits[:RERANKED]
        uids = searcher.fast_field_values("uid", [place for _, place in best])
        clauses = constant(tantivy.Query.term_set_query(ranking.schema, "uid", uids), 0.0)
        for neighbour in neighbours:  # one in the other: beside each other tantivy would look at every document for them
            clauses = tantivy.Query.boolean_query([(Occur.Must, clauses), (Occur.Should, neighbour)])
        again = searcher.search(clauses, len(best), count=False, weight_by_field="weight")
        more = {(place.segment_ord, place.doc): score for score, place in again.hits}
        summed = [(score + more.get((place.segment_ord, place.doc), 0.0), place) for score, place in best]
        return [*sorted(summed, key=lambda hit: -hit[0]), *found.hits[RERANKED:]]


def _understood(query: Query) -> analysis.Wanted:
    if len(query.text) > LONGEST_QUERY:
        counts = {"length": len(query.text), "limit": LONGEST_QUERY}
        raise QueryRefused(_("检索内容有 %(length)d 个字，最多 %(limit)d 个字，请缩短。") % counts)
    wanted = analysis.read(query.text)
    if query.text.strip() and wanted.empty:
        raise QueryRefused(_("没有看到可以检索的字词，请输入词语、问题或者发文字号。"))
    return wanted


def _filter(ranking: Ranking, name: str, values: Iterable[str]) -> tantivy.Query:
    return tantivy.Query.term_set_query(ranking.schema, name, list(values))


def _facets(searcher: tantivy.Searcher, matching: tantivy.Query, names: Iterable[str]) -> dict:
    asked = {name: {"terms": {"field": name, "size": MANY_VALUES}} for name in names}
    if not asked:
        return {}
    counted = searcher.aggregate(matching, asked)
    return {name: tuple((one["key"], one["doc_count"]) for one in counted[name]["buckets"]) for name in asked}


def _hit(document: tantivy.Document, score: float, marks, highlight: bool) -> Hit:
    title, text, shown = (bytes(document.get_first(name) or b"").decode() for name in ("shown_title", "shown_text", "shown"))
    snippet = snippets.snippet(text, marks) if highlight else ""
    return Hit(document.get_first("key"), score, snippets.marked(title, marks), snippet, json.loads(shown or "{}"))
