"""What the public catalogue can be narrowed by: each filter once, for the list, the facets and what stands as chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import frame, registry, stamps
from cms.models import Department
from cms.paging import NoSuchPage
from disclosure.models import Genre, PolicyDocument, SourceReview, Subject, Theme, Validity
from disclosure.source_review import State

UNITS_SHOWN = 12
LISTS_OF_POLICIES = ("policies", "normative", "plans")  # what ColumnPage.shows says of columns that have documents
NOT_INDEXED = {"subject"}  # filters that only the database knows
AUDIENCES = {"enterprises": gettext_lazy("企业"), "citizens": gettext_lazy("公众")}


class NoSuchFilter(NoSuchPage):
    """A filter that the catalogue does not have; its sentence is for the visitor."""


@dataclass(frozen=True)
class Value:
    value: str
    label: str
    count: int | None = None
    sub: bool = False


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    values: list[Value]
    chosen: str = ""


def number(text: str) -> int:
    """A positive whole number from the address."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NoSuchFilter(_("没有这个筛选条件：%(text)s。") % {"text": text[:50]})
    return int(text)


def _choice(text: str, choices) -> str:
    if text not in choices:
        raise NoSuchFilter(_("没有这个筛选条件：%(text)s。") % {"text": text[:50]})
    return text


def _by_theme(found: QuerySet, text: str, today: date) -> QuerySet:
    theme = number(text)
    return found.filter(theme__in=Theme.objects.filter(Q(pk=theme) | Q(parent=theme)).values_list("pk", flat=True))


def _by_unit(found: QuerySet, text: str, today: date) -> QuerySet:
    return found.filter(pk__in=PolicyDocument.issuers.rel.related_model.objects.filter(unit=number(text)).values("policy"))


def _by_year(found: QuerySet, text: str, today: date) -> QuerySet:
    year = number(text)
    if not 1900 <= year <= 9998:
        raise NoSuchFilter(_("没有这个年份：%(text)s。") % {"text": text})
    return found.filter(published_on__gte=date(year, 1, 1), published_on__lt=date(year + 1, 1, 1))


def _by_subject(found: QuerySet, text: str, today: date) -> QuerySet:
    return found.filter(source_review__subject=number(text), source_review__state=State.DECIDED)


def _by_audience(found: QuerySet, text: str, today: date) -> QuerySet:
    return found.filter(**{f"for_{_choice(text, AUDIENCES)}": True})


FILTERS: dict[str, Callable[[QuerySet, str, date], QuerySet]] = {
    "validity": lambda found, text, today: found.having_validity(_choice(text, Validity.values), today),
    "theme": _by_theme,
    "subject": _by_subject,
    "column": lambda found, text, today: found.filter(column=number(text)),
    "unit": _by_unit,
    "year": _by_year,
    "genre": lambda found, text, today: found.filter(genre=_choice(text, Genre.values)),
    "audience": _by_audience,
}
TITLES = {
    "validity": gettext_lazy("时效"),
    "theme": gettext_lazy("主题"),
    "subject": gettext_lazy("事项"),
    "column": gettext_lazy("栏目"),
    "unit": gettext_lazy("制发机关"),
    "year": gettext_lazy("年份"),
    "genre": gettext_lazy("体裁"),
    "audience": gettext_lazy("面向"),
}


def chosen_in(params: Mapping[str, str]) -> dict[str, str]:
    """The filters that the address sets."""
    return {name: params[name].strip() for name in FILTERS if params.get(name, "").strip()}


def narrow(found: QuerySet, filters: Mapping[str, str], today: date) -> QuerySet:
    """Raises ``NoSuchFilter`` for a value that cannot be one."""
    for name, text in filters.items():
        found = FILTERS[name](found, text, today)
    return found


def counts(request: HttpRequest, filters: Mapping[str, str]) -> dict | None:
    """Counts per value from the search engine, which answers in milliseconds at any size; None without it.

    A facet that is chosen is counted as if it were not, so that the other values can be weighed against the one chosen.
    """
    found = _counted(request, filters)
    if found is None:
        return None
    facets = dict(found["facets"])
    for name in filters:
        others = _counted(request, {other: text for other, text in filters.items() if other != name})
        if others is not None:
            facets[name] = others["facets"].get(name, [])
    return {"total": found["total"], "facets": facets}


def _counted(request: HttpRequest, filters: Mapping[str, str]) -> dict | None:
    """What the engine counts; of the whole catalogue, from which nearly every visit begins, once while the index is the same."""
    count = registry.facets.get("catalogue")
    if filters.keys() & NOT_INDEXED:
        return None
    if count is None or filters:
        return count and count(dict(filters))
    return frame.keep(request, "catalogue counts", lambda: count({}), stamps.INDEX)


def facets(request: HttpRequest, filters: Mapping[str, str], counted: dict | None, today: date) -> list[Facet]:
    """All facets with what can be chosen; the same few queries whatever the size of the catalogue."""
    by_name = {name: {str(value): n for value, n in pairs} for name, pairs in (counted or {}).get("facets", {}).items()}
    makers = {
        "validity": lambda n, chosen: _fixed(Validity.choices, n, chosen),
        "theme": lambda n, chosen: _themes(request, n, chosen),
        "subject": lambda n, chosen: _subjects(request, chosen),
        "column": lambda n, chosen: _columns(request, n, chosen),
        "unit": lambda n, chosen: _units(request, n, chosen),
        "year": lambda n, chosen: _years(n, today, chosen),
        "genre": lambda n, chosen: _fixed(Genre.choices, n, chosen),
        "audience": lambda n, chosen: _fixed(AUDIENCES.items(), n, chosen),
    }
    made = []
    for name, make in makers.items():
        chosen = filters.get(name, "")
        made.append(Facet(name, TITLES[name], make(by_name.get(name), chosen), chosen))
    return [facet for facet in made if facet.values]


def chosen_labels(made: list[Facet]) -> list[dict]:
    """What is set, in words, for the line above the list."""
    return [
        {"name": facet.name, "title": facet.title, "label": value.label}
        for facet in made
        for value in facet.values
        if facet.chosen and value.value == facet.chosen
    ]


def _fixed(choices, counted: dict | None, chosen: str) -> list[Value]:
    """What has documents, and what is chosen: a choice that finds nothing can be taken back too."""
    values = [Value(str(value), label, None if counted is None else counted.get(str(value), 0)) for value, label in choices]
    return [value for value in values if value.count != 0 or value.value == chosen]


def _themes(request: HttpRequest, counted: dict | None, chosen: str) -> list[Value]:
    """The upper classes; of the lower ones those that have documents, or are chosen."""
    themes = frame.keep(request, "themes", lambda: list(Theme.objects.order_by("order", "pk").values_list("pk", "parent_id", "name")))
    below: dict[int | None, list[Value]] = {}
    for pk, parent, name in themes:
        if parent is None or str(pk) == chosen or (counted or {}).get(str(pk)):
            count = None if counted is None else counted.get(str(pk), 0)
            below.setdefault(parent, []).append(Value(str(pk), name, count, sub=parent is not None))
    values = [value for top in below.get(None, []) for value in (top, *below.get(int(top.value), []))]
    return [value for value in values if value.count != 0 or value.value == chosen]


def _subjects(request: HttpRequest, chosen: str) -> list[Value]:
    """一类事项 of reviewed documents; the index does not count them, so they stand without numbers."""
    decided = SourceReview.objects.filter(subject=OuterRef("pk"), state=State.DECIDED, policy__live=True)
    found = Subject.objects.filter(Exists(decided)).values_list("pk", "name")
    return _fixed(frame.keep(request, "subjects", lambda: list(found), stamps.CATALOGUE), None, chosen)


def _columns(request: HttpRequest, counted: dict | None, chosen: str) -> list[Value]:
    columns = [(place.pk, place.title) for place in frame.places(request) if place.shows in LISTS_OF_POLICIES]
    return _fixed(columns, counted, chosen)


def _units(request: HttpRequest, counted: dict | None, chosen: str) -> list[Value]:
    """The bodies with most documents, and the one that is chosen."""
    asked = {number(chosen)} if chosen else set()
    units = Department.objects.order_by("order", "pk")
    if counted is None:
        some = units.filter(Q(issued__isnull=False) | Q(pk__in=asked)).distinct()
        return _fixed(some.values_list("pk", "name")[:UNITS_SHOWN], None, chosen)
    most = sorted(counted, key=counted.get, reverse=True)[:UNITS_SHOWN]
    names = frame.keep(request, "units", lambda: {str(pk): name for pk, name in units.values_list("pk", "name")})
    shown = {*most, *map(str, asked)}
    found = [Value(pk, name, counted.get(pk, 0)) for pk, name in names.items() if pk in shown]
    return sorted(found, key=lambda value: -value.count)


def _years(counted: dict | None, today: date, chosen: str) -> list[Value]:
    """Years with documents, or the last ten when they cannot be counted; and the one that is chosen."""
    recent = [str(year) for year in range(today.year, today.year - 10, -1)]
    years = {*(recent if counted is None else counted), *([chosen] if chosen else [])}
    return _fixed([(year, year) for year in sorted(years, reverse=True)], counted, chosen)
