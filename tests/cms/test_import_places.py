"""Registers from lists: institutions and offline points, and the addresses of an older site."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect

from cms.models import Place
from tests import factories

pytestmark = pytest.mark.django_db
HEADER = "编号,类别,名称,等级,区,地址,开放时间,电话,数据日期\n"
ROW = "h-1,医院,澄江市第一人民医院,三级甲等,城东区,澄江市健康路1号,全天,0000-1234,2026-09-30\n"


@pytest.fixture
def load(tmp_path):
    def run(command: str, text: str, **options) -> str:
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        out = StringIO()
        call_command(command, path, stdout=out, **options)
        return out.getvalue()

    return run


def test_place_is_imported_with_the_date_of_its_data(load):
    assert "新增：1" in load("import_places", HEADER + ROW)
    place = Place.objects.get()
    assert (place.kind, place.name, place.level, place.data_date) == ("hospital", "澄江市第一人民医院", "三级甲等", date(2026, 9, 30))


def test_place_without_a_date_has_that_of_the_list(load):
    load("import_places", HEADER + ROW.replace("2026-09-30", ""), date=date(2026, 8, 1))
    assert Place.objects.get().data_date == date(2026, 8, 1)


def test_places_imported_again_change_only_where_the_list_did(load):
    load("import_places", HEADER + ROW)
    assert "新增：0　更新：0　未变：1" in load("import_places", HEADER + ROW)
    assert "更新：1" in load("import_places", HEADER + ROW.replace("全天", "8:00—17:00"))
    assert Place.objects.get().hours == "8:00—17:00"


def test_place_without_a_number_is_recognised_by_kind_name_and_address(load):
    load("import_places", HEADER + ROW.replace("h-1", ""))
    load("import_places", HEADER + ROW.replace("h-1", ""))
    assert Place.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (ROW.replace("医院,澄江市第一", "宾馆,澄江市第一"), "第 3 行：不认识的类别“宾馆”，可用的有：医院"),
        (ROW.replace("2026-09-30", "2026-13-01"), "第 3 行：“2026-13-01”不是有效的日期"),
        (ROW.replace("澄江市第一人民医院", ""), "第 3 行：名称：此字段不能为空"),
        (ROW.replace("澄江市第一人民医院", "长" * 201), "第 3 行：名称："),
    ],
    ids=["kind", "date", "name", "long name"],
)
def test_bad_place_is_refused_and_stops_nothing(load, row, sentence):
    report = load("import_places", HEADER + ROW + row.replace("h-1", "h-2") + ROW.replace("h-1", "h-3").replace("1号", "3号"))
    assert sentence in report and "新增：2" in report
    assert sorted(Place.objects.values_list("source_id", flat=True)) == ["h-1", "h-3"]


def test_unknown_column_of_a_register_is_refused(load):
    with pytest.raises(CommandError, match="不认识的列：床位。可用的列：source_id（来源编号）"):
        load("import_places", "名称,床位\n某院,3\n")


def test_old_address_leads_to_the_new_one(load, client):
    load("import_redirects", "旧地址,新地址\nhttp://old.example.gov.cn/col/art_1.html?id=7,/policies/\n")
    response = client.get("/col/art_1.html?id=7")
    assert (response.status_code, response["Location"]) == (301, "/policies/")


def test_old_address_of_a_page_follows_the_page(load, client):
    page = factories.column("通知公告", slug="notices")
    load("import_redirects", "旧地址,新地址\n/old/notices,/notices/\n")
    page.slug = "announcements"
    page.save_revision().publish()
    assert client.get("/old/notices")["Location"].endswith("/announcements/")


def test_redirects_imported_again_change_only_where_the_list_did(load):
    load("import_redirects", "旧地址,新地址\n/a,/policies/\n")
    assert "未变：1" in load("import_redirects", "旧地址,新地址\n/a,/policies/\n")
    assert "更新：1" in load("import_redirects", "旧地址,新地址\n/a,/directory/\n")
    assert Redirect.objects.get().redirect_link == "/directory/"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("old,/policies/", "旧地址“old”无效"),
        ("/,/policies/", "旧地址“/”无效"),
        ("/a,javascript:x()", "新地址“javascript:x()”无效"),
        ("/a,//elsewhere.example", "新地址“//elsewhere.example”无效"),
        ("/a,/a/", "旧地址和新地址相同"),
    ],
)
def test_bad_redirect_is_refused(load, row, sentence):
    assert sentence in load("import_redirects", f"旧地址,新地址\n{row}\n")
    assert not Redirect.objects.exists()
