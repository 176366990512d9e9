"""`make run`, twice."""

import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.browser.conftest import WIDE
from tests.readymade import FIRST_OUTPUT


def test_first_run_prints_the_address_the_accounts_and_what_to_look_at_first(site_instance):
    url, _, output = (site_instance.var / FIRST_OUTPUT).read_text().partition("\n")
    assert "首次运行" in output
    assert f"{url}/" in output
    assert f"{url}/admin/" in output
    assert "Ctrl-C" in output


def test_second_run_keeps_the_data_and_loads_nothing_again(site_instance):
    home = urllib.request.urlopen(f"{site_instance.url}/").read()
    site_instance.stop()
    assert site_instance.processes() == set()
    (site_instance.var / "output.log").unlink()
    site_instance.start("manage.py", "serve")
    assert "首次运行" not in site_instance.output()
    assert "正在建立检索索引" not in site_instance.output()
    assert urllib.request.urlopen(f"{site_instance.url}/").read() == home


def test_home_page_opens_in_a_browser_at_either_width(site, any_page):
    any_page.goto(f"{site}/")
    assert any_page.locator("main").is_visible()
    assert any_page.evaluate("document.documentElement.scrollWidth") <= any_page.viewport_size["width"]


def test_home_page_opens_without_javascript(site, new_page):
    page = new_page(WIDE, java_script_enabled=False)
    page.goto(f"{site}/")
    assert page.locator("main").is_visible()


def test_question_of_10000_characters_gets_a_sentence_from_the_running_server(site):
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"{site}/search/?q={urllib.parse.quote('卫' * 10_000)}")
    assert (answer.value.code, "请缩短" in answer.value.read().decode()) == (400, True)
