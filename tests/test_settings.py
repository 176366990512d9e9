"""What the machine can say of settings and migrations."""

import runpy
import subprocess
import sys

import pytest

from tests.instance import ROOT, outer_environment

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "kJ8-fresh-key-of-a-test-with-more-than-fifty-characters-2f1z9",
    "SEALING_KEYS": "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMDE=",
    "ALLOWED_HOSTS": "example.org",
    "BASE_URL": "https://example.org",
}


def manage(tmp_path, *arguments, **environment):
    environment = {**outer_environment(), "GONGKAI_VAR": str(tmp_path), **environment}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def test_check_deploy_is_clean_with_production_settings(tmp_path):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "INFO", **PRODUCTION)
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (1 silenced).\n"), done.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "SEALING_KEYS", "ALLOWED_HOSTS", "BASE_URL"])
def test_production_does_not_start_without(tmp_path, missing):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = manage(tmp_path, "check", **environment)
    assert (done.returncode, f"KeyError: '{missing}'" in done.stderr) == (1, True)


def test_address_of_the_site_follows_its_port_and_the_sender_follows_the_address(tmp_path, monkeypatch):
    def read(**environment):
        for name in ("BASE_URL", "PORT", "DEFAULT_FROM_EMAIL"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"GONGKAI_VAR": str(tmp_path), **environment}.items():
            monkeypatch.setenv(name, value)
        found = runpy.run_path(str(ROOT / "cms" / "settings" / "base.py"))
        return found["BASE_URL"], found["DEFAULT_FROM_EMAIL"]

    assert read(PORT="8123") == ("http://127.0.0.1:8123", "noreply@127.0.0.1")
    assert read(BASE_URL="https://example.org/", PORT="8123") == ("https://example.org", "noreply@example.org")
    assert read(BASE_URL="https://example.org", DEFAULT_FROM_EMAIL="公开办 <ogi@example.org>")[1] == "公开办 <ogi@example.org>"


def test_no_migration_is_missing(tmp_path):
    done = manage(tmp_path, "makemigrations", "--check", "--dry-run", DJANGO_SETTINGS_MODULE="cms.settings.dev")
    assert (done.returncode, done.stdout) == (0, "No changes detected\n"), done.stderr


def test_embedded_database_queues_its_writers_and_survives_a_power_cut(tmp_path):
    asked = "; ".join(
        [
            "from django.db import connection as c",
            "cursor = c.cursor()",
            "facts = [cursor.execute(f'PRAGMA {name}').fetchone()[0] for name in ('journal_mode', 'synchronous', 'foreign_keys')]",
            "print(*facts, c.settings_dict['OPTIONS']['transaction_mode'])",
        ]
    )
    done = manage(
        tmp_path,
        "shell",
        "--no-imports",
        "-c",
        asked,
        DJANGO_SETTINGS_MODULE="cms.settings.dev",
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3",
    )
    assert done.stdout == "wal 2 1 IMMEDIATE\n", done.stderr
