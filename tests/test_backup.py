"""A copy made by deploy/backup.sh, put back by deploy/restore.sh into another folder, is the same house.

On the embedded database; on PostgreSQL the same scripts run pg_dump and pg_restore where those are installed.
"""

import os
import shutil
import subprocess

import pytest

from tests.instance import ROOT, Instance

SAMPLE = """
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from tests import factories
from tests.factories import files
factories.home()
document = Document.objects.create(title="附件", file=ContentFile(files.pdf(), name="附件.pdf"))
factories.policy("澄江市诊所备案办法", body=f'<p>见<a linktype="document" id="{document.pk}">附件</a></p>')
"""
FACTS = """
from django.test import Client
from disclosure.models import PolicyDocument
from wagtail.documents.models import Document
from search.engine import Query, engine
policies = PolicyDocument.objects.visible().order_by("pk")
document = Document.objects.order_by("pk").last()
print(policies.count(), policies.first().title, policies.first().index_number)
print(document.filename, document.file.size, len(b"".join(Client().get(document.url).streaming_content)))
print(f"disclosure.policydocument:{policies.first().pk}" in engine().keys(Query("诊所备案"), 10))
"""


def run(script: str, instance: Instance, argument) -> subprocess.CompletedProcess:
    command = [ROOT / "deploy" / script, str(argument)]
    return subprocess.run(command, cwd=instance.var, env=instance.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def facts(instance: Instance) -> str:
    return instance.manage("shell", "--no-imports", "-c", FACTS)


@pytest.fixture(scope="module")
def houses(migrated):
    first, second = Instance("backup"), Instance("restored")
    try:
        migrated(first).manage("shell", "--no-imports", "-c", SAMPLE)
        first.manage("index", "--rebuild")
        yield first, second
    finally:
        first.remove()
        second.remove()


@pytest.fixture(scope="module")
def copy(houses):
    first, _second = houses
    done = run("backup.sh", first, "copies")  # relative to where it is called
    assert done.returncode == 0, done.stderr
    return first.var / "copies" / os.path.basename(done.stdout.strip())


def test_document_its_file_and_the_search_are_there_after_a_return(houses, copy):
    first, second = houses
    done = run("restore.sh", second, copy)
    assert done.returncode == 0, done.stderr
    before, after = facts(first), facts(second)
    assert (after, before.splitlines()[-1]) == (before, "True")
    for key in ("secret_key", "sealing_key"):
        assert (second.var / key).read_text() == (first.var / key).read_text()


def test_copy_is_readable_by_its_owner_alone(copy):
    assert {path.stat().st_mode & 0o077 for path in [copy, *copy.iterdir()]} == {0}


def test_return_over_an_instance_that_is_there_is_refused_and_changes_nothing(houses, copy):
    first, _second = houses
    before = facts(first)
    done = run("restore.sh", first, copy)
    assert (done.returncode, "请先停止系统并把旧目录移走" in done.stderr) == (1, True)
    assert facts(first) == before


def test_copy_without_a_database_is_refused(copy, tmp_path):
    shutil.copytree(copy, tmp_path / "copy")
    (tmp_path / "copy" / "db.sqlite3").unlink(missing_ok=True)
    (tmp_path / "copy" / "database.dump").unlink(missing_ok=True)
    empty = tmp_path / "var"
    done = subprocess.run(
        [ROOT / "deploy" / "restore.sh", tmp_path / "copy"],
        env={**os.environ, "GONGKAI_VAR": str(empty)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, "这份备份里没有" in done.stderr, empty.exists()) == (1, True, False)
