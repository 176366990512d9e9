"""An uploaded file or picture is fetched by the public only while something visible refers to it (issue 2, sections 2 and 3)."""

import json

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition

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


# -- pictures ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def image():
    Rendition.cache_backend.clear()  # it outlives the test whose rows are rolled back
    return Image.objects.create(title="照片", file=ContentFile(files.picture(), name="照片.png"))


def shown(image) -> str:
    """The address under which a page shows the picture."""
    return image.get_rendition("width-300").url


def fetched(client, image) -> int:
    return client.get(shown(image)).status_code


def test_picture_that_nothing_shows_does_not_exist_for_the_public(client, image):
    assert fetched(client, image) == 404


def test_picture_that_was_never_made_does_not_exist(client, image):
    assert client.get(shown(image).replace("width-300", "width-301")).status_code == 404


def test_original_of_a_public_picture_has_no_address(client, image):
    factories.article(picture=image)
    assert client.get(image.file.url).status_code == 404


@pytest.mark.parametrize(("live", "status"), [(True, 200), (False, 404)], ids=["live", "draft"])
@pytest.mark.parametrize("place", ["picture", "block"])
def test_picture_on_a_page_follows_the_page(client, image, place, live, status):
    block = {"type": "picture", "value": {"image": image.pk, "alt": "照片", "caption": ""}}
    shows = {"picture": image} if place == "picture" else {"body": json.dumps([block])}
    factories.article(live=live, **shows)
    assert fetched(client, image) == status


def test_picture_of_a_draft_interpretation_does_not_exist_for_the_public_until_it_is_published(client, image):
    item = factories.draft_interpretation(factories.policy(), picture=image, picture_text="图上写着办事条件")
    before = fetched(client, image)
    publication.publish(item)
    assert (before, fetched(client, image)) == (404, 200)


def test_picture_of_a_newer_draft_of_a_public_page_does_not_exist_for_the_public(client, image):
    article = factories.article()
    article.picture = image
    article.save_revision()
    assert fetched(client, image) == 404


def test_picture_of_what_was_taken_down_is_gone_at_once(client, image):
    item = factories.interpretation(factories.policy(), picture=image, picture_text="图上写着办事条件")
    before = fetched(client, image)
    publication.withdraw(item, by=factories.administrator(), reason="内容有误", now=timezone.now())
    assert (before, fetched(client, image)) == (200, 404)


def test_picture_of_a_draft_is_fetched_by_staff_and_kept_by_nobody_between(client, image):
    client.force_login(factories.administrator())
    response = client.get(shown(image))
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache")


def test_picture_of_a_draft_is_not_fetched_by_a_person_without_the_desk(client, image):
    client.force_login(factories.person())
    assert fetched(client, image) == 404


def test_public_picture_is_asked_for_again_each_time_and_never_a_page(client, image):
    factories.article(picture=image)
    response = client.get(shown(image))
    assert (response["Cache-Control"], response["Content-Security-Policy"]) == ("no-cache", "default-src 'none'")
    assert client.get(shown(image), headers={"If-Modified-Since": response["Last-Modified"]}).status_code == 304


def test_public_picture_asked_for_again_costs_two_short_queries(client, image, django_assert_num_queries):
    factories.article(picture=image)
    address = shown(image)
    client.get(address)
    with django_assert_num_queries(2):  # versions: of the page cache, and ours
        assert client.get(address).status_code == 200
