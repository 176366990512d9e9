"""普查规则 of dead links: each place where one stands is a fault of who answers for that page."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import registry
from cms.census import Finding, Rule
from cms.census_score import Weight
from cms.links.quarantine import TROUBLES, State, Trouble
from cms.models import LinkPlace

CHUNK = 500


def dead(outside: bool) -> Iterator[Finding]:
    found = LinkPlace.objects.filter(link__state=State.DEAD, link__outside=outside).select_related("link").order_by("pk")
    for place in found.iterator(CHUNK):
        link = place.link
        since = timezone.localdate(link.failing_since)
        trouble = TROUBLES[Trouble(link.trouble)] if link.trouble else ""
        evidence = _("链接打不开：%(address)s（%(trouble)s）。") % {"address": link.address, "trouble": trouble}
        key = f"link:{link.pk}:{place.content_type_id}:{place.object_id}"
        yield Finding(key, place.title, place.url, evidence, since=since, unit=place.unit_id)


def dead_inside(on: date) -> Iterator[Finding]:
    return dead(outside=False)


def dead_outside(on: date) -> Iterator[Finding]:
    return dead(outside=True)


RULES = [
    Rule("dead-link-inside", gettext_lazy("站内链接打不开"), "website-guidelines/design", Weight.DEDUCTION, dead_inside, points=1, most=10),
    Rule(
        "dead-link-outside", gettext_lazy("站外链接打不开"), "website-guidelines/design", Weight.DEDUCTION, dead_outside, points=0.1, most=5
    ),
]


def register() -> None:
    registry.register_rules(RULES)
