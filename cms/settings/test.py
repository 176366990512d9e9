"""The suite: as in production where it can be, fast where it may be."""

import os
import tempfile

# Each run has a folder of its own; nothing of a developer's instance is read or written.
os.environ["GONGKAI_VAR"] = os.environ.get("GONGKAI_TEST_VAR") or tempfile.mkdtemp(prefix="gongkai-test-")

from .base import *  # noqa: E402,F403
from .base import GONGKAI_VAR  # noqa: E402

SECRET_KEY = "only-for-tests"
SEALING_KEYS = ["b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMDE="]
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True  # what is committed is worked through at once, in the same process
(GONGKAI_VAR / "static").mkdir(exist_ok=True)
