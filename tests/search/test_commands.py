"""manage.py index and manage.py bench_search."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.utils import timezone

from disclosure.models import PolicyDocument, SourceRecord
from search.documents import key
from search.engine import DESK, PUBLIC, Query, engine
from tests import factories

pytestmark = pytest.mark.django_db


def output(*args, **options):
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def test_check_says_that_nothing_differs_after_a_rebuild(rebuilt):
    factories.interpretation(factories.policy())
    rebuilt()
    said = output("index", "--check")
    assert said.count("缺少 0，过时 0，多余 0") == 2


def test_check_reports_drift_and_mends_it(rebuilt):
    kept, changed = factories.policy("照旧"), factories.policy("旧标题")
    gone = factories.policy("将被删除")
    rebuilt()
    PolicyDocument.objects.filter(pk=changed.pk).update(title="新标题")
    PolicyDocument.objects.filter(pk=gone.pk).update(live=False)
    added = factories.policy("新来的")
    said = output("index", "--check")
    assert "公开索引：缺少 1，过时 1，多余 1。" in said
    assert key(kept) not in said
    assert all(key(one) in said for one in (changed, gone, added))
    assert output("index", "--check").count("缺少 0，过时 0，多余 0") == 2
    assert [hit.key for hit in engine().search(Query("新标题")).hits] == [key(changed)]


def test_check_that_may_not_mend_fails_and_changes_nothing(rebuilt):
    rebuilt()
    factories.policy("新来的")
    with pytest.raises(CommandError, match="不一致"):
        output("index", "--check", "--no-mend")
    assert engine().search(Query("新来的")).total == 0


def test_check_builds_an_index_that_is_not_there():
    factories.policy("流感疫苗")
    assert "重建" in output("index", "--check")
    assert engine().search(Query("流感疫苗")).total == 1


def test_index_of_another_version_is_rebuilt_at_the_start_and_one_of_ours_is_left(rebuilt):
    policy = factories.policy("关于加强传染病监测的通知")
    rebuilt()
    assert output("index", "--where-unreadable") == ""
    live = settings.INDEX_ROOT / PUBLIC / "current"
    live.write_text("v0-1")
    assert "公开索引已重建" in output("index", "--where-unreadable")
    assert [hit.key for hit in engine().search(Query(text="传染病监测")).hits] == [key(policy)]


def test_rebuild_says_how_many(rebuilt):
    factories.policy("流感疫苗", issuers=[factories.unit("发文单位")])
    said = output("index", "--rebuild")
    assert "公开索引已重建" in said and "工作台索引已重建" in said
    assert engine(PUBLIC).keys(Query("流感疫苗"), 10) == engine(DESK).keys(Query("流感疫苗"), 10)


@pytest.fixture
def known(tmp_path, rebuilt):
    """Three policies with sources, one of them from two, and queries about them."""
    kind = ContentType.objects.get_for_model(PolicyDocument)

    def source(source_id, item):
        SourceRecord.objects.create(source_id=source_id, content_type=kind, object_id=item.pk, digest="", imported_at=timezone.now())

    first, second = factories.policy("流感疫苗接种方案"), factories.policy("流感疫苗采购")
    explained = factories.policy("医保门诊共济办法")
    factories.interpretation(explained, title="共济读本", body="<p>个人账户</p>")
    for source_id, item in {"a": first, "a2": first, "b": second, "c": explained}.items():
        source(source_id, item)
    rebuilt()

    def write(*rows):
        file = tmp_path / "queries.jsonl"
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        return str(file)

    return write


def case(kind, query, *relevant):
    return {"qid": "1", "kind": kind, "query": query, "relevant": list(relevant)}


def test_bench_counts_rank_and_recall_by_source_id(known):
    file = known(
        case("words", "流感疫苗接种方案", "a"),
        case("words", "流感疫苗接种方案 采购", "absent"),
        case("both", "流感疫苗", "a", "a2", "b"),
    )
    measured = json.loads(output("bench_search", "--queries", file, "--json"))
    assert list(measured) == ["all", "kinds"]
    assert measured["kinds"]["words"] | {"p50_ms": 0, "p95_ms": 0} == {"n": 2, "mrr10": 0.5, "recall10": 0.5, "p50_ms": 0, "p95_ms": 0}
    assert measured["kinds"]["both"]["recall10"] == 1
    assert measured["all"]["n"] == 3
    assert measured["all"]["p95_ms"] > 0


def test_bench_counts_an_interpretation_as_its_policy(known):
    measured = json.loads(output("bench_search", "--queries", known(case("title", "共济读本", "c")), "--json"))
    assert measured["all"]["mrr10"] == 1


def test_bench_prints_a_table(known):
    said = output("bench_search", "--queries", known(case("words", "流感疫苗", "a", "b")))
    assert "mrr10" in said and "words" in said and "all" in said


def test_bench_says_which_line_is_no_query(known):
    with pytest.raises(CommandError, match="第 2 行"):
        output("bench_search", "--queries", known(case("words", "流感", "a"), {"query": 1}))


def test_bench_says_that_there_is_no_such_file():
    with pytest.raises(CommandError, match="打不开"):
        output("bench_search", "--queries", "/nowhere.jsonl")
