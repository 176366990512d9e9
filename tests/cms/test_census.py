"""普查: each rule finds the fault that was planted, and nothing where none was."""

import json
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from wagtail.images import get_image_model
from wagtail.models import Site

from cms import census, census_night, registry, regulations
from cms.census import Finding, Rule
from cms.census_score import Weight
from cms.models import ArticlePage, Assignment, CensusDay, CensusRuleSetting, CensusSettings, ColumnPage, SiteIdentity
from tests import factories
from tests.factories import files
from tests.factories.neglect import article_of, column_updated, published_on, service_guide, well_kept_site
from tests.factories.site import SHANGHAI

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 1, tzinfo=SHANGHAI)
RULES = [code for code, _rule in registry.census_rules if code != "search-fails"]  # tests/search has an index


@pytest.fixture
def news():
    return well_kept_site(ON)


@pytest.fixture(autouse=True)
def without_search():
    settings = CensusSettings.load()
    CensusRuleSetting.objects.create(settings=settings, rule="search-fails", weight="warning", off=True, basis="测试没有索引")


def found(on: date = ON) -> dict:
    """What the report says: weight -> rule -> subjects."""
    said: dict[str, dict[str, list[str]]] = {}
    for entry in census.run(on).entries:
        said.setdefault(str(entry.weight), {})[entry.rule.code] = [finding.subject for finding in entry.findings]
    return said


def identity() -> SiteIdentity:
    return SiteIdentity.for_site(Site.objects.get(is_default_site=True))


def test_nothing_is_found_on_a_well_kept_site(news):
    assert found() == {}
    assert census.run(ON).score == 100


@pytest.mark.parametrize("code", RULES)
def test_rule_names_an_article_of_the_library(code):
    assert regulations.article(registry.census_rules.get(code).source).heading


# -- home page and columns ---------------------------------------------------------------------------------------------


def test_home_page_counts_on_the_fourteenth_day(news):
    assert found(date(2026, 12, 4))["veto"]["home-stale"] == ["首页"]


def test_home_page_is_warned_of_seven_days_before_it_counts(news):
    assert "home-stale" not in found(date(2026, 11, 26)).get("warning", {})
    report = census.run(date(2026, 11, 27))
    near = next(entry for entry in report.of(Weight.WARNING) if entry.rule.code == "home-stale")
    assert [(one.days_left, one.since) for one in near.findings] == [(7, date(2026, 12, 4))]


def test_home_page_is_new_by_a_policy_too(news):
    factories.policy(published_on=date(2026, 11, 25), written_on=date(2026, 11, 25))
    assert "home-stale" not in found(date(2026, 12, 4)).get("veto", {})


def test_four_stale_columns_warn_and_five_veto(news):
    for number in range(4):
        column_updated(f"动态{number}", date(2026, 11, 6), column_type="工作动态")
    four = [f"动态{number}" for number in range(4)]
    assert found() == {"warning": {"news-and-policy-columns-stale": four, "columns-stale": four}}
    column_updated("通知公告", date(2026, 5, 20), column_type="通知公告")
    assert found()["veto"] == {"news-and-policy-columns-stale": [*four, "通知公告"]}


def test_policy_column_of_the_first_level_counts_after_six_months_and_costs_five(news):
    column_updated("通知公告", date(2026, 5, 20), column_type="通知公告")
    report = census.run(ON)
    assert report.score == 95
    assert found()["deduction"] == {"policy-column-stale": ["通知公告"]}


def test_policy_column_below_the_first_level_does_not_count(news):
    column_updated("下级", date(2020, 5, 20), column_type="政策文件", under=news)
    assert found() == {}


def test_column_of_policies_is_new_by_its_newest_policy(news):
    column = factories.column("政策文件", column_type="政策文件", shows="policies", owner_unit=factories.unit("办公室"))
    factories.policy(column=column, published_on=date(2026, 11, 3), written_on=date(2026, 11, 3))
    assert found() == {}


@pytest.mark.parametrize(("day", "rules"), [(date(2026, 10, 22), {}), (date(2026, 10, 21), {"warning": {"columns-stale": ["培训"]}})])
def test_column_with_a_rule_of_its_own_is_late_after_its_days(news, day, rules):
    column_updated("培训", day, column_type="专题专栏", update_days=30)
    assert {w: r for w, r in found().items() if day == date(2026, 10, 21)} == rules


def test_ten_columns_that_should_have_been_updated_veto(news):
    for number in range(10):
        column_updated(f"专栏{number}", date(2026, 1, 5), column_type="专题专栏", update_days=30)
    assert found()["veto"] == {"columns-stale": [f"专栏{n}" for n in range(10)]}


def test_four_empty_columns_warn_and_five_veto(news):
    for number in range(4):
        factories.column(f"空{number}", column_type="专题专栏", owner_unit=factories.unit("办公室"))
    assert found() == {"warning": {"columns-empty": ["空0", "空1", "空2", "空3"]}}
    factories.column("空4", column_type="专题专栏", owner_unit=factories.unit("办公室"))
    assert found() == {"veto": {"columns-empty": ["空0", "空1", "空2", "空3", "空4"]}}


def test_draft_in_a_column_does_not_fill_it(news):
    column = factories.column("空", column_type="专题专栏", owner_unit=factories.unit("办公室"))
    factories.article(under=column, live=False)
    assert found() == {"warning": {"columns-empty": ["空"]}}


def test_column_without_owner_is_named(news):
    news.owner_unit = None
    news.save()
    assert found() == {"warning": {"column-without-owner": ["工作动态"]}}


# -- services, tags, footer, times -------------------------------------------------------------------------------------


def services():
    return factories.home().get_children().get(slug="services").specific


def test_guide_that_lacks_four_elements_is_a_veto_and_says_which(news):
    service_guide("办理诊所备案", services(), place="", fees="", hours=" ", telephone="")
    report = census.run(ON)
    assert report.score == 0 and not report.passed
    assert [(e.rule.code, f.evidence) for e in report.of(Weight.VETO) for f in e.findings] == [
        ("guide-lacks-many", "十项要素缺 4 项：办理地点、收费标准、办理时间、联系电话。")
    ]


def test_guide_that_lacks_three_elements_costs_a_point(news):
    service_guide("办理诊所备案", services(), place="", fees="", hours="")
    assert found() == {"deduction": {"guide-lacks-some": ["办理诊所备案"]}}
    assert census.run(ON).score == 99


def test_site_without_guides_is_a_veto_unless_it_has_no_services(news):
    for guide in services().get_children():
        guide.delete()
    article_of(ON, services())
    assert found()["veto"] == {"no-services": ["办事服务"]}
    CensusSettings.objects.update(without_services=True)
    assert "veto" not in found()


@pytest.mark.parametrize(("field", "rules"), [("name", {"site-tags"}), ("site_code", {"site-tags", "footer"}), ("icp_number", {"footer"})])
def test_missing_words_of_the_site_are_found_in_tags_and_footer(news, field, rules):
    kept = identity()
    setattr(kept, field, "")
    kept.save()
    assert set(found()["deduction"]) == rules


def test_column_without_its_type_and_article_without_its_source_lack_tags(news):
    column_updated("培训", ON, column_type="专题专栏")
    article_of(ON, news, title="无来源")
    ColumnPage.objects.filter(title="培训").update(column_type="")
    ArticlePage.objects.filter(title="无来源").update(source="")
    assert found() == {"deduction": {"page-tags": ["培训", "无来源"]}}


def test_time_of_publication_in_the_future_is_wrong(news):
    article_of(date(2026, 11, 21), news, title="明天的动态")
    assert found() == {"deduction": {"publication-time": ["明天的动态"]}}


def test_picture_without_alternative_text_is_found(news):
    picture = get_image_model().objects.create(title="图", file=ContentFile(files.picture(), "a.png"), width=1, height=1)
    article_of(ON, news, title="有文字", body=[("picture", {"image": picture, "alt": "门诊大厅", "caption": ""})])
    article_of(ON, news, title="无文字", body=[("picture", {"image": picture, "alt": " ", "caption": ""})])
    assert found() == {"warning": {"picture-without-text": ["无文字"]}}


# -- settings ----------------------------------------------------------------------------------------------------------


def test_weight_and_threshold_are_those_of_the_settings(news):
    factories.column("空", column_type="专题专栏", owner_unit=factories.unit("办公室"))
    rule = CensusRuleSetting(settings=CensusSettings.load(), rule="columns-empty", weight="deduction", points=4, least=1, basis="本省细则")
    rule.save()
    assert census.run(ON).score == 96


def test_findings_beyond_what_is_kept_are_counted(news):
    many = Rule("many", "很多", "inspection/veto-4", Weight.WARNING, lambda on: (Finding(str(n), f"第{n}", "", "缺") for n in range(700)))
    seen = []
    [entry] = census._weighed(many, ON, 7, seen.append)
    assert (entry.count, len(entry.findings), len(seen)) == (700, 500, 700)
    assert list(entry.shown())[-1].evidence == "还有 200 项没有逐一列出。"


# -- the command -------------------------------------------------------------------------------------------------------


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("census", "--on", "2026-11-20", *arguments, stdout=out)
    return out.getvalue()


def test_json_has_exactly_the_agreed_form(news):
    service_guide("办理诊所备案", services(), slug="clinic", place="", fees="", hours="", telephone="")
    news.owner_unit = None
    news.save()
    assert json.loads(printed("--json")) == {
        "on": "2026-11-20",
        "score": 0.0,
        "vetoes": [
            {
                "rule": "guide-lacks-many",
                "subject": "办理诊所备案 /services/clinic/",
                "since": None,
                "evidence": "十项要素缺 4 项：办理地点、收费标准、办理时间、联系电话。",
            }
        ],
        "deductions": [],
        "warnings": [{"rule": "column-without-owner", "subject": "工作动态 /news/", "since": None, "evidence": "没有责任单位。"}],
    }


def test_text_says_score_rule_and_page(news):
    column_updated("通知公告", date(2026, 5, 20), column_type="通知公告", slug="notices")
    said = printed()
    assert said.startswith("2026-11-20 普查：95.0 分，合格\n")
    assert "通知公告、政策文件栏目六个月没有更新（policy-column-stale） -5" in said
    assert "2026-11-20  通知公告 /notices/  最近一次更新是 2026-05-20。" in said


def test_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="“2026-13-40”不是有效的日期"):
        call_command("census", "--on", "2026-13-40")


# -- the night ---------------------------------------------------------------------------------------------------------


def test_night_keeps_one_day_and_makes_a_task_for_each_fault(news):
    officer = factories.person("承办部门", unit=factories.unit("行政审批处"))
    service_guide("办理诊所备案", services(), place="", fees="", hours="", telephone="")
    census_night.nightly(NOW)
    census_night.nightly(NOW)
    assert list(CensusDay.objects.values_list("on", "vetoes", "deductions", "warnings")) == [(ON, 1, 0, 0)]
    task = Assignment.objects.with_due().get()
    assert (task.title, task.owner, task.due_on) == ("办事指南缺少十项要素中的四项以上：办理诊所备案", officer, date(2026, 12, 4))


def test_mended_fault_closes_its_task_and_the_others_stay(news):
    guide = service_guide("办理诊所备案", services(), place="", fees="", hours="", telephone="")
    news.owner_unit = None
    news.save()
    census_night.record(NOW)
    guide.place = guide.fees = guide.hours = guide.telephone = "已补"
    guide.save()
    census_night.record(NOW)
    assert set(Assignment.objects.values_list("title", "state")) == {
        ("办事指南缺少十项要素中的四项以上：办理诊所备案", "closed"),
        ("栏目没有责任单位：工作动态", "open"),
    }


def test_stale_column_that_two_rules_count_makes_one_task_named_for_the_fault(news):
    column_updated("通知公告", date(2026, 5, 20), column_type="通知公告")
    census_night.record(NOW)
    assert list(Assignment.objects.values_list("title", flat=True)) == ["栏目没有按期更新：通知公告"]


def test_fault_that_is_only_near_makes_no_task(news):
    column_updated("动态", published_on(date(2026, 11, 8)).date(), column_type="工作动态")
    census_night.record(NOW)
    assert not Assignment.objects.exists()
