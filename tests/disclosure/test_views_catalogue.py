"""Lists: the catalogue with its facets, interpretations, the central list, plans, the year's rate."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.duties import STATUTORY_ITEMS
from cms.models import ColumnPage, Department
from disclosure.models import (
    AnnualReportsPage,
    DatedItem,
    GuidePage,
    PolicyAct,
    RequestPage,
    RulesPage,
    StatutoryContentPage,
    Theme,
)
from disclosure.rates import diversified_rate
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home():
    return factories.home()


def shown(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def titles(page: str) -> set[str]:
    return set(re.findall(r'lang="zh-Hans">(文件[^<]+)</a>', page))


@pytest.fixture
def shelf():
    """One document for each thing that can be asked for."""
    theme = Theme.objects.filter(parent__isnull=False).first()
    column = factories.column("政策措施", shows=ColumnPage.Shows.POLICIES)
    factories.policy("文件主题", theme=theme)
    factories.policy("文件栏目", column=column)
    factories.policy("文件机关", issuers=[factories.unit("市财政局", kind=Department.Kind.OUTSIDE)])
    factories.policy("文件年份", published_on=date(2019, 5, 6), written_on=date(2019, 5, 5))
    factories.policy("文件体裁", genre="公告")
    factories.policy("文件企业", for_enterprises=True, interpretation_waiver="图解正在制作", interpretation_due_on=date(2030, 1, 1))
    factories.policy("文件未施行", in_force_on=date(2099, 1, 1))
    factories.policy("文件失效", expires_on=date(2020, 1, 1))
    ended = factories.policy("文件废止")
    amended = factories.policy("文件修改")
    actor = factories.policy("文件决定", genre="决定")
    actor.acts = [
        PolicyAct(subject=ended, kind=PolicyAct.Kind.REPEALS, effective_on=date(2026, 5, 1)),
        PolicyAct(subject=amended, kind=PolicyAct.Kind.AMENDS, effective_on=date(2026, 5, 1)),
    ]
    actor.save_revision().publish()
    return {"theme": theme.pk, "parent": theme.parent_id, "column": column.pk, "unit": factories.unit("市财政局").pk}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("theme={theme}", {"文件主题"}),
        ("theme={parent}", {"文件主题"}),
        ("column={column}", {"文件栏目"}),
        ("unit={unit}", {"文件机关"}),
        ("year=2019", {"文件年份"}),
        ("genre=公告", {"文件体裁"}),
        ("audience=enterprises", {"文件企业"}),
        ("validity=not_yet", {"文件未施行"}),
        ("validity=expired", {"文件失效"}),
        ("validity=repealed", {"文件废止"}),
        ("validity=amended", {"文件修改"}),
        ("year=2026&genre=决定", {"文件决定"}),
        ("year=2019&genre=决定", set()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_catalogue_is_narrowed_by_each_facet(client, shelf, query, found):
    assert titles(shown(client, "/policies/?" + query.format(**shelf))) == found


def test_validity_of_the_list_is_that_of_the_rule(client, shelf):
    from disclosure.models import PolicyDocument, Validity

    today = timezone.localdate()
    for wanted in Validity.values:
        by_rule = {policy.pk for policy in PolicyDocument.objects.all() if policy.validity_on(today) == wanted}
        assert set(PolicyDocument.objects.having_validity(wanted, today).values_list("pk", flat=True)) == by_rule


def test_chosen_filter_stands_above_the_list_with_a_way_out(client, shelf):
    page = shown(client, "/policies/?year=2019&genre=通知")
    assert "年份：2019" in page and re.search(r'href="\?genre=%E9%80%9A%E7%9F%A5"', page)


def test_chosen_filter_that_finds_nothing_can_be_taken_back(client, shelf):
    page = shown(client, "/policies/?year=1990&genre=通知")
    assert "年份：1990" in page and re.search(r'href="\?genre=%E9%80%9A%E7%9F%A5"', page)


@pytest.mark.parametrize(
    "query", ["theme=abc", "year=0", "year=99999", "validity=maybe", "unit=-1", "genre=诗歌", "audience=cats", "page=0", "page=1000000000"]
)
def test_filter_or_page_that_does_not_exist_is_answered_with_a_sentence(client, query):
    page = shown(client, "/policies/?" + query, status=404)
    assert re.search(r'<p class="above-small">[^<]*(没有|页码)[^<]*</p>', page)


@pytest.mark.parametrize("query", ["year=0", "page=0", "page=1000000000"])
def test_sentence_is_in_the_language_of_the_visitor(client, query):
    chinese = re.search(r'<p class="above-small">([^<]+)</p>', shown(client, "/policies/?" + query, status=404))[1]
    client.cookies["django_language"] = "en"
    english = re.search(r'<p class="above-small">([^<]+)</p>', shown(client, "/policies/?" + query, status=404))[1]
    assert re.search("[一-鿿]", chinese) and not re.search("[一-鿿]", english)


def test_catalogue_without_matches_offers_to_clear_the_filters(client):
    page = shown(client, "/policies/?year=1999")
    assert "没有符合条件的文件" in page and "清除条件" in page


def test_list_shows_interpretations_beside_their_policy(client):
    item = factories.interpretation(factories.policy("文件甲"), title="一图看懂文件甲", form="graphic")
    page = shown(client, "/policies/")
    assert item.get_absolute_url() in page and "图解" in page


@pytest.mark.parametrize("address", ["/policies/", "/normative/?all=1", "/plans/?all=1", "/interpretations/", "/feeds/all/", "/"])
def test_list_names_only_what_is_public(client, address):
    policy = factories.policy("文件公开", normative=True, plan=True)
    factories.draft_policy("文件草稿", normative=True, plan=True)
    factories.draft_interpretation(policy, title="文件解读草稿")
    page = shown(client, address)
    assert "草稿" not in page


def test_central_list_shows_only_normative_documents_in_force_unless_asked(client, shelf):
    factories.policy("文件规范甲", normative=True, in_force_on=date(2026, 4, 1))
    factories.policy("文件规范乙", normative=True, in_force_on=date(2019, 4, 1))  # five years by default
    assert titles(shown(client, "/normative/")) == {"文件规范甲"}
    assert titles(shown(client, "/normative/?all=1")) == {"文件规范甲", "文件规范乙"}


def test_column_of_normative_documents_is_the_same_central_list(client):
    column = factories.column("行政规范性文件", shows=ColumnPage.Shows.NORMATIVE)
    factories.policy("文件规范甲", normative=True, in_force_on=date(2026, 4, 1))
    factories.policy("文件规范乙", normative=True, in_force_on=date(2019, 4, 1))
    assert titles(shown(client, column.url)) == {"文件规范甲"}
    assert titles(shown(client, column.url + "?all=1")) == {"文件规范甲", "文件规范乙"}


def test_plans_stand_together_on_one_page(client):
    factories.policy("文件规划", plan=True)
    factories.policy("文件其他")
    assert titles(shown(client, "/plans/")) == {"文件规划"}


def test_interpretations_are_narrowed_by_form_and_year(client):
    policy = factories.policy("文件甲")
    factories.interpretation(policy, title="文件图解", form="graphic")
    factories.interpretation(policy, title="文件文字", form="text")
    assert titles(shown(client, "/interpretations/?form=graphic")) == {"文件图解"}
    assert titles(shown(client, "/interpretations/?year=2025")) == set()
    shown(client, "/interpretations/?form=opera", status=404)


def test_rate_of_the_year_is_shown_with_the_policies_behind_each_figure(client):
    for number, form in enumerate(["text", "text", "graphic"]):
        factories.interpretation(factories.policy(f"文件{number}"), title=f"解读{number}", form=form)
    page = shown(client, "/interpretations/rate/?year=2026")
    assert f"{diversified_rate(2026).percent}%" in page and "33.3%" in page and "未达到目标" in page and "60%" in page
    assert titles(page) == {"文件0", "文件1", "文件2"}
    assert titles(shown(client, "/interpretations/rate/?year=2026&only=diversified")) == {"文件2"}


def test_year_without_interpretations_has_no_rate(client):
    assert "这一年还没有解读" in shown(client, "/interpretations/rate/?year=2020")


def test_platform_has_exactly_its_four_sub_columns_and_the_entry_to_applications(client):
    platform = factories.statutory_platform()
    rest = [
        (RulesPage, "政府信息公开制度"),
        (StatutoryContentPage, "法定主动公开内容"),
        (AnnualReportsPage, "政府信息公开年报"),
        (RequestPage, "依申请公开"),
    ]
    for kind, title in rest:
        platform.add_child(instance=kind(title=title))
    page = shown(client, platform.url)
    four = re.findall(r'<h2 class="plain"><a href="[^"]+">([^<]+)</a>', page)
    assert four == ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报"]
    assert "怎样申请" in page


def test_guide_shows_every_field_of_article_12(client):
    platform = factories.statutory_platform()
    guide = GuidePage.objects.child_of(platform).get()
    for name in GuidePage.REQUIRED:
        setattr(guide, name, f"要求{name}")
    guide.save()
    page = shown(client, guide.url)
    assert [name for name in GuidePage.REQUIRED if f"要求{name}" not in page] == []


def dated(title: str, kind: str, day: int) -> DatedItem:
    item = DatedItem(title=title, kind=kind, written_on=date(2026, 3, day), published_on=date(2026, 3, day), body="<p>略</p>")
    item.save()
    item.save_revision().publish()
    return item


def rows(page: str) -> list[str]:
    return re.findall(r'<a href="/dated/\d+/" lang="zh-Hans">([^<]+)</a>', page)


def test_column_of_dated_information_lists_its_kind_newest_first(client):
    for title, kind, day in (("旧预算", "budget", 2), ("新预算", "budget", 9), ("招标", "tender", 5)):
        dated(title, kind, day)
    column = factories.column("财政预算", shows=ColumnPage.Shows.DATED, dated_kind="budget")
    assert rows(shown(client, column.url)) == ["新预算", "旧预算"]


@pytest.mark.parametrize(("page_type", "kind"), [(RulesPage, "rules"), (AnnualReportsPage, "annual_report")], ids=["rules", "reports"])
def test_page_of_the_platform_lists_what_is_of_its_kind(client, page_type, kind):
    dated("应当在此", kind, 2)
    dated("不在此", "budget", 3)
    page = factories.statutory_platform().add_child(instance=page_type(title="子栏目"))
    assert rows(shown(client, page.url)) == ["应当在此"]


def test_statutory_content_names_item_owner_and_rule_of_each_column(client):
    content = factories.statutory_platform().add_child(instance=StatutoryContentPage(title="法定主动公开内容"))
    item, words = STATUTORY_ITEMS[0]
    factories.column("机构职能", under=content, statutory_item=item, owner_unit=factories.unit("人事处"), update_days=30)
    page = shown(client, content.url)
    assert [said for said in (str(words), "人事处", "每 30 天内更新") if said not in page] == []


@pytest.mark.parametrize("missing", GuidePage.REQUIRED)
def test_guide_that_lacks_a_field_of_article_12_is_not_published(missing):
    platform = factories.statutory_platform()
    guide = GuidePage.objects.child_of(platform).get()
    setattr(guide, missing, "")
    with pytest.raises(ValidationError) as refused:
        guide.save_revision().publish()
    assert list(refused.value.message_dict) == [missing]


def test_home_page_shows_the_newest_policies_with_their_interpretations(client):
    item = factories.interpretation(factories.policy("文件新"), title="一图看懂")
    page = shown(client, "/")
    assert "文件新" in page and item.get_absolute_url() in page and "查政策" in page


def test_unit_page_shows_what_it_issued(client):
    unit = factories.unit("疾控处")
    factories.policy("文件疾控", issuers=[unit])
    assert titles(shown(client, unit.get_absolute_url())) == {"文件疾控"}
