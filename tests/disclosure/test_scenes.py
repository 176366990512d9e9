"""办事场景: each statement with the documents behind it; when one changes, citizens read so and the unit has a task."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import Assignment, Place
from disclosure import publication, scenes
from disclosure.models import PolicyAct, PolicyDocument, ScenePage
from tests import factories

pytestmark = pytest.mark.django_db
CHECKED = date(2099, 1, 1)  # later than whatever a test publishes
WARNING = "这一页有内容正在核对：依据的文件有变化，以文件为准。"


def statement(*policies, kind="steps", checked_on=CHECKED, **more) -> dict:
    values = {"title": "", "text": "<p>先预约，再去。</p>", "interpretations": [], "places": [], **more}
    value = {"kind": kind, "policies": [policy.pk for policy in policies], "checked_on": checked_on.isoformat(), **values}
    return {"type": "statement", "value": value}


def scene(*body, title="孩子接种疫苗", **fields) -> ScenePage:
    made = ScenePage(title=title, live=False, body=list(body), **fields)
    page = factories.column("专题专栏").add_child(instance=made)
    page.save_revision().publish()
    return ScenePage.objects.get(pk=page.pk)


def changes(page: ScenePage, today=None) -> list[str]:
    return [sentence for one in scenes.statements(page, today or timezone.localdate()) for sentence in one.changes]


def test_a_scene_shows_each_statement_with_what_it_rests_on(client):
    policy = factories.policy(title="关于调整接种门诊时间的通告")
    explained = factories.interpretation(policy, title="门诊时间解读")
    place = Place.objects.create(
        kind="vaccination", name="明湖接种门诊", district="澄东区", address="明湖路1号", data_date=date(2026, 1, 1)
    )
    page = scene(statement(policy, interpretations=[explained.pk], places=[str(place.pk)]))
    text = client.get(page.url).content.decode()
    assert all(said in text for said in ("怎么办", "先预约，再去。", policy.title, explained.title, "明湖路1号"))
    assert WARNING not in text


def test_a_statement_whose_document_is_repealed_says_so_to_citizens_at_once(client):
    policy = factories.policy(title="旧通告")
    page = scene(statement(policy))
    assert WARNING not in client.get(page.url).content.decode()
    later = factories.draft_policy(title="新通告")
    later.acts.add(PolicyAct(subject=policy, kind="repeals", effective_on=date(2026, 3, 5)))
    later.save()
    later.save_revision()
    publication.publish(later)
    text = client.get(page.url).content.decode()
    assert WARNING in text and "依据的《旧通告》已废止。" in text


def test_a_statement_says_that_its_document_expired_from_the_day_after_its_last_one():
    policy = factories.policy(title="通告", in_force_on=date(2026, 1, 1), expires_on=date(2026, 12, 31))
    page = scene(statement(policy))
    assert (changes(page, date(2026, 12, 31)), changes(page, date(2027, 1, 1))) == ([], ["依据的《通告》已失效。"])


def test_a_document_published_anew_after_the_statement_was_checked_is_named_and_a_new_check_ends_it():
    policy = factories.policy(title="通告")
    page = scene(statement(policy, checked_on=timezone.localdate()))
    assert changes(page) == []
    policy.summary = "改过"
    policy.save_revision()
    publication.publish(policy)
    assert changes(page) == ["依据的《通告》有更新。"]
    page.save_revision().publish()
    assert changes(ScenePage.objects.get(pk=page.pk)) == []


def test_republishing_the_page_does_not_pass_for_a_check_of_another_day():
    policy = factories.policy(title="通告")
    page = scene(statement(policy, checked_on=timezone.localdate() - timedelta(2)))
    assert changes(page) == ["依据的《通告》有更新。"]


def test_a_document_that_is_no_longer_public_is_not_named(client):
    policy = factories.policy(title="下线的通告")
    page = scene(statement(policy))
    publication.withdraw(policy, "涉密", factories.administrator(), timezone.now())
    text = client.get(page.url).content.decode()
    assert "依据的一份文件已不再公开。" in text and "下线的通告" not in text


def test_the_unit_has_one_task_for_a_changed_statement_and_none_once_it_is_checked():
    unit = factories.unit("疾病预防控制处")
    person = factories.person("编辑", unit=unit)
    policy = factories.policy(title="旧通告")
    page = scene(statement(policy), statement(factories.policy(), kind="bring"), unit=unit)
    now = timezone.now()
    assert scenes.watch(now) == 0
    PolicyDocument.objects.filter(pk=policy.pk).update(declared_validity="repealed")
    assert (scenes.watch(now), scenes.watch(now)) == (1, 0)
    task = Assignment.objects.get()
    assert (task.title, task.owner, task.fault) == ("核对办事场景《孩子接种疫苗》中的“怎么办”", person, "依据的《旧通告》已废止。")
    assert task.deadlines.open().count() == 1
    page.body = [(block.block_type, block.value) for block in page.body][1:]
    page.save_revision().publish()
    scenes.watch(now)
    assert not Assignment.objects.open().exists()


def test_a_page_of_thirty_statements_takes_as_many_queries_as_one_of_one(client):
    policies = [factories.policy() for _n in range(3)]
    one = scene(statement(policies[0]))
    many = one.get_parent().add_child(
        instance=ScenePage(title="很多", slug="many", live=False, body=[statement(policies[n % 3]) for n in range(30)])
    )
    many.save_revision().publish()
    counts = []
    for page in (one, many):
        client.get(page.url)
        with CaptureQueriesContext(connection) as taken:
            client.get(page.url + "?utm=1")  # an address that is never kept
        counts.append(len(taken))
    assert counts[0] == counts[1]
