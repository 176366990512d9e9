"""The disclosure attribute at its source: the table of moves, each step recorded, what is not decided stays unpublished."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from cms.models import AppendOnly, Deadline
from disclosure import attribution, exemptions, publication
from disclosure.attribution import Statement, take
from disclosure.models import PolicyDocument, SourceReview, SourceStep
from disclosure.source_review import MOVES, Act, IllegalMove, State, acts_from, next_state
from tests import factories
from tests.cms.test_review import refusal

NOW = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
ACTIVE = Statement("active", basis="made")
WITHHELD = Statement("withheld", "E16b", "讨论记录", "made")


@pytest.fixture
def people(db):
    names = {"drafter": "编辑", "office": "信息公开工作人员", "signer": "签发人"}
    return {key: factories.person(role) for key, role in names.items()}


def decided(people, said=ACTIVE, **fields) -> PolicyDocument:
    policy = factories.draft_policy(**fields)
    take(policy, "propose", people["drafter"], NOW, said)
    take(policy, "confirm", people["office"], NOW)
    take(policy, "decide", people["signer"], NOW, said)
    return PolicyDocument.objects.get(pk=policy.pk)


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("act", Act.values)
def test_move_goes_by_the_table_and_no_other_way(state, act):
    if state in MOVES[act].begins:
        assert next_state(state, act) == MOVES[act].ends and act in acts_from(state)
    else:
        with pytest.raises(IllegalMove, match="公开属性现在是"):
            next_state(state, act)
        assert act not in acts_from(state)


def test_every_state_is_reached_and_left():
    ends, begins = {rule.ends for rule in MOVES.values()}, {state for rule in MOVES.values() for state in rule.begins}
    assert ends | {State.NONE} == begins == set(State)


def test_grounds_are_those_of_articles_14_to_16():
    must = {code: exemption.must for code, exemption in exemptions.EXEMPTIONS.items()}
    assert must == {"E14a": True, "E14b": True, "E14c": True, "E15": True, "E16a": False, "E16b": False, "E16c": False}


def test_decided_as_active_is_published(people):
    policy = decided(people)
    publication.publish(policy)
    assert policy.live


def test_each_step_is_recorded_with_person_and_time(people):
    steps = SourceStep.objects.filter(review__policy=decided(people, WITHHELD)).order_by("pk")
    assert [(step.act, step.by, step.at, step.attribute, step.ground) for step in steps] == [
        (act, people[who], NOW, "withheld", "E16b") for act, who in (("propose", "drafter"), ("confirm", "office"), ("decide", "signer"))
    ]


def test_step_is_append_only(people):
    decided(people)
    step = SourceStep.objects.first()
    for act in (step.save, step.delete, SourceStep.objects.all().delete, lambda: SourceStep.objects.update(words="")):
        with pytest.raises(AppendOnly):
            act()


@pytest.mark.parametrize("done", [1, 2], ids=["proposed", "confirmed"])
def test_what_is_not_decided_is_refused(people, done):
    policy = factories.draft_policy()
    for act, who in [("propose", "drafter"), ("confirm", "office")][:done]:
        take(policy, act, people[who], NOW, ACTIVE)
    assert refusal(publication.publish, policy)[0].startswith("公开属性还没有决定（")


def test_withheld_is_refused_registered_and_comes_up_again(people):
    policy = decided(people, WITHHELD)
    assert refusal(publication.publish, policy) == ["公开属性是“不予公开”，只有“主动公开”的内容可以发布。"]
    assert (policy.attribute, policy.attribute_reason) == ("withheld", "讨论记录")
    deadline = Deadline.objects.of(policy).open().get()
    assert (deadline.term, deadline.start, deadline.due_on) == ("ATTRIBUTE_REREVIEW", date(2026, 11, 2), date(2027, 11, 2))


def test_reassessed_as_active_is_published_and_no_longer_registered(people):
    policy = decided(people, WITHHELD)
    take(policy, "propose", people["drafter"], NOW, ACTIVE)
    take(policy, "confirm", people["office"], NOW)
    take(policy, "decide", people["signer"], NOW, ACTIVE)
    policy = PolicyDocument.objects.get(pk=policy.pk)
    publication.publish(policy)
    assert policy.live
    assert not Deadline.objects.of(policy).open().exists()


def test_attribute_changed_after_the_decision_is_refused(people):
    policy = decided(people, WITHHELD)
    policy.attribute, policy.attribute_reason = "active", ""
    policy.save_revision()
    assert refusal(publication.publish, policy) == ["公开属性与签发人决定的“不予公开”不一致。"]


@pytest.mark.parametrize(("written", "refused"), [(date(2026, 10, 31), False), (date(2026, 11, 1), True)], ids=["older", "newer"])
def test_policy_without_a_source_review_is_refused_from_the_start_date_on(people, settings, written, refused):
    settings.SOURCE_REVIEW_FROM = date(2026, 11, 1)
    policy = factories.draft_policy(written_on=written)
    if refused:
        assert refusal(publication.publish, policy) == ["公开属性还没有经过认定：请在“公开属性认定”页提出。"]
    else:
        publication.publish(policy)
        assert policy.live


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Statement("", basis="made"), "请选择公开属性。"),
        (Statement("on_request", basis="made"), "不主动公开的，请说明理由。"),
        (Statement("withheld", reason="涉密", basis="made"), "不予公开的，请选择依据（条例第十四条至第十六条）。"),
        (Statement("active"), "请选择本机关为什么负责公开（条例第十条）。"),
    ],
    ids=["attribute", "reason", "ground", "basis"],
)
def test_proposal_needs(people, said, sentence):
    assert refusal(take, factories.draft_policy(), "propose", people["drafter"], NOW, said) == [sentence]
    assert not SourceReview.objects.exists()


def test_office_that_disputes_or_sends_back_says_why(people):
    policy = factories.draft_policy()
    take(policy, "propose", people["drafter"], NOW, ACTIVE)
    for act in ("dispute", "send_back"):
        assert refusal(take, policy, act, people["office"], NOW) == ["请写明理由。"]
    assert take(policy, "dispute", people["office"], NOW, words="属于过程性信息").state == State.DISPUTED


def test_one_person_does_not_take_two_steps_in_a_row(people):
    policy = factories.draft_policy()
    take(policy, "propose", people["office"], NOW, ACTIVE)
    assert refusal(take, policy, "confirm", people["office"], NOW) == ["上一步是您办理的，须由另一位同事办理这一步。"]


def test_step_without_the_right_to_it_is_refused(people):
    policy = factories.draft_policy()
    take(policy, "propose", people["drafter"], NOW, ACTIVE)
    assert refusal(take, policy, "confirm", people["signer"], NOW) == ["“同意”需要相应的权限。"]


def test_attribute_of_the_lead_body_holds_for_a_joint_document(people):
    bodies = [factories.unit("澄江市财政局", kind="outside"), factories.unit("澄江市卫生健康委员会")]
    policy = factories.draft_policy(issuers=bodies)
    take(policy, "propose", people["drafter"], NOW, Statement("on_request", reason="牵头机关认定", basis="lead"))
    take(policy, "confirm", people["office"], NOW)
    assert refusal(take, policy, "decide", people["signer"], NOW, ACTIVE) == ["联合发文的公开属性以牵头机关认定的为准。"]


def test_page_offers_the_acts_of_the_table_and_takes_them(client, people):
    policy = factories.draft_policy()
    page = reverse("desk_source_review", args=[policy.pk])
    client.force_login(people["drafter"])
    assert client.get(page).status_code == 200
    client.post(page, {"act": "propose", "attribute": "active", "basis": "made"})
    client.force_login(people["office"])
    client.post(page, {"act": "send_back", "words": "请补充依据"})
    assert attribution.review_of(policy).state == State.RETURNED
    assert "请补充依据" in client.get(page).content.decode()


def test_page_says_why_an_act_is_not_this_persons(client, people):
    policy = factories.draft_policy()
    take(policy, "propose", people["drafter"], NOW, ACTIVE)
    client.force_login(people["drafter"])
    html = client.get(reverse("desk_source_review", args=[policy.pk])).content.decode()
    assert "“同意”需要相应的权限。" in html


def test_desk_names_what_comes_up_for_reassessment(client, people):
    policy = decided(people, WITHHELD, title="会议纪要")
    client.force_login(people["office"])
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("desk_source_review", args=[policy.pk]) in html
