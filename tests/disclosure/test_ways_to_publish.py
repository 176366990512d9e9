"""Every way to publish passes the one gate: button, workflow, schedule, bulk action, code, and the database itself."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from cms import gate
from cms.gate import Refused
from cms.models import ArticlePage, AuditRecord, ReviewTask
from disclosure import publication
from disclosure.models import Interpretation, PolicyDocument
from tests import factories
from tests.disclosure.forms import interpretation_form, page_form, policy_form

pytestmark = pytest.mark.django_db
MISSING = "这份政策面向企业或者公众，须与解读同步公开：请先撰写解读，或者写明暂无解读的理由和补发日期。"
EDIT = "wagtailsnippets_disclosure_policydocument:edit"


@pytest.fixture
def root(client):
    person = factories.administrator()
    client.force_login(person)
    return person


@pytest.fixture
def refusing_articles():
    """A check as an app may register one for pages: clarifications quote what they clarify."""

    def check(page, on):
        if page.kind == "clarification" and not page.claim:
            yield "请写明要澄清的说法。"

    gate.register(ArticlePage, check)
    yield
    gate._checks.remove((ArticlePage, check))


def said(response) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def live(item) -> bool:
    item.refresh_from_db()
    return item.live


# -- the button --------------------------------------------------------------------------------------------------


def test_button_publishes_a_policy_and_its_interpretation(client, root):
    policy = factories.draft_policy(for_citizens=True)
    interpretation = factories.draft_interpretation(policy)
    client.post(reverse(EDIT, args=[policy.pk]), policy_form(policy) | {"action-publish": "1"})
    assert (live(policy), live(interpretation)) == (True, True)


def test_button_refused_keeps_the_draft_and_says_every_reason(client, root):
    policy = factories.draft_policy(for_citizens=True)
    form = policy_form(policy) | {"title": "改过的标题", "written_on": "", "action-publish": "1"}
    response = client.post(reverse(EDIT, args=[policy.pk]), form)
    assert response.url == reverse(EDIT, args=[policy.pk])
    assert said(response)[1:] == ["请填写成文日期（签发日期）。", MISSING]
    assert not live(policy)
    assert policy.get_latest_revision_as_object().title == "改过的标题"
    assert AuditRecord.objects.about(policy).get().actor == root


def test_button_on_a_new_policy_refused_leaves_a_draft(client, root):
    form = policy_form(PolicyDocument(title="新的通知", for_citizens=True)) | {"action-publish": "1"}
    response = client.post(reverse("wagtailsnippets_disclosure_policydocument:add"), form)
    policy = PolicyDocument.objects.get()
    assert response.url == reverse(EDIT, args=[policy.pk])
    assert (policy.title, policy.live) == ("新的通知", False)
    assert "请填写制发机关。" in said(response)


def test_button_on_a_new_interpretation_ties_it_to_its_policy(client, root):
    policy = factories.policy()
    form = interpretation_form(title="图解", policies=[policy], body="<p>内容</p>") | {"action-publish": "1"}
    client.post(reverse("wagtailsnippets_disclosure_interpretation:add"), form)
    interpretation = Interpretation.objects.get()
    assert interpretation.live
    assert list(policy.interpretations.visible()) == [interpretation]


def test_button_with_a_day_to_come_schedules_and_asks_the_gate_on_that_day(client, root):
    policy = factories.draft_policy(for_citizens=True)
    at = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    client.post(reverse(EDIT, args=[policy.pk]), policy_form(policy) | {"go_live_at": at, "action-publish": "1"})
    assert not live(policy)
    assert policy.get_latest_revision().approved_go_live_at


# -- pages ---------------------------------------------------------------------------------------------------------


def test_page_button_refused_keeps_the_draft(client, root, refusing_articles):
    page = factories.column().add_child(instance=ArticlePage(title="澄清", source="本委", published_time=timezone.now(), live=False))
    form = page_form(page) | {"kind": "clarification", "action-publish": "1"}
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "请写明要澄清的说法。" in said(response)
    assert not live(page)
    assert page.get_latest_revision_as_object().kind == "clarification"


def test_page_created_and_published_at_once_passes_the_gate(client, root, refusing_articles):
    column = factories.column()
    page = ArticlePage(title="澄清一则", slug="clarified", source="本委", published_time=timezone.now(), kind="clarification")
    add = reverse("wagtailadmin_pages:add", args=["cms", "articlepage", column.pk])
    response = client.post(add, page_form(page) | {"action-publish": "1"})
    stored = ArticlePage.objects.get(title="澄清一则")
    assert "请写明要澄清的说法。" in said(response)
    assert not stored.live
    client.post(add, page_form(page) | {"title": "动态", "slug": "news", "kind": "news", "action-publish": "1"})
    assert ArticlePage.objects.get(title="动态").live


def test_bulk_publishing_of_pages_treats_each_apart(client, root, refusing_articles):
    column = factories.column()
    bad, good = (
        column.add_child(instance=ArticlePage(title=kind, source="本委", published_time=timezone.now(), kind=kind, live=False))
        for kind in ("clarification", "news")
    )
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={bad.pk}&id={good.pk}"
    response = client.post(url, {"include_descendants": ""})
    assert (live(bad), live(good)) == (False, True)
    assert "《clarification》没有发布：请写明要澄清的说法。" in said(response)


def test_bulk_publishing_of_items_treats_each_apart(client, root):
    bad, good = factories.draft_policy("面向公众的通知", for_citizens=True), factories.draft_policy()
    url = reverse("wagtail_bulk_action", args=["disclosure", "policydocument", "publish"]) + f"?id={bad.pk}&id={good.pk}"
    assert client.get(url).status_code == 200
    response = client.post(url)
    assert (live(bad), live(good)) == (False, True)
    assert said(response) == [f"《面向公众的通知》没有发布：{MISSING}", "已发布 1 项。"]


# -- workflow -----------------------------------------------------------------------------------------------------


@pytest.fixture
def reviewer(client):
    person = factories.person("审核")
    client.force_login(person)
    return person


@pytest.fixture
def workflow(reviewer):
    workflow = Workflow.objects.create(name="发布审核")
    task = ReviewTask.objects.create(name="审核")
    task.groups.set(Group.objects.filter(name="审核"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    return workflow


def in_review(workflow, item):
    if isinstance(item, Page):
        WorkflowPage.objects.create(workflow=workflow, page=item.get_parent())
    else:
        WorkflowContentType.objects.create(workflow=workflow, content_type=ContentType.objects.get_for_model(item))
    workflow.start(item, factories.person("编辑"))
    return item.current_workflow_task_state


def approve(client, viewset, item, state, **headers):
    url = reverse(f"{viewset}:workflow_action", args=[item.pk, "approve", state.pk])
    return client.post(url, {"comment": ""}, headers=headers)


@pytest.mark.parametrize("good", [True, False], ids=["passes", "refused"])
def test_workflow_approval_passes_the_gate(client, workflow, good):
    policy = factories.draft_policy(for_citizens=not good)
    state = in_review(workflow, policy)
    response = approve(client, "wagtailsnippets_disclosure_policydocument", policy, state)
    assert live(policy) is good
    status = WorkflowState.objects.get().status
    assert status == (WorkflowState.STATUS_APPROVED if good else WorkflowState.STATUS_IN_PROGRESS)
    assert (MISSING in said(response)) is not good


def test_workflow_approval_from_the_edit_page_refused_leaves_the_review_open(client, workflow):
    policy = factories.draft_policy(for_citizens=True)
    in_review(workflow, policy)
    form = policy_form(policy) | {"action-workflow-action": "1", "workflow-action-name": "approve"}
    response = client.post(reverse(EDIT, args=[policy.pk]), form)
    assert response.url == reverse(EDIT, args=[policy.pk])
    assert MISSING in said(response)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_workflow_approval_in_the_dialogue_leads_to_the_reasons(client, workflow):
    policy = factories.draft_policy(for_citizens=True)
    state = in_review(workflow, policy)
    ajax = {"X-Requested-With": "XMLHttpRequest"}
    response = approve(client, "wagtailsnippets_disclosure_policydocument", policy, state, **ajax)
    assert response.json() == {"step": "success", "redirect": reverse(EDIT, args=[policy.pk])}
    assert MISSING in said(response)


def test_workflow_approval_of_a_page_refused_leaves_the_review_open(client, workflow, refusing_articles):
    page = factories.column().add_child(
        instance=ArticlePage(title="澄清", source="本委", published_time=timezone.now(), kind="clarification", live=False)
    )
    page.save_revision()
    state = in_review(workflow, page)
    response = approve(client, "wagtailadmin_pages", page, state, accept="text/html")
    assert not live(page)
    assert "请写明要澄清的说法。" in said(response)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_interpretation_under_review_does_not_slip_out_with_its_policy(workflow):
    policy = factories.draft_policy()
    interpretation = factories.draft_interpretation(policy)
    in_review(workflow, interpretation)
    publication.publish(policy)
    assert not live(interpretation)


# -- schedule, code, database --------------------------------------------------------------------------------------


def test_schedule_passes_the_gate():
    policy = factories.draft_policy(for_citizens=True)
    revision = policy.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    assert publication.publish_due(timezone.now()) == (0, 1)
    assert not live(policy)


def test_revision_published_by_code_passes_the_gate():
    policy = factories.draft_policy(for_citizens=True)
    with pytest.raises(Refused):
        policy.get_latest_revision().publish()
    assert not live(policy)


def test_item_saved_as_public_by_code_passes_the_gate():
    policy = factories.draft_policy(for_citizens=True)
    policy.live = True
    with pytest.raises(Refused):
        policy.save()
    with pytest.raises(Refused):
        policy.save(update_fields=["live"])
    assert not live(policy)


def test_page_added_as_public_by_code_passes_the_gate(refusing_articles):
    column = factories.column()
    page = ArticlePage(title="澄清", source="本委", published_time=timezone.now(), kind="clarification")
    with pytest.raises(Refused), transaction.atomic():
        column.add_child(instance=page)
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("make", [factories.draft_policy, factories.draft_interpretation], ids=["policy", "interpretation"])
def test_row_switched_to_public_past_the_gate_is_refused_by_the_database(make):
    item = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(item).objects.filter(pk=item.pk).update(live=True)
    assert not live(item)


def test_refused_publication_leaves_an_earlier_schedule_alone(client, root):
    policy = factories.draft_policy(for_citizens=True)
    revision = policy.get_latest_revision()
    revision.approved_go_live_at = timezone.now() + timedelta(days=3)
    revision.save()
    policy.save_revision()
    with pytest.raises(Refused):
        policy.get_latest_revision().publish()
    revision.refresh_from_db()
    assert revision.approved_go_live_at
