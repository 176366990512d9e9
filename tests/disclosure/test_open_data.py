"""The catalogue as files: whole, current, harmless, with a dictionary of the same fields."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from django.utils import timezone

from cms.api.limits import Limit
from disclosure import publication
from disclosure.open_data import catalogue, exports, kept
from disclosure.open_data.fields import EVERYTHING
from disclosure.views import open_data
from tests import factories
from tests.factories.unpublished import SECRET, UNPUBLISHED, dated

pytestmark = pytest.mark.django_db
FORMATS = ["csv", "xlsx", "jsonl"]
TODAY = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def site(settings, tmp_path, monkeypatch):
    settings.GONGKAI_VAR = tmp_path
    monkeypatch.setattr(open_data, "DOWNLOADS", Limit(1000, 3600))
    return factories.home()


def download(client, name: str, **headers) -> bytes:
    response = client.get(f"/open-data/catalogue.{name}", headers=headers)
    assert response.status_code == 200
    content = response.getvalue()
    return content


def rows(content: bytes, name: str) -> list[dict]:
    """What is in a file, by the labels of the fields (JSON Lines: by their names)."""
    if name == "jsonl":
        return [json.loads(line) for line in content.decode().splitlines()]
    if name == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    head, *below = openpyxl.load_workbook(io.BytesIO(content))["公开目录"].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in below]


def titles(content: bytes, name: str) -> list[str]:
    return [row["title" if name == "jsonl" else "标题"] for row in rows(content, name)]


@pytest.mark.parametrize("name", FORMATS)
def test_file_has_every_public_item_of_every_kind_once(client, name):
    document = factories.policy("新办法")
    factories.interpretation(document, title="一图读懂")
    publication.publish(dated(title="2026年部门预算"))
    assert titles(download(client, name), name) == ["新办法", "一图读懂", "2026年部门预算"]


def test_chunks_leave_nothing_out_and_repeat_nothing(monkeypatch):
    monkeypatch.setattr(catalogue, "AT_ONCE", 2)
    for number in range(5):
        factories.policy(f"第{number}份")
    assert [item.title for item in catalogue.everything()] == [f"第{number}份" for number in range(5)]


def test_table_says_validity_bodies_and_interpretations_in_words(client):
    issuers = [factories.unit("澄江市卫生健康委员会"), factories.unit("澄江市医疗保障局")]
    document = factories.policy(issuers=issuers, in_force_on=date(2026, 4, 1), normative=True)
    factories.interpretation(document, title="一图读懂")
    row = rows(download(client, "csv"), "csv")[0]
    assert (row["时效"], row["制发机关"], row["解读"]) == ("现行有效", "澄江市卫生健康委员会；澄江市医疗保障局", "一图读懂")
    assert (row["行政规范性文件"], row["种类"]) == ("是", "政策文件")


def test_title_that_is_a_formula_is_a_text_in_the_csv(client):
    factories.policy('=HYPERLINK("http://example.org","点这里")')
    assert titles(download(client, "csv"), "csv") == ['\'=HYPERLINK("http://example.org","点这里")']


def test_files_are_in_chinese_whatever_the_visitor_reads(client):
    factories.policy()
    client.cookies["django_language"] = "en"
    assert "标题" in rows(download(client, "csv"), "csv")[0]


def test_dictionary_has_the_fields_of_the_files_in_their_order(client):
    factories.policy()
    content = client.get("/open-data/dictionary.csv").content.decode("utf-8-sig")
    described = list(csv.DictReader(io.StringIO(content, newline="")))
    assert [one["名称"] for one in described] == list(rows(download(client, "csv"), "csv")[0])
    assert [one["字段"] for one in described] == list(rows(download(client, "jsonl"), "jsonl")[0])
    assert [one for one in described if not (one["类型"] and one["说明"])] == []


def test_workbook_carries_the_dictionary(client):
    sheet = openpyxl.load_workbook(io.BytesIO(download(client, "xlsx")))["数据字典"]
    assert [row[0] for row in sheet.iter_rows(values_only=True)][1:] == [field.name for field in EVERYTHING]


@pytest.mark.parametrize("kind", UNPUBLISHED)
def test_secret_of_what_is_unpublished_is_in_no_export(kind, client):
    UNPUBLISHED[kind]()
    factories.policy("一份公开的文件")
    found = {name: str(rows(download(client, name), name)) for name in FORMATS}
    assert all("一份公开的文件" in words for words in found.values())
    assert [name for name, words in found.items() if SECRET in words] == []
    assert SECRET not in client.get("/open-data/").text


# -- current ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_taken_down_item_leaves_the_export_at_once(client, name):
    document = factories.policy("要撤下的文件")
    factories.policy("留下的文件")
    for _time in range(2):  # made, then kept
        assert "要撤下的文件" in titles(download(client, name), name)
    publication.withdraw(document, "泄露个人信息", factories.administrator(), timezone.now())
    assert titles(download(client, name), name) == ["留下的文件"]


def test_file_is_made_once_while_nothing_changes(client, django_assert_max_num_queries):
    factories.policy()
    made = download(client, "csv")
    with django_assert_max_num_queries(3):
        assert download(client, "csv") == made


def test_file_that_was_made_while_something_changed_is_not_kept():
    factories.policy("先公开的")
    making = kept.make("csv", TODAY)
    next(making)
    factories.policy("后公开的")
    list(making)
    making.close()
    assert kept.last("csv", kept.state(TODAY)) is None


def test_download_that_breaks_off_leaves_no_file_and_no_place_taken(site):
    factories.policy()
    for _time in range(kept.AT_A_TIME + 2):
        making = kept.make("csv", TODAY)
        next(making)
        making.close()
    assert list(kept.folder().iterdir()) == []


def test_file_of_yesterday_is_not_current():
    assert kept.state(date(2026, 9, 1)) != kept.state(date(2026, 9, 2))


def test_only_the_newest_file_of_a_format_is_kept(client):
    for number in range(3):
        factories.policy(f"第{number}份")
        download(client, "csv")
    assert len(list(kept.folder().iterdir())) == 1


def test_who_has_the_file_gets_no_second_copy(client):
    factories.policy()
    tag = client.get("/open-data/catalogue.jsonl")["ETag"]
    assert client.get("/open-data/catalogue.jsonl", headers={"If-None-Match": tag}).status_code == 304


def test_more_than_two_at_a_time_are_asked_to_come_back(client):
    factories.policy()
    busy = [kept.make("csv", TODAY) for _ in range(kept.AT_A_TIME)]
    response = client.get("/open-data/catalogue.csv")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "请一分钟后再来" in response.text
    for making in busy:
        making.close()
    assert len(rows(download(client, "csv"), "csv")) == 1


def test_too_many_downloads_are_told_how_long_to_wait(client, monkeypatch):
    monkeypatch.setattr(open_data, "DOWNLOADS", Limit(1, 3600))
    factories.policy("第一份")
    download(client, "csv")
    factories.policy("第二份")
    response = client.get("/open-data/catalogue.csv")
    assert response.status_code == 429 and "60 分钟" in response.text


def test_kept_file_costs_nobody_a_download(client, monkeypatch):
    monkeypatch.setattr(open_data, "DOWNLOADS", Limit(1, 3600))
    factories.policy()
    assert [client.get("/open-data/catalogue.csv").getvalue()[:3] for _ in range(3)] == [b"\xef\xbb\xbf"] * 3


def test_question_for_the_headers_makes_no_file(client):
    response = client.head("/open-data/catalogue.xlsx")
    assert (response.status_code, response["Content-Type"]) == (200, exports.FORMATS["xlsx"].media_type)
    assert not kept.folder().exists()


def test_page_says_size_and_moment_of_a_file_and_that_it_will_be_new(client):
    factories.policy()
    assert client.get("/open-data/").text.count("下载时生成") == 3
    download(client, "csv")
    assert client.get("/open-data/").text.count("下载时生成") == 2
    factories.policy()
    assert "此后内容有变化，下载时重新生成" in client.get("/open-data/").text


def test_export_asks_the_same_for_one_and_for_thirty_items(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(exports.pieces("jsonl", TODAY))
        return len(queries)

    factories.interpretation(factories.policy())
    few = asked()
    for _number in range(29):
        factories.interpretation(factories.policy())
    assert asked() == few
