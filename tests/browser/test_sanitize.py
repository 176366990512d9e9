"""The third witness: a real browser runs nothing of what the sanitizer leaves of hostile markup, and fetches nothing elsewhere."""

from urllib.parse import urlsplit

from cms import sanitize
from tests.cms.hostile_markup import CASES

PAGE = "<!doctype html><html lang='zh'><head><base href='http://site.test/'></head><body>%s</body></html>"
TOUCH = """() => document.querySelectorAll('*').forEach(element => {
    for (const kind of ['click', 'mouseover', 'focus', 'error', 'load', 'toggle']) element.dispatchEvent(new Event(kind))
})"""


def test_hostile_markup_does_nothing_in_a_browser(chromium):
    context = chromium.new_context()
    page = context.new_page()
    dialogs, elsewhere, popups = [], [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("popup", lambda popup: popups.append(popup.url))

    def answer(route):
        if urlsplit(route.request.url).hostname != "site.test":
            elsewhere.append(route.request.url)
        route.fulfill(body="", content_type="text/plain")

    page.route("**/*", answer)
    for name, markup in CASES:
        page.set_content(PAGE % sanitize.clean(markup), wait_until="load")
        page.evaluate(TOUCH)
        tags = set(page.evaluate("() => [...document.body.querySelectorAll('*')].map(element => element.localName)"))
        assert tags <= sanitize.TAGS, name
        assert (dialogs, elsewhere, popups) == ([], [], []), name
    context.close()


def test_browser_would_notice(chromium):
    """The same page without the sanitizer does run: the test above is not blind."""
    context = chromium.new_context()
    page, dialogs = context.new_page(), []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.set_content(PAGE % "<svg onload=alert(1)></svg><img src=x onerror=alert(2)>", wait_until="load")
    assert "1" in dialogs
    context.close()
