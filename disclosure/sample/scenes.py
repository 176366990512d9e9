"""The sample's scenes of life and work, each statement with the sample's own documents behind it."""

from django.utils import timezone

from cms.models import Department, Place
from cms.sample import markup, pages
from disclosure.models import ScenePage
from disclosure.sample.site import described


def load(policy_named, interpretation_named) -> None:
    """``*_named`` find a sample document by the name of its file. Safe to repeat."""
    parent = pages.below(pages.home(), "topics")
    for fields in described("scenes"):
        unit = Department.objects.ours().get(short_name=fields["unit"])
        body = [{"type": "statement", "value": _statement(part, policy_named, interpretation_named)} for part in fields["parts"]]
        plain = {name: fields[name] for name in ("slug", "title", "summary")}
        pages.place(parent, ScenePage, {**plain, "body": body}, unit=unit)


def _statement(part: dict, policy_named, interpretation_named) -> dict:
    chosen = Place.objects.filter(name__in=part.get("places", ()))
    return {
        "kind": part["kind"],
        "title": part.get("title", ""),
        "text": markup.html(part["text"]),
        "policies": [policy_named(name).pk for name in part["policies"]],
        "interpretations": [interpretation_named(name).pk for name in part.get("interpretations", ())],
        "places": [str(place.pk) for place in chosen],
        "checked_on": timezone.localdate().isoformat(),
    }
