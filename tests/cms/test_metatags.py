"""政府网站发展指引 (国办发〔2017〕47号): home page 3, column pages 7, articles 10 and the optional ones that are known."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from wagtail.models import Site

from cms import metatags
from cms.models import SiteIdentity
from tests import factories

REQUIRED = ["SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
REQUIRED += ["ArticleTitle", "PubDate", "ContentSource"]
OPTIONAL = {"Keywords", "Author", "Description", "Image", "Url"}


def tags_on(client, address: str) -> dict[str, str]:
    page = client.get(address).content.decode()
    found = dict(re.findall(r'<meta name="([A-Z]\w+)" content="([^"]*)">', page))
    assert all(found[name] for name in found), "a required tag is never empty"
    return found


@pytest.fixture
def identity(db):
    factories.home()
    values = {"name": "澄江卫生健康", "domain": "wsjk.chengjiang.example", "site_code": "3100000000"}
    return SiteIdentity.objects.update_or_create(site=Site.objects.get(is_default_site=True), defaults=values)[0]


def test_home_page_carries_three(client, identity):
    assert list(tags_on(client, "/")) == REQUIRED[:3]


def test_column_page_carries_seven(client, identity):
    column = factories.column("通知公告", column_type="工作动态")
    assert list(tags_on(client, column.url)) == REQUIRED[:7]


@pytest.mark.parametrize("address", ["/policies/", "/interpretations/", "/normative/", "/plans/", "/directory/", "/places/"])
def test_list_carries_seven(client, identity, address):
    assert list(tags_on(client, address)) == REQUIRED[:7]


def test_article_carries_ten_and_what_is_known(client, identity):
    article = factories.article(keywords="流感", author="宣传处")
    tags = tags_on(client, article.url)
    assert list(tags)[:10] == REQUIRED
    assert set(tags) - set(REQUIRED) == {"Keywords", "Author", "Url"}
    assert tags["PubDate"] == "2026-09-01 09:30"


def test_document_and_interpretation_carry_ten(client, identity):
    policy = factories.policy()
    for item in (policy, factories.interpretation(policy)):
        tags = tags_on(client, item.get_absolute_url())
        assert list(tags)[:10] == REQUIRED
        assert set(tags) - set(REQUIRED) <= OPTIONAL


def test_pubdate_is_minutes_of_the_24_hour_clock_in_local_time():
    at = datetime(2026, 9, 1, 14, 5, tzinfo=ZoneInfo("UTC"))
    assert dict(metatags.article_tags("标题", at, "来源"))["PubDate"] == "2026-09-01 22:05"


def test_imported_document_is_dated_by_its_publication_and_not_by_the_import(client, identity):
    policy = factories.policy()  # published on 2026-03-04, released today
    assert tags_on(client, policy.get_absolute_url())["PubDate"] == "2026-03-04 00:00"
