"""Reviews before publication: four eyes, no way around them, the fast track, two at once, a reviewer who leaves."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowContentType, WorkflowPage, WorkflowState, WorkflowTask

from cms import review, review_case
from cms.accounts import lifecycle
from cms.gate import Refused
from cms.models import AuditRecord, ColumnPage, FastTrack, ReviewState, ReviewTask
from cms.models.review import ReviewRefused
from cms.review_steps import STEPS, WORKFLOW
from disclosure import publication
from disclosure.models import PolicyDocument
from tests import factories
from tests.disclosure.forms import page_form, policy_form

pytestmark = pytest.mark.django_db
POLICIES = "wagtailsnippets_disclosure_policydocument"
NEEDED = "这份内容须经“发布前审核”审核后公开：请提交审核，由没有写过它的同事逐步通过。"
WROTE = "这份内容您写过或者改过，须由另一位同事审核。"
SUBMITTED = "这次审核是您提交的，须由另一位同事审核。"


@pytest.fixture
def workflow():
    return Workflow.objects.get(name=WORKFLOW)


@pytest.fixture
def column(workflow):
    """A column that the workflow reviews."""
    column = factories.column("行政规范性文件")
    WorkflowPage.objects.create(page=column, workflow=workflow)
    return column


@pytest.fixture
def people():
    """One in each step, and who writes."""
    return {
        "secrecy": factories.person("保密审查"),
        "personal": factories.person("信息公开工作人员"),
        "content": factories.person("审核"),
        "editor": factories.person("编辑"),
    }


def written(column, by, **fields) -> PolicyDocument:
    policy = factories.draft_policy(column=column, **fields)
    policy.save_revision(user=by)
    return policy


def submitted(column, people, **fields) -> PolicyDocument:
    policy = written(column, people["editor"], **fields)
    review.submit(policy, people["editor"])
    return policy


def at_last_step(column, people, **fields) -> PolicyDocument:
    policy = submitted(column, people, **fields)
    for name in ("secrecy", "personal"):
        policy.current_workflow_task_state.approve(user=people[name])
    return policy


def refusal(act, *arguments, **options) -> list[str]:
    with pytest.raises(Refused) as caught:
        act(*arguments, **options)
    return caught.value.sentences


def live(item) -> bool:
    return type(item).objects.get(pk=item.pk).live


def said(response) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def post_step(client, item, action="approve", viewset=POLICIES, state=None, **data):
    state = state or item.current_workflow_task_state
    return client.post(reverse(f"{viewset}:workflow_action", args=[item.pk, action, state.pk]), data)


# -- the workflow that comes with the system -----------------------------------------------------------------------


def test_workflow_looks_at_secrecy_then_personal_data_then_correctness(workflow):
    tasks = [task.specific for task in workflow.tasks]
    assert [task.name for task in tasks] == [step.name for step in STEPS] == ["保密审查", "个人信息审查", "内容审核"]
    assert {type(task) for task in tasks} == {ReviewTask}
    assert [sorted(task.groups.values_list("name", flat=True)) for task in tasks] == [sorted(step.groups) for step in STEPS]


def test_policy_is_public_once_every_step_is_passed(column, people):
    policy = at_last_step(column, people)
    assert not live(policy)
    policy.current_workflow_task_state.approve(user=people["content"])
    assert live(policy)


# -- four eyes -----------------------------------------------------------------------------------------------------


def test_writer_may_not_pass_the_own_text(column, people):
    people["secrecy"].groups.add(*people["editor"].groups.all())
    policy = written(column, people["secrecy"])
    review.submit(policy, people["editor"])
    assert refusal(policy.current_workflow_task_state.approve, user=people["secrecy"]) == [WROTE]


def test_submitter_may_not_pass_what_he_submitted(column, people):
    policy = written(column, people["editor"])
    review.submit(policy, people["secrecy"])
    assert refusal(policy.current_workflow_task_state.approve, user=people["secrecy"]) == [SUBMITTED]


def test_who_changed_an_earlier_revision_may_not_pass_a_later_one(column, people):
    policy = written(column, people["secrecy"])
    policy.save_revision(user=people["editor"])
    review.submit(policy, people["editor"])
    assert refusal(policy.current_workflow_task_state.approve, user=people["secrecy"]) == [WROTE]


def test_who_wrote_what_is_public_by_now_may_pass_a_correction_by_another(column, people):
    policy = written(column, people["secrecy"])
    with review.excused("试验"):
        publication.publish(policy)
    policy.save_revision(user=people["editor"])
    review.submit(policy, people["editor"])
    policy.current_workflow_task_state.approve(user=people["secrecy"])
    assert policy.current_workflow_task.name == "个人信息审查"


def test_who_is_not_in_the_group_may_not_pass(column, people):
    policy = submitted(column, people)
    assert refusal(policy.current_workflow_task_state.approve, user=people["content"]) == ["“保密审查”由“保密审查”办理，您不在其中。"]


def test_writer_may_not_send_back_either(column, people):
    policy = submitted(column, people)
    policy.save_revision(user=people["secrecy"])
    assert refusal(policy.current_workflow_task_state.reject, user=people["secrecy"], comment="不妥") == [WROTE]


def test_nobody_in_particular_may_not_pass(column, people):
    policy = submitted(column, people)
    assert refusal(policy.current_workflow_task_state.approve) == ["审核要由具体的人作出。"]


def test_submitter_who_posts_an_approval_of_his_own_is_refused_with_the_reason(client, column, people):
    policy = written(column, people["editor"])
    review.submit(policy, people["secrecy"])
    client.force_login(people["secrecy"])
    response = post_step(client, policy)
    assert said(response) == [SUBMITTED]
    assert policy.current_workflow_task.name == "保密审查"


def test_superuser_may_not_act_on_a_step_of_a_group_that_is_not_his(client, column, people):
    root = factories.administrator()
    policy = submitted(column, people)
    client.force_login(root)
    response = post_step(client, policy)
    assert said(response) == ["“保密审查”由“保密审查”办理，您不在其中。"]
    assert refusal(policy.current_workflow_task_state.approve, user=root) == said(response)
    assert policy.current_workflow_task.name == "保密审查"


def test_superuser_in_the_group_may_not_pass_what_he_touched(column, people):
    root = factories.administrator()
    root.groups.set(people["secrecy"].groups.all())
    policy = submitted(column, people)
    policy.save_revision(user=root)
    assert refusal(policy.current_workflow_task_state.approve, user=root) == [WROTE]


def test_page_step_by_a_superuser_outside_the_group_is_refused(client, column, people):
    page = factories.article(under=column, live=False)
    page.save_revision(user=people["editor"])
    review.submit(page, people["editor"])
    client.force_login(factories.administrator())
    response = post_step(client, page, viewset="wagtailadmin_pages")
    assert page.current_workflow_task.name == "保密审查"
    assert said(response) == ["“保密审查”由“保密审查”办理，您不在其中。"]


def test_step_that_may_not_be_taken_is_not_offered(column, people):
    policy = submitted(column, people)
    task = policy.current_workflow_task
    assert task.get_actions(policy, people["secrecy"]) != []
    assert task.get_actions(policy, people["content"]) == task.get_actions(policy, people["editor"]) == []
    policy.save_revision(user=people["secrecy"])
    assert task.get_actions(policy, people["secrecy"]) == []


def test_text_under_review_is_locked_for_a_superuser_outside_the_group(column, people):
    policy = submitted(column, people)
    assert policy.get_lock().for_user(factories.administrator())
    assert not policy.get_lock().for_user(people["secrecy"])


# -- no way around -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["审核", "信息公开机构负责人", None], ids=["publisher", "head", "superuser"])
def test_publish_button_does_not_skip_the_review(client, column, people, role):
    policy = written(column, people["editor"])
    client.force_login(factories.person(role) if role else factories.administrator())
    response = client.post(reverse(f"{POLICIES}:edit", args=[policy.pk]), policy_form(policy) | {"action-publish": "1"})
    assert NEEDED in said(response)
    assert not live(policy)


def test_publish_button_leaves_a_running_review_as_it_is(client, column, people):
    policy = submitted(column, people)
    client.force_login(people["content"])
    client.post(reverse(f"{POLICIES}:edit", args=[policy.pk]), policy_form(policy) | {"action-publish": "1"})
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS
    assert not live(policy)


def test_publish_button_of_a_page_does_not_skip_the_review(client, column, people):
    page = factories.article(under=column, live=False)
    page.save_revision(user=people["editor"])
    client.force_login(people["content"])
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), page_form(page) | {"action-publish": "1"})
    assert NEEDED in said(response)
    assert not live(page)


def test_bulk_publishing_does_not_skip_the_review(client, column, people):
    policy = written(column, people["editor"])
    client.force_login(people["content"])
    response = client.post(reverse("wagtail_bulk_action", args=["disclosure", "policydocument", "publish"]) + f"?id={policy.pk}")
    assert said(response) == [f"《{policy}》没有发布：{NEEDED}"]


def test_schedule_does_not_skip_the_review(column, people):
    policy = written(column, people["editor"])
    revision = policy.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    assert publication.publish_due(timezone.now()) == (0, 1)
    assert AuditRecord.objects.about(policy).get().reason == NEEDED


def test_code_does_not_skip_the_review(column, people):
    policy = written(column, people["editor"])
    assert refusal(publication.publish, policy) == refusal(policy.get_latest_revision().publish) == [NEEDED]
    policy.live = True
    assert refusal(policy.save) == [NEEDED]
    with pytest.raises(Refused), transaction.atomic():
        factories.article(under=column)


def test_reviewed_text_with_a_day_to_come_goes_out_on_that_day(column, people):
    policy = at_last_step(column, people, go_live_at=timezone.now() + timedelta(hours=1))
    policy.current_workflow_task_state.approve(user=people["content"])
    assert not live(policy)
    PolicyDocument.objects.filter(pk=policy.pk).update(go_live_at=None)
    revision = policy.get_latest_revision()
    revision.content = revision.content | {"go_live_at": None}
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    assert publication.publish_due(timezone.now()) == (1, 0)
    assert live(policy)


def test_change_after_the_review_is_reviewed_anew(column, people):
    policy = at_last_step(column, people)
    policy.current_workflow_task_state.approve(user=people["content"])
    policy.refresh_from_db()
    policy.summary = "改一处"
    policy.save_revision(user=people["editor"])
    assert refusal(publication.publish, policy) == [NEEDED]
    assert live(policy)


def test_change_during_the_review_brings_the_earlier_steps_back(column, people):
    policy = submitted(column, people)
    policy.current_workflow_task_state.approve(user=people["secrecy"])
    policy.current_workflow_task_state.reject(user=people["personal"], comment="遮盖电话")
    policy.save_revision(user=people["editor"])
    review.submit(policy, people["editor"])
    policy.current_workflow_task_state.approve(user=people["personal"])
    assert policy.current_workflow_task.name == "保密审查"


def test_what_is_public_already_stays_so_when_the_column_is_reviewed_from_now_on(workflow):
    column = factories.column()
    policy = factories.policy(column=column)
    WorkflowPage.objects.create(page=column, workflow=workflow)
    policy.refresh_from_db()
    policy.save()
    assert live(policy)


def test_approval_written_past_the_rule_does_not_count(column, people):
    policy = submitted(column, people)
    for task in Workflow.objects.get(name=WORKFLOW).tasks:
        ReviewState.objects.create(
            workflow_state=WorkflowState.objects.get(),
            revision=policy.latest_revision,
            task=task,
            status=TaskState.STATUS_APPROVED,
        )
    assert refusal(publication.publish, policy) == [NEEDED]


def test_workflow_with_a_step_that_knows_no_four_eyes_is_named(people):
    stock = Workflow.objects.create(name="旧流程")
    task = GroupApprovalTask.objects.create(name="审批")
    task.groups.set(people["content"].groups.all())
    WorkflowTask.objects.create(workflow=stock, task=task, sort_order=0)
    column = factories.column()
    WorkflowPage.objects.create(page=column, workflow=stock)
    policy = submitted(column, people)
    assert refusal(policy.current_workflow_task_state.approve, user=people["content"]) == [
        "审核流程“旧流程”中的“审批”不是四眼步骤，请站点管理员改为“审核步骤（四眼）”。"
    ]


# -- per column ----------------------------------------------------------------------------------------------------


def test_column_that_nobody_reviews_publishes_at_once():
    assert factories.policy(column=factories.column()).live


def test_column_below_is_reviewed_like_the_one_above(column, people):
    below = factories.column("试行文件", under=column, live=False)
    assert refusal(publication.publish, written(below, people["editor"])) == [NEEDED]


def test_column_with_a_reason_is_excused(column):
    below = factories.column("汇编", under=column, live=False, review_waiver="汇编已公开的文件")
    assert factories.policy(column=below).live


def test_kind_is_reviewed_where_no_column_says_otherwise(workflow, people):
    WorkflowContentType.objects.create(workflow=workflow, content_type=ContentType.objects.get_for_model(PolicyDocument))
    assert refusal(publication.publish, written(None, people["editor"])) == [NEEDED]
    assert refusal(publication.publish, written(factories.column(), people["editor"])) == [NEEDED]
    excused = ColumnPage.objects.get(pk=factories.column("汇编", review_waiver="汇编已公开的文件").pk)
    assert factories.policy(column=excused).live


# -- an interpretation and its policy ------------------------------------------------------------------------------


def test_reviewed_interpretation_waits_for_its_policy_and_goes_out_with_it(column, people):
    policy = factories.draft_policy(for_citizens=True)
    interpretation = factories.draft_interpretation(policy, column=column)
    interpretation.save_revision(user=people["editor"])
    assert any(NEEDED in sentence for sentence in refusal(publication.publish, policy))
    review.submit(interpretation, people["editor"])
    for name in ("secrecy", "personal", "content"):
        interpretation.current_workflow_task_state.approve(user=people[name])
    assert not live(interpretation)
    publication.publish(policy)
    assert live(policy) and live(interpretation)


# -- code that states its reason -----------------------------------------------------------------------------------


def test_code_with_a_reason_passes_and_leaves_it_in_the_record(column, people):
    with review.excused("导入原有目录：旧目录.xlsx"):
        publication.publish(written(column, people["editor"], title="旧文件"))
    record = AuditRecord.objects.get(action="review.excused")
    assert (record.reason, record.details) == ("导入原有目录：旧目录.xlsx", {"count": 1, "first": ["旧文件"]})


def test_excuse_ends_with_its_run(column, people):
    with review.excused("试验"):
        pass
    assert refusal(publication.publish, written(column, people["editor"])) == [NEEDED]
    assert not AuditRecord.objects.filter(action="review.excused").exists()


# -- sending back --------------------------------------------------------------------------------------------------


def test_sending_back_without_a_reason_is_refused(client, column, people):
    policy = submitted(column, people)
    assert refusal(policy.current_workflow_task_state.reject, user=people["secrecy"]) == ["请写明退回的原因。"]
    client.force_login(people["secrecy"])
    post_step(client, policy, "reject", comment=" ")
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_what_was_sent_back_lies_with_its_submitter(client, column, people):
    policy = submitted(column, people)
    client.force_login(people["secrecy"])
    post_step(client, policy, "reject", comment="第三条涉密")
    assert [state.content_object for state in review.returned_to(people["editor"])] == [policy]
    assert review.returned_to(people["secrecy"]) == []


def test_what_waits_lies_with_those_who_may_pass_it(column, people):
    policy = submitted(column, people)
    waiting = {name: [state.workflow_state.content_object for state in review.waiting_for(user)] for name, user in people.items()}
    assert waiting == {"secrecy": [policy], "personal": [], "content": [], "editor": []}


# -- two at once, and one who leaves --------------------------------------------------------------------------------


def test_second_reviewer_of_a_step_is_told_who_was_first(client, column, people):
    policy = submitted(column, people)
    other = factories.person("保密审查")
    state, again = policy.current_workflow_task_state, policy.current_workflow_task_state
    state.approve(user=people["secrecy"])
    sentence = refusal(again.approve, user=other)[0]
    assert sentence.startswith(f"{people['secrecy']}已于 ") and sentence.endswith(" 通过这一步，您的操作没有生效。")
    client.force_login(other)
    assert said(post_step(client, policy, state=state)) == [sentence]
    assert TaskState.objects.filter(task__name="保密审查", status=TaskState.STATUS_APPROVED).count() == 1


def test_reviewer_who_leaves_does_not_block(column, people):
    policy = submitted(column, people)
    other, administrator = factories.person("保密审查"), factories.administrator()
    lifecycle.close(people["secrecy"], administrator, "调离")
    assert review.able(policy.current_workflow_task_state) == [other]
    gone = type(other).objects.get(pk=people["secrecy"].pk)
    assert refusal(policy.current_workflow_task_state.approve, user=gone) == ["账户已停用。"]
    policy.current_workflow_task_state.approve(user=other)
    assert policy.current_workflow_task.name == "个人信息审查"


# -- the fast track -------------------------------------------------------------------------------------------------


def test_fast_track_publishes_at_once_and_records_who_and_why(column, people):
    head, now = factories.person("信息公开机构负责人"), timezone.now()
    policy = written(column, people["editor"])
    review.fast_track(policy, "台风红色预警", head, now)
    assert live(policy)
    track = FastTrack.objects.open().get()
    assert (track.subject, track.by, track.reason, track.at) == (policy, head, "台风红色预警", now)
    assert AuditRecord.objects.get(action="review.fast-track").actor == head


@pytest.mark.parametrize(
    ("role", "reason", "sentence"),
    [
        ("审核", "台风", "使用快速通道需要相应的权限。"),
        ("信息公开机构负责人", " ", "请写明是什么紧急情况。"),
    ],
    ids=["permission", "reason"],
)
def test_fast_track_needs(column, people, role, reason, sentence):
    policy = written(column, people["editor"])
    assert refusal(review.fast_track, policy, reason, factories.person(role), timezone.now()) == [sentence]
    assert not live(policy)


def test_fast_track_where_nothing_is_reviewed_is_refused(people):
    policy = written(factories.column(), people["editor"])
    head = factories.person("信息公开机构负责人")
    assert refusal(review.fast_track, policy, "台风", head, timezone.now()) == ["这份内容不需要发布前审核，请直接发布。"]


def test_fast_track_does_not_pass_the_rest_of_the_gate(column, people):
    policy = written(column, people["editor"], written_on=None)
    head = factories.person("信息公开机构负责人")
    assert refusal(review.fast_track, policy, "台风", head, timezone.now()) == ["请填写成文日期（签发日期）。"]
    assert not FastTrack.objects.exists()


def test_fast_track_clears_one_revision_and_not_the_next(column, people):
    policy = written(column, people["editor"])
    review.fast_track(policy, "台风", factories.person("信息公开机构负责人"), timezone.now())
    policy.save_revision(user=people["editor"])
    assert refusal(publication.publish, policy) == [NEEDED]


def fast_tracked(column, people) -> tuple[FastTrack, PolicyDocument, object]:
    head = factories.person("信息公开机构负责人")
    policy = written(column, people["editor"])
    return review.fast_track(policy, "台风红色预警", head, timezone.now()), policy, head


def test_fast_track_is_closed_by_a_colleague_who_reviews_it(column, people):
    track, _policy, _head = fast_tracked(column, people)
    review.review_afterwards(track, "sound", "", people["content"], timezone.now())
    track.refresh_from_db()
    assert (track.reviewed_by, track.verdict) == (people["content"], "sound")
    assert not FastTrack.objects.open().exists()
    assert AuditRecord.objects.get(action="review.afterwards").actor == people["content"]


def test_fast_track_may_not_be_reviewed_by_who_used_it_or_wrote_it_or_reviews_nothing(column, people):
    track, _policy, head = fast_tracked(column, people)
    now = timezone.now()
    assert refusal(review.review_afterwards, track, "sound", "", head, now) == ["快速通道是您使用的，须由另一位同事补审。"]
    assert refusal(review.review_afterwards, track, "sound", "", people["editor"], now) == [
        "补审由审核这类内容的组办理，您不在其中。",
        "这份内容您写过或者改过，须由另一位同事补审。",
    ]


def test_fast_track_faulty_without_words_is_refused(column, people):
    track, _policy, _head = fast_tracked(column, people)
    assert refusal(review.review_afterwards, track, "faulty", "", people["content"], timezone.now()) == ["请写明哪里需要更正。"]


def test_fast_track_is_reviewed_once(column, people):
    track, _policy, _head = fast_tracked(column, people)
    review.review_afterwards(track, "sound", "", people["content"], timezone.now())
    other = factories.person("审核")
    assert refusal(review.review_afterwards, track, "faulty", "错字", other, timezone.now()) == [f"{people['content']}已经补审。"]


def test_fast_track_reviewed_by_its_user_is_refused_by_the_database_too(column, people):
    track, _policy, head = fast_tracked(column, people)
    with pytest.raises(IntegrityError), transaction.atomic():
        FastTrack.objects.filter(pk=track.pk).update(reviewed_by=head, reviewed_at=timezone.now(), verdict="sound")


def test_review_refusal_is_a_refusal_of_the_gate():
    assert issubclass(ReviewRefused, Refused)


# -- the review page and the desk ----------------------------------------------------------------------------------


def page_of(item) -> str:
    return reverse("desk_review", args=[item._meta.app_label, item._meta.model_name, item.pk])


def offered(item, user) -> dict[str, list[str]]:
    return {move.act: move.why_not for move in review_case.moves(item, user)}


def test_review_page_leads_a_text_through_every_step(client, column, people):
    policy = written(column, people["editor"])
    client.force_login(people["editor"])
    client.post(page_of(policy), {"act": "submit"})
    for name in ("secrecy", "personal", "content"):
        client.force_login(people[name])
        assert client.get(page_of(policy)).status_code == 200
        client.post(page_of(policy), {"act": "approve", "words": ""})
    assert live(policy)


def test_review_page_says_why_a_step_is_not_this_persons(client, column, people):
    policy = submitted(column, people)
    client.force_login(people["editor"])
    html = client.get(page_of(policy)).content.decode()
    assert SUBMITTED in html and WROTE in html
    assert said(client.post(page_of(policy), {"act": "approve"})) == [
        "“保密审查”由“保密审查”办理，您不在其中。",
        WROTE,
        SUBMITTED,
    ]


def test_review_page_keeps_the_step_open_when_the_gate_refuses(client, column, people):
    policy = at_last_step(column, people, written_on=None)
    client.force_login(people["content"])
    response = client.post(page_of(policy), {"act": "approve"})
    assert "请填写成文日期（签发日期）。" in said(response)
    assert policy.current_workflow_task.name == "内容审核"
    assert AuditRecord.objects.about(policy).get().action == "publish.refused"


def test_review_page_offers_what_is_next(column, people):
    policy = written(column, people["editor"])
    assert offered(policy, people["editor"]) == {"submit": [], "fast_track": ["使用快速通道需要相应的权限。"]}
    review.submit(policy, people["editor"])
    assert offered(policy, people["secrecy"]) == {"approve": [], "reject": [], "fast_track": ["使用快速通道需要相应的权限。"]}


def test_review_page_tells_who_did_what(client, column, people):
    policy = submitted(column, people)
    policy.current_workflow_task_state.reject(user=people["secrecy"], comment="第三条涉密")
    lines = [(line.who, line.what, line.words) for line in review_case.history(policy)]
    assert lines == [
        (str(people["secrecy"]), "已退回：保密审查", "第三条涉密"),
        (str(people["editor"]), "提交“发布前审核”", ""),
    ]


def test_review_page_is_closed_to_who_may_not_read_the_text(client, column, people):
    policy = submitted(column, people)
    client.force_login(factories.person())
    assert client.get(page_of(policy)).status_code == 302


def test_review_page_of_a_page_is_open_to_the_step_and_leads_to_the_public(client, column, people):
    page = factories.article(under=column, live=False)
    page.save_revision(user=people["editor"])
    review.submit(page, people["editor"])
    for name in ("secrecy", "personal", "content"):
        client.force_login(people[name])
        assert client.get(page_of(page)).status_code == 200
        client.post(page_of(page), {"act": "approve"})
    assert live(page)


def test_fast_track_and_its_review_go_through_the_review_page(client, column, people):
    policy = written(column, people["editor"])
    client.force_login(factories.person("信息公开机构负责人"))
    client.post(page_of(policy), {"act": "fast_track", "words": "台风"})
    assert live(policy)
    client.force_login(people["content"])
    assert "台风" in client.get(reverse("wagtailadmin_home")).content.decode()
    client.post(page_of(policy), {"act": "afterwards", "verdict": "sound", "words": ""})
    assert not FastTrack.objects.open().exists()


def test_step_that_nobody_can_take_is_named(column, people):
    policy = submitted(column, people)
    assert not review_case.case(policy).stuck
    policy.save_revision(user=people["secrecy"])
    assert review_case.case(policy).stuck


def test_desk_shows_what_waits_and_what_came_back(client, column, people):
    waiting, returned = submitted(column, people, title="等待的通知"), submitted(column, people, title="退回的通知")
    returned.current_workflow_task_state.reject(user=people["secrecy"], comment="第三条涉密")
    client.force_login(people["secrecy"])
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert page_of(waiting) in html and page_of(returned) not in html
    client.force_login(people["editor"])
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert page_of(returned) in html and "第三条涉密" in html


def test_edit_screen_shows_where_the_review_stands(client, column, people):
    policy = submitted(column, people)
    client.force_login(people["secrecy"])
    html = client.get(reverse(f"{POLICIES}:edit", args=[policy.pk])).content.decode()
    assert "是否涉及国家秘密" in html and page_of(policy) in html


def test_reviewer_who_passes_on_the_edit_screen_without_a_change_writes_nothing(client, column, people):
    policy = submitted(column, people)
    client.force_login(people["secrecy"])
    form = policy_form(policy) | {"action-workflow-action": "1", "workflow-action-name": "approve"}
    client.post(reverse(f"{POLICIES}:edit", args=[policy.pk]), form)
    assert policy.current_workflow_task.name == "个人信息审查"
    assert not policy.revisions.filter(user=people["secrecy"]).exists()


def test_reviewer_who_changes_the_text_while_passing_it_is_refused(client, column, people):
    policy = submitted(column, people)
    client.force_login(people["secrecy"])
    form = policy_form(policy) | {"title": "改过的标题", "action-workflow-action": "1", "workflow-action-name": "approve"}
    response = client.post(reverse(f"{POLICIES}:edit", args=[policy.pk]), form)
    assert WROTE in said(response)
    assert policy.current_workflow_task.name == "保密审查"
