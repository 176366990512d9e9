"""An instance of Gongkai as `make run` starts it, in a folder, a database and on a port of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.services import spare_port

ROOT = Path(__file__).resolve().parent.parent


def outer_environment() -> dict[str, str]:
    """This process's environment without what the browser tests need in it and no deployment may have."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}


def administer(*statements: str) -> None:
    """Have the PostgreSQL server of this run make and drop databases."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


class Instance:
    """``name`` tells it from others on the same servers: its PostgreSQL database and its Redis number follow from it."""

    def __init__(self, name: str, **environment: str):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
        self.database = f"{name}_{worker}"
        self.var = Path(tempfile.mkdtemp(prefix=f"gongkai-{self.database}-"))
        self.port = spare_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None
        own = {"GONGKAI_VAR": str(self.var), "PORT": str(self.port), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
        self.environment = {**outer_environment(), **own, "BASE_URL": self.url, **environment}
        if url := os.environ.get("DATABASE_URL"):
            self.environment["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{self.database}"))
            administer(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)', f'CREATE DATABASE "{self.database}"')
        if url := os.environ.get("CELERY_BROKER_URL", "").partition("redis://")[2]:
            number = 1 + sum(self.database.encode()) % 15
            self.environment["CELERY_BROKER_URL"] = f"redis://{url.split('/')[0]}/{number}"

    @property
    def on_postgresql(self) -> bool:
        return "DATABASE_URL" in os.environ

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, f"manage.py {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self, *command: str, within: float = 120) -> None:
        """Start the supervisor (or another command that ends in it) and wait until the web server answers."""
        with (self.var / "output.log").open("ab") as log:
            command = command or ("-m", "cms.supervisor")
            self.process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + within
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"no answer at {self.url}\n{self.output()}")
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/robots.txt", timeout=20).close()
        except urllib.error.HTTPError:
            return True
        except (urllib.error.URLError, OSError):
            return False
        return True

    def output(self) -> str:
        return (self.var / "output.log").read_text(errors="replace")[-8000:]

    def processes(self) -> set[int]:
        """Every process of this instance that runs, found by the folder in its environment (Linux) or its command."""
        if not Path("/proc/self/environ").exists():
            listing = subprocess.run(["ps", "-axEo", "pid,command"], capture_output=True, text=True).stdout
            return {int(line.split()[0]) for line in listing.splitlines() if f"GONGKAI_VAR={self.var}" in line}
        mark, found = f"GONGKAI_VAR={self.var}".encode(), set()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.add(int(folder.name))
            except OSError:
                continue
        return found

    def child(self, name: str) -> int | None:
        """The process id of web, worker or scheduler as the supervisor last started it."""
        try:
            return int((self.var / f"{name}.pid").read_text())
        except (OSError, ValueError):
            return None

    def kill(self, name: str) -> None:
        if pid := self.child(name):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)

    def remove(self) -> None:
        self.stop()
        if self.on_postgresql:
            administer(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
        shutil.rmtree(self.var, ignore_errors=True)
