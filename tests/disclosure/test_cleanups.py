"""规范性文件清理: what is listed and why, a proposal that another person decides, a list whose publication changes validity."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cms.models import AuditRecord, Deadline
from disclosure import cleanups, publication
from disclosure.cleanup_workflow import MOVES, Act, CleanupRefused, Outcome, State, Why, acts_from, next_state
from disclosure.models import Cleanup, CleanupRow, PolicyDocument, Validity
from disclosure.open_data.fields import FIELDS
from disclosure.showing import cleaned
from tests import factories

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 11, 20)
SOON = date(2026, 12, 31)


@pytest.fixture
def people(db):
    return {"office": factories.person("信息公开工作人员"), "head": factories.person("信息公开机构负责人")}


def normative(expires_on=SOON, **fields) -> PolicyDocument:
    return factories.policy(normative=True, in_force_on=date(2022, 1, 1), expires_on=expires_on, **fields)


def batch(people, year=2026, unit=None) -> Cleanup:
    return cleanups.begin(year, "2026年规范性文件清理", unit, people["office"], NOW)


def decided(people, row, outcome, until=None, reason="已被新规定代替"):
    cleanups.propose(row, outcome, reason, until, people["office"], NOW)
    cleanups.decide(row, people["head"], NOW)


def published(people, outcome, until=None, policy=None) -> PolicyDocument:
    policy = policy or normative()
    made = batch(people)
    decided(people, made.rows.get(), outcome, until)
    cleanups.publish(made, people["head"], NOW)
    return PolicyDocument.objects.get(pk=policy.pk)


# -- the table of moves ------------------------------------------------------------------------------------------------


def test_move_goes_by_the_table_and_no_other_way():
    for state in State:
        for act in Act:
            if state in MOVES[act].begins:
                assert next_state(state, act) == MOVES[act].ends and act in acts_from(state)
            else:
                with pytest.raises(CleanupRefused, match="这一件现在是"):
                    next_state(state, act)


# -- what is listed ----------------------------------------------------------------------------------------------------


def test_a_batch_lists_what_expires_in_its_year_and_what_must_be_evaluated_in_it_and_nothing_else(people):
    expiring, to_evaluate = normative(), normative(date(2027, 6, 30))
    normative(date(2027, 7, 1))
    factories.policy(in_force_on=date(2022, 1, 1), expires_on=SOON)
    factories.draft_policy(normative=True, in_force_on=date(2022, 1, 1), expires_on=SOON)
    found = dict(batch(people).rows.values_list("policy", "why"))
    assert found == {expiring.pk: Why.EXPIRES, to_evaluate.pk: Why.EVALUATE}


def test_a_batch_of_one_body_lists_its_documents_alone(people):
    ours = normative(issuers=[factories.unit("澄江市卫生健康委员会")])
    other = factories.unit("澄江市公安局")
    theirs = normative(issuers=[other])
    assert list(batch(people, unit=other).rows.values_list("policy", flat=True)) == [theirs.pk] != [ours.pk]


def test_documents_that_name_a_changed_law_are_listed_once(people):
    citing = normative(date(2030, 1, 1), body="<p>根据《中华人民共和国传染病防治法》制定。</p>")
    normative(date(2030, 1, 1), body="<p>根据《护士条例》制定。</p>")
    made = batch(people)
    assert cleanups.contradicted(made, "《中华人民共和国传染病防治法》", people["office"], NOW) == 1
    assert cleanups.contradicted(made, "传染病防治法", people["office"], NOW) == 0
    assert list(made.rows.values_list("policy", "why")) == [(citing.pk, Why.CONTRADICTED)]


# -- proposed, decided -------------------------------------------------------------------------------------------------


def test_whoever_proposed_does_not_decide(people):
    normative()
    row = batch(people).rows.get()
    cleanups.propose(row, Outcome.REPEALED, "已被新规定代替", None, people["head"], NOW)
    with pytest.raises(CleanupRefused, match="由提出人以外的同事决定"):
        cleanups.decide(row, people["head"], NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        CleanupRow.objects.update(state=State.DECIDED, decided_by=people["head"], decided_at=NOW)


def test_of_two_who_decide_one_row_one_counts_and_the_other_is_told(people):
    normative()
    row = batch(people).rows.get()
    first, second = people["head"], factories.person("签发人")
    cleanups.propose(row, Outcome.REPEALED, "已被新规定代替", None, people["office"], NOW)
    stale = CleanupRow.objects.get(pk=row.pk)
    cleanups.decide(row, first, NOW)
    with pytest.raises(CleanupRefused, match="这一件现在是“已决定”，不能“决定”。"):
        cleanups.decide(stale, second, NOW)
    assert CleanupRow.objects.get().decided_by == first
    assert AuditRecord.objects.filter(action="cleanup.decide").count() == 1


@pytest.mark.parametrize(
    "outcome, reason, until, said",
    [
        (Outcome.REPEALED, " ", None, "请写明理由。"),
        ("", "理由", None, "请选择清理意见。"),
        (Outcome.KEPT, "仍然需要", None, "继续有效的，请写明继续有效至哪一天。"),
        (Outcome.KEPT, "仍然需要", date(2026, 12, 1), "继续有效的日期不能早于今天和原来的有效期。"),
    ],
    ids=["no reason", "no outcome", "no day", "earlier day"],
)
def test_a_proposal_that_says_too_little_is_refused(people, outcome, reason, until, said):
    normative()
    with pytest.raises(CleanupRefused, match=said):
        cleanups.propose(batch(people).rows.get(), outcome, reason, until, people["office"], NOW)
    assert CleanupRow.objects.get().state == State.LISTED


def test_what_is_sent_back_is_proposed_anew(people):
    normative()
    row = batch(people).rows.get()
    cleanups.propose(row, Outcome.REPEALED, "已被新规定代替", None, people["office"], NOW)
    cleanups.send_back(row, "请补充评估情况", people["head"], NOW)
    decided(people, row, Outcome.KEPT, date(2028, 12, 31))
    assert (CleanupRow.objects.get().outcome, CleanupRow.objects.get().state) == (Outcome.KEPT, State.DECIDED)


def test_who_may_only_look_may_not_propose(people):
    normative()
    with pytest.raises(CleanupRefused, match="没有办理这一步的权限"):
        cleanups.propose(batch(people).rows.get(), Outcome.REPEALED, "理由", None, factories.person("签发人"), NOW)


# -- published ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "outcome, until, validity",
    [
        (Outcome.REPEALED, None, Validity.REPEALED),
        (Outcome.EXPIRED, None, Validity.EXPIRED),
        (Outcome.AMENDED, None, Validity.VALID),
        (Outcome.KEPT, date(2028, 12, 31), Validity.VALID),
    ],
    ids=lambda value: str(value),
)
def test_publishing_the_list_makes_the_validity_what_was_decided(people, outcome, until, validity):
    policy = published(people, outcome, until)
    assert policy.validity_on(TODAY) == validity
    assert PolicyDocument.objects.having_validity(validity, TODAY).get() == policy
    assert policy.expires_on == (until or SOON)
    assert cleaned(policy) == f"2026年清理：{outcome.label}"


def test_the_page_the_list_the_api_and_the_search_say_it(people, client):
    from search import documents, queries

    policy = published(people, Outcome.REPEALED)
    page = client.get(policy.get_absolute_url()).content.decode()
    assert "2026年清理：废止" in page and policy.cleanup.get_absolute_url() in page
    shown = client.get(policy.cleanup.get_absolute_url()).content.decode()
    assert policy.title in shown and "已被新规定代替" in shown
    (field,) = (field for field in FIELDS[PolicyDocument] if field.name == "cleanup")
    assert field.read(policy, TODAY) == "2026年清理：废止"
    (document,) = documents.those([documents.key(policy)], TODAY)
    assert queries._cleanup(*document.shown["cleanup"]) == "2026年清理：废止"
    assert document.facets["validity"] == ("repealed",)


def test_a_batch_with_an_undecided_row_is_not_published(people, client):
    normative()
    made = batch(people)
    with pytest.raises(CleanupRefused, match="还有 1 件没有决定，不能公布。"):
        cleanups.publish(made, people["head"], NOW)
    assert client.get(made.get_absolute_url()).status_code == 404


def test_a_published_batch_takes_nothing_more(people):
    policy = published(people, Outcome.REPEALED)
    with pytest.raises(CleanupRefused, match="清理结果已经公布，不能再改。"):
        cleanups.publish(policy.cleanup, people["head"], NOW)


def test_a_draft_that_waits_does_not_undo_what_was_decided(people):
    policy = normative()
    policy.summary = "改过的概述"
    policy.save_revision()
    published(people, Outcome.REPEALED, policy=policy)
    publication.publish(PolicyDocument.objects.get(pk=policy.pk))
    again = PolicyDocument.objects.get(pk=policy.pk)
    assert (again.summary, again.validity_on(TODAY), again.cleanup_outcome) == ("改过的概述", Validity.REPEALED, Outcome.REPEALED)


# -- reminders ---------------------------------------------------------------------------------------------------------


def due(policy) -> dict:
    return dict(Deadline.objects.of(policy).filter(term__in=cleanups.STEPS).open().values_list("term", "due_on"))


def test_a_document_that_expires_within_a_year_has_its_three_clocks_and_a_second_run_changes_nothing(people):
    policy = normative(date(2027, 8, 31))
    normative(date(2028, 1, 1))
    assert cleanups.watch(NOW) == 3
    assert due(policy) == dict(zip(cleanups.STEPS, (date(2027, 2, 28), date(2027, 6, 30), date(2027, 7, 31)), strict=True))
    assert (cleanups.watch(NOW), Deadline.objects.filter(term__in=cleanups.STEPS).count()) == (0, 3)


def test_proposal_and_decision_end_their_clocks_and_the_watch_does_not_begin_them_again(people):
    policy = normative()
    cleanups.watch(NOW)
    row = batch(people).rows.get()
    cleanups.propose(row, Outcome.REPEALED, "已被新规定代替", None, people["office"], NOW)
    assert set(due(policy)) == {cleanups.LEGAL, cleanups.PROPOSE}
    cleanups.decide(row, people["head"], NOW)
    assert (due(policy), cleanups.watch(NOW)) == ({}, 0)


def test_a_longer_validity_sets_the_clocks_to_its_own_end_and_what_is_no_longer_in_force_has_none(people):
    policy = normative()
    cleanups.watch(NOW)
    PolicyDocument.objects.filter(pk=policy.pk).update(expires_on=date(2027, 5, 31))
    cleanups.watch(NOW)
    assert due(policy)[cleanups.PROPOSE] == date(2027, 4, 30)
    PolicyDocument.objects.filter(pk=policy.pk).update(declared_validity=Validity.REPEALED)
    cleanups.watch(NOW)
    assert due(policy) == {}


# -- the desk ----------------------------------------------------------------------------------------------------------


def test_a_batch_is_begun_proposed_decided_and_published_on_the_desk(people, client):
    today = timezone.localdate()
    policy = normative(date(today.year, 12, 31), title="关于旧事的通知")
    client.force_login(people["office"])
    client.post(reverse("desk_cleanups"), {"title": "年度清理", "year": today.year, "unit": ""})
    made = Cleanup.objects.get()
    row = made.rows.get()
    assert policy.title in client.get(reverse("desk_cleanup", args=[made.pk])).content.decode()
    address = reverse("desk_cleanup_row", args=[row.pk])
    client.post(address, {"act": "propose", "outcome": "repealed", "reason": "已被代替", "kept_until": ""})
    assert client.get(address).context["may_decide"] is False
    client.force_login(people["head"])
    assert client.get(address).context["may_decide"] is True
    client.post(address, {"act": "decide"})
    client.post(reverse("desk_cleanup", args=[made.pk]), {"publish": "1"})
    assert "关于旧事的通知" in client.get(f"/cleanups/{made.pk}/").content.decode()


def test_an_editor_does_not_see_cleanups(client, db):
    client.force_login(factories.person("编辑"))
    assert client.get(reverse("desk_cleanups")).status_code == 302


def test_the_desk_shows_what_runs_out_first_to_those_who_conduct_cleanups(people, client):
    policy = normative(title="关于将满的通知")
    cleanups.watch(NOW)
    client.force_login(people["office"])
    assert policy.title in client.get(reverse("wagtailadmin_home")).content.decode()
