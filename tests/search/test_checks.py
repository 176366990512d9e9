"""By night the index is compared with the database and mended, once, with few documents in memory at a time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from wagtail.models import Page

from cms.models.outbox import OutboxItem
from disclosure.models import PolicyDocument
from search import checks, embedded_writer
from search.documents import key
from search.engine import DESK, PUBLIC, Query, engine
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


def unnoticed(policy, title: str) -> None:
    """Change a policy past every receiver."""
    PolicyDocument.objects.filter(pk=policy.pk).update(title=title)


def found(text: str) -> list[str]:
    return engine().keys(Query(text), 10)


def test_night_mends_what_is_missing_stale_and_surplus(rebuilt, caplog):
    changed, gone = factories.policy("旧标题"), factories.policy("将被撤下的通知")
    rebuilt()
    unnoticed(changed, "崭新名称")
    PolicyDocument.objects.filter(pk=gone.pk).update(live=False)
    added = factories.policy("流感疫苗接种")
    OutboxItem.objects.all().delete()  # as if what was written beside the change had been lost
    checks.mend_by_night(at(24, 3))
    assert (found("崭新名称"), found("流感疫苗"), found("撤下")) == ([key(changed)], [key(added)], [])
    assert "the public index differed from the database in 3 documents; mended" in caplog.messages


def test_night_mends_the_addresses_below_a_column_that_moved_without_being_indexed(rebuilt):
    column = factories.column("工作动态")
    article = factories.article("疫苗接种进展", under=column)
    rebuilt()
    Page.objects.filter(pk=article.pk).update(url_path=f"{column.url_path}new-address/")
    checks.mend_by_night(at(24, 3))
    assert engine().search(Query("疫苗接种进展")).hits[0].shown["url"].endswith("/new-address/")


@pytest.mark.parametrize(
    ("first", "second", "mended"),
    [(at(24, 3), at(24, 23), False), (at(24, 3), at(25, 1), False), (at(24, 3), at(25, 2), True), (at(24, 1), at(24, 2), True)],
    ids=["same day", "before the next night", "next night", "missed night made up for"],
)
def test_index_is_compared_once_after_each_night(rebuilt, first, second, mended):
    policy = factories.policy("旧标题")
    rebuilt()
    checks.mend_by_night(first)
    unnoticed(policy, "崭新名称")
    checks.mend_by_night(second)
    assert found("崭新名称") == ([key(policy)] if mended else [])


def test_night_builds_an_index_that_is_not_there():
    policy = factories.policy("流感疫苗")
    checks.mend_by_night(at(24, 3))
    assert found("流感疫苗") == [key(policy)]


def test_index_that_another_process_writes_is_not_built_anew_by_night(rebuilt, index_root, monkeypatch, caplog):
    monkeypatch.setattr(embedded_writer, "PATIENCE", 0)
    policy = factories.policy("旧标题")
    rebuilt()
    generation = embedded_writer.current(index_root / PUBLIC)
    unnoticed(policy, "崭新名称")
    OutboxItem.objects.all().delete()
    with embedded_writer.writing(index_root / PUBLIC):
        checks.mend_by_night(at(24, 3))
    assert embedded_writer.current(index_root / PUBLIC) == generation
    assert "the public index is left as it is until the next night: 另一个进程正在写入索引，请稍后再试。" in caplog.messages
    checks.mend_by_night(at(25, 3))
    assert found("崭新名称") == [key(policy)]


def test_what_came_in_is_done_between_the_batches_of_the_night(rebuilt):
    factories.policy("照旧的通知")
    rebuilt()
    OutboxItem.objects.all().delete()
    late = factories.policy("流感疫苗")
    checks.mend_by_night(at(24, 3))
    assert not OutboxItem.objects.pending().exists()
    assert found("流感疫苗") == [key(late)]


@pytest.mark.parametrize("name", [PUBLIC, DESK])
def test_each_part_of_a_comparison_holds_few_documents(rebuilt, monkeypatch, name):
    monkeypatch.setattr(checks, "COMPARED", 3)
    monkeypatch.setattr("search.embedded.SLICE", 3)
    kept = [key(factories.policy()) for _ in range(8)]
    rebuilt()
    parts = list(engine(name).every_key())
    assert set(kept) <= {one for part in parts for one in part}
    assert len(parts) > 2
    unnoticed(PolicyDocument.objects.first(), "崭新名称")
    drifts = list(checks.drifts(name, DAY))
    assert [drift.keys for drift in drifts if drift.keys] == [{key(PolicyDocument.objects.first())}]
    assert len(drifts) > 2 + len(parts)
