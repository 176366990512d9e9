"""Addresses of numbered things are those of the URL table."""

import pytest
from django.urls import reverse, set_script_prefix

from cms.addresses import numbered


@pytest.fixture
def below_a_folder():
    set_script_prefix("/gongkai/")
    yield
    set_script_prefix("/")


@pytest.mark.parametrize("name", ["policy", "interpretation", "dated_item"])
def test_numbered_address_is_the_one_of_the_url_table(name):
    assert numbered(name, 12) == reverse(name, args=[12])


def test_numbered_address_stands_below_the_folder_of_the_site(below_a_folder):
    assert numbered("policy", 12) == reverse("policy", args=[12]) == "/gongkai/policies/12/"
