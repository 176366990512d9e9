"""Lists and counts of 100,000 documents walk an index; asked of SQLite's planner, which decides by the schema on few rows too.

PostgreSQL reads small tables whole and is right to, so that there is nothing to hold there.
"""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from cms import tasks
from disclosure import filters
from disclosure.models import DatedItem, Interpretation, PolicyDocument, Theme
from tests.factories import policy

TODAY = date(2026, 9, 1)


def plan(queryset) -> str:
    return queryset.explain() if connection.vendor == "sqlite" else "USING INDEX"


def narrowed(**chosen):
    return filters.narrow(PolicyDocument.objects.visible().newest_first(), chosen, TODAY)[:20]


LISTS = {
    "policies": lambda: narrowed(),
    "year": lambda: narrowed(year="2025"),
    "validity": lambda: narrowed(validity="valid"),
    "theme": lambda: narrowed(theme=str(Theme.objects.first().pk)),
    "column": lambda: narrowed(column="1"),
    "interpretations": lambda: Interpretation.objects.visible().newest_first()[:20],
    "dated": lambda: DatedItem.objects.visible().newest_first().filter(kind="budget")[:20],
}


@pytest.mark.parametrize("name", LISTS)
def test_list_walks_an_index(db, name):
    assert "USING INDEX" in plan(LISTS[name]())


@pytest.mark.parametrize("name", ["policies", "year", "interpretations", "dated"])
def test_list_is_read_in_its_order_and_never_sorted(db, name):
    assert "TEMP B-TREE" not in plan(LISTS[name]())


def test_single_document_is_found_by_its_key(db):
    """An index of the public rows that looked selective was once preferred to the primary key."""
    if connection.vendor == "sqlite":
        assert "INTEGER PRIMARY KEY" in plan(PolicyDocument.objects.visible().filter(pk=1))


def test_statistics_tell_sqlite_how_tables_are_filled(db):
    policy()
    tasks.refresh_statistics(timezone.now())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'disclosure_policydocument'")
            assert cursor.fetchone()[0] > 0
