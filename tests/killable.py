"""What tests/test_processes.py adds to an instance: work that takes long enough to be killed in, and a job each second."""

import time
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


def act(payloads):
    for payload in payloads:
        time.sleep(0.02)  # long enough to be killed in
        (settings.GONGKAI_VAR / "done" / payload["name"]).touch()


def ring(now):
    with Path(settings.GONGKAI_VAR / "rung").open("a") as file:
        file.write("x")


class KillableConfig(AppConfig):
    name, label = "tests", "killable"

    def ready(self):
        from cms import outbox, registry

        (settings.GONGKAI_VAR / "done").mkdir(exist_ok=True)
        outbox.handler("killable", act, batch=20)
        registry.periodic.register("ring", ("tests.killable.ring", 1))
