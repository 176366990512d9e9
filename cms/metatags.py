"""The meta tags of government pages (国办发〔2017〕47号, annex on page tags): a home page carries 3, a column 7, an article
10 and the optional ones that are known. Pure.
"""

from datetime import datetime

from django.utils import timezone

Tags = list[tuple[str, str]]


def site_tags(name: str, domain: str, code: str) -> Tags:
    """The three that every page begins with."""
    return [("SiteName", name), ("SiteDomain", domain), ("SiteIDCode", code)]


def column_tags(name: str, kind: str, description: str = "", keywords: str = "") -> Tags:
    """The four of a column; required ones are never empty, so its name stands in."""
    return [
        ("ColumnName", name),
        ("ColumnDescription", description or name),
        ("ColumnKeywords", keywords or name),
        ("ColumnType", kind),
    ]


def article_tags(title: str, published: datetime | None, source: str, **optional: str) -> Tags:
    """The three of an article (PubDate as YYYY-MM-DD HH:MM, 24 hours), then those of Keywords, Author, Description,
    Image and Url that are known."""
    moment = timezone.localtime(published).strftime("%Y-%m-%d %H:%M") if published else ""
    required = [("ArticleTitle", title), ("PubDate", moment), ("ContentSource", source)]
    names = ("Keywords", "Author", "Description", "Image", "Url")
    return required + [(name, optional[name.lower()]) for name in names if optional.get(name.lower())]
