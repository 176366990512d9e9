"""Facets of the search page and of the catalogue: what values mean in words, and how many there are of each."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.models import Department
from disclosure.filters import Facet, Value
from disclosure.models import Genre, Theme, Validity
from search.engine import FACETS, EngineDown, Query, QueryRefused, engine

SHOWN = 15  # values of a facet that are listed
TYPES = {
    "policy": _("政策文件"),
    "interpretation": _("政策解读"),
    "dated": _("公开信息"),
    "article": _("动态与公告"),
    "guide": _("办事指南"),
    "page": _("栏目与专题"),
    "leader": _("领导信息"),
    "department": _("机构"),
    "place": _("服务点"),
    "emergency": _("突发事件"),
}
TITLES = {
    "type": _("类型"),
    "column": _("栏目"),
    "theme": _("主题"),
    "unit": _("机关"),
    "year": _("年份"),
    "validity": _("时效"),
}
CATALOGUE = ("column", "theme", "unit", "year", "validity", "audience", "genre")


def catalogue(filters: Mapping[str, str]) -> dict | None:
    """Counts for the public catalogue of policies, or None when the engine is down."""
    known = {name: (value,) for name, value in filters.items() if name in FACETS}
    try:
        found = engine().search(Query(filters={"type": ("policy",), **known}, facets=CATALOGUE, size=1, highlight=False))
    except (EngineDown, QueryRefused):
        return None
    return {"total": found.total, "facets": {name: list(pairs) for name, pairs in found.facets.items()}}


def shown(counted: Mapping[str, Iterable[tuple[str, int]]], chosen: Mapping[str, str]) -> list[Facet]:
    """The facets of the search page in words; values that no longer exist are left out."""
    facets = []
    for name, title in TITLES.items():
        values = _values(name, list(counted.get(name, ())), chosen.get(name, ""))
        if values or chosen.get(name):
            facets.append(Facet(name, str(title), values, chosen.get(name, "")))
    return facets


def chosen(made: Iterable[Facet]) -> list[dict]:
    """What is filtered by, each as ``components/chosen.html`` takes it."""
    labels = {(facet.name, value.value): value.label for facet in made for value in facet.values}
    picked = [facet for facet in made if facet.chosen]
    return [{"name": one.name, "title": one.title, "label": labels.get((one.name, one.chosen), one.chosen)} for one in picked]


def _values(name: str, pairs: list[tuple[str, int]], chosen: str) -> list[Value]:
    if name == "year":
        return [Value(value, value, count) for value, count in sorted(pairs, reverse=True)[:SHOWN]]
    if name == "theme":
        return _themes(dict(pairs), chosen)
    names = _names(name, [value for value, _count in pairs])
    known = [Value(value, str(names[value]), count) for value, count in pairs if value in names]
    return [one for place, one in enumerate(known) if place < SHOWN or one.value == chosen]


def _names(name: str, values: list[str]) -> Mapping[str, object]:
    fixed = {"type": TYPES, "validity": dict(Validity.choices), "genre": dict(Genre.choices)}
    if name in fixed:
        return fixed[name]
    pks = [int(value) for value in values if value.isdecimal()]
    if name == "unit":
        rows = Department.objects.filter(pk__in=pks).only("name", "short_name")
        return {str(unit.pk): unit.label for unit in rows}
    return {str(pk): title for pk, title in Page.objects.filter(pk__in=pks).values_list("pk", "title")}


def _themes(counts: Mapping[str, int], chosen: str) -> list[Value]:
    """The classes of the first level; below the chosen one its own."""
    pks = [int(value) for value in counts if value.isdecimal()]
    themes = {theme.pk: theme for theme in Theme.objects.filter(pk__in=pks)}
    opened = themes.get(int(chosen)) if chosen.isdecimal() else None
    above = (opened.parent_id or opened.pk) if opened else None
    values = []
    for theme in themes.values():
        if theme.parent_id is None:
            values.append(Value(str(theme.pk), theme.name, counts[str(theme.pk)]))
            below = [one for one in themes.values() if one.parent_id == theme.pk and theme.pk == above]
            values += [Value(str(one.pk), one.name, counts[str(one.pk)], sub=True) for one in below]
    return values
