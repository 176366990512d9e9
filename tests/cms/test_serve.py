"""An uploaded file is fetched by the public only while something visible refers to it (issue 2, sections 2 and 3)."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document

from cms.accounts import second_factor
from disclosure import publication
from disclosure.models import PolicyAttachment, PolicyDocument
from disclosure.models.catalogue import DisclosureAttribute
from tests import factories
from tests.factories import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    factories.home()
    return Document.objects.create(title="附件", file=ContentFile(files.pdf(), name="附件.pdf"))


def attach(policy, document):
    policy.attachments = [PolicyAttachment(document=document, title="附件")]
    policy.save()
    return policy


def test_file_that_nothing_refers_to_does_not_exist_for_the_public(client, document):
    assert client.get(document.url).status_code == 404


def test_file_of_a_draft_does_not_exist_for_the_public(client, document):
    attach(factories.draft_policy(), document)
    assert client.get(document.url).status_code == 404


def test_file_says_no_encoding_that_it_does_not_have(client, document):
    attach(factories.policy(), document)
    assert "Content-Encoding" not in client.get(document.url).headers


def test_file_of_a_published_policy_is_fetched_as_a_file(client, document):
    attach(factories.policy(), document)
    response = client.get(document.url)
    assert (response.status_code, response["X-Content-Type-Options"]) == (200, "nosniff")
    assert response["Content-Disposition"].startswith(("inline", "attachment"))
    assert response["Content-Security-Policy"] == "default-src 'none'"


def test_file_of_a_policy_that_was_taken_down_is_gone_at_once(client, document):
    policy = attach(factories.policy(), document)
    publication.withdraw(policy, by=factories.administrator(), reason="内容有误", now=timezone.now())
    assert client.get(document.url).status_code == 404


def test_file_of_a_policy_not_disclosed_to_all_does_not_exist_for_the_public(client, document):
    policy = attach(factories.policy(), document)
    PolicyDocument.objects.filter(pk=policy.pk).update(attribute=DisclosureAttribute.ON_REQUEST, attribute_reason="涉及个人隐私")
    assert client.get(document.url).status_code == 404


def test_file_linked_in_the_text_of_a_published_policy_is_fetched(client, document):
    factories.policy(body=f'<p><a linktype="document" id="{document.pk}">附件</a></p>')
    assert client.get(document.url).status_code == 200


@pytest.mark.parametrize(("live", "status"), [(True, 200), (False, 404)], ids=["live", "draft"])
def test_file_on_a_page_follows_the_page(client, document, live, status):
    factories.article(body=[("files", [document])], live=live)
    assert client.get(document.url).status_code == status


def test_file_of_a_draft_is_fetched_by_staff(client, document):
    client.force_login(factories.administrator())
    assert client.get(document.url).status_code == 200


def test_file_of_a_draft_is_not_fetched_before_the_second_factor(client, document):
    user = factories.person("编辑")
    device = second_factor.begin(user)
    device.confirmed = True
    device.save()
    client.force_login(user)
    assert client.get(document.url).status_code == 404
