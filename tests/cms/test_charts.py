"""统计图: the same figures in the table, in the bars and in the CSV."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.charts import Bar, Chart
from disclosure import statistics
from tests import factories


def chart(*rows, **more) -> Chart:
    return Chart("c", "图", "月份", ("甲", "乙"), rows, **more)


def test_longest_bar_is_that_of_the_largest_value():
    [first, second] = chart(("1月", (4, 1)), ("2月", (None, 2)), unit="件").lines
    assert first.bars == (Bar("4件", 100), Bar("1件", 25, series=1))
    assert second.bars == (Bar("—", 0), Bar("2件", 50, series=1))


def test_shares_stand_one_behind_the_other():
    [line] = chart(("1月", (3, 1)), shares=True).lines
    assert line.bars == (Bar("3（75%）", 75, 0, 0), Bar("1（25%）", 25, 75, 1))


def test_chart_of_nothing_says_so():
    assert chart(("1月", (0, None))).empty and not chart(("1月", (0, 1))).empty


@pytest.mark.django_db
def test_figures_count_what_is_public_by_month_unit_and_form():
    issuer, publisher = factories.unit("卫健委"), factories.unit("办公室")
    policy = factories.policy(issuers=[issuer], written_on=date(2026, 3, 2), published_on=date(2026, 3, 4))
    factories.policy(publisher=publisher, written_on=date(2026, 5, 4), published_on=date(2026, 5, 6))
    factories.interpretation(policy, published_on=date(2026, 3, 5), form="graphic")
    factories.draft_policy()
    months = dict(statistics.by_month(2026).rows)
    assert (months["3月"], months["5月"], months["4月"]) == ((1, 1, 0), (1, 0, 0), (0, 0, 0))
    assert set(statistics.by_unit(2026).rows) == {("卫健委", (1, 0, 0)), ("办公室", (1, 0, 0)), ("没有写明", (0, 1, 0))}
    assert dict(statistics.forms(2026).rows)["图解"] == (1,)
    assert statistics.by_month(2025).empty


@pytest.mark.django_db
def test_timeliness_tells_what_was_late_from_what_was_in_time():
    factories.policy(written_on=date(2026, 3, 2), published_on=date(2026, 3, 30))
    factories.policy(written_on=date(2026, 2, 27), published_on=date(2026, 3, 31))
    assert dict(statistics.in_time(2026).rows)["3月"] == (1, 1)


@pytest.mark.django_db
def test_public_page_has_a_table_for_each_chart_and_no_style_of_its_own(client):
    year = timezone.localdate().year
    factories.policy(published_on=date(year, 1, 5), written_on=date(year, 1, 4))
    page = client.get(reverse("statistics")).content.decode()
    assert '<th scope="row">1月</th><td><span class="value">1</span><svg class="bars"' in page
    assert "style=" not in page.partition("<main")[2]
    assert client.get(reverse("statistics") + "?year=1899").status_code == 404


@pytest.mark.django_db
def test_csv_gives_the_figures_of_the_chart(client):
    year = timezone.localdate().year
    factories.policy(published_on=date(year, 1, 5), written_on=date(year, 1, 4))
    text = client.get(reverse("statistics_csv", args=["published-by-month"])).content.decode("utf-8-sig")
    assert text.splitlines()[:3] == ["月份,政策文件,政策解读,其他信息", "1月,1,0,0", "2月,0,0,0"]
    assert client.get(reverse("statistics_csv", args=["nothing"])).status_code == 404


@pytest.mark.django_db
def test_desk_shows_the_same_charts(client):
    client.force_login(factories.person("领导"))
    assert "逐月公开的信息" in client.get(reverse("desk_statistics")).content.decode()
