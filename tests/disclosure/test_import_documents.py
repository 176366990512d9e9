"""Importing documents: what comes in, what is recognised, what a second run does."""

import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Revision

from cms.models import ColumnPage, Department, OutboxItem
from cms.models.audit import AuditRecord
from disclosure import publication
from disclosure.models import Form, Interpretation, PolicyDocument, SourceRecord, Theme
from tests import factories

pytestmark = pytest.mark.django_db

POLICY = {
    "id": "old-1",
    "title": "澄江市卫生健康委员会关于印发《澄江市家庭医生签约服务管理办法（试行）》的通知",
    "doc_number": "澄卫规〔2024〕3号",
    "issuing_body": "澄江市卫生健康委员会、澄江市财政局",
    "date": "2024-05-06",
    "theme": "卫生、体育/卫生",
    "column": "规范性文件",
    "url": "https://www.example.gov.cn/old/1.html",
    "content": "第一章 总则\n第一条 为规范签约服务，制定本办法。\n第二章 附则\n第二条 本办法自发布之日起施行。",
}
EXPLAINED = {
    "id": "old-2",
    "title": "一图读懂《澄江市家庭医生签约服务管理办法（试行）》",
    "issuing_body": "澄江市卫生健康委员会",
    "date": "2024-05-08",
    "column": "政策解读",
    "url": "https://www.example.gov.cn/old/2.html",
}


@pytest.fixture
def load(tmp_path):
    """Import rows; answers the report as text."""

    def run(*rows, **options) -> str:
        path = tmp_path / "old.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        out = StringIO()
        call_command("import_documents", path, stdout=out, stderr=StringIO(), **options)
        return out.getvalue()

    return run


def test_policy_is_imported_with_what_its_source_says(load):
    load(POLICY)
    policy = PolicyDocument.objects.visible().get()
    assert (policy.title, policy.document_number, policy.written_on) == (POLICY["title"], "澄卫规〔2024〕3号", date(2024, 5, 6))
    assert [(issuer.unit.name, issuer.lead) for issuer in policy.issuers.all()] == [("澄江市卫生健康委员会", True), ("澄江市财政局", False)]
    assert str(policy.theme) == "卫生、体育 \\ 卫生"
    assert (policy.normative, policy.trial, policy.genre, policy.legacy) == (True, True, "通知", True)
    assert policy.released_at and policy.index_number
    assert policy.body.startswith("<h2>第一章 总则</h2><p>第一条 为规范签约服务，制定本办法。</p>")


def test_import_shows_how_far_it_is(tmp_path):
    (tmp_path / "old.jsonl").write_text(json.dumps(POLICY), encoding="utf-8")
    err = StringIO()
    call_command("import_documents", tmp_path / "old.jsonl", stdout=StringIO(), stderr=err)
    assert "%\u3000" in err.getvalue() and "每秒" in err.getvalue()


def test_import_gives_each_item_a_first_revision(load):
    load(POLICY, EXPLAINED)
    for item in (PolicyDocument.objects.get(), Interpretation.objects.get()):
        revision = Revision.objects.for_instance(item).get()
        assert item.latest_revision == item.live_revision == revision
        assert item.get_latest_revision_as_object().title == item.title
    restored = PolicyDocument.objects.get().get_latest_revision_as_object()
    assert [issuer.unit.name for issuer in restored.issuers.all()] == ["澄江市卫生健康委员会", "澄江市财政局"]


def test_first_revision_is_what_wagtail_itself_would_have_written(load):
    load(POLICY)
    policy = PolicyDocument.objects.get()
    first = policy.latest_revision.content
    again = Revision.objects.get(pk=policy.save_revision(changed=False).pk).content
    volatile = {"latest_revision", "live_revision"}
    assert {k: v for k, v in first.items() if k not in volatile} == {k: v for k, v in again.items() if k not in volatile}


def test_imported_item_can_be_edited_and_published_again(load):
    load(POLICY)
    policy = PolicyDocument.objects.get()
    policy.summary = "签约服务的对象、内容和经费。"
    policy.save_revision().publish()
    policy.refresh_from_db()
    assert policy.summary == "签约服务的对象、内容和经费。" and policy.legacy


def test_import_writes_one_index_entry_for_a_batch(load):
    load(POLICY, {**POLICY, "id": "old-9", "doc_number": "澄卫规〔2024〕9号", "title": "关于做好托育机构卫生评价的通知"})
    entries = [item.payload for item in OutboxItem.objects.filter(kind="index") if item.payload["model"] == "disclosure.policydocument"]
    assert [sorted(entry["pks"]) for entry in entries] == [sorted(PolicyDocument.objects.values_list("pk", flat=True))]


def test_second_run_changes_nothing(load):
    load(POLICY, EXPLAINED)
    revisions = Revision.objects.count()
    assert "新增：0　更新：0　未变：2" in load(POLICY, EXPLAINED)
    assert (PolicyDocument.objects.count(), Interpretation.objects.count(), Revision.objects.count()) == (1, 1, revisions)


def test_import_goes_on_where_it_was_killed(load):
    load(POLICY)  # as far as the first run came
    assert "共 2 行。新增：1　更新：0　未变：1" in load(POLICY, EXPLAINED)


def test_changed_row_renews_its_item(load):
    load(POLICY)
    assert "更新：1" in load({**POLICY, "content": "全文修订。", "issuing_body": "澄江市医疗保障局"})
    policy = PolicyDocument.objects.get()
    assert policy.body == "<p>全文修订。</p>"
    assert [issuer.unit.name for issuer in policy.issuers.all()] == ["澄江市医疗保障局"]
    assert Revision.objects.for_instance(policy).count() == 2


def test_changed_row_leaves_alone_what_a_person_edited(load):
    load(POLICY)
    policy = PolicyDocument.objects.get()
    policy.summary = "编辑写的概述。"
    policy.save_revision(user=factories.person()).publish()
    assert "该条目导入后在后台修改过，没有覆盖。" in load({**POLICY, "content": "全文修订。"})
    assert PolicyDocument.objects.get().summary == "编辑写的概述。"


def test_changed_row_does_not_bring_back_what_was_taken_down(load):
    load(POLICY)
    publication.withdraw(PolicyDocument.objects.get(), "含有个人信息", factories.person(), timezone.now())
    assert "该内容已紧急下线，没有更新。" in load({**POLICY, "content": "全文修订。"})
    assert not PolicyDocument.objects.visible().exists()


def test_deleted_item_is_not_imported_again(load):
    load(POLICY)
    PolicyDocument.objects.get().delete()
    assert "以前导入的条目已被删除，没有再次导入。" in load({**POLICY, "content": "全文修订。"})
    assert not PolicyDocument.objects.exists()


def test_same_row_in_another_notation_is_unchanged(load, tmp_path):
    load(POLICY)
    path = tmp_path / "old.csv"
    names = ["id", "title", "doc_number", "issuing_body", "date", "theme", "column", "url", "content"]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(names)
        rows.writerow([POLICY[name] if name != "date" else "2024年5月6日" for name in names])
    out = StringIO()
    call_command("import_documents", path, stdout=out, stderr=StringIO())
    assert "更新：0　未变：1" in out.getvalue()


@pytest.mark.parametrize(
    "other",
    [
        {"doc_number": "澄卫规[2024]3", "title": "关于印发《澄江市家庭医生签约服务管理办法（试行）》的通知", "content": "另一份录入。"},
        {"doc_number": "", "title": "澄江市家庭医生签约服务管理办法"},
        {"doc_number": "", "date": "2024-05-12", "content": ""},
    ],
    ids=["number and what the title names", "title and text", "title, day and one without text"],
)
def test_document_from_two_sources_is_one_item(load, other):
    load(POLICY)
    assert "与已有文件相同，并入：1" in load({**POLICY, "id": "elsewhere-7", **other})
    assert PolicyDocument.objects.count() == 1
    assert {record.source_id: record.object_id for record in SourceRecord.objects.all()} == dict.fromkeys(
        ["old-1", "elsewhere-7"], PolicyDocument.objects.get().pk
    )


def test_document_twice_in_one_file_is_one_item(load):
    assert "新增：1" in load(POLICY, {**POLICY, "id": "elsewhere-7"})
    assert PolicyDocument.objects.count() == 1 and SourceRecord.objects.count() == 2


def test_document_written_here_is_recognised(load):
    policy = factories.policy("澄江市家庭医生签约服务管理办法（试行）", document_number="澄卫规〔2024〕3号")
    load(POLICY)
    assert SourceRecord.objects.get().item == policy


def test_second_source_completes_an_entry_without_text(load):
    load({**POLICY, "content": ""})
    assert PolicyDocument.objects.get().body == ""
    load({**POLICY, "id": "elsewhere-7"})
    assert PolicyDocument.objects.get().body != ""


@pytest.mark.parametrize(
    "other",
    [{"doc_number": "澄卫规〔2022〕3号"}, {"doc_number": "", "content": "2020年的旧办法。", "date": "2020-01-02"}],
    ids=["another number", "another text and day"],
)
def test_document_with_the_same_title_only_is_another(load, other):
    load(POLICY, {**POLICY, "id": "old-8", **other})
    assert PolicyDocument.objects.count() == 2


def test_order_that_issues_two_rules_gives_two_documents(load):
    rule = {**POLICY, "title": "澄江市公共场所控制吸烟规定", "doc_number": "澄江市人民政府令第12号", "column": "政府规章"}
    load(rule, {**rule, "id": "old-8", "title": "澄江市献血办法", "content": "第一条 为保障用血，制定本办法。"})
    assert PolicyDocument.objects.visible().count() == 2


def test_entry_without_text_is_kept_and_reported(load):
    assert "没有正文，作为目录条目收录。" in load({**POLICY, "content": ""})
    assert PolicyDocument.objects.visible().get().body == ""


def test_attachments_that_stayed_at_the_source_are_links(load):
    load({**POLICY, "content": "", "attachments": ["https://www.example.gov.cn/a/签约协议.doc"]})
    assert '<a href="https://www.example.gov.cn/a/签约协议.doc">签约协议.doc</a>' in PolicyDocument.objects.get().body


def test_unit_is_matched_by_another_way_of_writing_its_name(load):
    unit = factories.unit("澄江市人力资源和社会保障局")
    load({**POLICY, "issuing_body": "澄江市人力资源社会保障局"})
    assert [issuer.unit for issuer in PolicyDocument.objects.get().issuers.all()] == [unit]


def test_unknown_unit_is_made_as_an_outside_body(load):
    load(POLICY)
    assert Department.objects.get(name="澄江市财政局").kind == Department.Kind.OUTSIDE
    assert not Department.objects.visible().filter(name="澄江市财政局").exists()


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("卫生、体育/卫生", "卫生、体育 \\ 卫生"),
        ("卫生、体育", "卫生、体育"),
        ("公路", "工业、交通 \\ 公路"),
        ("疫情防控", "卫生、体育 \\ 卫生"),
        ("没有的主题", "其他"),
    ],
)
def test_theme_is_matched(load, text, theme):
    load({**POLICY, "theme": text})
    assert str(PolicyDocument.objects.get().theme) == theme


def test_unknown_theme_is_reported(load):
    assert "不认识的主题“没有的主题”，归入“其他”。" in load({**POLICY, "theme": "没有的主题"})
    assert Theme.objects.filter(name="没有的主题").count() == 0


def test_column_is_matched_or_made_under_the_holding_column(load):
    factories.home()
    mine = factories.column("规范性文件")
    load(POLICY, {**EXPLAINED, "column": "政策解读"})
    assert PolicyDocument.objects.get().column == mine
    made = ColumnPage.objects.get(title="政策解读")
    assert made.get_parent().title == "历史文件" and made.live


def test_interpretation_is_tied_to_its_policy_whatever_their_order(load):
    load(EXPLAINED, POLICY)
    item = Interpretation.objects.visible().get()
    assert list(item.policies.all()) == [PolicyDocument.objects.get()]
    assert item.form == Form.GRAPHIC


def test_interpretation_finds_the_policy_that_is_imported_later(load):
    load(EXPLAINED)
    assert "有 1 件在本次找到了所解读的政策" in load({**POLICY, "id": "later"})
    assert list(Interpretation.objects.get().policies.all()) == [PolicyDocument.objects.get()]


def test_interpretation_without_its_policy_is_published_alone_and_reported(load):
    assert "没有找到所解读的政策，单独公开。" in load(EXPLAINED)
    assert Interpretation.objects.visible().get().policies.count() == 0


def test_interpretation_finds_the_second_document_of_a_notice(load):
    notice = {**POLICY, "title": "关于印发《澄江市院前急救管理办法》《澄江市急救站点设置细则》的通知", "doc_number": "澄卫规〔2024〕5号"}
    load(notice, {**EXPLAINED, "title": "《澄江市急救站点设置细则》政策解读"})
    assert list(Interpretation.objects.get().policies.all()) == [PolicyDocument.objects.get()]


def test_index_number_of_the_source_is_kept(load):
    load({**POLICY, "index_number": "115300/2024-00017"})
    assert PolicyDocument.objects.get().index_number == "115300/2024-00017"


def test_index_number_used_already_is_replaced_and_reported(load):
    load({**POLICY, "index_number": "115300/2024-00017"})
    other = {
        **POLICY,
        "id": "old-8",
        "doc_number": "澄卫规〔2024〕8号",
        "title": "另一份文件的标题在这里",
        "index_number": "115300/2024-00017",
    }
    assert "索引号 115300/2024-00017 已被使用，另行编号。" in load(other)
    assert PolicyDocument.objects.values("index_number").distinct().count() == 2


def test_law_that_expired_says_so(load):
    law = {
        "id": "law-1",
        "title": "澄江市爱国卫生条例",
        "level": "地方性法规",
        "date": "2010-01-02",
        "expired": True,
        "content": "第一条 略。",
    }
    load(law)
    policy = PolicyDocument.objects.get()
    assert (policy.genre, policy.validity_on(date(2026, 1, 1))) == ("法律法规", "expired")


def test_dry_run_tells_the_same_and_writes_nothing(load):
    rows = [POLICY, EXPLAINED, {**POLICY, "id": "elsewhere-7"}, {"id": "bad", "title": ""}]
    dry = load(*rows, dry_run=True)
    assert not PolicyDocument.objects.exists() and not SourceRecord.objects.exists() and not Department.objects.exists()
    assert not OutboxItem.objects.exists()
    wet = load(*rows)
    assert [line for line in dry.splitlines() if line.startswith("共")] == [line for line in wet.splitlines() if line.startswith("共")]


def test_import_is_as_cheap_in_queries_for_many_rows_as_for_few(load):
    def rows(count):
        return [{**POLICY, "id": f"n-{n}", "doc_number": f"澄卫发〔2023〕{n}号", "title": f"关于第{n}号事项的通知"} for n in range(count)]

    with CaptureQueriesContext(connection) as one:
        load(*rows(2))
    PolicyDocument.objects.all().delete()
    SourceRecord.objects.all().delete()
    with CaptureQueriesContext(connection) as many:
        load(*rows(22))
    assert len(many) <= len(one) + 2


def test_import_stands_in_the_audit_record(load):
    load(POLICY, EXPLAINED)
    record = AuditRecord.objects.get(action="import.documents")
    assert (record.reason, record.details) == ("old.jsonl", {"imported": 2})
