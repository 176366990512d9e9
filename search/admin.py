"""How staff screens find: listings of records by ``cms.registry``, Wagtail's own screens through ``search.backend``."""

from django.db.models import Model
from wagtail.models import Page

from search.documents import label
from search.engine import DESK, EngineDown, Query, QueryRefused, engine

MOST = 1000  # rows of a listing that a search can fill


def ids(model: type[Model], text: str) -> list[int] | None:
    """Primary keys, best first, drafts included; None when the engine is down and the listing must help itself."""
    try:
        keys = engine(DESK).keys(Query(text, filters={"type": (label(model),)}, highlight=False, prefix=True), MOST)
    except QueryRefused:
        return []
    except EngineDown:
        return None
    return [int(key.rpartition(":")[2]) for key in keys]


def is_found(model: type[Model]) -> bool:
    """Whether rows of the model stand in the desk's index."""
    from search import desk  # the desk's table of models can only be made when every app is loaded

    return issubclass(model, Page) or label(model) in desk.models()
