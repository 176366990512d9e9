"""索引号: allocated under lock from the pattern of the site's identity, never given twice.

The law asks for 索引 (Article 12); 机构代码/年份-流水号 is how the State Council's own catalogue writes it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from wagtail.models import Site

from cms.models import SiteIdentity
from disclosure.models.catalogue import CatalogueItem, IndexCounter


def used(numbers: Iterable[str]) -> set[str]:
    """Those of the numbers that an item has already, whatever kind it is of."""
    wanted = set(numbers)
    found = (model._base_manager.filter(index_number__in=wanted) for model in CatalogueItem.__subclasses__())
    return {number for items in found for number in items.values_list("index_number", flat=True)} if wanted else set()


def allocate(year: int) -> str:
    """The next free index number of ``year``; skips what imports brought along."""
    return allocate_for([year])[0]


def allocate_for(years: list[int]) -> list[str]:
    """A free index number for each of the years, in their order: one look-up for a whole batch.

    The counters stay locked until the caller's transaction ends.
    """
    site = Site.objects.filter(is_default_site=True).first()
    identity = SiteIdentity.for_site(site) if site else SiteIdentity()
    with transaction.atomic():
        drawn = {year: _draw(identity, year, years.count(year)) for year in sorted(set(years))}
        taken = used(number for numbers in drawn.values() for number in numbers)
        for year, numbers in drawn.items():
            free = [number for number in numbers if number not in taken]
            while len(free) < len(numbers):
                more = _draw(identity, year, len(numbers) - len(free))
                free += [number for number in more if number not in used(more)]
            drawn[year] = free
        given = {year: iter(free) for year, free in drawn.items()}
        return [next(given[year]) for year in years]


def _draw(identity: SiteIdentity, year: int, count: int) -> list[str]:
    """Move the counter on and answer with the numbers that it passed."""
    counter = IndexCounter.objects.filter(organ=identity.organ_code, year=year)
    if not counter.update(last=F("last") + count):
        IndexCounter.objects.get_or_create(organ=identity.organ_code, year=year)
        counter.update(last=F("last") + count)
    last = counter.values_list("last", flat=True)[0]
    serials = range(last - count + 1, last + 1)
    return [identity.index_number(year, serial) for serial in serials]
