"""What stands in the public index: what visible() gives, and nothing else."""

from datetime import date

import pytest

from cms.models import EmergencyNotice, LeaderPage, Place, ServiceGuidePage, TopicPage
from disclosure import publication
from disclosure.models import PolicyAct, Theme
from search import documents
from search.engine import DESK, Query, engine
from tests import factories
from tests.factories.unpublished import DAY, GUIDE, NOON, SECRET, UNPUBLISHED, dated, edited, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def found_publicly(rebuilt):
    def find(text):
        rebuilt()
        return [hit.key for hit in engine().search(Query(f'"{text}"')).hits]

    return find


@pytest.mark.parametrize("kind", UNPUBLISHED)
def test_secret_of_what_is_unpublished_is_not_in_the_public_index(kind, found_publicly, index_root):
    UNPUBLISHED[kind]()
    assert found_publicly(SECRET) == []
    files = [path for path in (index_root / "public").rglob("*") if path.is_file()]
    assert [path.name for path in files if SECRET.encode() in path.read_bytes()] == []


def public_dated():
    item = dated(title="可以找到的预算")
    publication.publish(item)
    return item


PUBLIC = {
    "policy": lambda: factories.policy("可以找到的政策"),
    "dated_item": public_dated,
    "article": lambda: factories.article("可以找到的动态"),
    "column": lambda: factories.column("可以找到的栏目"),
    "topic": lambda: page(TopicPage, title="可以找到的专题", live=True),
    "leader": lambda: page(LeaderPage, title="可以找到的领导", post="主任", in_charge_of="略", live=True),
    "guide": lambda: page(ServiceGuidePage, title="可以找到的指南", live=True, **GUIDE),
    "disclosure_guide": lambda: factories.statutory_platform().get_children().first().specific,
    "place": lambda: Place.objects.create(kind="hospital", name="可以找到的医院", data_date=DAY),
    "unit": lambda: factories.unit("可以找到的处室"),
    "emergency": lambda: EmergencyNotice.objects.create(title="可以找到的险情", summary="略", started_at=NOON, live=True),
}


@pytest.mark.parametrize("kind", PUBLIC)
def test_public_thing_is_found_by_its_title(kind, found_publicly):
    item = PUBLIC[kind]()
    assert documents.key(item) in found_publicly(str(item))


def test_interpretation_is_one_hit_with_its_policy(found_publicly):
    policy = factories.policy("关于门诊共济保障的办法")
    other = factories.policy("关于门诊统筹的办法")
    factories.interpretation(policy, other, title="一图读懂", body="<p>报销比例提高</p>")
    assert set(found_publicly("报销比例")) == {documents.key(policy), documents.key(other)}
    (hit,) = engine().search(Query("门诊共济保障")).hits
    assert [one["title"] for one in hit.shown["interpretations"]] == ["一图读懂"]


def test_interpretation_without_a_visible_policy_is_a_hit_of_its_own(found_publicly):
    policy = factories.policy()
    item = factories.interpretation(policy, title="独立的解读")
    type(policy).objects.filter(pk=policy.pk).update(live=False)
    assert found_publicly("独立的解读") == [documents.key(item)]


def test_repealed_policy_stands_behind_the_valid_one(rebuilt, titles):
    old, new = factories.policy("医疗广告管理办法（旧）"), factories.policy("医疗广告管理办法（新）")
    PolicyAct.objects.create(actor=new, subject=old, kind=PolicyAct.Kind.REPEALS, effective_on=date(2026, 4, 1))
    rebuilt()
    assert titles("医疗广告管理办法") == ["医疗广告管理办法（新）", "医疗广告管理办法（旧）"]
    assert titles("医疗广告", filters={"validity": ("repealed",)}) == ["医疗广告管理办法（旧）"]


def test_facets_hold_column_theme_with_its_class_body_year_validity_and_type(rebuilt):
    above = Theme.objects.create(name="卫生健康类")
    theme = Theme.objects.create(name="疾病预防类", parent=above)
    unit, column = factories.unit("疾控处"), factories.column("规范性文件")
    factories.policy(
        "接种办法", theme=theme, column=column, issuers=[unit], for_citizens=True, interpretation_waiver="略", interpretation_due_on=DAY
    )
    rebuilt()
    counted = engine().search(Query("接种办法", facets=("type", "column", "theme", "unit", "year", "validity", "audience"))).facets
    assert {name: dict(pairs) for name, pairs in counted.items()} == {
        "type": {"policy": 1},
        "column": {str(column.pk): 1},
        "theme": {str(theme.pk): 1, str(above.pk): 1},
        "unit": {str(unit.pk): 1},
        "year": {"2026": 1},
        "validity": {"valid": 1},
        "audience": {"citizens": 1},
    }


def test_document_without_body_date_or_issuer_is_indexed(found_publicly):
    item = factories.draft_policy("只有标题的旧文件", body="", source_url="https://example.gov.cn/1")
    type(item).objects.filter(pk=item.pk).update(live=True, released_at=NOON, written_on=None, published_on=None, document_number="")
    item.issuers.all().delete()
    assert found_publicly("只有标题的旧文件") == [documents.key(item)]


def test_drafts_are_on_the_desk(rebuilt):
    policy = factories.draft_policy("疫情防控草稿")
    public = edited(factories.policy("已经公开"))
    rebuilt()
    assert engine(DESK).keys(Query("疫情防控"), 10) == [documents.key(policy)]
    assert engine(DESK).keys(Query(SECRET), 10) == [documents.key(public)]


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_a_rebuild_do_not_grow_with_its_documents(count, django_assert_num_queries):
    theme, unit = Theme.objects.create(name="卫生类"), factories.unit("委办")
    for _ in range(count):
        factories.interpretation(factories.policy(theme=theme, issuers=[unit]))
    with django_assert_num_queries(5):
        kind = documents.KINDS["disclosure.policydocument"]
        made = [kind.made(documents.key(item), item, DAY) for item in documents.in_chunks(kind.visible())]
    assert len(made) == count
