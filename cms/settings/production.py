"""Behind a reverse proxy that ends TLS. Everything secret comes from the environment; a missing one stops the start."""

import os

from .base import *  # noqa: F403

SECRET_KEY = os.environ["SECRET_KEY"]
SEALING_KEYS = os.environ["SEALING_KEYS"].split(",")
ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
BASE_URL = os.environ["BASE_URL"].rstrip("/")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "1"))
# Whoever publishes, manages people or reads the record proves it twice; an empty value turns this off.
_roles = os.environ.get("SECOND_FACTOR_ROLES", "site_administrator,disclosure_head,auditor,superuser")
SECOND_FACTOR_ROLES = [role for role in _roles.split(",") if role]
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
# W019 asks for DENY; Wagtail shows its preview in a frame of the same origin, so SAMEORIGIN it is.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
