"""Other bodies asked before publication: what waits is not public, silence is no consent, an answer has its day and paper."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from cms.models import AuditRecord, Deadline
from disclosure import attribution, publication
from disclosure.asked_bodies import Answer, ask, in_doubt, take
from disclosure.asking import BINDING, MOVES, Act, Asked, IllegalMove, Opinion, State, acts_from, next_state
from disclosure.attribution import Statement
from disclosure.models import AskedBody
from tests import factories
from tests.cms.test_review import refusal

NOW = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 11, 2)
BUREAU, POLICE = "澄江市国家保密局", "澄江市公安局"
ALLOWED = Answer("yes", TODAY, "澄保函〔2026〕7号")


@pytest.fixture
def people(db):
    names = {"drafter": "编辑", "office": "信息公开工作人员", "signer": "签发人"}
    return {key: factories.person(role) for key, role in names.items()}


def asked(people, kind=Asked.CONCERNED, *bodies, policy=None):
    policy = policy or factories.draft_policy()
    return policy, ask(policy, kind, bodies or [POLICE], "附件二可以公开吗？", people["drafter"], NOW)


@pytest.mark.parametrize("kind", Asked.values)
@pytest.mark.parametrize("act", Act.values)
@pytest.mark.parametrize("state", State.values)
def test_move_is_offered_when_the_table_allows_it_and_refused_otherwise(state, act, kind):
    if act in acts_from(state, kind, Opinion.CHANGED if state == State.ANSWERED else ""):
        assert next_state(state, act, kind, Opinion.CHANGED if state == State.ANSWERED else "") == MOVES[act].ends
    else:
        with pytest.raises(IllegalMove):
            next_state(state, act, kind, "")


@pytest.mark.parametrize("kind", BINDING)
def test_binding_no_is_not_decided_otherwise(kind):
    with pytest.raises(IllegalMove, match="由被请示的机关确定"):
        next_state(State.ANSWERED, Act.DECIDE, kind, Opinion.NO)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Asked.SECRECY, "是否可以公开还有疑义，正在等澄江市公安局确定；答复登记以前不能发布（条例第十七条）。"),
        (Asked.CONCERNED, "正在与澄江市公安局协商；登记答复，或者由签发人说明理由作出决定以后才能发布（条例第十一条）。"),
    ],
    ids=["doubt", "concerned"],
)
def test_what_waits_is_refused_and_has_a_day_of_its_own(people, kind, sentence):
    policy, (row,) = asked(people, kind)
    assert refusal(publication.publish, policy) == [sentence]
    deadline = Deadline.objects.of(row).open().get()
    assert (deadline.start, deadline.due_on, deadline.owner) == (TODAY, date(2026, 11, 16), people["drafter"])


def test_silence_past_the_day_is_no_consent(people):
    policy, (row,) = asked(people)
    Deadline.objects.of(row).update(due_on=date(2026, 1, 5))
    assert len(refusal(publication.publish, policy)) == 1


def test_each_of_several_bodies_answers_for_itself(people):
    policy, (first, _second) = asked(people, Asked.CONCERNED, POLICE, "澄江市教育局")
    take(first, "answer", people["office"], NOW, ALLOWED)
    (sentence,) = refusal(publication.publish, policy)
    assert sentence.startswith("正在与澄江市教育局协商")


def test_allowed_is_published_and_its_clock_ends_on_the_day_of_the_answer(people):
    policy, (row,) = asked(people, Asked.SECRECY, BUREAU)
    take(row, "answer", people["office"], NOW, ALLOWED)
    publication.publish(policy)
    assert policy.live
    assert Deadline.objects.of(row).values_list("closed_on", "outcome").get() == (TODAY, "done")


def test_binding_no_keeps_it_back_until_the_body_is_asked_again_and_allows_it(people):
    policy, (row,) = asked(people, Asked.SECRECY, BUREAU)
    take(row, "answer", people["office"], NOW, Answer("no", TODAY, "澄保函〔2026〕7号"))
    assert refusal(publication.publish, policy) == ["澄江市国家保密局已于 2026-11-02 确定不宜公开（澄保函〔2026〕7号），不能发布。"]
    assert in_doubt(policy)
    _policy, (again,) = asked(people, Asked.SECRECY, BUREAU, policy=policy)
    take(again, "answer", people["office"], NOW, ALLOWED)
    publication.publish(policy)
    assert policy.live


def test_objection_is_weighed_by_the_signer_with_a_reason(people):
    policy, (row,) = asked(people)
    take(row, "answer", people["office"], NOW, Answer("no", TODAY, "澄公函〔2026〕3号", "涉及布防"))
    assert refusal(publication.publish, policy)[0].startswith("澄江市公安局不同意公开（澄公函〔2026〕3号）")
    assert refusal(take, row, "decide", people["signer"], NOW) == ["请写明理由。"]
    assert refusal(take, row, "decide", people["office"], NOW, reason="已删去") == ["“说明理由后决定公开”需要相应的权限。"]
    take(row, "decide", people["signer"], NOW, reason="已删去布防内容")
    publication.publish(policy)
    assert policy.live


def test_asked_in_vain_is_withdrawn_with_a_reason(people):
    policy, (row,) = asked(people, Asked.COMPETENT)
    take(row, "withdraw", people["office"], NOW, reason="报错了机关")
    publication.publish(policy)
    assert policy.live
    assert Deadline.objects.of(row).get().outcome == "dropped"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer("", TODAY, "函"), "请选择对方的意见。"),
        (Answer("yes", date(2026, 11, 3), "函"), "请填写答复日期：不早于提出之日，不晚于今天。"),
        (Answer("yes", TODAY, " "), "请写明答复文件的文号或者名称。"),
        (Answer("changed", TODAY, "函"), "请写明对方要求删改哪些内容。"),
    ],
    ids=["opinion", "day", "paper", "words"],
)
def test_answer_needs(people, answer, sentence):
    _policy, (row,) = asked(people)
    assert refusal(take, row, "answer", people["office"], NOW, answer) == [sentence]
    assert AskedBody.objects.get().state == State.WAITING


def test_second_of_two_who_record_the_answer_is_told(people):
    _policy, (row,) = asked(people)
    take(row, "answer", people["office"], NOW, ALLOWED)
    assert refusal(take, row, "answer", people["office"], NOW, Answer("no", TODAY, "另一函")) == ["现在是“已答复”，不能“登记答复”。"]
    assert AskedBody.objects.get().opinion == "yes"


def test_same_body_is_not_asked_twice_while_it_waits(people):
    policy, _rows = asked(people)
    question = (policy, Asked.CONCERNED, [POLICE], "再问一次", people["drafter"], NOW)
    assert refusal(ask, *question) == ["已经问过澄江市公安局，正在等待答复。"]


def test_signer_does_not_decide_on_active_disclosure_while_a_doubt_is_open(people):
    policy, said = factories.draft_policy(), Statement("active", basis="made")
    attribution.take(policy, "propose", people["drafter"], NOW, said)
    attribution.take(policy, "confirm", people["office"], NOW)
    asked(people, Asked.SECRECY, BUREAU, policy=policy)
    (sentence,) = refusal(attribution.take, policy, "decide", people["signer"], NOW, said)
    assert sentence.startswith("还有疑义没有确定")


def test_page_asks_records_the_answer_and_shows_both_with_person_and_audit(client, people):
    policy = factories.draft_policy()
    page = reverse("desk_source_review", args=[policy.pk])
    client.force_login(people["office"])
    client.post(reverse("desk_ask", args=[policy.pk]), {"asked": "concerned", "bodies": f"{POLICE}\n", "question": "附件二可以公开吗？"})
    row = AskedBody.objects.get()
    day = date.fromisoformat(str(row.at.astimezone(NOW.tzinfo).date()))
    sent = {"opinion": "yes", "on": day.isoformat(), "paper": "澄公函〔2026〕3号", "words": ""}
    client.post(reverse("desk_asked", args=[row.pk]), {"act": "answer", **{f"answer-{row.pk}-{key}": value for key, value in sent.items()}})
    html = client.get(page).content.decode()
    assert "登记澄江市公安局的答复：可以公开（澄公函〔2026〕3号" in html
    assert "附件二可以公开吗？" in html
    acts = AuditRecord.objects.filter(action__startswith="asked-body.").order_by("pk").values_list("action", "actor")
    assert list(acts) == [("asked-body.ask", people["office"].pk), ("asked-body.answer", people["office"].pk)]


def test_desk_names_who_has_not_answered(client, people):
    policy, _rows = asked(people)
    client.force_login(people["office"])
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert (POLICE in html, reverse("desk_source_review", args=[policy.pk]) in html) == (True, True)
