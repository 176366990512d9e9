"""What is public already and may answer an application before it is made (`disclosure/already_public.py`)."""

from html import unescape

from django.utils.html import strip_tags

from search import queries
from search.engine import LONGEST_QUERY, EngineDown, Query, QueryRefused, engine

TYPES = ("policy", "interpretation", "dated", "article", "guide")
SHOWN = 5


def answers(text: str) -> list[tuple[str, str, str]]:
    """Address, title and what it is, best first; nothing while the engine is down, for an offer blocks nobody."""
    try:
        found = engine().search(Query(text[:LONGEST_QUERY], filters={"type": TYPES}, size=SHOWN, highlight=False))
    except (EngineDown, QueryRefused):
        return []
    return [(row.url, unescape(strip_tags(row.title)), _note(row)) for row in queries.rows(found.hits)]


def _note(row: queries.Row) -> str:
    return "　".join(part for part in (row.type, row.number, row.day) if part)
