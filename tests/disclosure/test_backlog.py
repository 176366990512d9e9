"""The backlog review: many older documents at once, with a subject for citizens, a preview, and a way back."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from cms.models import Deadline
from disclosure import attribution, backlog
from disclosure.attribution import Statement, review_of
from disclosure.models import BacklogRun, PolicyDocument, SourceReview, SourceStep, Subject, Theme
from tests import factories
from tests.cms.test_review import refusal

NOW = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
ACTIVE = Statement("active", basis="made")
WITHHELD = Statement("withheld", "E16b", "属于讨论记录", "made")


@pytest.fixture
def officer(db):
    return factories.person("信息公开工作人员", username="林")


@pytest.fixture
def theme(db):
    return Theme.objects.exclude(parent=None).first()


@pytest.fixture
def subject(db):
    return Subject.objects.create(name="医疗机构管理")


def old(theme, **fields) -> PolicyDocument:
    return factories.policy(theme=theme, **{"written_on": date(2012, 5, 4), "published_on": date(2012, 5, 8), **fields})


def set_all(theme, said, subject, by):
    return backlog.set_many(list(backlog.left(theme).values_list("pk", flat=True)), said, subject, theme, by, NOW)


def test_left_is_what_is_old_enough_public_and_without_an_attribute(theme, settings):
    settings.SOURCE_REVIEW_FROM = date(2026, 1, 1)
    kept = old(theme)
    old(theme, written_on=date(2009, 12, 31))
    factories.draft_policy(theme=theme, written_on=date(2012, 5, 4))
    SourceReview.objects.create(policy=old(theme), state="decided", attribute="active", basis="made")
    SourceReview.objects.create(policy=old(theme), state="proposed", attribute="active", basis="made")
    assert list(backlog.left(theme)) == [kept]


def test_batch_sets_attribute_subject_and_a_step_for_each(theme, subject, officer):
    policies = [old(theme), old(theme)]
    run, told = set_all(theme, ACTIVE, subject, officer)
    assert (run.count, told, backlog.left(theme).count()) == (2, [], 0)
    for policy in policies:
        review = review_of(policy)
        assert (review.state, review.attribute, review.subject, review.basis) == ("decided", "active", subject, "made")
        assert review.steps.values_list("act", "by", "at").get() == ("backlog", officer.pk, NOW)
        assert PolicyDocument.objects.visible().filter(pk=policy.pk).exists()


def test_withheld_leaves_the_site_and_comes_up_again(theme, subject, officer):
    policy = old(theme)
    set_all(theme, WITHHELD, subject, officer)
    policy.refresh_from_db()
    assert (policy.live, policy.attribute, policy.attribute_reason) == (False, "withheld", "属于讨论记录")
    assert Deadline.objects.of(policy).open().get().term == "ATTRIBUTE_REREVIEW"


def test_undo_opens_the_documents_again_and_puts_back_what_left_the_site(theme, subject, officer):
    policy = old(theme)
    before = policy.live_revision_id
    run, _told = set_all(theme, WITHHELD, subject, officer)
    assert backlog.undo(run, officer, NOW) == (1, [])
    policy.refresh_from_db()
    assert (policy.live, policy.attribute, policy.live_revision_id) == (True, "active", before)
    assert list(backlog.left(theme)) == [policy]
    assert list(SourceStep.objects.order_by("pk").values_list("act", flat=True)) == ["backlog", "undo"]
    assert not Deadline.objects.of(policy).open().filter(term="ATTRIBUTE_REREVIEW").exists()


def test_undo_leaves_alone_what_was_reviewed_anew_since(theme, subject, officer):
    policy = old(theme)
    run, _told = set_all(theme, ACTIVE, subject, officer)
    attribution.take(policy, "propose", factories.person("编辑"), NOW, Statement("on_request", reason="重新评估", basis="made"))
    assert backlog.undo(run, officer, NOW) == (0, [])
    assert review_of(policy).state == "proposed"


def test_batch_is_undone_once(theme, subject, officer):
    old(theme)
    run, _told = set_all(theme, ACTIVE, subject, officer)
    backlog.undo(run, officer, NOW)
    assert refusal(backlog.undo, run, officer, NOW) == ["林已经撤销这一批。"]


def test_second_officer_is_told_who_was_first_and_counts_for_the_rest(theme, subject, officer):
    first, second = old(theme, title="先认定的通知"), old(theme)
    backlog.set_many([first.pk], ACTIVE, subject, theme, officer, NOW)
    other = factories.person("信息公开工作人员")
    run, told = backlog.set_many([first.pk, second.pk], WITHHELD, subject, theme, other, NOW)
    assert (run.count, told) == (1, ["《先认定的通知》已由林于 11-02 10:00 办理，您的操作没有对它生效。"])
    assert (review_of(first).attribute, review_of(second).attribute) == ("active", "withheld")


@pytest.mark.parametrize(
    ("said", "named", "sentence"),
    [
        (Statement("withheld", reason="略", basis="made"), True, "不予公开的，请选择依据（条例第十四条至第十六条）。"),
        (Statement("active"), True, "请选择本机关为什么负责公开（条例第十条）。"),
        (ACTIVE, False, "请选择一类事项。"),
    ],
    ids=["ground", "basis", "subject"],
)
def test_batch_needs(theme, subject, officer, said, named, sentence):
    old(theme)
    assert refusal(set_all, theme, said, subject if named else None, officer) == [sentence]
    assert not BacklogRun.objects.exists()


def test_batch_without_the_right_is_refused(theme, subject):
    old(theme)
    assert refusal(set_all, theme, ACTIVE, subject, factories.person("编辑")) == ["批量认定需要核对公开属性的权限。"]


def test_progress_counts_done_and_left_by_theme_and_unit(theme, subject, officer):
    unit = factories.unit("医政医管处")
    done, _left = old(theme, publisher=unit), old(theme, publisher=unit)
    old(None)
    backlog.set_many([done.pk], ACTIVE, subject, theme, officer, NOW)
    figures = {(row["name"], row["done"], row["left"]) for row in [*backlog.by_theme(), *backlog.by_unit()]}
    assert figures == {(str(theme), 1, 1), ("未填写", 0, 1), ("医政医管处", 1, 1)}


def test_citizens_filter_the_policy_column_by_subject(client, theme, subject, officer):
    reviewed, other = old(theme, title="诊所备案的通知"), old(theme, title="另一件通知")
    backlog.set_many([reviewed.pk], ACTIVE, subject, theme, officer, NOW)
    html = client.get("/policies/", {"subject": subject.pk}).content.decode()
    assert ("诊所备案的通知" in html, "另一件通知" in html) == (True, False)
    assert f"subject={subject.pk}" in client.get("/policies/").content.decode()
    assert other.live


def test_preview_says_what_leaves_the_site_and_changes_nothing_until_it_is_confirmed(client, theme, subject, officer):
    policy = old(theme, title="要撤下的通知")
    client.force_login(officer)
    page = reverse("backlog_theme", args=[theme.pk])
    sent = {"attribute": "withheld", "ground": "E16b", "reason": "属于讨论记录", "basis": "made", "subject": subject.pk}
    html = client.post(page, {**sent, "act": "page", "shown": policy.pk}).content.decode()
    assert ("要撤下的通知" in html, "其中 1 件现在对外公开，确认后立即从网站撤下。" in html) == (True, True)
    assert not SourceReview.objects.exists()
    client.post(page, {**sent, "act": "confirm", "policy": policy.pk})
    assert review_of(policy).state == "decided"
    run = BacklogRun.objects.get()
    assert reverse("backlog_undo", args=[run.pk]) in client.get(reverse("backlog")).content.decode()
    client.post(reverse("backlog_undo", args=[run.pk]))
    assert review_of(policy).state == "none"


@pytest.mark.parametrize("name", ["backlog", "backlog_theme"])
def test_who_may_not_confirm_attributes_sees_no_backlog(client, theme, name):
    client.force_login(factories.person("编辑"))
    page = reverse(name, args=[theme.pk] if name == "backlog_theme" else [])
    assert client.get(page, follow=True).redirect_chain
