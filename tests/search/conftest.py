import pytest
from django.core.management import call_command

from search.engine import Document, Query, engine


@pytest.fixture
def indexed():
    """Put documents into the public index: ``indexed(title, text)`` pairs or whole documents; answers with the engine."""

    def put(*documents):
        made = [
            one if isinstance(one, Document) else Document(key=f"test.thing:{number}", title=one[0], text=one[1])
            for number, one in enumerate(documents, 1)
        ]
        engine().apply(made, [])
        return engine()

    return put


@pytest.fixture
def titles():
    """The titles found for a query, best first."""

    def find(text, **options):
        result = engine().search(Query(text, **options))
        return [hit.title.replace("<mark>", "").replace("</mark>", "") for hit in result.hits]

    return find


@pytest.fixture
def rebuilt(db):
    """Call it to index whatever the database holds."""
    return lambda: call_command("index", "--rebuild", verbosity=0)
