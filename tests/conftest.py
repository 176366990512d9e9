"""What every test may use. Rows are real rows; nothing of ours is replaced."""

import os
import shutil
import tempfile
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.readymade import Readymade

READYMADE = pytest.StashKey[Readymade]()
NUMBERS = count(1)
# What takes longest begins first, so that no worker is left with it at the end while the other has nothing to do. The order
# matters at the beginning: one worker makes the sample authority while the other makes the migrated database.
LONGEST = (
    "tests/browser/test_public_pages.py",
    "tests/test_processes.py",
    "tests/test_backup.py",
    "tests/browser/test_admin_axe.py",
    "tests/browser/test_run.py",
    "tests/browser/test_admin.py",
    "tests/disclosure/test_same_moment.py",
    "tests/test_query_counts.py",
    "tests/cms/test_sample_authority.py",
)

# how long an example takes says nothing on a machine that has other things to do
hypothesis_settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
if not os.environ.get("CI"):  # there the library's own profile holds, which is repeatable
    hypothesis_settings.load_profile("unhurried")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """A worker of xdist shares the folder of the process that began the run."""
    node.workerinput["readymade"] = str(node.config.stash[READYMADE].folder)


def pytest_configure(config):
    shared = getattr(config, "workerinput", {}).get("readymade")
    config.stash[READYMADE] = Readymade(Path(shared or tempfile.mkdtemp(prefix="gongkai-run-")))


def pytest_collection_modifyitems(items):
    """LONGEST, then the files with most tests; a file stays together."""
    files = Counter(item.location[0] for item in items)
    places = {path: place for place, path in enumerate(LONGEST)}
    items.sort(key=lambda item: (places.get(item.location[0], len(places)), -files[item.location[0]], item.location[0]))


@pytest.fixture
def work_outbox(db):
    """Call it to have the worker's part done: whatever the outbox holds that is due."""
    from cms import outbox

    return lambda: outbox.drain(timezone.now)


@pytest.fixture(autouse=True)
def index_root(settings):
    """Each test has an index folder of its own: what the one before it published would be counted in its facets."""
    settings.INDEX_ROOT = settings.GONGKAI_VAR / "indexes" / str(next(NUMBERS))
    yield settings.INDEX_ROOT
    shutil.rmtree(settings.INDEX_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What a process keeps for as long as a version stays: a test that wrote past the stamps ends with the version it began with."""
    from django.core.cache import cache

    from cms import calendars, frame, serve

    frame._kept.clear()
    calendars._kept.clear()
    serve._require_shown.cache_clear()
    cache.clear()


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
def readymade(request) -> Readymade:
    return request.config.stash[READYMADE]


@pytest.fixture(scope="session")
def django_db_setup(readymade, django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """In place of pytest-django's: the first worker migrates, the others copy."""
    from django.db import connection

    named = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        readymade.set_up(connection)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(named, verbosity=0)


@pytest.fixture(scope="session")
def migrated(django_db_setup, readymade):
    """Call it with an Instance to have it as after `manage.py migrate`; answers with the instance."""
    return readymade.give_migrated


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """What the migrations made is put back after the test: roles, themes and the root page belong to every test that follows."""
    result = yield
    if is_transactional(item) and nextitem is not None:  # after the last test the database is gone
        from django.contrib.contenttypes.models import ContentType
        from django.db import connection
        from pytest_django.plugin import blocking_manager_key

        with item.config.stash[blocking_manager_key].unblock():
            item.config.stash[READYMADE].put_back(connection)
        ContentType.objects.clear_cache()
    return result


def pytest_sessionfinish(session, exitstatus):
    """`make test` skips nothing silently: a skipped test fails the run (its reason is in the summary above)."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("GONGKAI_NO_SKIPS") and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config):
    """Remove this process's folder (cms.settings.test made it), unless it was named from outside, and that of the run."""
    if not hasattr(config, "workerinput"):
        config.stash[READYMADE].remove()
    if settings.configured and not os.environ.get("GONGKAI_TEST_VAR"):
        shutil.rmtree(settings.GONGKAI_VAR, ignore_errors=True)
