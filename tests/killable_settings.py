"""The settings of `make run`, with tests/killable.py in them."""

from cms.settings.dev import *  # noqa: F403
from cms.settings.dev import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.killable.KillableConfig"]
ROOT_URLCONF = "tests.killable"
SILENCED_SYSTEM_CHECKS = ["urls.W005", "wagtailadmin.W001", "wagtailadmin.W003"]
