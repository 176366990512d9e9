"""What the gate asks, sentence by sentence, and the verbs publish, withdraw, restore."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.gate import Refused
from cms.models import AuditRecord
from disclosure import publication
from disclosure.models import Interpretation, PolicyAct, PolicyDocument, PolicyIssuer
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MISSING = "这份政策面向企业或者公众，须与解读同步公开：请先撰写解读，或者写明暂无解读的理由和补发日期。"


def refusal(item) -> list[str]:
    with pytest.raises(Refused) as caught:
        publication.publish(item)
    item.refresh_from_db()
    assert not item.live
    return caught.value.sentences


def revised(item, **values):
    for name, value in values.items():
        setattr(item, name, value)
    item.save_revision()
    return item


def test_policy_is_published():
    policy = factories.policy()
    assert policy.live and policy.released_at and policy.index_number


def test_policy_without_title_is_refused():
    assert refusal(revised(factories.draft_policy(), title=" ")) == ["请填写标题。"]


def test_title_of_5000_characters_is_refused_whatever_wrote_it():
    policy = factories.draft_policy()
    policy.title = "长" * 5000
    policy.save_revision(clean=False)
    assert refusal(policy) == ["标题有 5000 个字，最多 200 个字，请缩短。"]


def test_policy_without_day_of_signing_is_refused():
    assert refusal(revised(factories.draft_policy(), written_on=None)) == ["请填写成文日期（签发日期）。"]


def test_policy_without_issuing_body_is_refused():
    policy = factories.draft_policy()
    policy.issuers.all().delete()
    assert refusal(revised(policy, issuers=[])) == ["请填写制发机关。"]


def test_joint_document_with_two_leading_bodies_is_refused():
    policy = factories.draft_policy()
    leads = [PolicyIssuer(unit=factories.unit(), lead=True), PolicyIssuer(unit=factories.unit(), lead=True)]
    assert refusal(revised(policy, issuers=leads)) == ["联合发文只能有一个牵头机关。"]


def test_document_number_that_is_used_is_refused_in_any_writing():
    first = factories.policy(document_number="澄卫发〔2026〕77号")
    second = factories.draft_policy(document_number="澄卫发 [2026] 第077号")
    assert refusal(second) == [f"发文字号 澄卫发 [2026] 第077号 已用于《{first.title}》，请核对。"]


@pytest.mark.parametrize("day", [{"published_on": date(2999, 1, 1)}, {"written_on": date(2999, 1, 1)}], ids=["public", "signed"])
def test_day_in_the_future_is_refused(day):
    assert "在将来" in refusal(revised(factories.draft_policy(), **day))[0]


def test_information_that_is_not_for_active_disclosure_is_refused():
    policy = factories.draft_policy(attribute="on_request", attribute_reason="过程性信息")
    assert refusal(policy) == ["公开属性是“依申请公开”，只有“主动公开”的内容可以发布。"]


def test_attribute_other_than_active_without_a_reason_is_refused_by_form_and_database():
    policy = factories.draft_policy()
    policy.attribute = "on_request"
    with pytest.raises(ValidationError, match="不主动公开的，请说明理由。"):
        policy.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyDocument.objects.filter(pk=policy.pk).update(attribute="on_request")


def test_refusal_names_every_reason_at_once():
    policy = factories.draft_policy(for_citizens=True)
    policy.issuers.all().delete()
    assert refusal(revised(policy, issuers=[], written_on=None)) == ["请填写成文日期（签发日期）。", "请填写制发机关。", MISSING]


@pytest.mark.parametrize("audience", ["for_citizens", "for_enterprises"])
def test_policy_for_people_without_interpretation_is_refused(audience):
    assert refusal(factories.draft_policy(**{audience: True})) == [MISSING]


@pytest.mark.parametrize(
    "half", [{"interpretation_waiver": "专家尚未定稿"}, {"interpretation_due_on": date(2026, 12, 1)}], ids=["reason", "day"]
)
def test_waiver_needs_both_its_reason_and_its_day(half):
    assert refusal(factories.draft_policy(for_citizens=True, **half)) == [MISSING]


def test_policy_with_waiver_is_published_and_tracked():
    policy = factories.draft_policy(for_citizens=True, interpretation_waiver="专家尚未定稿", interpretation_due_on=date(2026, 12, 1))
    publication.publish(policy)
    assert list(PolicyDocument.objects.visible().without_interpretation()) == [policy]
    factories.interpretation(policy)
    assert not PolicyDocument.objects.visible().without_interpretation().exists()


def test_ready_interpretation_goes_out_with_its_policy():
    policy = factories.draft_policy(for_citizens=True)
    interpretation = factories.draft_interpretation(policy)
    publication.publish(policy)
    interpretation.refresh_from_db()
    assert policy.live and interpretation.live


def test_interpretation_that_is_not_ready_holds_its_policy_back():
    policy = factories.draft_policy(for_citizens=True)
    factories.draft_interpretation(policy, title="未写完的解读", body="")
    why = "解读《未写完的解读》还不能发布：解读还没有内容：请填写正文，或者上传图片、视频。"
    assert refusal(policy) == [MISSING, why]


def test_second_interpretation_that_is_not_ready_stays_a_draft():
    policy = factories.draft_policy(for_citizens=True)
    ready, unready = factories.draft_interpretation(policy), factories.draft_interpretation(policy, body="")
    publication.publish(policy)
    ready.refresh_from_db()
    unready.refresh_from_db()
    assert (ready.live, unready.live) == (True, False)
    assert AuditRecord.objects.about(unready).get().action == "publish.refused"


def test_second_round_in_the_making_is_not_published_by_a_correction_of_the_policy():
    policy = factories.policy()
    draft = factories.draft_interpretation(policy)
    publication.publish(revised(policy, summary="更正一处"))
    draft.refresh_from_db()
    assert not draft.live


def test_interpretation_of_an_unpublished_policy_is_refused():
    policy = factories.draft_policy("尚未公开的通知")
    expected = ["所解读的《尚未公开的通知》尚未公开；发布该政策时，本解读会一同发布。"]
    assert refusal(factories.draft_interpretation(policy)) == expected


def test_interpretation_without_policy_is_refused():
    assert refusal(factories.draft_interpretation()) == ["请选择所解读的政策。"]


def test_interpretation_without_content_is_refused():
    empty = factories.draft_interpretation(factories.policy(), body="")
    assert refusal(empty) == ["解读还没有内容：请填写正文，或者上传图片、视频。"]


def act(actor, subject, kind="repeals"):
    PolicyAct.objects.create(actor=actor, subject=subject, kind=kind, effective_on=date(2026, 1, 1))
    actor.refresh_from_db()
    actor.save_revision()


def test_circular_repeal_is_refused_through_others_too():
    first, second, third = (factories.draft_policy(f"第{i}号文件") for i in (1, 2, 3))
    act(first, second)
    act(second, third)
    act(third, first)
    assert refusal(third) == ["循环废止：《第1号文件》已经直接或者间接废止了本文件。"]


def test_what_was_taken_down_is_refused_until_it_is_restored():
    policy = factories.policy()
    publication.withdraw(policy, "含有个人信息", None, NOW)
    assert refusal(policy) == ["该内容已紧急下线（原因：含有个人信息），须先解除下线才能再次公开。"]
    publication.restore(policy, "已遮盖", None)
    publication.publish(policy)
    assert policy.live


def test_takedown_records_who_why_and_when():
    policy, actor = factories.policy(), factories.administrator()
    publication.withdraw(policy, "含有个人信息", actor, NOW)
    record = AuditRecord.objects.about(policy).get()
    assert (record.action, record.reason, record.actor) == ("publish.withdraw", "含有个人信息", actor)
    assert (policy.live, policy.taken_down_at, policy.takedown_reason) == (False, NOW, "含有个人信息")


def test_takedown_without_a_reason_is_refused():
    policy = factories.policy()
    with pytest.raises(Refused, match="请写明紧急下线的原因"):
        publication.withdraw(policy, "  ", None, NOW)
    policy.refresh_from_db()
    assert policy.live


def test_takedown_of_what_is_not_public_is_refused():
    with pytest.raises(Refused, match="目前没有公开"):
        publication.withdraw(factories.draft_policy(), "误发", None, NOW)


def test_takedown_of_a_policy_takes_along_what_explains_only_it():
    first, second = factories.policy(), factories.policy()
    only, both = factories.interpretation(first), factories.interpretation(first, second)
    publication.withdraw(first, "误发", None, NOW)
    assert list(Interpretation.objects.visible()) == [both]
    only.refresh_from_db()
    assert not only.live


def test_takedown_of_a_page_works_like_that_of_an_item():
    page = factories.article()
    publication.withdraw(page, "误发", None, NOW)
    assert (page.live, page.takedown_reason) == (False, "误发")


def test_restoring_what_was_not_taken_down_is_refused():
    with pytest.raises(Refused, match="没有被紧急下线"):
        publication.restore(factories.policy(), "误会", None)


def scheduled(policy, hours):
    """Approved to go public ``hours`` from now; Wagtail asks the real clock, so what is due lies in the past."""
    policy.go_live_at = timezone.now() + timedelta(hours=hours)
    revision = policy.save_revision()
    revision.approved_go_live_at = policy.go_live_at
    revision.save(update_fields=["approved_go_live_at"])
    return policy


def live(*items) -> list[bool]:
    for item in items:
        item.refresh_from_db()
    return [item.live for item in items]


def test_schedule_publishes_what_is_due_and_nothing_else():
    due, later = scheduled(factories.draft_policy(), -1), scheduled(factories.draft_policy(), 9)
    assert publication.publish_due(timezone.now()) == (1, 0)
    assert live(due, later) == [True, False]


def test_schedule_treats_each_item_apart_and_records_what_was_refused():
    bad, good = scheduled(factories.draft_policy(for_citizens=True), -2), scheduled(factories.draft_policy(), -1)
    assert publication.publish_due(timezone.now()) == (1, 1)
    assert live(bad, good) == [False, True]
    assert MISSING in AuditRecord.objects.about(bad).get().reason
    assert publication.publish_due(timezone.now()) == (0, 0)


def test_schedule_takes_back_what_was_to_be_public_only_until_now():
    policy = factories.draft_policy(expire_at=timezone.now() + timedelta(hours=1))
    publication.publish(policy)
    publication.publish_due(timezone.now() + timedelta(hours=2))
    policy.refresh_from_db()
    assert (policy.live, policy.expired) == (False, True)


def test_policy_that_expires_takes_along_what_explains_only_it():
    policy = factories.draft_policy(expire_at=timezone.now() + timedelta(hours=1))
    publication.publish(policy)
    interpretation = factories.interpretation(policy)
    publication.publish_due(timezone.now() + timedelta(hours=2))
    assert live(policy, interpretation) == [False, False]


def test_item_that_cannot_even_be_read_does_not_hold_the_schedule_up():
    broken, good = scheduled(factories.draft_policy(), -2), scheduled(factories.draft_policy(), -1)
    revision = broken.get_latest_revision()
    revision.content = revision.content | {"written_on": "not a day"}
    revision.save()
    assert publication.publish_due(timezone.now()) == (1, 1)
    assert live(broken, good) == [False, True]
