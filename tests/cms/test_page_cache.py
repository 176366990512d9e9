"""Two clients here are two web processes: each has a handler of its own, and so pages of its own."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms import page_cache, stamps
from cms.models import ArticlePage, Department, EmergencyNotice, Place, SiteIdentity, Stamp
from disclosure import publication
from disclosure.models import PolicyAct, PolicyDocument
from tests.factories import administrator, article, column, home, interpretation, policy

NOW = datetime(2026, 9, 1, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def site(db):
    return home()


def fresh(client: Client, address: str) -> bool:
    """Was the page made anew? One that was kept costs one query."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries) > 1


def kept(client: Client, address: str) -> None:
    client.get(address)
    assert not fresh(client, address)


def test_page_asked_for_twice_is_made_once(site, client):
    address = policy().get_absolute_url()
    assert fresh(client, address)
    assert not fresh(client, address)


def test_kept_page_is_the_page_that_was_made(site, client):
    address = policy().get_absolute_url()
    made, again = client.get(address), client.get(address)
    assert again.content == made.content
    assert again.headers == made.headers


def test_kept_page_costs_one_query(site, client, django_assert_num_queries):
    address = policy().get_absolute_url()
    client.get(address)
    with django_assert_num_queries(1):
        client.get(address)


def test_change_reaches_every_process(site):
    document = policy("关于老办法的通知")
    here, there = Client(), Client()
    for process in (here, there):
        kept(process, document.get_absolute_url())
    document.title = "关于新办法的通知"
    document.save_revision().publish()
    for process in (here, there):
        assert "关于新办法的通知" in process.get(document.get_absolute_url()).text


def test_takedown_removes_the_kept_page_from_every_process(site):
    document = policy("关于要下线的文件的通知")
    here, there = Client(), Client()
    for process in (here, there):
        kept(process, document.get_absolute_url())
        kept(process, "/policies/")
    publication.withdraw(document, "泄露个人信息", None, NOW)
    for process in (here, there):
        assert process.get(document.get_absolute_url()).status_code == 410
        assert document.title not in process.get("/policies/").text


def test_unpublishing_by_wagtail_removes_the_kept_page(site, client):
    document = policy()
    kept(client, document.get_absolute_url())
    document.unpublish()
    assert client.get(document.get_absolute_url()).status_code == 404


def test_deletion_removes_the_kept_page(site, client):
    document = policy()
    address = document.get_absolute_url()
    kept(client, address)
    document.delete()
    assert client.get(address).status_code == 404


def test_deletion_of_many_removes_the_kept_pages(site, client):
    document = policy()
    kept(client, document.get_absolute_url())
    PolicyDocument.objects.filter(pk=document.pk).delete()
    assert client.get(document.get_absolute_url()).status_code == 404


def test_update_of_many_makes_the_kept_pages_stale(site, client):
    document = policy()
    kept(client, document.get_absolute_url())
    PolicyDocument.objects.filter(pk=document.pk).update(title="关于改了标题的通知")
    assert "关于改了标题的通知" in client.get(document.get_absolute_url()).text


def test_page_of_another_document_stays_when_one_changes(site, client):
    one, other = policy(), policy()
    kept(client, one.get_absolute_url())
    other.save_revision().publish()
    assert not fresh(client, one.get_absolute_url())


def test_page_stays_when_a_draft_is_saved(site, client):
    document = policy("关于草稿的通知")
    kept(client, document.get_absolute_url())
    document.title = "还没有定稿的标题"
    document.save_revision()
    assert not fresh(client, document.get_absolute_url())


def test_list_is_stale_when_a_policy_is_published(site, client):
    kept(client, "/policies/")
    document = policy("关于刚刚发布的通知")
    assert document.title in client.get("/policies/").text


def test_policy_page_is_stale_when_its_interpretation_is_published(site, client):
    document = policy()
    kept(client, document.get_absolute_url())
    explained = interpretation(document, title="一图读懂新规定")
    assert explained.title in client.get(document.get_absolute_url()).text


def test_policy_page_is_stale_when_a_link_to_it_is_taken_away(site, client):
    document, other = policy(), policy()
    explained = interpretation(document, title="一图读懂旧规定")
    kept(client, document.get_absolute_url())
    explained.policies.set([other])
    explained.save_revision().publish()
    assert explained.title not in client.get(document.get_absolute_url()).text


def test_policy_page_is_stale_when_another_repeals_it(site, client):
    old, new = policy("关于旧规定的通知"), policy("关于新规定的通知")
    kept(client, old.get_absolute_url())
    new.acts = [PolicyAct(subject=old, kind=PolicyAct.Kind.REPEALS, effective_on=date(2026, 5, 1))]
    new.save_revision().publish()
    assert new.title in client.get(old.get_absolute_url()).text


def test_every_page_is_stale_when_the_identity_changes(site, client):
    document = policy()
    identity = SiteIdentity.for_site(site.get_site())
    kept(client, document.get_absolute_url())
    identity.name = "澄江市卫生健康委员会新站"
    identity.save()
    assert identity.name in client.get(document.get_absolute_url()).text


def test_every_page_shows_an_emergency_from_its_publication_on(site, client):
    document = policy()
    kept(client, document.get_absolute_url())
    notice = EmergencyNotice(title="暴雨红色预警", summary="请勿外出", started_at=NOW, live=True)
    notice.save()
    assert notice.summary in client.get(document.get_absolute_url()).text


def test_every_page_is_stale_when_a_unit_is_renamed(site, client):
    document = policy()
    kept(client, document.get_absolute_url())
    unit = Department.objects.get(name="澄江市卫生健康委员会")
    unit.name = "澄江市卫生健康局"
    unit.save()
    assert unit.name in client.get(document.get_absolute_url()).text


def test_menu_is_new_on_every_page_when_a_column_is_published(site, client):
    document = policy()
    kept(client, document.get_absolute_url())
    column("便民服务", show_in_menus=True)
    assert "便民服务" in client.get(document.get_absolute_url()).text


def test_documents_stay_when_news_is_published(site, client):
    news = column("工作动态")
    document = policy()
    kept(client, document.get_absolute_url())
    article("委领导调研基层卫生院", under=news)
    assert not fresh(client, document.get_absolute_url())


def test_column_is_stale_when_an_article_is_published_in_it(site, client):
    news = column("工作动态")
    kept(client, news.url)
    assert article("委领导调研基层卫生院", under=news).title in client.get(news.url).text


def test_article_is_stale_when_it_changes(site, client):
    page = article("旧标题的消息")
    kept(client, page.url)
    page.title = "新标题的消息"
    page.save_revision().publish()
    assert "新标题的消息" in client.get(page.url).text


def test_article_is_gone_when_its_column_is_deleted(site, client):
    page = article()
    kept(client, page.url)
    Page.objects.get(pk=page.get_parent().pk).delete()
    assert not ArticlePage.objects.exists()
    assert client.get(page.url).status_code == 404


def test_register_is_stale_when_places_are_imported(site, client):
    kept(client, "/places/")
    Place.objects.bulk_create([Place(kind=Place.Kind.HOSPITAL, name="澄江市第三人民医院", data_date=date(2026, 6, 30))])
    assert "澄江市第三人民医院" in client.get("/places/").text


def test_page_is_not_kept_when_something_changed_while_it_was_made(site):
    """What was read before the change may stand beside what was read after it."""
    document = policy()

    def view(request):
        response = page_cache.HttpResponse(document.title)
        PolicyDocument.objects.get(pk=document.pk).save()  # another process publishes meanwhile
        return response

    middleware = page_cache.PageCacheMiddleware(view)
    middleware(a_request(document.get_absolute_url()))
    assert not middleware.shelf.pages


def a_request(address: str):
    from django.test import RequestFactory

    return RequestFactory().get(address)


def test_rolled_back_change_leaves_the_page_kept(site, client):
    document = policy()
    kept(client, document.get_absolute_url())
    with pytest.raises(RuntimeError), page_cache.stamps.transaction.atomic():
        document.save_revision().publish()
        raise RuntimeError
    assert not fresh(client, document.get_absolute_url())


def test_page_lives_a_minute_at_most(site, client, monkeypatch):
    """Changes that nobody announces (SQL by hand) are seen within a minute too."""
    assert stamps.LIFETIME <= 60
    monkeypatch.setattr(stamps, "LIFETIME", -1.0)
    address = policy().get_absolute_url()
    client.get(address)
    assert fresh(client, address)


def test_day_is_part_of_the_key():
    request = a_request("/policies/")
    assert page_cache.key_of(request, date(2026, 9, 1)) != page_cache.key_of(request, date(2026, 9, 2))


@pytest.mark.parametrize("cookie", [("django_language", "en"), ("size", "large"), ("contrast", "high")], ids=lambda c: c[0])
def test_preferences_have_pages_of_their_own(site, client, cookie):
    address = policy().get_absolute_url()
    plain = client.get(address).content
    client.cookies[cookie[0]] = cookie[1]
    assert client.get(address).content != plain
    assert not fresh(client, address)


def test_order_of_parameters_makes_no_second_page(site, client):
    kept(client, "/policies/?year=2026&validity=valid")
    assert not fresh(client, "/policies/?validity=valid&year=2026")


@pytest.mark.parametrize("query", ["q=疫苗", "utm_source=x", "page=1&x=1", "page=" + "1" * 600], ids=["search", "unknown", "both", "long"])
def test_unknown_or_long_parameters_are_never_kept(query):
    assert page_cache.key_of(a_request(f"/policies/?{query}"), date(2026, 9, 1)) is None


def test_staff_get_pages_of_their_own(site, client):
    document = policy("关于给公众看的通知")
    client.get(document.get_absolute_url())
    client.force_login(administrator())
    assert fresh(client, document.get_absolute_url())
    assert fresh(client, document.get_absolute_url())


def test_page_made_for_staff_is_not_given_to_the_public(site):
    process = Client()
    document = policy()
    process.force_login(administrator())
    process.get(document.get_absolute_url())
    process.cookies.clear()
    assert fresh(process, document.get_absolute_url())


def test_page_that_sets_a_cookie_is_never_kept(db, client):
    kept_before = fresh(client, "/admin/login/")
    client.cookies.clear()
    assert kept_before
    assert fresh(client, "/admin/login/")


def test_preview_of_a_draft_is_never_kept(site):
    request = a_request("/policies/1/")
    request.is_dummy = True
    assert page_cache.key_of(request, date(2026, 9, 1)) is None


def test_error_is_never_kept(site, client):
    client.get("/policies/999999/")
    document = policy(pk=999999)
    assert document.title in client.get("/policies/999999/").text


@pytest.mark.parametrize("round", ["made", "kept"])
def test_browser_that_has_the_page_gets_no_second_copy(site, client, round):
    address = policy().get_absolute_url()
    tag = client.get(address).headers["ETag"]
    process = client if round == "kept" else Client()
    again = process.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_browser_asks_again_each_time(site, client):
    address = policy().get_absolute_url()
    assert [client.get(address).headers["Cache-Control"] for _ in range(2)] == ["no-cache", "no-cache"]


def test_shelf_throws_out_what_was_not_asked_for_longest():
    page = page_cache.KeptPage(b"x" * 1000, {}, {}, 0.0)
    shelf = page_cache.Shelf(3 * page.size)
    for name in ("a", "b", "c"):
        shelf.put((name,), page)
    shelf.get(("a",))
    shelf.put(("d",), page)
    assert [name for (name,) in shelf.pages] == ["c", "a", "d"]
    assert shelf.size == 3 * page.size


def test_bump_changes_the_tag_and_the_site(db):
    before = stamps.versions(["policy:1", "policy:2", stamps.SITE])
    stamps.bump("policy:1")
    after = stamps.versions(["policy:1", "policy:2", stamps.SITE])
    assert [tag for tag in after if after[tag] != before[tag]] == ["policy:1", stamps.SITE]


def test_bump_of_a_thousand_tags_is_a_few_statements(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        stamps.bump(*(f"policy:{number}" for number in range(1000)))
    assert Stamp.objects.count() == 1001
