"""What a run makes once and copies for each that needs one: the migrated database, and the sample authority of `make run`.

Whoever comes first makes it, under a lock in the run's folder; the other workers of xdist and all instances copy it. On SQLite
a copy is a file, on PostgreSQL a database made by TEMPLATE.
"""

import fcntl
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path

from tests.instance import Instance, administer

MIGRATED, SAMPLE = "migrated", "sample"
FIRST_OUTPUT = "first_output.log"  # in the folder of a copied sample authority: what its first start printed, and where
STATE_OF_PROCESSES = ("*.pid", "*.lock", "output.log")


class Readymade:
    """``folder`` is shared by the processes of one run and has a name of its own on this machine."""

    def __init__(self, folder: Path):
        self.folder = folder

    @contextmanager
    def made(self, name: str, make: Callable[[], None]):
        """Hold what is called ``name``, made by ``make`` where nobody has made it; says whether it was made now."""
        with (self.folder / f"{name}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            mark = self.folder / f"{name}.made"
            fresh = not mark.exists()
            if fresh:
                make()
                mark.touch()
            yield fresh

    def remove(self) -> None:
        """At the end of the run, by the process that began it."""
        for mark in self.folder.glob("*.database"):
            administer(f'DROP DATABASE IF EXISTS "{mark.stem}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- the migrated database -------------------------------------------------------------------------------------

    def set_up(self, connection) -> None:
        """Point Django's connection to a test database of its own with what the migrations made."""

        def migrate():
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            if connection.vendor == "postgresql":
                connection.close()
                self._keep(connection.settings_dict["NAME"], MIGRATED)
            else:
                with closing(sqlite3.connect(self._file(MIGRATED))) as file:
                    connection.connection.backup(file)

        with self.made(MIGRATED, migrate) as fresh:
            if not fresh:
                connection.close()
                connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
                self._fill(connection)

    def put_back(self, connection) -> None:
        """Whatever a test committed is gone, and the numbers begin where the migrations left them."""
        with self.made(MIGRATED, lambda: None):
            self._fill(connection)

    def _fill(self, connection) -> None:
        if connection.vendor == "postgresql":
            connection.close()
            self._copy(MIGRATED, connection.settings_dict["NAME"])
            return
        connection.ensure_connection()
        with closing(sqlite3.connect(self._file(MIGRATED))) as file:
            file.backup(connection.connection)

    def give_migrated(self, instance: Instance) -> Instance:
        """The instance as after `manage.py migrate`."""
        with self.made(MIGRATED, lambda: None):
            if instance.on_postgresql:
                self._copy(MIGRATED, instance.database)
            else:
                shutil.copy(self._file(MIGRATED), instance.var / "db.sqlite3")
        return instance

    # -- the sample authority --------------------------------------------------------------------------------------

    def give_sample(self, instance: Instance) -> Instance:
        """The instance as after a first `make run` that was stopped again."""
        with self.made(SAMPLE, self._run_first):
            if instance.on_postgresql:
                self._copy(SAMPLE, instance.database)
            shutil.copytree(self.folder / SAMPLE, instance.var, dirs_exist_ok=True)
        return instance

    def _run_first(self) -> None:
        first = Instance("sample")
        try:
            first.start("manage.py", "serve", within=900)
            printed = first.output()
            first.stop()
            shutil.copytree(first.var, self.folder / SAMPLE, ignore=shutil.ignore_patterns(*STATE_OF_PROCESSES))
            (self.folder / SAMPLE / FIRST_OUTPUT).write_text(f"{first.url}\n{printed}")
            if first.on_postgresql:
                self._keep(first.database, SAMPLE)
        finally:
            first.remove()

    # -- copies ----------------------------------------------------------------------------------------------------

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def _database(self, name: str) -> str:
        return f"{self.folder.name}_{name}".lower()

    def _keep(self, database: str, name: str) -> None:
        (self.folder / f"{self._database(name)}.database").touch()
        administer(f'CREATE DATABASE "{self._database(name)}" TEMPLATE "{database}"')

    def _copy(self, name: str, database: str) -> None:
        administer(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)', f'CREATE DATABASE "{database}" TEMPLATE "{self._database(name)}"')
