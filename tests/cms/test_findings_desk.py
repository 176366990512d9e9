"""The screen on which findings are decided."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document

from cms.models import Finding
from disclosure.models import PolicyAttachment, PolicyDocument
from tests import factories
from tests.disclosure.forms import policy_form
from tests.factories import papers
from tests.factories.papers import IDENTITY, MOBILE

pytestmark = pytest.mark.django_db
State = Finding.State


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client):
    person = factories.person("编辑")
    client.force_login(person)
    return person


def screen(policy) -> str:
    return reverse("findings_of", args=["disclosure", "policydocument", policy.pk])


def decide(client, finding, **data):
    return client.post(reverse("finding_decide", args=[finding.pk]), data, follow=True)


def test_screen_shows_findings_masked_with_the_ways_to_settle_them(client, editor):
    text = client.get(screen(factories.draft_policy(body=f"<p>{MOBILE}</p>"))).content.decode()
    assert ("138******78" in text, MOBILE in text) == (True, False)
    assert ('value="mask"' in text, 'value="justify"' in text, 'value="copy"' in text) == (True, True, False)


def test_edit_screen_leads_to_the_findings(client, editor):
    policy = factories.draft_policy(body=f"<p>{MOBILE}</p>")
    page = client.get(reverse("wagtailsnippets_disclosure_policydocument:edit", args=[policy.pk])).content.decode()
    assert (screen(policy) in page, "内容检查（1）" in page) == (True, True)


def test_edit_screen_of_a_page_leads_to_the_findings(client):
    client.force_login(factories.administrator())
    article = factories.article(live=False, points=MOBILE)
    article.save_revision()
    page = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert reverse("findings_of", args=["cms", "articlepage", article.pk]) in page


def test_one_click_masks_the_number_in_a_new_draft(client, editor):
    policy = factories.draft_policy(body=f"<p>{MOBILE}</p>")
    decide(client, Finding.objects.get(), act="mask")
    policy.refresh_from_db()
    assert policy.get_latest_revision_as_object().body == "<p>138******78</p>"
    assert policy.latest_revision.user == editor


def test_masked_copy_is_attached_by_one_click(client, editor):
    policy = factories.draft_policy()
    content = papers.word("正文", comments=(IDENTITY,))
    policy.attachments = [PolicyAttachment(document=Document.objects.create(title="名单", file=ContentFile(content, "a.docx")))]
    policy.save()
    policy.save_revision()
    decide(client, Finding.objects.first(), act="copy")
    policy.refresh_from_db()
    assert policy.get_latest_revision_as_object().attachments.get().document.title == "名单（公开版）"
    assert set(Finding.objects.values_list("state", flat=True)) == {State.MASKED}


def test_reason_is_asked_for_on_the_screen(client, editor):
    factories.draft_policy(body=f"<p>{MOBILE}</p>")
    text = decide(client, Finding.objects.get(), act="justify", reason="").content.decode()
    assert "请写明保留的理由" in text
    decide(client, Finding.objects.get(), act="justify", reason="对外公布的值班手机")
    assert Finding.objects.get().state == State.JUSTIFIED


@pytest.mark.parametrize("role", ["保密审查", "领导"])
def test_who_may_not_change_the_item_decides_nothing(client, role):
    client.force_login(factories.person(role))
    policy = factories.draft_policy(body=f"<p>{MOBILE}</p>")
    decide(client, Finding.objects.get(), act="mask")
    assert Finding.objects.get().state == State.OPEN
    assert screen(policy) not in client.get(screen(policy)).headers.get("Location", "")


def test_list_of_everything_names_what_waits_and_not_what_is_settled(client, editor):
    factories.draft_policy("等待的通知", body=f"<p>{MOBILE}</p>")
    settled = factories.draft_policy("处理过的通知", body=f"<p>{IDENTITY}</p>")
    Finding.objects.filter(object_id=settled.pk).update(state=State.REMOVED)
    text = client.get(reverse("findings_everywhere")).content.decode()
    assert ("等待的通知" in text, "处理过的通知" in text) == (True, False)


def test_refused_publication_from_the_form_leaves_the_findings_on_record(client):
    client.force_login(factories.administrator())
    policy = factories.draft_policy()
    policy.body = f"<p>{MOBILE}</p>"
    edit = reverse("wagtailsnippets_disclosure_policydocument:edit", args=[policy.pk])
    text = client.post(edit, policy_form(policy) | {"action-publish": "1"}, follow=True).content.decode()
    assert "正文第 1 段有电话号码（138******78）" in text
    assert Finding.objects.get().state == State.OPEN
    assert not PolicyDocument.objects.get(pk=policy.pk).live
