"""The editor's way through: a policy is refused, its interpretation supplied, and both are public; what the editor of a
document's body keeps."""

from urllib.parse import quote

from tests.browser.test_admin_axe import INTERPRETATIONS, POLICIES, sign_in

MISSING = "这份政策面向企业或者公众，须与解读同步公开"
TITLE = "关于加强托育机构消毒管理的通知（浏览器试写）"
TABLE = "<p>第一条</p><table><tr><th>项目</th><th>金额</th></tr><tr><td>消毒</td><td>100</td></tr></table>"


def tab(page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def write(page, text: str) -> None:
    page.locator(".gk-editor-page").click()
    page.keyboard.type(text)


def choose_unit(page, name: str) -> None:
    page.click("#id_issuers-ADD")
    page.locator("[id^=inline_child_issuers] [data-chooser-action-choose]").first.click()
    page.fill(".modal-body [name=q]", name)
    page.locator(".modal-body").get_by_role("link", name=name, exact=True).click()
    page.wait_for_selector(".modal-body", state="detached")


def publish(page) -> None:
    page.get_by_role("button", name="更多动作").click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_selector(".messages li")


def test_editor_is_refused_supplies_the_interpretation_and_publishes_both(wide_page, site):
    page = wide_page
    page.accepted_errors = ["400"]  # autosave tries a row in which the unit is not chosen yet
    sign_in(page, site, "reviewer")
    page.goto(f"{site}{POLICIES}/add/")
    page.fill("#id_title", TITLE)
    write(page, "各托育机构：请按要求做好消毒。")
    tab(page, "公文信息")
    page.fill("#id_document_number", "澄卫试写〔2026〕1号")
    page.fill("#id_written_on", "2026-11-02")
    page.keyboard.press("Escape")
    choose_unit(page, "澄江市卫生健康委员会")
    tab(page, "公开属性")
    page.check("#id_for_citizens")
    publish(page)
    assert MISSING in page.locator(".messages").inner_text()

    page.get_by_role("link", name="写解读").first.click()
    page.wait_for_url(f"**{INTERPRETATIONS}/add/**")
    assert page.input_value("#id_title") == f"《{TITLE}》政策解读"
    write(page, "为什么要消毒，怎么消毒。")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url("**/edit/**")

    page.goto(f"{site}{POLICIES}/?q={quote('澄卫试写[2026]1')}")
    page.get_by_role("link", name=TITLE, exact=True).first.click()
    page.wait_for_url("**/edit/**")
    policy = page.url.rstrip("/").rpartition("/")[2]
    publish(page)
    page.goto(f"{site}/policies/{policy}/")
    assert "各托育机构：请按要求做好消毒。" in page.content()
    page.get_by_role("link", name=f"《{TITLE}》政策解读").first.click()
    assert "为什么要消毒，怎么消毒。" in page.content()


def test_warning_stands_beside_the_form_while_one_writes(wide_page, site):
    sign_in(wide_page, site, "editor")
    wide_page.goto(f"{site}{POLICIES}/?state=live")
    title = wide_page.locator("td.title a").first.inner_text().strip()
    wide_page.goto(f"{site}{POLICIES}/add/")
    wide_page.fill("#id_title", title)
    wide_page.keyboard.press("Tab")
    wide_page.wait_for_selector("[data-gk-used] p")
    assert "已有标题相同或相近的内容" in wide_page.locator("[data-gk-used]").inner_text()


def test_editor_of_the_body_keeps_tables_and_drops_what_a_word_processor_adds(wide_page, site):
    sign_in(wide_page, site, "editor")
    wide_page.goto(f"{site}{POLICIES}/add/")
    wide_page.locator(".gk-editor-page").click()
    pasted = f'<style>p{{color:red}}</style><p class="MsoNormal" style="color:red"><span>甲</span></p><!--批注-->{TABLE}'
    pasted += '<a href="<!--"></a><xmp>-->"><img src="x" onerror="window.ran = 1"></xmp>'  # comes apart where comments are cut out as text
    wide_page.evaluate(
        """(html) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.querySelector(".gk-editor-page").dispatchEvent(paste);
        }""",
        pasted,
    )
    kept = wide_page.locator("#id_body").input_value()
    assert "<td>消毒</td>" in kept
    assert not any(word in kept for word in ("Mso", "style", "color", "批注", "onerror"))
