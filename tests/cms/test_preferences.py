import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return factories.home()


def choose(client, **choice):
    return client.post("/preferences/", {"next": "/policies/", **choice})


def test_choice_leads_back_to_where_the_visitor_was(client):
    response = choose(client, size="large")
    assert (response.status_code, response["Location"]) == (302, "/policies/")


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "\\\\example.com", "javascript:alert(1)", ""])
def test_choice_leads_nowhere_else(client, elsewhere):
    assert choose(client, size="large", next=elsewhere)["Location"] == "/"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [("size", "large", 'data-size="large"'), ("contrast", "high", 'data-contrast="high"'), ("language", "en", 'lang="en"')],
)
def test_choice_holds_on_every_page_after_it(client, name, value, shown):
    choose(client, **{name: value})
    for address in ("/", "/policies/", "/directory/", "/no-such-page/"):
        assert shown in client.get(address).content.decode()


@pytest.mark.parametrize("cookie", ["size", "contrast"])
def test_choice_outlives_the_session(client, cookie):
    choose(client, size="large", contrast="high")
    assert client.cookies[cookie]["max-age"] > 300 * 24 * 3600


def test_unknown_choice_changes_nothing(client):
    choose(client, size="gigantic", language="xx")
    assert client.cookies == {}
    client.cookies["size"] = "<script>"
    assert 'data-size="normal"' in client.get("/").content.decode()


def test_browser_language_does_not_switch_the_site(client):
    assert 'lang="zh-Hans"' in client.get("/", headers={"accept-language": "en-GB,en"}).content.decode()


def test_choice_needs_no_token_and_is_not_made_by_following_a_link(client):
    assert client.get("/preferences/?size=large").status_code == 405
