"""The standard catalogue: its editions, where its rows lead, the pages of the public and of the staff."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from cms import registry
from cms.duties import STATUTORY_ITEMS
from cms.gate import Refused
from cms.models import AuditRecord, ColumnPage
from disclosure import publication, standard_catalogue, standard_targets
from disclosure.models import StandardCatalogue, StandardRow
from disclosure.standard import limits
from tests import factories
from tests.factories.standard import NOW, release

pytestmark = pytest.mark.django_db
State = StandardRow.State
PAGE = "/standard-catalogue/"


@pytest.fixture(autouse=True)
def home():
    return factories.home()


def shown(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def state_of(**target) -> str:
    row = factories.standard_row(factories.standard_catalogue(published=False), **target)
    return standard_targets.resolve_row(row, NOW.date()).state


# -- a row ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"everyone": False}, "__all__"),
        ({"active": False}, "__all__"),
        ({"channels": []}, "channels"),
        ({"levels": []}, "levels"),
        ({"levels": ["省级"]}, "levels"),
        ({"sources": "有关规定"}, "sources"),
        ({"time_limits": []}, "time_limits"),
        ({"particular_who": "孕产妇"}, "particular_who"),
        ({"query": "year=2026", "address": "/x/"}, "page"),
        ({"field": "卫生/健康"}, "field"),
    ],
)
def test_row_that_says_too_little_or_too_much_is_refused(fields, name):
    with pytest.raises(ValidationError) as refused:
        factories.standard_row(factories.standard_catalogue(published=False), **fields)
    assert name in refused.value.message_dict


@pytest.mark.parametrize(("sources", "refused"), [("《政府信息公开条例》", True), ("《政府信息公开条例》\n《药品管理法》", False)])
def test_term_beyond_20_working_days_needs_another_law(sources, refused):
    late = [one.stored() for one in limits.read("40个工作日内")]
    draft = factories.standard_catalogue(published=False)
    if not refused:
        assert factories.standard_row(draft, sources=sources, time_limits=late).pk
        return
    with pytest.raises(ValidationError, match="第二十六条"):
        factories.standard_row(draft, sources=sources, time_limits=late)


def test_row_may_carry_several_limits(client):
    edition = factories.standard_catalogue(published=False)
    several = [one.stored() for one in limits.read("20个工作日内；结果信息7个工作日内")]
    factories.standard_row(edition, time_limits=several)
    release(edition)
    assert "20个工作日内<br>结果信息7个工作日内" in shown(client, PAGE)


# -- where it leads -------------------------------------------------------------------------------------------------


def test_row_opens_a_column_with_content():
    column = factories.column()
    factories.article(under=column)
    assert state_of(page=column) == State.OPEN


def test_row_of_a_column_without_content_is_empty():
    assert state_of(page=factories.column()) == State.EMPTY


def test_row_of_a_column_of_documents_is_judged_by_its_visible_documents():
    column = factories.column(shows=ColumnPage.Shows.POLICIES)
    factories.draft_policy(column=column)
    assert state_of(page=column) == State.EMPTY


def test_row_of_an_unpublished_page_is_unpublished():
    assert state_of(page=factories.article(live=False)) == State.UNPUBLISHED


def test_row_opens_a_query_that_finds_documents():
    factories.policy()
    assert state_of(query="year=2026") == State.OPEN


def test_row_of_a_query_that_finds_nothing_is_empty():
    factories.policy()
    assert state_of(query="year=1999") == State.EMPTY


def test_row_opens_an_outside_address():
    assert state_of(address="https://www.gov.cn/zhengce/") == State.OPEN


def test_row_opens_a_public_document_by_its_address():
    assert state_of(address=factories.policy().get_absolute_url()) == State.OPEN


def test_row_of_a_document_that_was_taken_down_is_unpublished():
    policy = factories.policy()
    publication.withdraw(policy, "有误", factories.administrator(), NOW)
    assert state_of(address=policy.get_absolute_url()) == State.UNPUBLISHED


@pytest.mark.parametrize("address", ["/no-such-page/", "/policies/x/"])
def test_row_of_an_address_that_is_none_of_ours_leads_nowhere(address):
    assert state_of(address=address) == State.NOTHING


def test_row_of_redirects_in_a_circle_leads_nowhere():
    Redirect.objects.create(old_path="/a", redirect_link="/b")
    Redirect.objects.create(old_path="/b", redirect_link="/a")
    assert state_of(address="/a") == State.NOTHING


def test_row_without_a_target_leads_nowhere():
    assert state_of() == State.NOTHING


def test_row_on_request_alone_needs_no_target():
    assert state_of(active=False, on_request=True) == State.ON_REQUEST


def test_row_whose_page_is_deleted_leads_nowhere():
    article = factories.article()
    row = factories.standard_row(factories.standard_catalogue(published=False), page=article)
    article.delete()
    row.refresh_from_db()
    assert standard_targets.resolve_row(row, NOW.date()).state == State.NOTHING


# -- the check ------------------------------------------------------------------------------------------------------


def test_check_keeps_what_it_found_and_counts_it():
    edition = factories.standard_catalogue(published=False)
    row = factories.standard_row(edition, page=factories.article())
    factories.standard_row(edition)
    report = standard_catalogue.check(edition, NOW)
    row.refresh_from_db()
    assert (row.state, report.unresolved, report.changed) == (State.OPEN, 1, 2)


def test_check_that_runs_twice_changes_nothing():
    edition = factories.standard_catalogue(rows=2)
    assert standard_catalogue.check(edition, NOW + timedelta(hours=1)).changed == 0


def test_check_asks_once_for_rows_that_lead_to_the_same():
    edition, column = factories.standard_catalogue(published=False), factories.column()
    for _ in range(3):
        factories.standard_row(edition, page=column)
    with CaptureQueriesContext(connection) as few:
        standard_catalogue.check(edition, NOW)
    for _ in range(30):
        factories.standard_row(edition, page=column)
    StandardRow.objects.filter(catalogue=edition).found(State.UNCHECKED)
    with CaptureQueriesContext(connection) as many:
        standard_catalogue.check(edition, NOW)
    assert len(many) == len(few)


def test_nightly_job_finds_that_a_page_was_unpublished():
    edition, article = factories.standard_catalogue(published=False), factories.article()
    row = factories.standard_row(edition, page=article)
    release(edition)
    article.unpublish()
    path, _seconds = registry.periodic.get("standard-catalogue")
    assert path == "disclosure.standard_catalogue.check_current"
    standard_catalogue.check_current(NOW)
    row.refresh_from_db()
    assert row.state == State.UNPUBLISHED


# -- editions -------------------------------------------------------------------------------------------------------


def test_edition_without_rows_is_not_published():
    with pytest.raises(Refused, match="没有条目"):
        standard_catalogue.publish(factories.standard_catalogue(published=False), None, NOW)


def test_row_without_an_owner_stands_against_publishing():
    draft = factories.standard_catalogue(published=False)
    factories.standard_row(draft, unit=None)
    with pytest.raises(Refused, match="没有责任单位"):
        standard_catalogue.publish(draft, None, NOW)


def test_later_edition_needs_a_change_notice():
    factories.standard_catalogue(rows=1)
    later = factories.standard_catalogue(rows=1, published=False)
    with pytest.raises(Refused, match="变更说明"):
        standard_catalogue.publish(later, None, NOW)


def test_publication_is_recorded():
    edition = factories.standard_catalogue(rows=1, published=False)
    standard_catalogue.publish(edition, factories.administrator(), NOW)
    assert AuditRecord.objects.filter(action="standard.publish", object_id=str(edition.pk)).exists()


def test_edition_is_published_once():
    edition = factories.standard_catalogue(rows=1)
    with pytest.raises(Refused, match="已经公布"):
        standard_catalogue.publish(edition, None, NOW)


def test_new_edition_begins_with_the_rows_of_the_old_one():
    edition = factories.standard_catalogue(rows=3)
    made = standard_catalogue.begin(edition, edition.year, None)
    assert (made.edition, made.rows.count(), edition.rows.count()) == (edition.edition + 1, 3, 3)


def test_second_draft_is_not_begun_before_the_first_is_public():
    edition = factories.standard_catalogue(rows=1)
    standard_catalogue.begin(edition, edition.year, None)
    with pytest.raises(Refused, match="还没有公布"):
        standard_catalogue.begin(edition, edition.year, None)


def test_change_notice_counts_what_is_new_gone_and_changed():
    edition = factories.standard_catalogue(rows=3)
    made = standard_catalogue.begin(edition, edition.year, None)
    first, second, _third = made.rows.in_order()
    first.delete()
    second.content = "新的内容"
    second.save()
    factories.standard_row(made, second_item="全新的事项")
    release(made)
    assert made.changes["counts"] == {"added": 1, "removed": 1, "changed": 1}
    assert made.changes["changed"] == [["公共卫生服务 › 服务事项2", ["content"]]]


# -- the public's pages ---------------------------------------------------------------------------------------------


def test_page_says_so_where_nothing_is_published(client):
    factories.standard_catalogue(rows=1, published=False)
    assert "标准目录还没有公布" in shown(client, PAGE)


def test_row_leads_with_one_click_to_its_content(client):
    edition, article = factories.standard_catalogue(published=False), factories.article()
    row = factories.standard_row(edition, page=article)
    release(edition)
    assert f'<a href="{row.get_absolute_url()}">' in shown(client, PAGE)
    assert client.get(row.get_absolute_url()).headers["Location"] == article.get_url()


def test_row_that_leads_nowhere_says_being_completed_and_is_no_link(client):
    row = factories.standard_row(edition := factories.standard_catalogue(published=False))
    release(edition)
    page = shown(client, PAGE)
    assert "建设中" in page and row.get_absolute_url() not in page


def test_address_of_a_row_that_leads_nowhere_names_whom_to_ask(client):
    row = factories.standard_row(edition := factories.standard_catalogue(published=False), telephone="0899-0000 0101")
    release(edition)
    page = shown(client, row.get_absolute_url())
    assert "建设中" in page and "0899-0000 0101" in page and str(row.unit) in page


def test_click_finds_out_that_the_page_was_unpublished_a_minute_ago(client):
    row = factories.standard_row(edition := factories.standard_catalogue(published=False), page=(article := factories.article()))
    release(edition)
    article.unpublish()
    assert "建设中" in shown(client, row.get_absolute_url())


def test_outside_address_is_left_over_the_notice(client):
    row = factories.standard_row(edition := factories.standard_catalogue(published=False), address="https://example.org/a")
    release(edition)
    assert client.get(row.get_absolute_url()).headers["Location"].startswith("/leave/?to=https%3A%2F%2Fexample.org")


def test_row_of_a_draft_has_no_public_address(client):
    row = factories.standard_row(factories.standard_catalogue(published=False))
    shown(client, row.get_absolute_url(), 404)


@pytest.fixture
def table():
    """A table with one row for each thing that can be asked for."""
    edition = factories.standard_catalogue(published=False)
    article = factories.article()
    for name, fields in {
        "条目领域": {"field": "财政预决算"},
        "条目一级": {"first_item": "行政许可"},
        "条目单位": {"unit": factories.unit("监督处")},
        "条目申请": {"on_request": True, "active": False},
        "条目可开": {"page": article},
        "条目内容": {"content": "母婴保健"},
    }.items():
        factories.standard_row(edition, second_item=name, **fields)
    release(edition)
    return {"unit": factories.unit("监督处").pk}


def items(page: str) -> set[str]:
    return {word for word in ("条目领域", "条目一级", "条目单位", "条目申请", "条目可开", "条目内容") if word in page}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("field=财政预决算", {"条目领域"}),
        ("first=行政许可", {"条目一级"}),
        ("unit={unit}", {"条目单位"}),
        ("mode=on_request", {"条目申请"}),
        ("state=open", {"条目可开", "条目申请"}),
        ("q=母婴", {"条目内容"}),
        ("q=公共卫生+母婴", {"条目内容"}),
    ],
)
def test_table_is_narrowed(client, table, query, found):
    assert items(shown(client, f"{PAGE}?{query.format(**table)}")) == found


@pytest.mark.parametrize("query", ["unit=x", "mode=x", "state=x", "page=0", "page=9"])
def test_filter_that_cannot_be_is_not_found(client, table, query):
    shown(client, f"{PAGE}?{query}", 404)


def test_facets_count_the_rows(client, table):
    assert '财政预决算</span><span class="count">1</span>' in shown(client, PAGE)


def test_table_is_paged(client):
    edition = factories.standard_catalogue(rows=25)
    assert "第 2 / 2 页" in shown(client, f"{edition.get_absolute_url()}?page=2")


def test_earlier_edition_keeps_its_address_and_says_that_it_is_old(client):
    old = factories.standard_catalogue(rows=1)
    factories.standard_catalogue(rows=1)
    assert "这是以前的版本" in shown(client, old.get_absolute_url())


def test_change_notice_is_public(client):
    factories.standard_catalogue(rows=1)
    factories.standard_catalogue(rows=2, change_notice="按国家指引增加一项。")
    page = shown(client, PAGE)
    assert "按国家指引增加一项。" in page and "新增 1 条，删去 0 条，修改 0 条" in page


def test_page_asks_the_same_with_two_and_with_two_hundred_rows():
    edition = factories.standard_catalogue(rows=2)
    few = queries_of(PAGE)
    rows = [StandardRow(catalogue=edition, position=n + 3, field=f"领域{n % 9}", first_item=f"事项{n % 30}") for n in range(200)]
    for number, row in enumerate(rows):
        row.unit = factories.unit(f"第{number % 5}处")
    StandardRow.objects.bulk_create(rows)
    assert queries_of(PAGE) == few <= 12


def queries_of(address: str) -> int:
    Client().get(address)  # what is asked once in the life of a process
    client = Client()
    client.get("/robots.txt")  # loads the middleware
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_page_is_made_anew_when_a_check_finds_something_else(client):
    edition, article = factories.standard_catalogue(published=False), factories.article()
    row = factories.standard_row(edition, page=article)
    release(edition)
    assert row.get_absolute_url() in shown(client, PAGE)
    article.unpublish()
    standard_catalogue.check(edition, NOW)
    assert row.get_absolute_url() not in shown(client, PAGE)


def test_coverage_counts_by_field_and_by_unit(client, table):
    page = shown(client, f"{PAGE}coverage/")
    assert "5 条中可以打开 2 条" in page and "1 条中可以打开 0 条" in page


def test_coverage_names_each_duty_without_a_row(client):
    edition = factories.standard_catalogue(published=False)
    for code, _name in STATUTORY_ITEMS[1:]:
        factories.standard_row(edition, statutory_item=code)
    release(edition)
    assert standard_catalogue.missing_duties(edition) == [STATUTORY_ITEMS[0]]
    assert str(STATUTORY_ITEMS[0][1]) in shown(client, f"{PAGE}coverage/")


def test_coverage_names_the_owner_of_what_cannot_be_opened(client):
    factories.standard_row(edition := factories.standard_catalogue(published=False), unit=factories.unit("监督处"))
    release(edition)
    assert "监督处" in shown(client, f"{PAGE}coverage/")


def test_sitemap_has_the_catalogue_and_its_editions(client):
    edition = factories.standard_catalogue(rows=1)
    page = shown(client, "/sitemap-standard-catalogue.xml")
    assert f"http://testserver{PAGE}</loc>" in page and edition.get_absolute_url() in page


# -- the staff's screens ---------------------------------------------------------------------------------------------


@pytest.fixture
def officer(client):
    client.force_login(factories.person("信息公开工作人员"))


def test_edition_at_a_glance_names_row_state_and_owner(client, officer):
    edition = factories.standard_catalogue(rows=1)
    page = shown(client, reverse("standard_desk", args=[edition.pk]))
    assert "公共卫生服务 › 服务事项1" in page and "没有指向任何内容" in page and "澄江市卫生健康委员会" in page


def test_check_is_made_on_demand(client, officer):
    edition = factories.standard_catalogue(published=False)
    row = factories.standard_row(edition, page=factories.article())
    client.post(reverse("standard_desk_check", args=[edition.pk]))
    row.refresh_from_db()
    assert row.state == State.OPEN


def test_refusal_is_told_on_the_page(client):
    client.force_login(factories.person("信息公开机构负责人"))
    draft = factories.standard_catalogue(published=False)
    response = client.post(reverse("standard_desk_publish", args=[draft.pk]), follow=True)
    assert "目录还没有条目" in response.content.decode()


def row_form(row: StandardRow, **changes) -> dict:
    names = ("field", "first_item", "second_item", "content", "sources", "bodies", "telephone", "query", "address")
    data = {name: getattr(row, name) for name in names}
    data |= {"time_limits": limits.written(row.time_limits), "channels": row.channels, "levels": row.levels, "unit": row.unit_id}
    data |= {name: "on" for name in ("everyone", "active", "on_request", "particular") if getattr(row, name)}
    return data | changes


def edit(client, row: StandardRow, **changes):
    return client.post(reverse("standard-rows:edit", args=[row.pk]), row_form(row, **changes))


def test_editor_ties_a_row_to_a_page_by_its_address(client, officer):
    row = factories.standard_row(factories.standard_catalogue(published=False))
    article = factories.article()
    edit(client, row, address=article.get_url())
    row.refresh_from_db()
    assert (row.page_id, row.address, row.state) == (article.pk, "", State.OPEN)


def test_editor_is_told_of_a_limit_that_says_no_time(client, officer):
    row = factories.standard_row(factories.standard_catalogue(published=False))
    assert "没有写明期限" in edit(client, row, time_limits="尽快").content.decode()


def test_what_a_published_edition_promises_is_not_changed(client, officer):
    edition = factories.standard_catalogue(rows=1)
    row = edition.rows.get()
    assert "这一版已经公布" in edit(client, row, content="另外的内容").content.decode()
    row.refresh_from_db()
    assert row.content != "另外的内容"


def test_what_a_published_row_opens_may_be_mended(client, officer):
    row = factories.standard_catalogue(rows=1).rows.get()
    edit(client, row, address="https://www.gov.cn/")
    row.refresh_from_db()
    assert (row.address, row.state) == ("https://www.gov.cn/", State.OPEN)


def test_row_is_added_to_the_draft(client, officer):
    draft = factories.standard_catalogue(published=False)
    template = StandardRow(catalogue=draft, field="卫生健康", first_item="新", content="内容", sources="ogi/20", bodies="委机关")
    template.time_limits, template.channels, template.levels = [], ["website"], ["市级"]
    client.post(reverse("standard-rows:add"), row_form(template, time_limits="20个工作日内", unit=factories.unit("监督处").pk))
    assert list(draft.rows.values_list("first_item", "position")) == [("新", 1)]


def test_published_row_is_not_deleted(client, officer):
    row = factories.standard_catalogue(rows=1).rows.get()
    client.post(reverse("standard-rows:delete", args=[row.pk]))
    assert StandardRow.objects.filter(pk=row.pk).exists()


def test_lists_of_editions_and_rows_open(client, officer):
    edition = factories.standard_catalogue(rows=2)
    assert reverse("standard_desk", args=[edition.pk]) in shown(client, reverse("standard-catalogues:index"))
    assert "服务事项2" in shown(client, f"{reverse('standard-rows:index')}?catalogue={edition.pk}&q=服务事项2")


def test_new_year_is_begun_from_the_screen(client, officer):
    edition = factories.standard_catalogue(rows=1)
    client.post(reverse("standard_desk_begin", args=[edition.pk]), {"year": 2027})
    assert StandardCatalogue.objects.get(year=2027).rows.count() == 1
