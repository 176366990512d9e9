"""What a browser is told: nothing of ours comes from another host, nothing runs inline on public pages."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(db):
    factories.home()


def directives(response) -> dict[str, list[str]]:
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("path", ["/", "/policies/", "/directory/", "/nothing-here/", "/robots.txt", "/account/invitation/MQ/x-y/"])
def test_public_page_allows_only_its_own_host_and_nothing_inline(client, path):
    policy = directives(client.get(path))
    assert {source for sources in policy.values() for source in sources} <= {"'self'", "'none'"}
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == ["'self'"]


def test_public_page_kept_for_anonymous_visitors_carries_the_headers_too(client):
    first, kept = client.get("/policies/"), client.get("/policies/")
    assert first["Content-Security-Policy"] == kept["Content-Security-Policy"]


def test_staff_page_allows_what_wagtail_writes_inline_and_no_other_host(client):
    client.force_login(factories.administrator())
    policy = directives(client.get("/admin/"))
    assert "'unsafe-inline'" in policy["script-src"]
    assert not {source for sources in policy.values() for source in sources if "." in source or source in ("*", "https:", "http:")}
    assert "'unsafe-eval'" not in policy["script-src"]


def test_staff_address_is_told_by_its_path_and_not_by_its_beginning(client):
    assert "'unsafe-inline'" not in client.get("/administration/")["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/policies/"])
def test_every_page_says_how_it_is_to_be_taken(client, path):
    response = client.get(path)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] in ("DENY", "SAMEORIGIN")
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
