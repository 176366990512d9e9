"""办事场景 as a citizen reads it: the statements, what they rest on, and which of them are being checked anew."""

from django.http import HttpRequest
from django.utils import timezone

from cms import showing, stamps
from cms.models import Place
from disclosure import listings, scenes
from disclosure.models import Interpretation, ScenePage


def scene_context(page: ScenePage, request: HttpRequest) -> dict:
    today = timezone.localdate()
    found = scenes.statements(page, today)
    wanted = {item.pk for one in found for item in one.value["interpretations"] if item is not None}
    interpretations = Interpretation.objects.visible().filter(pk__in=wanted).only(*listings.CARD).in_bulk() if wanted else {}
    chosen = {pk for one in found for pk in one.value["places"] or ()}
    places = Place.objects.visible().in_bulk(chosen) if chosen else {}
    by_key = {
        one.key: {
            "statement": one,
            "interpretations": [interpretations[item.pk] for item in one.value["interpretations"] if item and item.pk in interpretations],
            "places": [places[int(pk)] for pk in one.value["places"] or () if int(pk) in places],
        }
        for one in found
    }
    _depends(page, request, found, wanted)
    return {
        **showing.plain(page, request, "专题"),
        "shown": [(block, by_key.get(str(block.id))) for block in page.body],
        "changed": any(one.changes for one in found),
    }


def _depends(page: ScenePage, request: HttpRequest, found: list[scenes.Statement], interpretations: set[int]) -> None:
    """The kept page is made anew when a cited document changes, whoever changed it."""
    policies = {item.pk for one in found for item in one.value["policies"] if item is not None}
    tags = [f"policy:{pk}" for pk in policies] + [f"interpretation:{pk}" for pk in interpretations]
    stamps.depends(request, f"page:{page.pk}", stamps.PLACES, *tags)
