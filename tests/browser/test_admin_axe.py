"""Accessibility of staff screens: our own markup has no finding; what Wagtail's stock admin brings stands in a list that
may only shrink (``admin_axe_baseline.json``: screen -> rules)."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from cms.sample.loader import PASSWORD

BASELINE = Path(__file__).with_name("admin_axe_baseline.json")
OWN = "[class^='gk-'], [class*=' gk-']"
POLICIES, INTERPRETATIONS = "/admin/snippets/disclosure/policydocument", "/admin/snippets/disclosure/interpretation"
SCREENS = {
    "desk": "/admin/",
    "policies": f"{POLICIES}/",
    "policy": f"{POLICIES}/edit/{{policy}}/",
    "new policy": f"{POLICIES}/add/",
    "look at policy": f"{POLICIES}/inspect/{{policy}}/",
    "new interpretation": f"{INTERPRETATIONS}/add/?policy={{policy}}",
    "interpretations": f"{INTERPRETATIONS}/",
    "dated information": "/admin/snippets/disclosure/dateditem/",
    "themes": "/admin/themes/",
    "units": "/admin/snippets/cms/department/",
    "new place": "/admin/places/new/",
    "new emergency": "/admin/snippets/cms/emergencynotice/add/",
    "notices": "/admin/workdays/",
    "new notice": "/admin/workdays/enter/",
    "takedown": "/admin/desk/withdraw/disclosure/policydocument/{policy}/",
    "standard catalogues": "/admin/standard-catalogues/",
    "standard catalogue": "/admin/standard-catalogue/1/",
    "standard rows": "/admin/standard-rows/",
    "standard workbook": "/admin/standard-catalogue/1/import/",
    "bulk publication": "/admin/bulk/disclosure/policydocument/publish/?id={policy}",
}
PEOPLE = {"people": "/admin/users/", "new person": "/admin/users/new/"}


def sign_in(page, site: str, username: str) -> None:
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{site}/admin/")


def findings(page) -> list[tuple[str, str, bool]]:
    """Rule, element, and whether the element is ours."""
    violations = Axe().run(page).response["violations"]
    found = [(violation["id"], node["target"][0]) for violation in violations for node in violation["nodes"]]
    is_ours = "([targets, own]) => targets.map((target) => !!document.querySelector(target)?.closest(own))"
    ours = page.evaluate(is_ours, [[target for _rule, target in found], OWN])
    return [(rule, target, own) for (rule, target), own in zip(found, ours, strict=True)]


@pytest.mark.parametrize(("username", "screens"), [("disclosure-head", SCREENS), ("admin", PEOPLE)], ids=["catalogue", "people"])
def test_axe_finds_nothing_of_ours_and_nothing_new_of_wagtails(wide_page, site, username, screens):
    sign_in(wide_page, site, username)
    policy = ""
    if username != "admin":
        wide_page.goto(f"{site}{POLICIES}/?state=live")
        policy = wide_page.locator("td.title a").first.get_attribute("href").rstrip("/").rpartition("/")[2]
    ours, wagtails = {}, {}
    for name, address in screens.items():
        wide_page.goto(site + address.format(policy=policy))
        wide_page.wait_for_load_state("networkidle")
        found = findings(wide_page)
        if own := [(rule, target) for rule, target, is_own in found if is_own]:
            ours[name] = own
        if stock := sorted({rule for rule, _target, is_own in found if not is_own}):
            wagtails[name] = stock
    assert ours == {}
    assert wagtails == {name: rules for name, rules in json.loads(BASELINE.read_text()).items() if name in screens}
