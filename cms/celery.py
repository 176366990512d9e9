"""Celery, used as a wake-up and a clock: the database knows what has to be done (cms/outbox.py)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")

from django.conf import settings  # noqa: E402

from cms import queue_files  # noqa: E402

TICK = 2.0  # seconds between two looks at the outbox and the periodic jobs
FILES = settings.CELERY_BROKER_URL.startswith(queue_files.SCHEME)
EMBEDDED = {
    "data_folder_in": settings.QUEUE_ROOT / "messages",
    "data_folder_out": settings.QUEUE_ROOT / "messages",
    "control_folder": settings.QUEUE_ROOT / "control",
    "polling_interval": 0.2,
}
REDIS = {"socket_connect_timeout": 2, "socket_timeout": 5, "max_retries": 1, "interval_start": 0}
SERVER = REDIS if settings.CELERY_BROKER_URL.startswith("redis") else {}

if FILES:
    for folder in set(EMBEDDED.values()) - {EMBEDDED["polling_interval"]}:
        folder.mkdir(parents=True, exist_ok=True)

# The scheduler only names tasks: without the apps it takes a fifth of the memory.
scheduling = {"fixups": []} if os.environ.get("GONGKAI_PROCESS") == "scheduler" else {"include": ["cms.tasks"]}
app = Celery("gongkai", broker=f"{queue_files.SCHEME}://localhost" if FILES else settings.CELERY_BROKER_URL, **scheduling)
app.conf.update(
    broker_transport_options=EMBEDDED if FILES else SERVER,
    broker_connection_timeout=2,
    broker_connection_retry_on_startup=True,
    beat_schedule={"tick": {"task": "cms.tasks.tick", "schedule": TICK, "options": {"expires": TICK}}},
    beat_max_loop_interval=TICK,
    task_always_eager=settings.CELERY_TASK_ALWAYS_EAGER,
    task_ignore_result=True,
    task_publish_retry=False,  # a broker that is down must not keep a request waiting
    timezone=settings.TIME_ZONE,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    worker_prefetch_multiplier=1,
)
