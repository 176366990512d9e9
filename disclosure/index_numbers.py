"""索引号: allocated under lock from the pattern of the site's identity, never given twice (law.md 7)."""

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
    return allocate_many(year, 1)[0]


def allocate_many(year: int, count: int) -> list[str]:
    """The next ``count`` free index numbers of ``year``, in order, for a batch; inside the caller's transaction where there is one."""
    site = Site.objects.filter(is_default_site=True).first()
    identity = SiteIdentity.for_site(site) if site else SiteIdentity()
    numbers: list[str] = []
    with transaction.atomic():
        IndexCounter.objects.get_or_create(organ=identity.organ_code, year=year)
        counter = IndexCounter.objects.filter(organ=identity.organ_code, year=year)
        while missing := count - len(numbers):
            counter.update(last=F("last") + missing)  # the row stays locked until the transaction ends
            last = counter.get().last
            serials = range(last - missing + 1, last + 1)
            drawn = [identity.index_pattern.format(organ=identity.organ_code, year=year, serial=serial) for serial in serials]
            taken = used(drawn)
            numbers += [number for number in drawn if number not in taken]
    return numbers
