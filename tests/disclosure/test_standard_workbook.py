"""The workbook of the standard catalogue: read, refused to the cell, seen as differences, taken, written again."""

import io

import openpyxl
import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from cms.gate import Refused
from disclosure import standard_import
from disclosure.models import StandardRow, StandardUpload
from disclosure.standard import reading, writing
from tests import factories
from tests.factories.files import PROGRAM
from tests.factories.standard import NOW
from tests.factories.workbooks import BODY, HEAD, HEAD_MERGES, entry, workbook

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def units():
    factories.home()
    return factories.unit(BODY), factories.unit("澄江市卫生健康委员会监督处", short_name="监督处")


def read(*entries, **options) -> reading.Reading:
    return reading.read(workbook(*entries, **options), TODAY)


def faults(*entries, **options) -> list[str]:
    return read(*entries, **options).faults


def taken(catalogue, content: bytes):
    shown = standard_import.preview(catalogue, content, "目录.xlsx", factories.administrator(), NOW)
    assert shown.reading.faults == []
    return standard_import.take(shown.upload, factories.administrator(), NOW)


# -- read ---------------------------------------------------------------------------------------------------------


def test_row_is_read_with_all_of_its_columns(units):
    (row,) = read(entry()).rows
    assert (row.field, row.first_item, row.second_item) == ("卫生健康", "公共卫生服务", "服务事项1")
    assert (row.channels, row.everyone, row.particular, row.active, row.on_request) == (["website"], True, False, True, False)
    assert (row.levels, row.unit_id, row.time_limits[0]["number"]) == (["市级", "县级"], units[0].pk, 20)


def test_items_that_are_merged_down_belong_to_every_row():
    second = entry(2, None, None)
    assert [str(row) for row in read(entry(1), second, merges=["B4:B5", "C4:C5"]).rows] == ["公共卫生服务 › 服务事项1"] * 2


def test_group_of_people_is_kept_by_name():
    (row,) = read(entry(), cells=[("J4", "√（孕产妇）")]).rows
    assert (row.particular, row.particular_who) == (True, "孕产妇")


def test_note_below_the_table_is_no_row():
    assert len(read(entry(), ["备注：本目录由办公室解释。"], merges=["A5:O5"]).rows) == 1


def test_optional_columns_are_read_wherever_they_stand(units):
    head = [["部门", *HEAD[0], "咨询电话"], [None, *HEAD[1], None]]
    (row,) = read(["监督处", *entry(), "0899-0000 0118"], head=head, head_merges=["C2:D2", "J2:K2", "L2:M2", "N2:O2"]).rows
    assert (row.unit_id, row.telephone) == (units[1].pk, "0899-0000 0118")


def test_levels_are_those_of_the_head():
    head = [HEAD[0], [*HEAD[1][:12], "区级", "街镇", None]]
    assert read(entry(), head=head).levels == ["区级", "街镇"]


def test_link_to_a_page_of_ours_becomes_the_page():
    column = factories.column("预决算", slug="budgets")
    (row,) = read(entry(link="/budgets/")).rows
    assert (row.page_id, row.query, row.address) == (column.pk, "", "")


def test_link_to_the_library_becomes_a_query():
    (row,) = read(entry(link="/policies/?year=2026")).rows
    assert (row.page_id, row.query, row.address) == (None, "year=2026", "")


# -- refused, with the cell ----------------------------------------------------------------------------------------


def test_row_shifted_to_the_right_names_the_cell_and_says_so():
    shifted = entry()
    shifted[5:5] = [None]
    found = faults(shifted)
    assert any("F4" in sentence and "向右错了一列" in sentence for sentence in found)


def test_formula_names_its_cell():
    (sentence,) = faults(entry(), cells=[("F4", '=CONCATENATE("20","个工作日")')])
    assert "F4" in sentence and "公式" in sentence


@pytest.mark.parametrize(
    ("area", "words"),
    [("D4:E4", "跨了几列"), ("B3:B4", "跨过了表头"), ("C5:C6", "超出了它的一级事项")],
    ids=["columns", "head", "items"],
)
def test_merged_cells_that_do_not_match_name_their_range(area, words):
    merges = [area, "B4:B5"] if area == "C5:C6" else [area]
    head_merges = [merge for merge in HEAD_MERGES if merge != "B2:C2"] if area == "B3:B4" else HEAD_MERGES
    head = [HEAD[0][:2] + ["公开事项"] + HEAD[0][3:], HEAD[1]] if area == "B3:B4" else HEAD
    found = faults(entry(1), entry(2), entry(3), merges=merges, head_merges=head_merges, head=head)
    assert any(area in sentence and words in sentence for sentence in found)


def test_head_merged_over_the_wrong_columns_names_the_cell():
    wrong = ["A2:A3", "B2:C2", "I2:I3", "J2:K2"]
    head = [[*HEAD[0][:8], "公开对象", "公开方式", None, None, "公开层级", None, "公开链接"], HEAD[1]]
    assert any("J3" in sentence and "公开对象" in sentence for sentence in faults(entry(), head=head, head_merges=wrong))


def test_missing_column_is_named():
    head = [[*HEAD[0][:4], None, *HEAD[0][5:]], HEAD[1]]
    assert any("公开依据" in sentence for sentence in faults(entry(), head=head, head_merges=[]))


def test_unknown_column_is_named():
    head = [[*HEAD[0][:14], "经办人签字"], HEAD[1]]
    assert any("O3" in sentence and "经办人签字" in sentence for sentence in faults(entry(), head=head))


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        ("B4", None, "没有写一级事项"),
        ("E4", "有关规定", "没有写明文件"),
        ("F4", "40个工作日内", "第二十六条"),
        ("H4", "■大喇叭", "不认识的公开渠道"),
        ("I4", "全部", "应打 √"),
        ("K4", None, "公开方式没有勾选"),
        ("O4", "javascript:alert(1)", "http(s)"),
        ("O4", "/policies/?theme=abc", "没有这个筛选条件"),
    ],
)
def test_wrong_cell_is_named_with_what_is_wrong(cell, value, words):
    found = faults(entry(), cells=[(cell, value)])
    assert any(cell in sentence and words in sentence for sentence in found)


def test_term_beyond_article_26_is_taken_when_another_law_is_cited():
    assert faults(entry(), cells=[("F4", "40个工作日内"), ("E4", "《药品管理法》第八条")]) == []


def test_link_back_to_the_catalogue_names_its_cell():
    (sentence,) = faults(entry(link="/standard-catalogue/rows/12/"))
    assert "O4" in sentence and "绕了一圈" in sentence


def test_link_that_goes_round_in_redirects_names_its_cell():
    Redirect.objects.create(old_path="/a", redirect_link="/b")
    Redirect.objects.create(old_path="/b", redirect_link="/a")
    (sentence,) = faults(entry(link="/a"))
    assert "O4" in sentence and "绕了一圈" in sentence


def test_more_rows_than_can_be_taken_are_refused_with_the_row(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    with pytest.raises(reading.Unreadable, match="3 行"):
        read(*[entry(number) for number in range(5)])


def test_what_is_no_workbook_is_refused():
    with pytest.raises(reading.Unreadable, match="XLSX"):
        reading.read(b"%PDF-1.4", TODAY)


# -- seen, then taken ----------------------------------------------------------------------------------------------


def test_preview_writes_no_row():
    draft = factories.standard_catalogue(published=False)
    shown = standard_import.preview(draft, workbook(), "目录.xlsx", factories.administrator(), NOW)
    assert len(shown.found.added) == 1
    assert not StandardRow.objects.exists()


def test_preview_with_faults_can_not_be_confirmed():
    draft = factories.standard_catalogue(published=False)
    standard_import.preview(draft, workbook(cells=[("F4", "尽快")]), "目录.xlsx", factories.administrator(), NOW)
    assert not StandardUpload.objects.exists()


def test_confirmed_workbook_is_in_the_draft():
    draft = factories.standard_catalogue(published=False)
    taken(draft, workbook(entry(1), entry(2)))
    assert list(draft.rows.in_order().values_list("position", "second_item")) == [(1, "服务事项1"), (2, "服务事项2")]


def test_second_import_keeps_what_is_the_same_under_its_address():
    draft = factories.standard_catalogue(published=False)
    taken(draft, workbook(entry(1), entry(2), entry(3)))
    kept = draft.rows.get(second_item="服务事项3").pk
    found = taken(draft, workbook(entry(1, second="新事项"), entry(3), cells=[("D5", "改过的内容")]))
    assert (len(found.added), len(found.removed), len(found.changed)) == (1, 2, 1)
    assert draft.rows.get(pk=kept).content == "改过的内容"


def test_draft_that_changed_after_the_preview_is_left_alone():
    draft = factories.standard_catalogue(published=False)
    shown = standard_import.preview(draft, workbook(), "目录.xlsx", factories.administrator(), NOW)
    factories.standard_row(draft)
    with pytest.raises(Refused, match="预览之后"):
        standard_import.take(shown.upload, factories.administrator(), NOW)
    assert draft.rows.count() == 1


def test_published_edition_takes_no_workbook():
    edition = factories.standard_catalogue(rows=1)
    with pytest.raises(Refused, match="已经公布"):
        standard_import.preview(edition, workbook(), "目录.xlsx", factories.administrator(), NOW)


# -- written again -------------------------------------------------------------------------------------------------


def exported(catalogue) -> bytes:
    file = io.BytesIO()
    writing.write(catalogue, catalogue.rows.select_related("unit", "page").in_order().iterator(chunk_size=100), file)
    return file.getvalue()


def test_export_read_again_changes_nothing():
    draft = factories.standard_catalogue(published=False)
    factories.column("预决算", slug="budgets")
    rows = [entry(1, link="/budgets/"), entry(2, link="/policies/?year=2026"), entry(3, link="https://www.gov.cn/a"), entry(4, "其他")]
    taken(draft, workbook(*rows, cells=[("J4", "孕产妇"), ("F4", "20个工作日内；结果7个工作日内"), ("H4", "■其他：微信群")]))
    again = reading.read(exported(draft), TODAY)
    assert again.faults == []
    assert not standard_import.differences.compare(draft.rows.in_order(), again.rows, standard_import.COMPARED)


def test_export_is_the_same_file_after_it_was_imported_again():
    draft = factories.standard_catalogue(published=False)
    taken(draft, workbook(entry(1), entry(2), entry(3, "其他")))
    first = cells_of(exported(draft))
    other = factories.standard_catalogue(published=False)
    taken(other, exported(draft))
    assert cells_of(exported(other)) == first


def cells_of(content: bytes) -> tuple:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()], sorted(map(str, sheet.merged_cells.ranges))


def test_export_has_the_usual_head():
    draft = factories.standard_catalogue(rows=2, published=False)
    values, merges = cells_of(exported(draft))
    assert values[1][:10] == ["序号", "公开事项", None, *HEAD[0][3:8], "公开对象", None]
    assert {"B2:C2", "I2:J2", "K2:L2", "M2:N2", "B4:B5"} <= set(merges)


def test_content_that_looks_like_a_formula_is_exported_as_text():
    draft = factories.standard_catalogue(published=False)
    factories.standard_row(draft, content='=HYPERLINK("http://a","b")')
    sheet = openpyxl.load_workbook(io.BytesIO(exported(draft))).active
    assert sheet["D4"].data_type == "s"


# -- on the screens ------------------------------------------------------------------------------------------------


def send(client, draft, content: bytes, name: str = "目录.xlsx"):
    file = io.BytesIO(content)
    file.name = name
    return client.post(reverse("standard_desk_import", args=[draft.pk]), {"file": file})


def test_editor_uploads_sees_the_differences_and_confirms(client):
    draft = factories.standard_catalogue(published=False)
    client.force_login(factories.person("信息公开工作人员"))
    page = send(client, draft, workbook()).content.decode()
    assert "新增 1 条" in page and not draft.rows.exists()
    client.post(reverse("standard_desk_confirm", args=[StandardUpload.objects.get().pk]))
    assert draft.rows.count() == 1 and not StandardUpload.objects.exists()


def test_editor_sees_what_is_wrong_cell_by_cell(client):
    draft = factories.standard_catalogue(published=False)
    client.force_login(factories.person("信息公开工作人员"))
    page = send(client, draft, workbook(cells=[("F4", "尽快")])).content.decode()
    assert "F4：公开时限“尽快”没有写明期限" in page


def test_file_that_is_no_workbook_is_refused_on_the_form(client):
    draft = factories.standard_catalogue(published=False)
    client.force_login(factories.person("信息公开工作人员"))
    assert "可执行程序" in send(client, draft, PROGRAM).content.decode()


def test_edition_is_downloaded_as_a_workbook(client):
    draft = factories.standard_catalogue(rows=1, published=False)
    client.force_login(factories.person("信息公开工作人员"))
    content = b"".join(client.get(reverse("standard_desk_export", args=[draft.pk])).streaming_content)
    assert len(reading.read(content, TODAY).rows) == 1
