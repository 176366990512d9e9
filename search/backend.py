"""Wagtail's search, answered by our engine: its page explorer, documents and images find Chinese words on any database.

It asks for rows by words within a queryset; the words go to the desk's index, the rest stays a database query. Where the
engine is down, Wagtail's own substring search takes over.
"""

from django.db.models import Case, IntegerField, Q, Value, When
from modelsearch.backends.database.fallback import DatabaseSearchBackend, DatabaseSearchQueryCompiler, DatabaseSearchResults
from modelsearch.query import Phrase, PlainText

from search import admin


class QueryCompiler(DatabaseSearchQueryCompiler):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ranked: list[int] = []

    def check(self) -> None:
        """Any filter will do: what the database filters needs no search field."""

    def build_database_filter(self, query, boost=1.0):
        if isinstance(query, PlainText | Phrase) and admin.is_found(self.queryset.model):
            text = f'"{query.query_string}"' if isinstance(query, Phrase) else query.query_string
            found = admin.ids(self.queryset.model, text)
            if found is not None:
                self.ranked = found
                return Q(pk__in=found)
        return super().build_database_filter(query, boost)


class Results(DatabaseSearchResults):
    def get_queryset(self):
        """In the order of the engine where relevance is asked for."""
        compiler = self.query_compiler
        found = _filtered(compiler)
        if compiler.order_by_relevance and compiler.ranked:
            places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(compiler.ranked[:200])]
            found = found.order_by(Case(*places, default=Value(len(places)), output_field=IntegerField()))
        elif not found.query.order_by:
            found = found.order_by("-pk")
        return found[self.start : self.stop]


def _filtered(compiler: QueryCompiler):
    wanted = compiler.build_database_filter(compiler.query)
    if wanted == "_ALL_":
        return compiler.queryset
    return compiler.queryset.none() if wanted == "_NONE_" else compiler.queryset.filter(wanted)


class SearchBackend(DatabaseSearchBackend):
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = QueryCompiler
    results_class = Results
