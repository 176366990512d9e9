"""普查规则 of the search: it must answer, and find what is public."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import registry
from cms.census import Finding, Rule
from cms.census_score import Weight
from disclosure.models import PolicyDocument
from search.engine import EngineDown, Query, engine

ADDRESS = "/search/"


def search_fails(on: date) -> Iterator[Finding]:
    """Asks for the newest public document by its title, as a visitor would."""
    newest = PolicyDocument.objects.visible().newest_first().defer("body").first()
    try:
        found = engine().search(Query(text=newest.title[:60] if newest else ""))
    except EngineDown:
        yield Finding("engine", _("站内检索"), ADDRESS, _("检索没有回应。"))
        return
    if newest and not found.total:
        yield Finding("nothing", _("站内检索"), ADDRESS, _("用已公开文件的标题检索，找不到任何结果：%(title)s") % {"title": newest})


def register() -> None:
    registry.register_rules(
        [Rule("search-fails", gettext_lazy("站内检索不能用"), "website-guidelines/functions", Weight.DEDUCTION, search_fails, points=5)]
    )
