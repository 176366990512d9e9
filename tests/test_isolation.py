"""Tests leave each other alone, whichever comes first."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from disclosure.models import Theme


@pytest.mark.django_db(transaction=True)
def test_transactional_test_has_what_the_migrations_made():
    assert Group.objects.exists() and Theme.objects.exists() and Page.objects.filter(depth=1).exists()


@pytest.mark.django_db
def test_test_after_a_transactional_one_has_what_the_migrations_made():
    assert Group.objects.exists() and Theme.objects.exists() and Page.objects.filter(depth=1).exists()
