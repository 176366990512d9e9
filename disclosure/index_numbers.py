"""索引号: allocated under lock from the pattern of the site's identity, never given twice (law.md 7)."""

from django.db import transaction
from django.db.models import F
from wagtail.models import Site

from cms.models import SiteIdentity
from disclosure.models.catalogue import CatalogueItem, IndexCounter


def _used(number: str) -> bool:
    return any(model.objects.filter(index_number=number).exists() for model in CatalogueItem.__subclasses__())


def allocate(year: int) -> str:
    """The next free index number of ``year``; skips what imports brought along."""
    site = Site.objects.filter(is_default_site=True).first()
    identity = SiteIdentity.for_site(site) if site else SiteIdentity()
    with transaction.atomic():
        IndexCounter.objects.get_or_create(organ=identity.organ_code, year=year)
        counter = IndexCounter.objects.filter(organ=identity.organ_code, year=year)
        while True:
            counter.update(last=F("last") + 1)  # the row stays locked until the transaction ends
            number = identity.index_pattern.format(organ=identity.organ_code, year=year, serial=counter.get().last)
            if not _used(number):
                return number
