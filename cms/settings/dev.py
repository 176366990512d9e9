"""One machine, embedded everything: what `make run` uses."""

import base64
import secrets

from .base import *  # noqa: F403
from .base import GONGKAI_VAR, SEALING_KEYS, SECRET_KEY

if not SECRET_KEY:  # made once and kept beside the data, so that sessions survive a restart and no two installations share it
    _path = GONGKAI_VAR / "secret_key"
    if not _path.exists():
        _path.write_text(secrets.token_urlsafe(50))
        _path.chmod(0o600)
    SECRET_KEY = _path.read_text()

if not SEALING_KEYS:  # kept likewise; without it the identity numbers of applicants cannot be read any more
    _path = GONGKAI_VAR / "sealing_key"
    if not _path.exists():
        _path.write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        _path.chmod(0o600)
    SEALING_KEYS = [_path.read_text()]

ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = GONGKAI_VAR / "mail"
