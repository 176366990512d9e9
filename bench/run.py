"""``make bench``: measures an instance of its own, prints a table and writes JSON (bench/README.md)."""

import argparse
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import corpus, load, report
from bench.deadlines import deadlines
from bench.instance import ROOT, Instance, empty_view, memory, wait_for

CHUNK = 10_000  # synthetic documents in one file, so that the import can stop when its time is up
PORT, EMPTY_PORT = 8791, 8792
IMPORT_SHARE = 0.6  # of the whole time
KINDS = {"keywords": ("title_words", "gz_keywords"), "questions": ("ncp_question", "gz_scene")}
MOST_QUERIES = 300
DEADLINES = 100_000  # open ones, when a notice is entered
SECONDS, ROUNDS = 3.0, 3  # of load on each address; the best round counts, as the machine may have had other things to do


class Bench:
    def __init__(self, instance: Instance, count: int, minutes: float):
        self.instance, self.count = instance, count
        self.began = time.monotonic()
        self.seconds = minutes * 60
        self.found: dict = {"machine": machine()}

    def run(self) -> dict:
        self.prepare()
        self.measure_import("real", self.real)
        self.measure_one_by_one()
        self.measure_pages()
        self.measure_import("synthetic", self.synthetic)
        return self.run_again()

    def run_again(self) -> dict:
        """All but the import, on an instance that holds its documents."""
        self.instance.manage("migrate", "--verbosity", "0")
        self.measure_pages()
        self.measure_search()
        self.measure_rebuild()
        self.measure_serving()
        self.measure_deadlines()
        self.measure_notice()
        self.measure_reminders()
        self.found["disk_mb"] = self.instance.disk()
        self.found["seconds"] = round(time.monotonic() - self.began)
        return self.found

    def prepare(self) -> None:
        self.say("preparing an instance with the sample authority")
        self.instance.manage("migrate", "--verbosity", "0")
        self.instance.manage("collectstatic", "--noinput", "--verbosity", "0")
        self.instance.manage("sample_authority")
        self.rows = corpus.real_rows(corpus.real_files())

    def measure_import(self, name: str, load_all) -> None:
        """Rows a second from the start of the import to the last of them in the index, the worker at it meanwhile."""
        before = self.instance.items()
        with self.instance.running("worker", "scheduler"):
            self.instance.wait_until_worked_off(within=300)
            began = time.monotonic()
            load_all()
            imported = time.monotonic() - began
            self.instance.wait_until_worked_off(within=1800)
            took = time.monotonic() - began
        rows = self.instance.items() - before
        figures = {"rows": rows, "seconds": took, "rows_a_second": rows / took, "rows_a_second_without_index": rows / imported}
        self.found.setdefault("import", {})[name] = figures

    def real(self) -> None:
        path = self.instance.folder / "real.jsonl"
        corpus.write(iter(self.rows), path)
        self.say(f"importing {len(self.rows)} real documents")
        self.instance.manage("import_documents", str(path))

    def synthetic(self) -> None:
        path, first = self.instance.folder / "synthetic.jsonl", 0
        for first in range(0, self.count - self.instance.documents(), CHUNK):
            if time.monotonic() - self.began > IMPORT_SHARE * self.seconds:
                self.say(f"out of time at {self.instance.documents()} documents")
                return
            size = min(CHUNK, self.count - self.instance.documents())
            corpus.write(corpus.synthetic(self.rows, size, first), path)
            self.say(f"importing {size} synthetic documents from {first} on")
            self.instance.manage("import_documents", str(path))

    def measure_one_by_one(self) -> None:
        self.say("publishing one by one")
        self.found["one_by_one"] = self.instance.inside("one_by_one", count=100)

    def measure_pages(self) -> None:
        at = self.instance.documents()
        self.say(f"pages at {at} documents")
        self.found.setdefault("pages", {})[str(at)] = self.instance.inside("pages")

    def measure_search(self) -> None:
        at = self.instance.documents()
        self.say(f"search at {at} documents")
        rows = [json.loads(line) for line in (corpus.SHARED / "relevance.jsonl").open(encoding="utf-8")]
        questions = {name: [row["query"] for row in rows if row["kind"] in kinds][:MOST_QUERIES] for name, kinds in KINDS.items()}
        self.found["search"] = self.instance.inside("search", questions=questions)

    def measure_rebuild(self) -> None:
        self.say("rebuilding the index")
        took = self.instance.manage("index", "--rebuild")
        self.found["rebuild"] = {"documents": self.instance.documents(), "seconds": took}

    def measure_serving(self) -> None:
        """Kept pages a second from the site as ``make run`` starts it, beside an empty view on the same server."""
        address = self.instance.inside("some_document")["address"]
        kept = {"document": (PORT, address), "catalogue": (PORT, "/policies/"), "home": (PORT, "/")}
        empty = {"bare": (EMPTY_PORT, "/"), "startproject": (EMPTY_PORT + 1, "/")}
        with self.instance.running() as processes, empty_view("bare", EMPTY_PORT), empty_view("startproject", EMPTY_PORT + 1):
            wait_for(PORT)
            self.say("kept pages and empty views, by turns")
            rates = drive({**kept, **empty})
            self.say("exactness across web processes")
            exactness = self.instance.inside("exactness", port=PORT, rounds=10)
            self.found["memory"] = memory(processes)
        of = {"kept": {name: rates[name] for name in kept}, "empty": {name: rates[name] for name in empty}}
        self.found["serving"] = {**of, "exactness": exactness}

    def measure_notice(self) -> None:
        self.say(f"a notice entered with {DEADLINES} open deadlines")
        self.found["notice"] = self.instance.inside("notice", count=DEADLINES)

    def measure_reminders(self) -> None:
        self.say(f"reminders run over {DEADLINES} open deadlines")
        self.found["reminders"] = self.instance.inside("reminders", count=DEADLINES)

    def measure_census(self) -> None:
        self.say(f"the census over {self.count} documents")
        self.found["census"] = self.instance.inside("census", count=self.count)

    def measure_deadlines(self) -> None:
        self.say("deadlines computed")
        self.found["deadlines"] = deadlines()

    def run_only(self, part: str) -> dict:
        """That part alone, on an instance with nothing in it."""
        self.say("preparing an empty instance")
        self.instance.manage("migrate", "--verbosity", "0")
        getattr(self, f"measure_{part}")()
        self.found["seconds"] = round(time.monotonic() - self.began)
        return self.found

    def say(self, what: str) -> None:
        print(f"[{time.monotonic() - self.began:6.0f} s] {what}", flush=True)


def drive(places: dict[str, tuple[int, str]]) -> dict[str, dict]:
    """The best of ROUNDS at each place; a round goes to all of them, so that all have the same weather."""
    best: dict[str, load.Load] = {}
    for port, path in places.values():
        for _ in range(20):
            load.get(port, path)  # every web process has the page
    for _ in range(ROUNDS):
        for name, (port, path) in places.items():
            found = load.drive(port, path, SECONDS)
            best[name] = max(best.get(name, found), found, key=lambda one: one.rate)
    return {name: {"requests_a_second": one.rate, "requests": one.requests, "failures": one.failures} for name, one in best.items()}


def machine() -> dict:
    models = [line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory_kb = [int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory_kb[0] / 2**20) if memory_kb else None,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load_before": round(os.getloadavg()[0], 2),
        "commit": commit,
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    count = int(os.environ.get("BENCH_N", "100000"))
    options.add_argument("--n", type=int, default=count, help="policies and interpretations in the large catalogue")
    options.add_argument("--minutes", type=float, default=25, help="the import stops in time for the rest to fit")
    options.add_argument("--json", type=Path, default=ROOT / "var" / "bench.json")
    options.add_argument("--docs", action="store_true", help="write the figures into docs/performance.md as well")
    options.add_argument("--keep", type=Path, help="make the instance in this folder and leave it")
    options.add_argument("--again", type=Path, help="measure what --keep left in this folder once more, all but the import")
    options.add_argument("--only", choices=["census", "deadlines", "notice", "reminders"], help="one part alone")
    chosen = options.parse_args()
    if not chosen.only and not corpus.real_files():
        raise SystemExit(f"the bench needs the real policies in {corpus.SHARED}")
    folder = chosen.again or chosen.keep or Path(tempfile.mkdtemp(prefix="gongkai-bench-"))
    try:
        bench = Bench(Instance(folder, PORT, again=bool(chosen.again)), chosen.n, chosen.minutes)
        found = bench.run_only(chosen.only) if chosen.only else bench.run_again() if chosen.again else bench.run()
    finally:
        if folder not in (chosen.keep, chosen.again):
            shutil.rmtree(folder, ignore_errors=True)
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    print(report.table(found))
    if chosen.docs and not chosen.only:
        report.write_docs(found)
