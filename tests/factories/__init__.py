"""Real rows for tests, each made by one plain function with what it needs and nothing more."""

from .annual_reports import annual_report, published_report
from .catalogue import draft_interpretation, draft_policy, interpretation, policy
from .clocks import at, deadline
from .people import administrator, person, unit
from .site import article, column, home, statutory_platform
from .standard import standard_catalogue, standard_row

__all__ = [
    "administrator",
    "annual_report",
    "article",
    "at",
    "column",
    "deadline",
    "draft_interpretation",
    "draft_policy",
    "home",
    "interpretation",
    "person",
    "policy",
    "published_report",
    "standard_catalogue",
    "standard_row",
    "statutory_platform",
    "unit",
]
