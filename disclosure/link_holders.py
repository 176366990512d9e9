"""Whose links are known of what this app publishes: the catalogue, the pages of the platform, the standard catalogue's rows."""

from collections.abc import Callable, Iterator

from cms import registry
from cms.links.register import Holder, holders, register_pages
from disclosure import standard_catalogue
from disclosure.models import CatalogueItem, DatedItem, GuidePage, Interpretation, PolicyDocument, RequestPage, RulesPage, StandardRow


def _items(model: type[CatalogueItem]) -> Callable[[], Iterator[Holder]]:
    return lambda: holders(model.objects.visible(), lambda item: (item.title, item.get_absolute_url(), item.publisher_id))


def _rows() -> Iterator[Holder]:
    public = StandardRow.objects.filter(catalogue=standard_catalogue.current()).select_related("unit")
    return holders(public, lambda row: (str(row), row.get_absolute_url(), row.unit_id), also=("address",))


def register() -> None:
    for model in (PolicyDocument, Interpretation, DatedItem):
        registry.link_holders.register(model._meta.label_lower, (model, _items(model)))
    registry.link_holders.register("standard-rows", (StandardRow, _rows))
    register_pages(GuidePage, RulesPage, RequestPage)
