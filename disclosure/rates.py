"""The year's figures on interpretations, each with the policies behind it."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from disclosure.models import Interpretation, PolicyDocument

# 政策多元化解读率 of a year, in percent: 全年不低于60% (Shanghai's main points of 2021, point on policy interpretation; local).
DIVERSIFIED_TARGET = 60


@dataclass(frozen=True)
class Rate:
    """A share with what stands behind it; ``percent`` is None in a year without any interpretation."""

    year: int
    interpreted: QuerySet
    diversified: QuerySet
    percent: float | None
    target: int = DIVERSIFIED_TARGET

    @property
    def reached(self) -> bool:
        return self.percent is not None and self.percent >= self.target


def diversified_rate(year: int) -> Rate:
    """Of the public policies interpreted in ``year`` (by the day on which the interpretation became public), the share
    with at least one interpretation in a form other than text."""
    published = Interpretation.objects.visible().filter(published_on__year=year)
    policies = PolicyDocument.objects.visible().newest_first()
    interpreted = policies.filter(pk__in=published.values("policies"))
    diversified = policies.filter(pk__in=published.diversified().values("policies"))
    several = Count("pk", filter=Q(pk__in=published.diversified().values("policies")))
    whole, part = interpreted.aggregate(whole=Count("pk"), part=several).values()  # one query: it stands on the home page
    return Rate(year, interpreted, diversified, round(100 * part / whole, 1) if whole else None)
