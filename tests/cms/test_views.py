"""What a citizen sees of the ground floor: home, columns, articles, directory, register, emergencies, notices, errors."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from cms import reading
from cms.models import ColumnPage, Department, EmergencyNotice, EmergencyUpdate, LeaderPage, Place, ServiceGuidePage
from tests import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def home():
    return factories.home()


def shown(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def emergency(**fields) -> EmergencyNotice:
    notice = EmergencyNotice(title="供水异常提示", summary="三个街道暂停饮用自来水", started_at=NOON, **fields)
    notice.updates = [
        EmergencyUpdate(at=NOON + timedelta(hours=hours), title=f"第{hours}报", body="<p>进展。</p>", source="市疾控中心")
        for hours in (1, 2)
    ]
    notice.save()
    notice.save_revision().publish()
    return notice


def test_home_page_has_the_search_box_and_the_words_people_look_for(client, home):
    home.popular_searches = "诊所备案\n\n职业健康检查"
    home.save()
    page = shown(client, "/")
    assert page.count('role="search"') == 1
    assert '<a href="/search/?q=%E8%AF%8A%E6%89%80%E5%A4%87%E6%A1%88"' in page


def test_home_page_links_only_to_what_there_is(client):
    assert "申请公开" not in shown(client, "/")
    assert 'href="/places/"' in shown(client, "/")


def test_column_lists_its_articles(client):
    news = factories.column("工作动态")
    articles = [factories.article(f"动态{n}", under=news) for n in range(3)]
    page = shown(client, news.url)
    assert all(article.title in page and article.url in page for article in articles)


def test_column_has_the_newest_article_first(client):
    news = factories.column("工作动态")
    for day in (2, 9, 5):
        factories.article(f"第{day}日", under=news, published_time=NOON.replace(day=day))
    page = shown(client, news.url)
    assert page.index("第9日</a>") < page.index("第5日</a>") < page.index("第2日</a>")


def test_column_without_content_says_so(client):
    assert "这里还没有内容" in shown(client, factories.column("空栏目").url)


def test_column_names_its_owner_and_its_rule_of_updating(client):
    column = factories.column("通知公告", owner_unit=factories.unit("办公室"), update_days=180)
    page = shown(client, column.url)
    assert "办公室" in page and "每 180 天内更新" in page


def test_article_shows_source_time_and_where_it_stands(client):
    article = factories.article("开展宣传周活动", under=factories.column("工作动态"))
    page = shown(client, article.url)
    assert "澄江市卫生健康委员会" in page and "2026-09-01 09:30" in page
    assert 'aria-label="当前位置"' in page and "工作动态" in page


def test_meeting_shows_participants_and_points(client):
    article = factories.article("委主任会议", kind="meeting", participants="委领导", points="审议方案\n研究收费")
    page = shown(client, article.url)
    assert "委领导" in page and "<li>审议方案</li><li>研究收费</li>" in page


def test_clarification_shows_the_claim_apart_from_the_facts(client):
    article = factories.article("关于传言的说明", kind="clarification", claim="网传自来水有病毒")
    assert shown(client, article.url).index("网上的说法") < shown(client, article.url).index("经核实")


def test_service_guide_shows_all_ten_elements(client):
    values = {name: f"要素{n}" for n, name in enumerate(ServiceGuidePage.ELEMENTS)}
    guide = factories.column("办事服务").add_child(instance=ServiceGuidePage(title="诊所备案", **values))
    page = shown(client, guide.url)
    assert [value for value in [guide.title, *values.values()] if value not in page] == []


def test_leader_page_shows_post_and_field(client):
    column = factories.column("领导信息", shows=ColumnPage.Shows.CHILDREN)
    leader = column.add_child(instance=LeaderPage(title="委主任", post="主任", in_charge_of="主持全面工作"))
    assert "主持全面工作" in shown(client, leader.url)


def test_directory_shows_units_as_a_tree_without_outside_and_closed_ones(client):
    top = factories.unit("澄江市卫生健康委员会", kind=Department.Kind.AUTHORITY)
    factories.unit("办公室", parent=top, telephone="0000-1")
    factories.unit("市财政局", kind=Department.Kind.OUTSIDE)
    factories.unit("旧处室", closed_on=date(2025, 1, 1))
    page = shown(client, "/directory/")
    assert page.index("澄江市卫生健康委员会") < page.index("办公室") and "0000-1" in page
    assert "市财政局" not in page and "旧处室" not in page


def test_unit_page_shows_duties_address_hours_telephone_and_its_documents(client):
    unit = factories.unit("疾控处", duties="传染病防控", address="湖滨路8号", hours="工作日 9:00-17:00", telephone="0000-8")
    policy = factories.policy("关于流感防控的通知", issuers=[unit])
    page = shown(client, unit.get_absolute_url())
    assert [one for one in ("传染病防控", "湖滨路8号", "工作日 9:00-17:00", "0000-8", policy.title) if one not in page] == []


def test_outside_body_has_no_page_of_ours(client):
    shown(client, factories.unit("市财政局", kind=Department.Kind.OUTSIDE).get_absolute_url(), status=404)


@pytest.fixture
def register():
    for number, (kind, district) in enumerate([("hospital", "湖东区"), ("vaccination", "湖东区"), ("hospital", "湖西区")]):
        Place.objects.create(kind=kind, district=district, name=f"第{number}医院", services="接种流感疫苗", data_date=date(2026, 10, 1))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {0, 1, 2}),
        ({"q": "第1"}, {1}),
        ({"q": "流感 第2"}, {2}),
        ({"kind": "hospital"}, {0, 2}),
        ({"district": "湖东区", "kind": "hospital"}, {0}),
    ],
    ids=["all", "name", "words", "kind", "district"],
)
def test_register_is_searched_by_name_kind_and_district(client, register, asked, found):
    page = shown(client, "/places/?" + urlencode(asked))
    assert {number for number in range(3) if f"第{number}医院" in page} == found


@pytest.mark.parametrize("asked", [{"q": "x" * 10_000}, {"q": "\0"}, {"q": "% _ ' \" --"}, {"kind": "castle"}, {"district": "\0"}])
def test_register_answers_whatever_is_asked(client, register, asked):
    shown(client, "/places/?" + urlencode(asked))


def test_register_shows_the_date_of_its_data(client, register):
    assert "数据日期 2026-10-01" in shown(client, "/places/")


def test_emergency_stands_as_a_banner_on_every_page_until_it_ends(client):
    notice = emergency()
    for address in ("/", "/policies/", "/directory/", "/no-such-page/"):
        assert notice.summary in client.get(address).content.decode()
    notice.ended_at = NOON
    notice.save_revision().publish()
    assert notice.summary not in shown(client, "/")


def test_only_a_notice_is_said_calmly(client):
    emergency(level="notice")
    assert 'class="banner calm"' in shown(client, "/") and "<strong>提示</strong>" in shown(client, "/")
    emergency(level="grave")
    assert 'class="banner"' in shown(client, "/") and "<strong>紧急</strong>" in shown(client, "/")


def test_emergency_page_shows_the_chain_newest_first(client):
    page = shown(client, emergency(advice="<p>煮沸五分钟</p>", telephone="12345").get_absolute_url())
    assert page.index("第2报") < page.index("第1报") and "煮沸五分钟" in page and "12345" in page


def test_emergency_page_offers_large_print_and_reading_aloud(client):
    page = shown(client, emergency().get_absolute_url())
    assert "data-read-aloud" in page and 'name="size" value="large"' in page


def test_notice_of_leaving_names_the_host_and_does_not_lead_there_by_itself(client):
    response = client.get(reading.way_out("https://example.com/a?b=1"))
    page = response.content.decode()
    assert response.status_code == 200 and "Refresh" not in response.headers
    assert "<strong>example.com</strong>" in page and 'href="https://example.com/a?b=1"' in page


@pytest.mark.parametrize("query", ["", "?to=https://example.com/", "?to=https://example.com/&s=forged", "?to=javascript:alert(1)"])
def test_notice_of_leaving_refuses_addresses_that_are_not_ours_to_give(client, query):
    page = shown(client, "/leave/" + query, status=400)
    assert "不予跳转" in page and 'href="https://example.com' not in page


@pytest.mark.parametrize("address", ["/privacy/", "/accessibility/", "/feeds/"])
def test_notice_stands_in_the_footer_of_every_page(client, address):
    shown(client, address)
    assert f'href="{address}"' in shown(client, "/")


def test_robots_names_the_sitemap_and_keeps_out_of_the_desk(client):
    text = shown(client, "/robots.txt")
    assert "Sitemap: http://testserver/sitemap.xml" in text and "Disallow: /admin/" in text


def test_missing_page_offers_the_search_box(client):
    page = shown(client, "/no-such-page/", status=404)
    assert "没有找到这一页" in page and 'role="search"' in page


def test_failure_of_ours_has_a_page_that_needs_nothing_of_ours(settings):
    from cms.errors import server_error

    response = server_error(None)
    assert response.status_code == 500 and "暂时无法显示" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/policies/", "/directory/", "/no-such-page/"])
def test_public_page_allows_nothing_from_elsewhere_and_nothing_inline(client, address):
    policy = client.get(address)["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy


def test_public_page_sets_no_cookie(client):
    for address in ("/", "/policies/", reverse("places")):
        assert client.get(address).cookies == {}


def test_interface_is_english_behind_the_switch_and_documents_stay_chinese():
    client = Client()
    client.cookies["django_language"] = "en"
    factories.policy("关于流感防控的通知")
    page = shown(client, "/policies/")
    assert '<html lang="en"' in page and "Skip to content" in page
    assert 'lang="zh-Hans">关于流感防控的通知</a>' in page
