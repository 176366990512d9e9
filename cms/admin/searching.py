"""Search in staff listings: what the search app finds, and what stands in the fields as typed (drafts are in no index)."""

from django.db.models import Case, Q, QuerySet, Value, When

from cms import registry

LONGEST = 200  # characters of a query that are looked at
FOUND_AT_MOST = 400  # results of the search app that a listing takes over


def find(queryset: QuerySet, text: str, fields: list[str], exact: Q | None = None) -> QuerySet:
    """Items that match ``text``, the search app's order first, then the queryset's own."""
    text = text.strip()[:LONGEST]
    words = text.split()
    if not words:
        return queryset
    typed = Q()
    for word in words:
        typed &= Q(*[(f"{field}__icontains", word) for field in fields], _connector=Q.OR)
    if exact is not None:
        typed |= exact
    ids = (registry.staff_search_ids(queryset.model, text) or [])[:FOUND_AT_MOST]
    if not ids:
        return queryset.filter(typed)
    places = Case(*[When(pk=pk, then=Value(place)) for place, pk in enumerate(ids)], default=Value(len(ids)))
    return queryset.filter(Q(pk__in=ids) | typed).order_by(places, *queryset.query.order_by)
