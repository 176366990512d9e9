"""One machine, embedded everything: what `make run` uses."""

import secrets

from .base import *  # noqa: F403
from .base import GONGKAI_VAR, SECRET_KEY

if not SECRET_KEY:  # made once and kept beside the data, so that sessions survive a restart and no two installations share it
    _path = GONGKAI_VAR / "secret_key"
    if not _path.exists():
        _path.write_text(secrets.token_urlsafe(50))
        _path.chmod(0o600)
    SECRET_KEY = _path.read_text()

ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = GONGKAI_VAR / "mail"
