"""One Chromium and one running instance for all browser tests of a pytest process.

``site`` is the address of an instance as `make run` starts it, with the sample authority. Tests that write there give
what they write a title of its own. Every page fails its test on a request to another host or an error in the console.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.instance import Instance

WIDE, NARROW = 1280, 360
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
FLAGS += ["--no-first-run", "--disable-dev-shm-usage"]


@pytest.fixture(scope="session")
def site_instance(readymade):
    """Started for the second time: the first time is the run's (tests/readymade.py)."""
    instance = Instance("site")
    try:
        readymade.give_sample(instance).start("manage.py", "serve")
        yield instance
    finally:
        instance.remove()


@pytest.fixture(scope="session")
def site(request) -> str:
    """The address of the running sample authority, without a slash at the end; GONGKAI_SITE names one that runs already."""
    return os.environ.get("GONGKAI_SITE") or request.getfixturevalue("site_instance").url


@pytest.fixture(scope="session")
def chromium():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread; the ORM is used beside it
    system = Path("/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system if system.exists() else None, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium):
    """``new_page(width=1280, **options)`` opens a page in a context of its own; options as for a Playwright context.

    Set ``page.accepted_errors`` to a list of fragments for console errors that a test expects (a 404 it asked for).
    """
    pages = []

    def open_page(width: int = WIDE, **options):
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale="zh-CN", **options)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.hosts, page.errors, page.accepted_errors = set(), [], []
        page.on("request", lambda request: page.hosts.add(urlsplit(request.url).hostname))
        page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.context.close()
    for page in pages:
        assert page.hosts <= {"127.0.0.1", "localhost", None, ""}, f"requests left the site: {page.hosts}"
        errors = [error for error in page.errors if not any(accepted in error for accepted in page.accepted_errors)]
        assert errors == []


@pytest.fixture
def wide_page(new_page):
    return new_page(WIDE)


@pytest.fixture
def narrow_page(new_page):
    return new_page(NARROW)


@pytest.fixture(params=[WIDE, NARROW], ids=["1280", "360"])
def any_page(request, new_page):
    """The same test at desktop width and on a small telephone."""
    return new_page(request.param)
