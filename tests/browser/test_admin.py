"""The editor's way through: a policy with an attachment is refused, its interpretation supplied, and both are public."""

from tests.browser.test_admin_axe import sign_in

MISSING = "这份政策面向企业或者公众，须与解读同步公开"
TITLE = "关于加强托育机构消毒管理的通知（浏览器测试）"


def choose(page, trigger: str, text: str) -> None:
    """Choose something by searching in Wagtail's dialogue."""
    page.click(trigger)
    page.fill(".modal-body [name=q]", text)
    page.locator(".modal-body").get_by_role("link", name=text).first.click()
    page.wait_for_selector(".modal-body", state="detached")


def publish(page) -> None:
    page.locator("nav[aria-label='操作'] .w-dropdown button, footer .w-dropdown__toggle").first.click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_load_state()


def tab(page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def test_editor_is_refused_supplies_the_interpretation_and_publishes_both(wide_page, site):
    page = wide_page
    sign_in(page, site, "reviewer")
    page.goto(f"{site}/admin/snippets/disclosure/policydocument/add/")
    page.fill("#id_title", TITLE)
    page.locator(".gk-editor-page").click()
    page.keyboard.type("各托育机构：请按要求做好消毒。")
    tab(page, "公文信息")
    page.fill("#id_document_number", "澄卫浏览〔2026〕1号")
    page.fill("#id_written_on", "2026-11-02")
    page.keyboard.press("Escape")
    page.click("#id_issuers-ADD")
    choose(page, "#id_issuers-0-unit-chooser [data-chooser-action-choose]", "澄江市卫生健康委员会")
    tab(page, "公开属性")
    page.check("#id_for_citizens")
    publish(page)
    assert MISSING in page.locator(".messages").inner_text()

    page.get_by_role("link", name="写解读").first.click()
    assert page.input_value("#id_title") == f"《{TITLE}》政策解读"
    page.locator(".gk-editor-page").click()
    page.keyboard.type("为什么要消毒，怎么消毒。")
    page.locator("button[name=action-create], footer button[type=submit]").first.click()
    page.wait_for_url("**/edit/**")

    page.goto(f"{site}/admin/snippets/disclosure/policydocument/?q=澄卫浏览[2026]1")
    page.get_by_role("link", name=TITLE, exact=True).first.click()
    publish(page)
    page.goto(f"{site}/policies/?q=")
    page.get_by_role("link", name=TITLE).first.click()
    assert "各托育机构：请按要求做好消毒。" in page.content()
    page.get_by_role("link", name=f"《{TITLE}》政策解读").first.click()
    assert "为什么要消毒，怎么消毒。" in page.content()
