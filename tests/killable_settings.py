"""The settings of `make run`, with tests/killable.py in them."""

from cms.settings.dev import *  # noqa: F403
from cms.settings.dev import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.killable.KillableConfig"]
ROOT_URLCONF = "tests.killable_urls"
