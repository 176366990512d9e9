"""How the embedded engine turns what a person wants into tantivy queries: what must match, and what ranks higher.

The figures are tuned by ``manage.py bench_search`` (docs/search.md tells what each is worth). Queries are built as objects,
never parsed from text, so nothing that a person types can be an operator or an error.
"""

from collections.abc import Callable, Iterable

from tantivy import Occur, Query, Schema, Searcher

from disclosure.numbers import DocumentNumber
from search import analysis
from search.analysis import Token, Wanted

TITLE_SHORT, TITLE_LONG = 0.6, 0.1  # weight of a word in the title beside 1 in the text, in short and in long queries
SHORT = 4  # words; up to here a query is keywords, beyond it a question
INNER = 0.4  # weight of a word inside a word
WHOLE_TITLE = 2.0  # when the title has every word
NEIGHBOURS = 0.4  # when two words stand together as they do in the query
ALL_WORDS = 3  # up to here every word must be there
SOME_WORDS = 0.5  # beyond it this share
MOST_WORDS = 14  # of a long query the rarest count
NUMBER, HALF_NUMBER, CITED = 1000.0, 40.0, 8.0
NUMBER_WORD = 1.0  # beside words: who writes 卫健 may mean the number or the matter

SHOULD, MUST = Occur.Should, Occur.Must


class Ranking:
    """The queries for one schema and one moment of an index."""

    def __init__(self, schema: Schema, searcher: Searcher, wanted: Wanted, prefix: bool = False):
        self.schema, self.searcher, self.wanted, self.prefix = schema, searcher, wanted, prefix
        self.words = self._rarest([part for token in wanted.words for part in self._known(token)])

    # -- what must match, from strict to lenient: each is tried when the one before found nothing ------------------

    def attempts(self) -> Iterable[tuple[Callable[[], Query | None], bool]]:
        """(query, whether it is a relaxation) in the order in which they are tried."""
        if self.wanted.number_only:
            if self.is_borne():
                yield self.number, False
            yield self.half_number, True
        elif self.wanted.number:
            yield lambda: any_of([self.number(), self.all_words()]), False
        elif self.is_number_word():
            yield lambda: any_of([self.number_word(), self.all_words()]), False
        yield self.all_words, False
        yield self.some_words, True

    def number(self) -> Query:
        """By its document number in any completeness, then those that mention it."""
        return any_of([constant(self.term("number", _key(self.wanted.number)), NUMBER), self._cited()])

    def is_borne(self) -> bool:
        """Whether a document has the number as it was asked for; others may mention it that begin its word elsewhere."""
        return self.searcher.search(self.term("number", _key(self.wanted.number)), 1).count > 0

    def is_number_word(self) -> bool:
        """Whether the query is the word of some document's number, or a part of it, and no more."""
        word = self.wanted.number_word
        return bool(word) and self.searcher.doc_freq("number", analysis.word_term(word)) > 0

    def number_word(self) -> Query:
        return constant(self.term("number", analysis.word_term(self.wanted.number_word)), NUMBER_WORD)

    def half_number(self) -> Query:
        """Year and serial with at least half of the signs of the word: 澄卫〔2024〕5 finds 澄卫发〔2024〕5; then mentions."""
        number = self.wanted.number
        signs = list(dict.fromkeys(number.word.lower()))
        if not signs or not number.year:
            return self._cited()
        terms = [(SHOULD, constant(self.term("number", f"{sign}~{number.year}-{number.serial}"), HALF_NUMBER)) for sign in signs]
        return any_of([Query.boolean_query(terms, minimum_number_should_match=(len(signs) + 1) // 2), self._cited()])

    def _cited(self) -> Query:
        return constant(self.term("cited", _key(self.wanted.number)), CITED)

    def all_words(self) -> Query | None:
        """Every word up to ALL_WORDS, most of them in a question; and every phrase."""
        return self._matching(None if len(self.words) <= ALL_WORDS else max(2, round(len(self.words) * SOME_WORDS)))

    def some_words(self) -> Query | None:
        return self._matching(1)

    def _matching(self, at_least: int | None) -> Query | None:
        clauses = [(MUST, self.phrase(phrase)) for phrase in self.wanted.phrases]
        terms = [self._word(token) for token in self.words]
        if at_least is None:
            clauses += [(MUST, term) for term in terms]
        elif terms:
            some = [(SHOULD, term) for term in terms]
            clauses.append((MUST, Query.boolean_query(some, minimum_number_should_match=at_least)))
        return Query.boolean_query(clauses) if clauses else None

    # -- what ranks higher -----------------------------------------------------------------------------------------

    def optional(self) -> list[tuple[Occur, Query]]:
        """Words in the title, words inside words, and the title that says it all."""
        weight = TITLE_SHORT if len(self.words) <= SHORT else TITLE_LONG
        clauses = [(SHOULD, boost(self.term("title", token.word), weight)) for token in self.words]
        for word in self.wanted.inner[:MOST_WORDS]:
            clauses.append((SHOULD, boost(self.term("text", word), INNER)))
            clauses.append((SHOULD, boost(self.term("title", word), INNER * weight)))
        if 0 < len(self.words) <= 2 * ALL_WORDS:
            every = Query.boolean_query([(MUST, self.term("title", token.word)) for token in self.words])
            clauses.append((SHOULD, boost(every, WHOLE_TITLE)))
        clauses += [(SHOULD, boost(self.phrase(phrase, "title"), WHOLE_TITLE)) for phrase in self.wanted.phrases]
        return clauses

    def neighbours(self) -> list[tuple[Occur, Query]]:
        """Words that stand together in the query and in the text; too slow for everything, so for the best hits only."""
        ordered = sorted(self.words, key=lambda token: token.start)
        pairs = [(a, b) for a, b in zip(ordered, ordered[1:], strict=False) if 0 <= b.start - a.end <= 1]
        return [
            (SHOULD, boost(Query.phrase_query(self.schema, field, [(0, a.word), (b.start - a.start, b.word)]), weight))
            for a, b in pairs
            for field, weight in (("text", NEIGHBOURS), ("title", NEIGHBOURS * TITLE_SHORT))
        ]

    # -- parts -----------------------------------------------------------------------------------------------------

    def term(self, field: str, word: str) -> Query:
        return Query.term_query(self.schema, field, word, index_option="freq")

    def phrase(self, text: str, field: str = "text") -> Query:
        """The words of a phrase at the same distances; two ways of cutting it, since its neighbours may change the cut."""
        ways = []
        for cut in (analysis.words(text), analysis.tokens(text)):
            first = min(token.start for token in cut)
            placed = sorted({(token.start - first, token.word) for token in cut})
            if len(placed) == 1:
                ways.append(self.term(field, placed[0][1]))
            elif placed not in ways:
                ways.append(Query.phrase_query(self.schema, field, placed))
        return any_of(ways)

    def _word(self, token: Token) -> Query:
        term = self.term("text", token.word)
        if not self.prefix or token is not self.wanted.words[-1]:
            return term
        begun = [word for word, _ in self.searcher.terms_with_prefix("text", token.word, limit=50)]
        return any_of([term, *(self.term("text", word) for word in begun)])

    def _known(self, token: Token) -> list[Token]:
        """A word that occurs nowhere gives way to the words inside it that do."""
        if self.prefix or self.searcher.doc_freq("text", token.word):
            return [token]
        inner = [part for part in analysis.tokens(token.word) if part.word != token.word]
        known = [part for part in inner if self.searcher.doc_freq("text", part.word)]
        return [Token(part.word, token.start + part.start, token.start + part.end) for part in known] or [token]

    def _rarest(self, found: list[Token]) -> list[Token]:
        once = list({token.word: token for token in found}.values())
        if len(once) <= MOST_WORDS:
            return once
        rarest = sorted(once, key=lambda token: self.searcher.doc_freq("text", token.word))[:MOST_WORDS]
        return sorted(rarest, key=lambda token: token.start)


def _key(number: DocumentNumber) -> str:
    return number.key.lower()


def boost(query: Query, weight: float) -> Query:
    return Query.boost_query(query, weight)


def constant(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


def any_of(queries: Iterable[Query | None]) -> Query:
    present = [query for query in queries if query is not None]
    return present[0] if len(present) == 1 else Query.boolean_query([(SHOULD, query) for query in present])
