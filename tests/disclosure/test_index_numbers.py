"""索引号: by the site's pattern, one after the other, never twice."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from cms.models import SiteIdentity
from disclosure.index_numbers import allocate, allocate_for
from disclosure.models import IndexCounter
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def identity():
    factories.home()
    identity = SiteIdentity.for_site(Site.objects.get(is_default_site=True))
    identity.organ_code = "115300"
    identity.save()
    return identity


def test_numbers_follow_each_other_within_their_year():
    assert [allocate(2026), allocate(2026), allocate(2025)] == ["115300/2026-00001", "115300/2026-00002", "115300/2025-00001"]


def test_batch_gets_its_numbers_in_its_order():
    assert allocate_for([2026, 2025, 2026]) == ["115300/2026-00001", "115300/2025-00001", "115300/2026-00002"]


def test_number_follows_the_pattern_of_the_site(identity):
    identity.index_pattern = "{year}{organ}{serial:03d}"
    identity.save()
    assert allocate(2026) == "2026115300001"


@pytest.mark.parametrize(
    "pattern", ["{organ}/{year}", "{organ}-{serial}", "{organ}/{year}-{number}", "{serial", "{0}-{year}-{serial}", "{organ[x]}"]
)
def test_pattern_that_cannot_number_everything_apart_is_refused(identity, pattern):
    identity.index_pattern = pattern
    with pytest.raises(ValidationError, match="五位流水号"):
        identity.full_clean()


def test_number_that_an_import_brought_is_passed_over():
    factories.draft_policy(index_number="115300/2026-00001")
    assert allocate_for([2026, 2026]) == ["115300/2026-00002", "115300/2026-00003"]


def test_number_of_a_deleted_document_is_not_given_again():
    policy = factories.policy()
    number, year = policy.index_number, policy.published_on.year
    policy.unpublish()
    policy.delete()
    assert allocate(year) != number


def test_number_is_kept_by_a_later_and_by_an_older_version():
    policy = factories.policy()
    number, first = policy.index_number, policy.revisions.order_by("pk").first()
    assert number and first.content["index_number"] is None
    policy.title = "改过的标题"
    policy.save_revision().publish()
    first.publish()
    policy.refresh_from_db()
    assert policy.index_number == number


def test_counter_is_moved_before_it_is_read_so_that_a_second_one_waits():
    allocate(2026)
    with CaptureQueriesContext(connection) as asked:
        allocate(2026)
    on_counter = [query["sql"] for query in asked if IndexCounter._meta.db_table in query["sql"]]
    assert [sql.split()[0] for sql in on_counter] == ["UPDATE", "SELECT"]
