"""Feeds and sitemap: well formed, newest first, only what is visible."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from cms.models import ColumnPage
from disclosure import publication
from disclosure.models import Theme
from tests import factories
from tests.factories.unpublished import SECRET, UNPUBLISHED

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def home():
    return factories.home()


def entries(client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200 and response["Content-Type"].startswith("application/atom+xml")
    return [entry.findtext(f"{ATOM}title") for entry in ElementTree.fromstring(response.content).iter(f"{ATOM}entry")]


def locations(client, address: str) -> list[str]:
    tree = ElementTree.fromstring(client.get(address).content)
    return [place.text for place in tree.iter(f"{MAP}loc")]


def test_feed_of_everything_has_the_newest_first(client):
    old = factories.policy("旧文件", published_on=date(2025, 1, 2), written_on=date(2025, 1, 1))
    factories.interpretation(old, title="新解读", published_on=date(2026, 6, 1))
    assert entries(client, "/feeds/all/") == ["新解读", "旧文件"]


def test_feeds_of_policies_and_interpretations_are_apart(client):
    factories.interpretation(factories.policy("文件"), title="解读")
    assert entries(client, "/feeds/policies/") == ["文件"]
    assert entries(client, "/feeds/interpretations/") == ["解读"]


def test_column_has_a_feed_of_its_own(client):
    column = factories.column("政策措施", shows=ColumnPage.Shows.POLICIES)
    news = factories.column("工作动态")
    factories.policy("栏目里的文件", column=column)
    factories.policy("别处的文件")
    factories.article("动态一则", under=news)
    assert entries(client, f"/feeds/columns/{column.pk}/") == ["栏目里的文件"]
    assert entries(client, f"/feeds/columns/{news.pk}/") == ["动态一则"]


@pytest.mark.parametrize("kind", ["columns", "themes"])
@pytest.mark.parametrize("number", ["0", "9" * 19, "9" * 200], ids=len)
def test_feed_of_nothing_is_not_found(client, kind, number):
    assert client.get(f"/feeds/{kind}/{number}/").status_code == 404


def test_theme_has_a_feed_of_its_own_with_its_lower_classes(client):
    theme = Theme.objects.filter(parent__isnull=False).first()
    factories.policy("主题内的文件", theme=theme)
    factories.policy("别的文件")
    for pk in (theme.pk, theme.parent_id):
        assert entries(client, f"/feeds/themes/{pk}/") == ["主题内的文件"]


def test_page_names_its_feed(client):
    column = factories.column("工作动态")
    assert f'href="/feeds/columns/{column.pk}/"' in client.get(column.url).content.decode()


def test_sitemap_names_every_public_page_and_item_once(client):
    policy = factories.policy()
    item = factories.interpretation(policy)
    article = factories.article()
    sections = locations(client, "/sitemap.xml")
    named = [place.removeprefix("http://testserver") for section in sections for place in locations(client, section)]
    assert {"/", policy.get_absolute_url(), item.get_absolute_url(), article.get_url()} <= set(named)
    assert len(named) == len(set(named))


def test_sitemap_is_cut_into_files(client, monkeypatch):
    from disclosure.sitemaps import PolicySitemap

    monkeypatch.setattr(PolicySitemap, "limit", 2)
    for _ in range(5):
        factories.policy()
    assert [one for one in locations(client, "/sitemap.xml") if "policies" in one] == [
        "http://testserver/sitemap-policies.xml",
        "http://testserver/sitemap-policies.xml?p=2",
        "http://testserver/sitemap-policies.xml?p=3",
    ]
    assert len(locations(client, "/sitemap-policies.xml?p=3")) == 1


def test_taken_down_item_leaves_feeds_and_sitemap_at_once(client):
    policy = factories.policy("要撤下的文件")
    assert entries(client, "/feeds/policies/") == ["要撤下的文件"]
    publication.withdraw(policy, "内容有误", factories.administrator(), timezone.now())
    assert entries(client, "/feeds/policies/") == []
    assert locations(client, "/sitemap-policies.xml") == []


LISTS = ["/", "/policies/", "/interpretations/", "/normative/", "/plans/", "/directory/", "/places/"]


@pytest.mark.parametrize("kind", UNPUBLISHED)
def test_secret_of_what_is_unpublished_is_in_no_list_feed_or_sitemap(kind, client):
    thing = UNPUBLISHED[kind]()
    feeds = re.findall(r'href="(/feeds/\w[^"]*)"', client.get("/feeds/").content.decode())
    sections = locations(client, "/sitemap.xml")
    assert len(feeds) >= 3 and sections
    assert [address for address in (*LISTS, *feeds, *sections) if SECRET in client.get(address).content.decode()] == []
    if getattr(thing, "live", True) is False:
        address = thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else thing.url
        assert [place for section in sections for place in locations(client, section) if place.endswith(address)] == []
