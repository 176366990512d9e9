"""Bad input to an import: a clear sentence, the other rows unharmed, nothing half written."""

import gzip
import json
import zipfile
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, connection
from openpyxl import Workbook
from wagtail.models import Revision

from disclosure.models import Interpretation, PolicyDocument, PolicyIssuer, SourceRecord
from tests import factories
from tests.disclosure.test_import_documents import EXPLAINED, POLICY

pytestmark = pytest.mark.django_db
GOOD = {**POLICY, "id": "good", "doc_number": "澄卫发〔2020〕77号", "title": "关于加强学校卫生工作的通知"}


def run(path, **options) -> str:
    out = StringIO()
    call_command("import_documents", path, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def load(tmp_path):
    def imported(*rows, **options) -> str:
        path = tmp_path / "old.jsonl"
        lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
        path.write_text("\n".join(lines), encoding="utf-8")
        return run(path, **options)

    return imported


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({**POLICY, "date": "2024-13-45"}, "成文日期“2024-13-45”不是有效的日期，应写作 2026-03-02。"),
        ({**POLICY, "date": "去年春天"}, "成文日期“去年春天”不是有效的日期"),
        ({**POLICY, "title": ""}, "没有标题。"),
        ({**POLICY, "title": "长" * 5000}, "标题有 5000 个字，最多 200 个字，请缩短。"),
        ({**POLICY, "date": "2099-01-01"}, "公开日期 2099-01-01 在将来"),
        ({**POLICY, "url": "javascript:x()"}, "网址“javascript:x()”无效"),
        ({**POLICY, "doc_number": "九" * 101}, "最多 100 个"),
        ({**POLICY, "valid_from": "2024-02-01", "valid_to": "2024-01-01"}, "有效期截止日不能早于施行日期。"),
        ({**POLICY, "colour": "红"}, "不认识的列：colour。可用的列：id（来源编号）"),
        ("{不是 JSON", "这一行不是有效的 JSON"),
        ("[1, 2]", "这一行应是一个 JSON 对象。"),
    ],
    ids=[
        "month 13",
        "no date",
        "no title",
        "5000 characters",
        "future",
        "script address",
        "long number",
        "ends before",
        "field",
        "json",
        "list",
    ],
)
def test_bad_row_is_refused_with_a_sentence_and_stops_nothing(load, bad, sentence):
    report = load(GOOD, bad, {**GOOD, "id": "good-2", "doc_number": "澄卫发〔2020〕78号", "title": "关于另一件事的通知"})
    assert sentence in report
    assert "新增：2" in report and "拒绝：1" in report
    assert (PolicyDocument.objects.count(), SourceRecord.objects.count()) == (2, 2)


def test_number_used_already_is_refused(load):
    load(GOOD)
    report = load({**POLICY, "id": "other", "doc_number": "澄卫发[2020]77"})
    assert "发文字号 澄卫发[2020]77 已用于《关于加强学校卫生工作的通知》，请核对。" in (
        report.replace("《…》", "《关于加强学校卫生工作的通知》")
    )
    assert PolicyDocument.objects.count() == 1 and PolicyIssuer.objects.count() == 2


def test_number_used_already_can_be_left_out(load):
    load(GOOD)
    assert "本件未采用该文号" in load({**POLICY, "id": "other", "doc_number": "澄卫发[2020]77"}, number_taken="leave-out")
    assert PolicyDocument.objects.get(document_number="").title == POLICY["title"]


def test_interpretation_of_an_unpublished_policy_is_refused(load):
    factories.draft_policy("澄江市家庭医生签约服务管理办法（试行）")
    assert "尚未公开；发布该政策时，本解读会一同发布。" in load(EXPLAINED)
    assert not Interpretation.objects.exists() and not SourceRecord.objects.exists()


def test_source_number_used_twice_is_refused(load):
    assert "来源编号 good 在第 1 行已经用过，内容不同。" in load(GOOD, {**GOOD, "title": "关于另一件事的通知"})
    assert PolicyDocument.objects.get().title == GOOD["title"]


def test_repeated_row_is_refused(load):
    assert "与第 1 行完全重复。" in load(GOOD, GOOD)


def test_scripts_in_a_body_are_gone_with_their_text(load):
    load({**GOOD, "content": '<p onclick="x()">正文</p><script>alert("坏")</script><a href="javascript:x()">链接</a>'})
    body = PolicyDocument.objects.get().body
    assert "正文" in body and "链接" in body
    assert not any(word in body for word in ("script", "onclick", "坏"))


def test_markup_in_plain_text_is_shown_as_text(load):
    load({**GOOD, "title": "关于<b>测试</b>的通知", "content": "当 a<b 时，& 照写。"})
    policy = PolicyDocument.objects.get()
    assert policy.body == "<p>当 a&lt;b 时，&amp; 照写。</p>"


def test_row_which_the_database_refuses_is_left_out_alone(load):
    def refuse(execute, sql, params, many, context):
        if sql.startswith("INSERT") and POLICY["title"] in str(params):  # PostgreSQL gets a column's values as one list
            raise DataError("值太长")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        report = load(GOOD, POLICY)
    assert "写入时出错：值太长" in report and "新增：1" in report
    assert [policy.title for policy in PolicyDocument.objects.all()] == [GOOD["title"]]
    assert [record.source_id for record in SourceRecord.objects.all()] == ["good"]
    assert (PolicyIssuer.objects.count(), Revision.objects.for_instance(PolicyDocument.objects.get()).count()) == (2, 1)
    assert Revision.objects.count() == 1


# -- files --------------------------------------------------------------------------------------------------------

HEADER = "来源编号,标题,发文字号,发文机关,成文日期,正文\n"
LINE = 'c-1,关于规范预防接种门诊的通知,澄卫发〔2021〕4号,澄江市卫生健康委员会,2021/3/4,"各区：\n请遵照执行。"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_csv_is_read_in_utf8_and_gbk(tmp_path, encoding):
    path = tmp_path / "old.csv"
    path.write_bytes((HEADER + LINE).encode(encoding))
    run(path)
    policy = PolicyDocument.objects.get()
    assert (policy.title, policy.body) == ("关于规范预防接种门诊的通知", "<p>各区：</p><p>请遵照执行。</p>")


@pytest.mark.parametrize("encoding", ["utf-16", "big5", "shift_jis"])
def test_csv_in_a_wrong_encoding_is_refused(tmp_path, encoding):
    path = tmp_path / "old.csv"
    told = {"big5": "關於預防接種門診規範的通知與辦法說明", "shift_jis": "おしらせについてのてつづき"}.get(encoding, "通知")
    text = "id,title\n1," + told * 20
    path.write_bytes(text.encode(encoding))
    with pytest.raises(CommandError, match="请另存为 UTF-8 编码的 CSV"):
        run(path)
    assert not PolicyDocument.objects.exists()


def test_unknown_column_is_refused_before_anything_is_written(tmp_path):
    path = tmp_path / "old.csv"
    path.write_text("标题,颜色\n关于某事的通知,红\n", encoding="utf-8")
    with pytest.raises(CommandError, match="不认识的列：颜色。可用的列：id（来源编号）、title（标题）"):
        run(path)
    assert not PolicyDocument.objects.exists()


@pytest.mark.parametrize("form", ["pairs", "file of pairs", "JSON"])
def test_columns_are_mapped(tmp_path, form):
    path = tmp_path / "old.csv"
    path.write_text("文件题名,颜色,日子\n关于某事的通知,红,2021-03-04\n", encoding="utf-8")
    pairs = "文件题名=title\n颜色=-\n日子=date"
    (tmp_path / "map").write_text(pairs, encoding="utf-8")
    given = {
        "pairs": pairs.replace("\n", ","),
        "file of pairs": str(tmp_path / "map"),
        "JSON": '{"文件题名": "title", "颜色": "-", "日子": "date"}',
    }
    run(path, columns=given[form])
    assert PolicyDocument.objects.get().title == "关于某事的通知"


def test_map_to_a_field_that_does_not_exist_is_refused(tmp_path):
    path = tmp_path / "old.csv"
    path.write_text("甲\n乙\n", encoding="utf-8")
    with pytest.raises(CommandError, match="不认识的列：colour"):
        run(path, columns="甲=colour")


def test_csv_row_with_too_many_cells_is_refused(tmp_path):
    path = tmp_path / "old.csv"
    path.write_text(HEADER + LINE + "c-2,标题,文号,机关,2021-01-01,正文,里有,逗号\n", encoding="utf-8")
    assert "这一行有 8 列，表头只有 6 列" in run(path)


def test_xlsx_is_read(tmp_path):
    book = Workbook()
    book.active.append(["标题", "发文字号", "发文机关", "成文日期"])
    book.active.append(["关于规范预防接种门诊的通知", "澄卫发〔2021〕4号", "澄江市卫生健康委员会", date(2021, 3, 4)])
    book.save(tmp_path / "old.xlsx")
    run(tmp_path / "old.xlsx")
    assert PolicyDocument.objects.get().written_on.isoformat() == "2021-03-04"


@pytest.mark.parametrize("content", [b"MZ\x90\x00" + b"\x00" * 200, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500])
def test_xlsx_that_is_none_is_refused(tmp_path, content):
    path = tmp_path / "old.xlsx"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="不是有效的 XLSX 文件"):
        run(path)


def test_zip_bomb_is_not_opened(tmp_path):
    path = tmp_path / "old.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(CommandError, match="压缩炸弹"):
        run(path)


@pytest.mark.parametrize("name", ["old.jsonl", "old.csv", "old.xlsx", "old.jsonl.gz"])
def test_empty_file_says_so(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(CommandError, match="文件是空的"):
        run(tmp_path / name)


@pytest.mark.parametrize("content", ["\n\n", "标题,发文字号\n"], ids=["blank lines", "header only"])
def test_file_without_rows_says_so(tmp_path, content):
    path = tmp_path / ("old.csv" if "标题" in content else "old.jsonl")
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match="文件里没有一行数据"):
        run(path)


def test_missing_file_and_other_formats_are_refused(tmp_path):
    with pytest.raises(CommandError, match="找不到文件"):
        run(tmp_path / "none.jsonl")
    (tmp_path / "old.doc").write_bytes(b"x")
    with pytest.raises(CommandError, match="不支持这种文件"):
        run(tmp_path / "old.doc")


def test_truncated_gzip_keeps_the_rows_before_and_says_so(tmp_path):
    rows = [{**GOOD, "id": f"z-{n}", "doc_number": f"澄卫发〔2019〕{n}号", "title": f"关于第{n}号事项的通知"} for n in range(1, 300)]
    whole = gzip.compress("\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode())
    path = tmp_path / "old.jsonl.gz"
    path.write_bytes(whole[: len(whole) * 3 // 4])
    out = StringIO()
    with pytest.raises(CommandError, match="不完整或者已经损坏"):
        call_command("import_documents", path, stdout=out, stderr=StringIO())
    assert PolicyDocument.objects.count() == SourceRecord.objects.count() > 0
    path.write_bytes(whole)
    run(path)
    assert PolicyDocument.objects.count() == 299


def test_gzip_that_is_none_is_refused(tmp_path):
    path = tmp_path / "old.jsonl.gz"
    path.write_text("{}")
    with pytest.raises(CommandError, match="不完整或者已经损坏"):
        run(path)


def test_report_file_lists_what_needs_a_look(tmp_path, load):
    load({**POLICY, "title": ""}, GOOD, {**GOOD, "id": "=1+1", "date": "x"}, report=tmp_path / "report.csv")
    text = (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    assert "1,old-1,,拒绝,没有标题。" in text
    assert "'=1+1" in text
    assert "good," not in text
