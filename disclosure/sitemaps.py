"""The parts of the sitemap; each is paged by Django, so a million items make files of 5,000 and never one list."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from wagtail.models import Page, Site

from cms import registry
from cms.showing import address
from disclosure.models import DatedItem, Interpretation, PolicyDocument, StandardCatalogue


class CatalogueSitemap(Sitemap):
    limit = 5000
    model = None

    def items(self):
        return self.model.objects.visible().order_by("pk").only("pk", "released_at")

    def lastmod(self, item):
        return item.released_at

    def get_latest_lastmod(self):
        return self.model.objects.visible().aggregate(latest=Max("released_at"))["latest"]  # Django would fetch every row


class PolicySitemap(CatalogueSitemap):
    model = PolicyDocument


class InterpretationSitemap(CatalogueSitemap):
    model = Interpretation


class DatedSitemap(CatalogueSitemap):
    model = DatedItem


class StandardSitemap(Sitemap):
    """The standard catalogue: its pages, and every edition."""

    def items(self) -> list[str]:
        editions = [one.get_absolute_url() for one in StandardCatalogue.objects.published().newest_first().only("year", "edition")]
        return [reverse("standard_catalogue"), reverse("standard_coverage"), *editions] if editions else []

    def location(self, item: str) -> str:
        return item


class PageSitemap(Sitemap):
    limit = 5000

    def items(self):
        home = Site.objects.select_related("root_page").get(is_default_site=True).root_page
        pages = Page.objects.live().public().descendant_of(home, inclusive=True)
        return pages.order_by("path").only("url_path", "last_published_at")

    def location(self, page: Page) -> str:
        return iri_to_uri(address(page.url_path)) if page.url_path.strip("/").count("/") else "/"

    def lastmod(self, page: Page):
        return page.last_published_at


class CalculatorSitemap(Sitemap):
    """The calculators of deadlines and of fees."""

    def items(self):
        return ["deadlines", "fees"]

    def location(self, name: str) -> str:
        return reverse(name)


def register() -> None:
    registry.sitemaps.register("pages", PageSitemap)
    registry.sitemaps.register("policies", PolicySitemap)
    registry.sitemaps.register("interpretations", InterpretationSitemap)
    registry.sitemaps.register("dated", DatedSitemap)
    registry.sitemaps.register("calculators", CalculatorSitemap)
    registry.sitemaps.register("standard-catalogue", StandardSitemap)
