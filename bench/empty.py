"""An empty Django view, alone: what the cached pages are compared with.

``BENCH_EMPTY=bare`` has no middleware at all; otherwise the middleware of a fresh ``startproject`` stands before it.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

STARTPROJECT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def empty(request):
    return HttpResponse(headers={"Content-Length": "0"})  # which CommonMiddleware would add


urlpatterns = [path("", empty)]

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="only-for-the-bench",
    MIDDLEWARE=[] if os.environ.get("BENCH_EMPTY") == "bare" else STARTPROJECT,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.messages"],
)
application = get_wsgi_application()
