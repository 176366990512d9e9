"""What every test may use. Rows are real rows; nothing of ours is replaced."""

import os
import shutil

import pytest
from django.conf import settings
from django.utils import timezone

MADE_BY_MIGRATIONS = pytest.StashKey[str]()


@pytest.fixture
def work_outbox(db):
    """Call it to have the worker's part done: whatever the outbox holds that is due."""
    from cms import outbox

    return lambda: outbox.drain(timezone.now)


@pytest.fixture(autouse=True)
def index_root(settings, tmp_path):
    """Each test has an index folder of its own: what the one before it published would be counted in its facets."""
    settings.INDEX_ROOT = tmp_path / "index"
    return settings.INDEX_ROOT


@pytest.fixture(autouse=True)
def simplified_chinese():
    """Each test begins in the site's own language, whatever the one before it chose."""
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


def is_transactional(item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool({"transactional_db", "live_server"} & set(item.fixturenames) or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker):
    """Keep a copy of what the migrations made: a transactional test ends by emptying every table."""
    from django.db import connection

    with django_db_blocker.unblock():
        request.config.stash[MADE_BY_MIGRATIONS] = connection.creation.serialize_db_to_string()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """The copy is put back after the test: roles, themes and the root page belong to every test that follows."""
    result = yield
    if is_transactional(item) and nextitem is not None:  # after the last test the database is gone
        from pytest_django.plugin import blocking_manager_key

        with item.config.stash[blocking_manager_key].unblock():
            put_back(item.config.stash[MADE_BY_MIGRATIONS])
    return result


def put_back(made_by_migrations: str):
    from django.apps import apps
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection

    # without the signal that would make content types and permissions under new numbers
    cascade = connection.vendor == "postgresql"
    call_command("flush", verbosity=0, interactive=False, allow_cascade=cascade, inhibit_post_migrate=True)
    connection.creation.deserialize_db_from_string(made_by_migrations)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
    ContentType.objects.clear_cache()


def pytest_sessionfinish(session, exitstatus):
    """`make test` skips nothing silently: a skipped test fails the run (its reason is in the summary above)."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("GONGKAI_NO_SKIPS") and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config):
    """Remove this process's folder (cms.settings.test made it), unless it was named from outside."""
    if settings.configured and not os.environ.get("GONGKAI_TEST_VAR"):
        shutil.rmtree(settings.GONGKAI_VAR, ignore_errors=True)
