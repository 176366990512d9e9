"""Real processes, killed without warning: nothing acknowledged is lost, and nothing is left running."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request

import pytest

from tests.instance import ROOT, Instance

CHILDREN = ("web", "worker", "scheduler")


@pytest.fixture(scope="module")
def prepared(migrated):
    instance = Instance("killable", DJANGO_SETTINGS_MODULE="tests.killable_settings", OUTBOX_CLAIM_SECONDS="3", WEB_WORKERS="1")
    try:
        yield migrated(instance)
    finally:
        instance.remove()


@pytest.fixture
def running(prepared):
    """Started where the test before has stopped it."""
    if prepared.process is None or prepared.process.poll() is not None:
        prepared.start()
    return prepared


def wait_until(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


class Citizen(threading.Thread):
    """Hands in one piece of work after another and remembers which were acknowledged."""

    def __init__(self, instance, number):
        super().__init__(daemon=True)
        self.instance, self.number, self.acknowledged, self.leaving = instance, number, [], False

    def run(self):
        count = 0
        while not self.leaving:
            name, count = f"{self.number}-{count}", count + 1
            try:
                request = urllib.request.Request(f"{self.instance.url}/accept/{name}", data=b"", method="POST")
                urllib.request.urlopen(request, timeout=10).close()
                self.acknowledged.append(name)
            except OSError:
                pass  # not acknowledged: whether it is done is open
            time.sleep(0.03)


def test_kill_9_of_web_worker_or_scheduler_loses_nothing_that_was_acknowledged(running):
    citizens = [Citizen(running, number) for number in range(3)]
    for citizen in citizens:
        citizen.start()
    chance = random.Random(20190515)
    for name in (*CHILDREN, "worker", "web", "worker", "worker"):
        time.sleep(chance.uniform(0.5, 2.0))
        running.kill(name)
    assert wait_until(running.answers, 20)
    assert wait_until(lambda: all(len(citizen.acknowledged) > 10 for citizen in citizens), 60)
    for citizen in citizens:
        citizen.leaving = True
    for citizen in citizens:
        citizen.join(15)
    acknowledged = {name for citizen in citizens for name in citizen.acknowledged}
    assert wait_until(lambda: acknowledged <= set(os.listdir(running.var / "done")), 40), running.output()


def test_killed_scheduler_is_started_again_and_periodic_jobs_go_on(running):
    before = running.child("scheduler")
    running.kill("scheduler")
    assert wait_until(lambda: running.child("scheduler") != before, 10)
    rung = running.var / "rung"
    count = rung.stat().st_size if rung.exists() else 0
    assert wait_until(lambda: rung.exists() and rung.stat().st_size >= count + 2, 30)


def test_second_supervisor_in_the_same_folder_is_refused_with_a_sentence(running):
    second = subprocess.run(
        [sys.executable, "-m", "cms.supervisor"], cwd=ROOT, env=running.environment, capture_output=True, text=True, timeout=20
    )
    assert (second.returncode, "已经有一个实例在运行" in second.stderr) == (1, True)


def test_taken_port_is_named_in_a_sentence(running, tmp_path):
    environment = {**running.environment, "GONGKAI_VAR": str(tmp_path)}
    second = subprocess.run([sys.executable, "-m", "cms.supervisor"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=20)
    assert (second.returncode, f"端口 {running.port} 已被占用" in second.stderr) == (1, True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=["ctrl-c", "term", "terminal closed"])
def test_stopping_the_supervisor_leaves_nothing_running(running, number):
    assert len(running.processes()) >= 5
    running.process.send_signal(number)
    assert running.process.wait(30) == 0
    assert running.processes() == set()


def test_kill_9_of_the_supervisor_leaves_nothing_running(running):
    assert len(running.processes()) >= 5
    running.process.kill()
    running.process.wait()
    assert wait_until(lambda: running.processes() == set(), 30), running.processes()
