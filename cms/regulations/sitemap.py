from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from cms import regulations


class LawSitemap(Sitemap):
    """The library: its first page, every regulation, every article."""

    limit = 5000

    def items(self) -> list[str]:
        books = regulations.regulations("zh")
        articles = [one for book in books for one in regulations.articles(book.code, "zh")]
        return [reverse("law"), *(thing.get_absolute_url() for thing in [*books, *articles])]

    def location(self, item: str) -> str:
        return item
