"""What tests/test_processes.py adds to an instance: an address that acknowledges a piece of work, and the work itself."""

import time
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def accept(request, name):
    """Acknowledge (201) a piece of work once it is committed."""
    from cms import outbox

    with transaction.atomic():
        outbox.add("killable", {"name": name})
    return HttpResponse(status=201)


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


urlpatterns = [path("accept/<name>", accept)]
