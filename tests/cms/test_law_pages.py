"""The library as the public reads it: addresses, languages, what is uncertain, what applies an article."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cms import registry, regulations
from tests import factories

pytestmark = pytest.mark.django_db
ENGLISH = {"django_language": "en"}


@pytest.fixture(autouse=True)
def home():
    return factories.home()


def shown(address: str, status: int = 200, cookies: dict | None = None) -> str:
    client = Client()
    for name, value in (cookies or {}).items():
        client.cookies[name] = value
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_library_lists_every_regulation():
    page = shown("/law/")
    assert all(f'href="/law/{code}/"' in page for code in regulations.CODES)


@pytest.mark.parametrize("code", regulations.CODES)
def test_regulation_shows_each_article_under_its_anchor(code):
    page = shown(f"/law/{code}/")
    for one in regulations.articles(code):
        assert f'id="{one.anchor}"' in page and f'href="{one.get_absolute_url()}"' in page and one.paragraphs[0] in page


@pytest.mark.parametrize("code", regulations.CODES)
def test_every_article_has_its_page(code):
    for one in regulations.articles(code):
        assert one.paragraphs[-1] in shown(one.get_absolute_url())


def test_address_of_an_article_is_the_one_that_urls_give():
    for one in regulations.articles("ogi"):
        assert one.get_absolute_url() == reverse("law_article", args=["ogi", one.number])
    assert regulations.regulation("ogi").get_absolute_url() == reverse("law_regulation", args=["ogi"])


@pytest.mark.parametrize("address", ["/law/nothing/", "/law/nothing/1/", "/law/ogi/999/", "/law/ogi/33-9/", "/law/..%2Fogi/"])
def test_what_is_not_in_the_library_is_not_found(address):
    shown(address, status=404)


@pytest.mark.parametrize("address", ["/law/", "/law/ogi/", "/law/ogi/33/"])
def test_page_carries_seven_tags_each_filled(address):
    page = shown(address)
    for name in ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"):
        assert page.count(f'<meta name="{name}" content="') == 1
    assert '<meta name="ColumnName" content=""' not in page


def test_article_leads_to_its_regulation_and_to_its_neighbours():
    page = shown("/law/ogi/33/")
    assert 'href="/law/ogi/#a33"' in page
    assert 'rel="prev" href="/law/ogi/32/"' in page and 'rel="next" href="/law/ogi/34/"' in page


def test_first_article_has_none_before_it_and_the_last_none_after_it():
    assert 'rel="prev"' not in shown("/law/ogi/2/")
    assert 'rel="next"' not in shown("/law/ogi/55/")


def test_item_leads_to_its_article_and_to_the_items_beside_it():
    page = shown("/law/ogi/36-1-7/")
    assert '<li><a href="/law/ogi/36/">第三十六条</a></li>' in page
    assert 'rel="prev" href="/law/ogi/36-1-6/"' in page and 'rel="next"' not in page


def test_article_shows_its_items():
    page = shown("/law/ogi/36/")
    assert page.count('class="provision part"') == 7


def test_english_interface_reads_english_and_names_the_chinese_article():
    page = shown("/law/ogi/33/", cookies=ENGLISH)
    assert "Time for the reply: 20 working days" in page and "can be given on the spot" in page
    assert '<p class="number" lang="zh-Hans">《政府信息公开条例》第三十三条</p>' in page


def test_chinese_interface_names_an_article_once():
    assert shown("/law/ogi/33/").count('lang="zh-Hans">《政府信息公开条例》第三十三条') == 0


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/law/website-report/deadline/", "来源为转引，以正式文本为准。"),
        ("/law/fees/notice/", "尚未与原文核对，以正式文本为准。"),
        ("/law/shanghai-key-points/consultation/", "属地方做法，可由设置调整。"),
    ],
)
def test_what_is_uncertain_is_said(address, sentence):
    assert sentence in shown(address)


def test_nothing_uncertain_is_said_of_what_was_read():
    assert 'class="certainty' not in shown("/law/ogi/33/")


def test_what_applies_an_article_stands_on_its_page_and_on_no_other(monkeypatch):
    entries = {**registry.article_uses.entries, "terms": lambda reference: [("答复期限", "/x/")] if reference == "ogi/33" else []}
    monkeypatch.setattr(registry.article_uses, "entries", entries)
    assert '<a href="/x/">答复期限</a>' in shown("/law/ogi/33/")
    assert "哪些事项适用这一条" not in shown("/law/ogi/2/")


def test_article_link_cites_the_article_in_the_language_of_the_interface():
    def link():
        return render_to_string("components/article_link.html", {"reference": "ogi/33"}).strip()

    assert link() == '<a class="cite" href="/law/ogi/33/">《政府信息公开条例》第三十三条</a>'
    with translation.override("en"):
        assert link() == '<a class="cite" href="/law/ogi/33/">Regulations on Open Government Information, Article 33</a>'


def test_sitemap_names_the_library_each_regulation_and_each_article():
    page = shown("/sitemap-law.xml")
    count = 1 + len(regulations.CODES) + sum(len(regulations.articles(code)) for code in regulations.CODES)
    assert page.count("<loc>") == count
    assert "/law/reconsideration/23-1-4/</loc>" in page and "sitemap-law.xml" in shown("/sitemap.xml")


def test_every_page_leads_to_the_library():
    assert '<a href="/law/">法规库</a>' in shown("/privacy/")
