"""Search on staff screens: drafts too, in Chinese, on any database."""

import pytest
from wagtail.documents.models import Document
from wagtail.models import Page

from cms import registry
from cms.models import ArticlePage
from disclosure.models import Interpretation, PolicyDocument
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["疫情防控", "防控 疫情", "疫情防", "疫情防控工作方案"])
def test_listing_finds_a_draft_by_chinese_words(rebuilt, text):
    policy = factories.draft_policy("澄江市疫情防控工作方案")
    factories.draft_policy("其他文件")
    rebuilt()
    assert registry.staff_search_ids(PolicyDocument, text) == [policy.pk]


def test_listing_finds_only_its_own_model(rebuilt):
    policy = factories.draft_policy("疫情防控方案")
    item = factories.draft_interpretation(policy, title="疫情防控解读")
    rebuilt()
    assert registry.staff_search_ids(Interpretation, "疫情防控") == [item.pk]


def test_listing_finds_a_number_in_any_writing(rebuilt):
    policy = factories.draft_policy(document_number="澄卫〔2026〕901号")
    rebuilt()
    assert registry.staff_search_ids(PolicyDocument, "澄卫[2026]901") == [policy.pk]


def test_listing_helps_itself_when_the_engine_is_down():
    assert registry.staff_search_ids(PolicyDocument, "疫情") is None


def test_listing_shows_nothing_for_operators_only(rebuilt):
    rebuilt()
    assert registry.staff_search_ids(PolicyDocument, "+-()") == []


def test_page_explorer_finds_a_draft_page_by_chinese_words(rebuilt):
    page = factories.article("疫情防控新闻发布会", live=False)
    factories.article("其他动态")
    rebuilt()
    assert [found.pk for found in Page.objects.all().search("疫情防控")] == [page.pk]
    assert [found.pk for found in ArticlePage.objects.all().autocomplete("疫情")] == [page.pk]


def test_page_search_keeps_the_filters_and_counts(rebuilt):
    public = factories.article("疫情防控新闻发布会")
    factories.article("疫情防控草稿", live=False)
    rebuilt()
    found = Page.objects.live().search("疫情防控")
    assert found.count() == 1
    assert [page.pk for page in found] == [public.pk]


def test_document_found_by_chinese_words(rebuilt):
    document = Document.objects.create(title="疫情防控登记表", file="x.docx")
    Document.objects.create(title="别的表", file="y.docx")
    rebuilt()
    assert list(Document.objects.all().search("登记表")) == [document]


def test_page_search_by_the_database_when_the_engine_is_down():
    page = factories.article("疫情防控新闻发布会")
    assert [found.pk for found in Page.objects.all().search("疫情防控")] == [page.pk]


def test_page_search_of_an_administrator_answers(rebuilt, client):
    page = factories.article("疫情防控新闻发布会", live=False)
    rebuilt()
    client.force_login(factories.administrator())
    response = client.get("/admin/pages/search/", {"q": "疫情防控"})
    assert response.status_code == 200
    assert page.title in response.content.decode()
