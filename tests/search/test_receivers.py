"""What changes in the database reaches both indexes by the outbox."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cms import outbox, stamps
from cms.models import Department, Place
from cms.models.outbox import OutboxItem
from disclosure import publication
from disclosure.models import PolicyAct, PolicyDocument
from search import tasks
from search.documents import key
from search.engine import DESK, Query, engine
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(work_outbox):
    """Titles found once the worker has done its part."""

    def find(text, index="public"):
        work_outbox()
        return {hit.key for hit in engine(index).search(Query(text)).hits}

    return find


def test_published_policy_is_found(found):
    policy = factories.policy("接种工作方案")
    assert found("接种工作方案") == {key(policy)}


def test_draft_is_found_on_the_desk_and_not_in_public(found):
    factories.policy("别的文件")
    policy = factories.draft_policy("接种工作方案")
    assert found("接种工作方案", DESK) == {key(policy)}
    assert found("接种工作方案") == set()


def test_withdrawn_policy_is_found_no_more(found):
    policy = factories.policy("接种工作方案")
    assert found("接种工作方案")
    publication.withdraw(policy, "内容有误", factories.administrator(), timezone.now())
    assert found("接种工作方案") == set()


def test_deleted_policy_is_found_no_more_anywhere(found):
    policy = factories.draft_policy("接种工作方案")
    assert found("接种工作方案", DESK)
    policy.delete()
    assert found("接种工作方案", DESK) == set()


def test_published_interpretation_is_found_with_its_policy_and_withdrawn_it_is_not(found):
    policy = factories.policy("接种工作方案")
    item = factories.interpretation(policy, title="一图读懂", body="<p>免费接种</p>")
    assert found('"免费接种"') == {key(policy)}
    publication.withdraw(item, "图片有误", factories.administrator(), timezone.now())
    assert found('"免费接种"') == set()


def test_interpretation_moved_to_another_policy_leaves_the_first(found):
    first, second = factories.policy("第一份"), factories.policy("第二份")
    item = factories.interpretation(first, body="<p>免费接种</p>")
    assert found("免费接种") == {key(first)}
    item.policies.set([second])
    item.save()
    assert found("免费接种") == {key(second)}


def test_repealing_policy_changes_the_validity_of_the_repealed_one(found, work_outbox):
    old, new = factories.policy("旧办法"), factories.draft_policy("新办法")
    new.acts = [PolicyAct(subject=old, kind=PolicyAct.Kind.REPEALS, effective_on=date(2026, 4, 1))]
    new.save_revision()
    publication.publish(new)
    work_outbox()
    assert engine().search(Query("旧办法", filters={"validity": ("repealed",)})).total == 1


def test_place_and_unit_are_found_and_closed_ones_are_not(found):
    place = Place.objects.create(kind="vaccination", name="东门接种门诊", data_date=date(2026, 9, 1))
    unit = factories.unit("接种管理处")
    assert found("接种") == {key(place), key(unit)}
    place.closed_on = date(2026, 9, 2)
    place.save()
    assert found("接种") == {key(unit)}


def test_article_moved_with_its_column_has_its_new_address(found, work_outbox, django_capture_on_commit_callbacks):
    article = factories.article("接种进社区", under=factories.column("动态", slug="dongtai"))
    assert found("接种进社区")
    column = article.get_parent().specific
    column.slug = "xinwen"
    with django_capture_on_commit_callbacks(execute=True):
        column.save_revision().publish()
    work_outbox()
    (hit,) = engine().search(Query("接种进社区")).hits
    assert hit.shown["url"].startswith("/xinwen/")


def test_change_is_noted_in_the_transaction_of_its_cause():
    before = OutboxItem.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        Department.objects.create(name="将被撤回")
        raise RuntimeError
    assert OutboxItem.objects.count() == before


def test_applying_a_change_twice_changes_nothing(found):
    policy = factories.policy("接种工作方案")
    payload = {"model": "disclosure.policydocument", "pk": policy.pk}
    tasks.index([payload, payload])
    tasks.index([payload])
    assert found("接种工作方案") == {key(policy)}


def test_many_rows_in_one_payload_are_indexed(found):
    policies = [factories.policy("接种方案") for _ in range(3)]
    OutboxItem.objects.all().delete()
    with transaction.atomic():
        outbox.add("index", {"model": "disclosure.policydocument", "pks": [policy.pk for policy in policies]})
    assert found("接种方案") == {key(policy) for policy in policies}


def test_row_read_for_both_indexes_says_on_the_desk_what_its_draft_says_too(found):
    policy = factories.policy("接种工作方案")
    policy.title = "流感防治方案"
    policy.save_revision()
    assert found("流感防治", DESK) == found("接种工作", DESK) == {key(policy)}
    assert found("流感防治") == set()


def test_changes_of_the_index_are_told_to_the_page_cache(found):
    before = stamps.versions([stamps.INDEX])
    factories.policy("接种工作方案")
    found("接种")
    assert stamps.versions([stamps.INDEX]) != before


def test_policy_whose_validity_ends_by_date_alone_is_indexed_again(found, work_outbox):
    policy = factories.policy("短期通告")
    found("短期通告")
    now = timezone.now()
    PolicyDocument.objects.filter(pk=policy.pk).update(expires_on=timezone.localdate(now) - timedelta(days=1))
    tasks.follow_calendar(now)
    work_outbox()
    assert engine().search(Query("短期通告", filters={"validity": ("expired",)})).total == 1
