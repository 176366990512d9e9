"""The search page as a visitor meets it, without scripts."""

import re
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.utils import timezone

from disclosure import publication
from disclosure.models import Interpretation
from search import embedded_writer
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client):
    factories.home()
    return lambda q="", **params: client.get("/search/", {"q": q, **params})


@pytest.fixture
def policy(db):
    return factories.policy(
        "关于做好流感疫苗接种工作的通知", document_number="澄卫疾控〔2026〕77号", body="<p>六十五岁以上老年人免费接种流感疫苗。</p>"
    )


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_policy_found_by_half_a_number_is_linked(get, policy, rebuilt):
    rebuilt()
    response = get("澄卫疾控 2026 77")
    assert response.status_code == 200
    assert f'href="{policy.get_absolute_url()}"' in response.content.decode()
    assert "澄卫疾控〔2026〕77号" in words(response)
    assert "现行有效" in words(response)


def test_interpretation_stands_with_its_policy(get, policy, rebuilt):
    item = factories.interpretation(policy, title="一图读懂流感疫苗", form="graphic")
    rebuilt()
    response = get("流感疫苗")
    assert f'href="{item.get_absolute_url()}"' in response.content.decode()
    assert "图解" in words(response)


def test_words_are_marked_in_the_snippet(get, policy, rebuilt):
    rebuilt()
    assert "<mark>老年人</mark>" in get("老年人 疫苗").content.decode()


def test_facets_are_links_that_keep_the_question(get, policy, rebuilt):
    rebuilt()
    response = get("流感疫苗", type="policy")
    links = re.findall(r'href="\?([^"]+)"', response.content.decode())
    assert f"q={quote('流感疫苗')}&amp;type=policy&amp;year=2026" in links
    assert f"q={quote('流感疫苗')}" in links


def test_filter_alone_lists_what_there_is(get, policy, rebuilt):
    rebuilt()
    assert policy.title in words(get(type="policy"))


def test_empty_question_explains_itself(get):
    response = get()
    assert response.status_code == 200
    assert "文号" in words(response)


def test_nothing_found_is_said_with_a_way_on(get, policy, rebuilt):
    rebuilt()
    response = get("区块链元宇宙")
    assert response.status_code == 200
    assert "没有找到" in words(response)


@pytest.mark.parametrize(
    ("q", "sentence"),
    [("卫" * 10_000, "检索内容有 10000 个字，最多 300 个字，请缩短。"), ("+-*/()&&||", "没有看到可以检索的字词")],
    ids=["10000_characters", "operators_only"],
)
def test_senseless_question_gets_a_sentence(get, policy, rebuilt, q, sentence):
    rebuilt()
    response = get(q)
    assert response.status_code == 400
    assert sentence in words(response)


@pytest.mark.parametrize("page", [10**9, 2, "0", "-1", "x", "１", "9" * 400], ids=str)
def test_page_that_does_not_exist_gets_a_sentence(get, policy, rebuilt, page):
    rebuilt()
    response = get("流感疫苗", page=page)
    assert response.status_code == 404
    assert "页" in words(response)


@pytest.mark.parametrize("value", ["999999", "x", "<script>", "9" * 39, "9" * 10_000], ids=lambda value: value[:10])
@pytest.mark.parametrize("name", ["type", "column", "theme", "unit", "year", "validity"])
def test_unknown_filter_value_finds_nothing_or_is_refused(get, policy, rebuilt, name, value):
    rebuilt()
    response = get("流感疫苗", **{name: value})
    assert response.status_code == (400 if len(value) > 40 else 200)
    assert "<script>" not in response.content.decode()


def test_markup_in_a_question_is_shown_as_text(get, policy, rebuilt):
    rebuilt()
    page = get("<script>alert(1)</script>流感").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_unknown_sort_and_parameters_mean_nothing(get, policy, rebuilt):
    rebuilt()
    assert get("流感疫苗", sort="x", utm_source="y").status_code == 200


def test_page_says_that_the_engine_is_down_and_falls_back_to_the_database(get, policy):
    draft = factories.draft_policy("流感疫苗草稿")
    response = get("流感疫苗")
    assert response.status_code == 200
    assert "全文检索暂时不可用" in words(response)
    assert policy.title in words(response)
    assert draft.title not in words(response)


@pytest.mark.parametrize("written", ["澄卫疾控[2026]77", "澄卫疾控（2026）77号"])
def test_fallback_finds_a_document_number(get, policy, written):
    assert policy.title in words(get(written))


def test_damaged_index_is_a_fallback_not_an_error(get, policy, rebuilt, index_root):
    rebuilt()
    (embedded_writer.current(index_root / "public") / "meta.json").unlink()
    assert "全文检索暂时不可用" in words(get("流感疫苗"))


def test_withdrawn_policy_is_not_shown_though_the_index_still_has_it(get, policy, rebuilt):
    rebuilt()
    publication.withdraw(policy, "内容有误", factories.administrator(), timezone.now())
    assert policy.title not in words(get("流感疫苗"))


def test_withdrawn_interpretation_is_not_shown_though_the_index_still_has_it(get, policy, rebuilt):
    item = factories.interpretation(policy, title="一图读懂", body="<p>接种地点有误的内容</p>")
    rebuilt()
    Interpretation.objects.filter(pk=item.pk).update(live=False)
    page = words(get("接种地点"))
    assert policy.title in page
    assert "一图读懂" not in page and "有误的内容" not in page


def test_page_in_english_has_english_labels(client, policy, rebuilt):
    rebuilt()
    client.cookies["language"] = "en"
    assert client.get("/search/", {"q": "流感疫苗"}).status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_queries_of_the_page_do_not_grow_with_its_hits(get, rebuilt, django_assert_max_num_queries, count):
    for number in range(count):
        factories.interpretation(factories.policy(f"流感疫苗接种第{number}号"))
    rebuilt()
    get("流感疫苗")
    with django_assert_max_num_queries(14):
        get("流感疫苗")


def test_large_catalogue_is_paged_with_links(get, rebuilt):
    for number in range(25):
        factories.policy(f"流感疫苗第{number}号")
    rebuilt()
    first, second = get("流感疫苗"), get("流感疫苗", page=2)
    assert 'rel="next"' in first.content.decode()
    assert 'rel="prev"' in second.content.decode()
    assert len(re.findall(r'<h2 class="hit">', second.content.decode())) == 5


def test_rebuild_command_is_the_same_as_following_every_change(get, policy, work_outbox):
    work_outbox()
    followed = words(get("流感疫苗"))
    call_command("index", "--rebuild", verbosity=0)
    assert words(get("流感疫苗")) == followed
