"""An instance of its own for the bench: a folder, its processes, what they weigh. Never the developer's var/."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

from bench import load

ROOT = Path(__file__).resolve().parent.parent
FOREIGN = ("DATABASE_URL", "CELERY_BROKER_URL", "ELASTICSEARCH_URL", "PAGE_CACHE_BYTES", "GONGKAI_SUPERVISOR")


class Instance:
    def __init__(self, folder: Path, port: int, again: bool = False):
        self.folder, self.port = folder.resolve(), port
        if not again:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        ours = {"GONGKAI_VAR": str(self.folder), "PORT": str(self.port), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
        return {**kept, **ours, "PYTHONUNBUFFERED": "1"}

    def manage(self, *arguments: str, within: float = 3600) -> float:
        """Run a management command to its end; the seconds it took. Its output goes to a log in the folder."""
        began = time.monotonic()
        with (self.folder / "bench.log").open("ab") as log:
            command = [sys.executable, "manage.py", *arguments]
            subprocess.run(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, check=True, timeout=within)
        return time.monotonic() - began

    def inside(self, part: str, **options) -> dict:
        """Run ``bench.inside``'s part in a process that has the instance as its Django site."""
        command = [sys.executable, "-m", "bench.inside", part, json.dumps(options)]
        with (self.folder / "bench.log").open("ab") as log:
            done = subprocess.run(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=log, check=True, timeout=1800)
        return json.loads(done.stdout.splitlines()[-1])

    @contextmanager
    def running(self, *names: str):
        """The supervisor with web, worker and scheduler, or only the children named."""
        modules = [["-m", "cms.supervisor", name] for name in names] or [["-m", "cms.supervisor"]]
        with (self.folder / "bench.log").open("ab") as log:
            started = [
                subprocess.Popen([sys.executable, *module], cwd=ROOT, env=self.environment, stdout=log, stderr=log) for module in modules
            ]
        try:
            yield [process.pid for process in started]
        finally:
            for process in started:
                process.send_signal(signal.SIGTERM)
            for process in started:
                stop(process)

    def pending(self) -> int:
        """What the outbox has still to do by now; at night letters to staff wait for the morning."""
        return self._count("SELECT count(*) FROM cms_outboxitem WHERE done_at IS NULL AND due_at <= datetime('now')")

    def documents(self) -> int:
        """Policies and interpretations."""
        tables = ("disclosure_policydocument", "disclosure_interpretation")
        return sum(self._count(f"SELECT count(*) FROM {table} WHERE live") for table in tables)

    def items(self) -> int:
        return self._count("SELECT count(*) FROM disclosure_sourcerecord")

    def _count(self, query: str) -> int:
        with closing(sqlite3.connect(f"file:{self.folder / 'db.sqlite3'}?mode=ro", uri=True, timeout=30)) as database:
            return database.execute(query).fetchone()[0]

    def wait_until_worked_off(self, within: float) -> None:
        deadline = time.monotonic() + within
        while self.pending():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.pending()} outbox items are left after {within} seconds")
            time.sleep(0.2)

    def disk(self) -> dict[str, int]:
        """MB by what takes them."""
        index = sum(path.stat().st_size for path in (self.folder / "index").rglob("*") if path.is_file())
        return {"database": (self.folder / "db.sqlite3").stat().st_size >> 20, "index": index >> 20}


def stop(process: subprocess.Popen) -> None:
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def empty_view(middleware: str, port: int):
    """gunicorn as the supervisor starts it, with an empty Django view behind it."""
    workers, threads = os.environ.get("WEB_WORKERS", "2"), os.environ.get("WEB_THREADS", "4")
    command = [sys.executable, "-m", "gunicorn", "bench.empty:application", "--bind", f"{load.HOST}:{port}", "--workers", workers]
    command += ["--threads", threads, "--log-level", "error", "--no-control-socket"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "BENCH_EMPTY": middleware})
    try:
        wait_for(port)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        stop(process)


def wait_for(port: int, within: float = 60) -> None:
    deadline = time.monotonic() + within
    while True:
        try:
            load.get(port, "/")
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def memory(roots: list[int]) -> list[dict]:
    """Every process below (and with) ``roots``: its name and the MB it holds (resident set)."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,rss=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in listed.splitlines()]
    family, grown = set(roots), True
    while grown:
        more = {int(pid) for pid, parent, *_ in rows if int(parent) in family} - family
        family, grown = family | more, bool(more)
    found = [(int(pid), int(parent), int(rss), args) for pid, parent, rss, args in rows if int(pid) in family]
    names = {pid: _name(args) for pid, _, _, args in found}
    return [
        {"process": names[pid] + (" worker" if names[pid] == names.get(parent) == "web" else ""), "mb": round(rss / 1024)}
        for pid, parent, rss, args in found
    ]


def _name(arguments: str) -> str:
    after = arguments.partition("cms.supervisor")[2].split()
    return after[0] if after else "supervisor"
