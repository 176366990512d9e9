"""Queries of the pages a citizen reads: the same with one item and with thirty, and at most twelve.

Each page is made anew; the two queries by which the page cache learns that nothing changed meanwhile are counted too.
"""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.models import ColumnPage
from disclosure.models import PolicyAct, Theme
from tests.factories import article, column, home, interpretation, policy, unit

MOST = 12


def queries_of(address: str) -> int:
    Client().get(address)  # what is asked once in the life of a process: the menu, Wagtail's root paths
    client = Client()
    client.get("/robots.txt")  # loads the middleware
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)


@pytest.fixture
def menu(db):
    """A site with its menu and a column for documents."""
    home()
    return column("政策文件", shows=ColumnPage.Shows.POLICIES, show_in_menus=True)


def documents(count: int, menu: ColumnPage, first: int = 0) -> None:
    """Policies of several units, each repealed by the next and explained by one of its own."""
    theme = Theme.objects.filter(parent=None).first()
    earlier = None
    for number in range(first, first + count):
        issuers = [unit(f"第{number % 5}处"), unit(f"第{number % 3 + 5}处")]
        document = policy(f"第{number}份文件", issuers=issuers, theme=theme, column=menu, normative=True, in_force_on=date(2026, 4, 1))
        if earlier is not None:
            document.acts = [PolicyAct(subject=earlier, kind=PolicyAct.Kind.REPEALS, effective_on=date(2026, 5, 1))]
            document.save_revision().publish()
        interpretation(document)
        earlier = document


LISTS = [
    "/",
    "/policies/",
    "/policies/?year=2026",
    "/policies/?validity=repealed",
    "/policies/?page=1&theme=1&unit=1",
    "/interpretations/",
    "/normative/?all=1",
    "/feeds/policies/",
]


LAW = ["/law/", "/law/ogi/", "/law/ogi/36/"]


def test_lists_and_home_page_ask_the_same_with_two_and_with_thirty_items(menu):
    documents(2, menu)
    few = {address: queries_of(address) for address in LISTS}
    documents(28, menu, first=2)
    assert {address: queries_of(address) for address in LISTS} == few


def test_lists_and_home_page_ask_at_most_twelve_queries(menu):
    documents(3, menu)
    asked = {address: queries_of(address) for address in LISTS}
    assert {address: n for address, n in asked.items() if n > MOST} == {}


def test_library_of_the_regulations_asks_nothing_of_its_own(menu):
    frame = queries_of("/accessibility/")
    assert {address: queries_of(address) for address in LAW} == dict.fromkeys(LAW, frame)


def test_home_page_asks_at_most_twelve_queries_after_a_publication(menu):
    documents(3, menu)
    issuers = [unit("第0处")]  # a new unit would change the frame as well
    Client().get("/")
    interpretation(policy(issuers=issuers))
    client = Client()
    client.get("/robots.txt")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len(queries) <= MOST


def full_document(menu: ColumnPage, links: int):
    """A document with so many interpretations, acts and issuers."""
    document = policy("关于旧规定的通知", issuers=[unit(f"第{number}处") for number in range(links)], column=menu)
    document.theme = Theme.objects.exclude(parent=None).first() or Theme.objects.first()
    document.acts = [PolicyAct(subject=policy(), kind=PolicyAct.Kind.AMENDS, effective_on=date(2026, 5, 1)) for _ in range(links)]
    document.save_revision().publish()
    for _ in range(links):
        interpretation(document)
    return document


def test_document_asks_the_same_with_one_and_with_thirty_links(menu):
    assert queries_of(full_document(menu, 1).get_absolute_url()) == queries_of(full_document(menu, 30).get_absolute_url())


def test_document_asks_at_most_twelve_queries(menu):
    assert queries_of(full_document(menu, 3).get_absolute_url()) <= MOST


def test_interpretation_asks_the_same_with_one_and_with_thirty_policies(menu):
    one = interpretation(policy())
    many = interpretation(*[policy() for _ in range(30)])
    assert queries_of(one.get_absolute_url()) == queries_of(many.get_absolute_url())


def test_interpretation_asks_at_most_twelve_queries(menu):
    assert queries_of(interpretation(policy()).get_absolute_url()) <= MOST


def test_column_asks_the_same_with_one_and_with_thirty_articles(menu):
    news = column("工作动态")
    article(under=news)
    cache.clear()
    few = queries_of(news.url)
    for number in range(30):
        article(f"动态{number}", under=news)
    cache.clear()
    assert queries_of(news.url) == few


def test_directory_asks_the_same_with_one_and_with_thirty_units(menu):
    unit("澄江市卫生健康委员会")
    few = queries_of("/directory/")
    for number in range(30):
        unit(f"第{number}处")
    assert queries_of("/directory/") == few
