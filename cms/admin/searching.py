"""Search in staff listings: what the search app finds (drafts too), else what stands in the fields as it was typed."""

from django.db.models import Case, Q, QuerySet, Value, When

from cms import registry

LONGEST = 200  # characters of a query that are looked at
FOUND_AT_MOST = 400  # results of the search app that a listing takes over


def find(queryset: QuerySet, text: str, fields: list[str], exact: Q | None = None) -> QuerySet:
    """Items that match ``text`` in the search app's order; where it knows none, those in whose fields the words stand.

    ``exact`` is what the text may stand for besides, a document number say; such an item comes first.
    """
    text = text.strip()[:LONGEST]
    words = text.split()
    if not words:
        return queryset
    ids = (registry.staff_search_ids(queryset.model, text) or [])[:FOUND_AT_MOST]
    if ids:
        wanted = Q(pk__in=ids) if exact is None else Q(pk__in=ids) | exact
        places = Case(*[When(pk=pk, then=Value(place)) for place, pk in enumerate(ids)], default=Value(-1))
        return queryset.filter(wanted).order_by(places, *queryset.query.order_by)
    typed = Q()
    for word in words:
        typed &= Q(*[(f"{field}__icontains", word) for field in fields], _connector=Q.OR)
    return queryset.filter(typed if exact is None else typed | exact)
