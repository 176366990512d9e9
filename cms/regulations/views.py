"""The library as the public reads it: all regulations, one with its articles, one article at its stable address."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms import metatags, registry, regulations
from cms.regulations import SHELVES, Article, Regulation
from cms.templatetags.components import long_day

LIBRARY = "法规库"
COLUMN_TYPE = "政策文件"
WORTH_A_CONTENTS = 4  # articles; fewer are seen at a glance


@dataclass(frozen=True)
class Heading:
    anchor: str
    text: str
    deeper: bool


def library(request: HttpRequest) -> HttpResponse:
    names = _shelf_names()
    shelves = [
        {"name": names[shelf], "key": shelf, "books": [(regulations.regulation(code), _count(code)) for code in codes]}
        for shelf, codes in SHELVES.items()
    ]
    context = {"shelves": shelves, "tags": metatags.column_tags(_("法规库"), COLUMN_TYPE), "crumb_title": LIBRARY}
    return render(request, "cms/law.html", context)


def regulation(request: HttpRequest, code: str) -> HttpResponse:
    book = _found(regulations.regulation, code)
    articles = regulations.articles(code)
    headings = [Heading(one.anchor, f"{one.below or one.label} {one.heading}", one.is_part) for one in articles]
    context = {
        "regulation": book,
        "articles": articles,
        "headings": headings if len(articles) >= WORTH_A_CONTENTS else [],
        "original": _original(book),
        "facts": _facts(book),
        "short": request.build_absolute_uri(book.get_absolute_url()),
        "tags": metatags.column_tags(book.title, COLUMN_TYPE),
        "crumbs": _crumbs(),
        "crumb_title": book.short_title,
    }
    return render(request, "cms/law_regulation.html", context)


def article(request: HttpRequest, code: str, number: str) -> HttpResponse:
    one = _found(regulations.article, f"{code}/{number}")
    book, all_of_it = regulations.regulation(code), regulations.articles(code)
    beside = [other for other in all_of_it if other.is_part == one.is_part and (other.head == one.head or not one.is_part)]
    place = beside.index(one)
    context = {
        "article": one,
        "regulation": book,
        "parts": [] if one.is_part else [other for other in all_of_it if other.is_part and other.head == number],
        "previous": beside[place - 1] if place else None,
        "next": beside[place + 1] if place + 1 < len(beside) else None,
        "original": None if _interface_is_chinese() else regulations.article(one.reference, "zh").citation,
        "uses": uses_of(one),
        "facts": _facts(book),
        "short": request.build_absolute_uri(one.get_absolute_url()),
        "tags": metatags.column_tags(one.citation, COLUMN_TYPE, one.heading),
        "crumbs": [*_crumbs(), {"url": book.get_absolute_url(), "title": book.short_title}, *_above(one)],
        "crumb_title": one.below or one.label,
    }
    return render(request, "cms/law_article.html", context)


def uses_of(one: Article) -> list[tuple[str, str]]:
    """What applies an article, as the apps above know it: pairs of a label and an address."""
    return [use for _name, uses in registry.article_uses for use in uses(one.reference)]


def _found(look_up, reference: str):
    try:
        return look_up(reference)
    except KeyError as unknown:
        raise Http404(unknown.args[0]) from unknown


def _shelf_names() -> dict[str, str]:
    return {
        "disclosure": _("信息公开"),
        "decisions": _("重大行政决策"),
        "interaction": _("信访与互动"),
        "remedies": _("复议与诉讼"),
        "periods": _("期间与假日"),
        "site": _("网站检查与无障碍"),
        "local": _("地方做法"),
    }


def _count(code: str) -> int:
    return sum(not one.is_part for one in regulations.articles(code))


def _crumbs() -> list[dict]:
    return [{"url": reverse("law"), "title": LIBRARY}]


def _above(one: Article) -> list[dict]:
    """The article of a paragraph or an item."""
    if not one.is_part:
        return []
    head = regulations.article(f"{one.regulation}/{one.head}")
    return [{"url": head.get_absolute_url(), "title": head.label}]


def _original(book: Regulation) -> str:
    """The Chinese title, for those who read the English interface: it is the one to cite."""
    return "" if _interface_is_chinese() else regulations.regulation(book.code, "zh").title


def _interface_is_chinese() -> bool:
    return not (get_language() or "").startswith("en")


def _facts(book: Regulation) -> list[dict]:
    return [
        {"label": _("发布机关"), "value": book.issuer},
        {"label": _("文号"), "value": book.number},
        {"label": _("施行日期"), "value": long_day(book.in_force_on)},
        {"label": _("说明"), "value": book.note},
    ]
