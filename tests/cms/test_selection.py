"""Addresses of the staff's screens that select by number: what is no number is answered with a sentence, not with a fault."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
SENTENCE = "地址里选定的项目不存在，请回到列表重新选择。"
PUBLISH = "/admin/bulk/disclosure/policydocument/publish/"


@pytest.fixture(autouse=True)
def signed_in(client):
    factories.home()
    client.force_login(factories.administrator())


@pytest.mark.parametrize("number", ["abc", "", "1.5", "-1", "²", "9" * 30, "1 OR 1=1"])
def test_bulk_action_on_what_is_no_number_is_not_found_with_a_sentence(client, number):
    response = client.get(PUBLISH, {"id": number})
    assert (response.status_code, SENTENCE in response.content.decode()) == (404, True)


def test_bulk_action_posted_with_one_wrong_number_among_right_ones_does_nothing(client):
    policy = factories.draft_policy()
    assert client.post(f"{PUBLISH}?id={policy.pk}&id=abc").status_code == 404
    policy.refresh_from_db()
    assert not policy.live


@pytest.mark.parametrize(
    "address",
    [
        "/admin/bulk/wagtailcore/page/publish/?id=all&childOf=abc",
        "/admin/bulk/cms/user/delete/?id=x",
        "/admin/bulk/wagtailimages/image/delete/?id=abc",
        "/admin/choose-page/chosen-multiple/?id=abc",
        "/admin/choose-page/?target_pages[]=abc&match_subclass=1",
        "/admin/images/chooser/chosen-multiple/?id=abc",
        "/admin/documents/chooser/chosen-multiple/?id=abc",
    ],
)
def test_selecting_address_with_what_is_no_number_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("selected", ["all", "number"])
def test_bulk_action_on_what_exists_is_offered(client, selected):
    policy = factories.draft_policy()
    assert client.get(PUBLISH, {"id": policy.pk if selected == "number" else "all"}).status_code == 200


def test_pages_are_chosen_by_their_numbers(client):
    address = reverse("wagtailadmin_choose_page_chosen_multiple")
    assert client.get(address, {"id": factories.home().pk}).json()["result"][0]["adminTitle"] == "澄江卫生健康"
