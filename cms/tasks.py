"""What the worker does: empty the outbox, and run each periodic job when its time has come."""

import logging
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from cms import outbox, registry
from cms.celery import app
from cms.models.outbox import JobRun

logger = logging.getLogger(__name__)


@app.task
def work() -> int:
    """A wake-up: work through what is due."""
    return outbox.drain(timezone.now)


@app.task
def tick() -> None:
    """The scheduler's beat: the periodic jobs that are due, then whatever a lost wake-up left in the outbox."""
    if not app.conf.task_always_eager:
        close_old_connections()
    run_due_jobs(timezone.now())
    outbox.drain(timezone.now)


def run_due_jobs(now: datetime) -> list[str]:
    """Run each registered job whose period has passed since it last began; one that fails stops no other."""
    return [name for name, (path, seconds) in registry.periodic if _run(name, path, seconds, now)]


def _run(name: str, path: str, seconds: float, now: datetime) -> bool:
    if not JobRun.objects.claim(name, now - timedelta(seconds=seconds), now):
        return False
    error = ""
    try:
        import_string(path)(now)
    except Exception as caught:
        logger.exception("the periodic job %s failed", name)
        error = f"{type(caught).__name__}: {caught}"[:2000]
    JobRun.objects.filter(name=name).update(finished_at=timezone.now(), last_error=error)
    return True


def send_mails(payloads: list[dict]) -> datetime:
    """The handler of the outbox kind "mail"; answers when they had left."""
    for payload in payloads:
        message = EmailMultiAlternatives(
            payload["subject"], payload["text"], to=payload["to"], headers={"Message-ID": payload["message_id"]}
        )
        if payload.get("html"):
            message.attach_alternative(payload["html"], "text/html")
        for name, content, mime in payload.get("attachments", ()):
            message.attach(name, content, mime)
        message.send()
    return timezone.now()


def prune_outbox(now: datetime) -> None:
    outbox.prune(now)


def refresh_statistics(now: datetime) -> None:
    """Tell SQLite how its tables are filled, a few milliseconds at any size: without it the planner takes an index at random.

    PostgreSQL does so by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")
