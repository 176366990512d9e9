"""Every public page type of the sample authority, as people meet it: at 1280 and 360 px, by keyboard, without scripts, on
paper, in large print, in high contrast, with a screen reader's eyes.
"""

import re
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe

HEAVIEST = 150 * 1024  # bytes that a page may transfer without its pictures
FIXED = {
    "home": "/",
    "catalogue": "/policies/",
    "catalogue, narrowed": "/policies/?validity=valid",
    "catalogue, empty": "/policies/?year=1999",
    "interpretations": "/interpretations/",
    "rate": "/interpretations/rate/",
    "normative": "/normative/",
    "plans": "/plans/",
    "directory": "/directory/",
    "places": "/places/",
    "search": "/search/?q=职业健康",
    "search, empty": "/search/?q=天狼星上的咖啡馆",
    "deadlines": "/deadlines/",
    "deadline, asked": "/deadlines/?matter=reply",
    "deadline": "/deadlines/?matter=reply&start=2026-02-02&consult_sent=2026-02-25&opinion_received=2026-03-03",
    "deadline, provisional": "/deadlines/?matter=suit&start=2026-11-20",
    "deadline, refused": "/deadlines/?matter=reply&start=gestern",
    "fees": "/deadlines/fees/?method=per_piece_month&quantity=60",
    "feeds": "/feeds/",
    "standard catalogue": "/standard-catalogue/",
    "standard catalogue, narrowed": "/standard-catalogue/?mode=active",
    "coverage": "/standard-catalogue/coverage/",
    "law": "/law/",
    "regulation": "/law/ogi/",
    "article of a regulation": "/law/ogi/36/",
    "article, uncertain": "/law/fees/per-piece/",
    "workdays": "/workdays/2026/",
    "workdays, provisional": "/workdays/2030/?jurisdiction=CN-SH",
    "found errors": "/found-errors/",
    "found error, reported": "/found-errors/report/",
    "API": "/api/",
    "open data": "/open-data/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "missing": "/no-such-page/",
}
LAW = ("law", "regulation", "article of a regulation", "article, uncertain")
# where the first page of a type is linked, and what its address looks like
LINKED = {
    "document": ("/policies/?validity=valid", r"/policies/\d+/"),
    "document, repealed": ("/policies/?validity=repealed", r"/policies/\d+/"),
    "interpretation": ("/interpretations/?form=text", r"/interpretations/\d+/"),
    "interpretation, graphic": ("/interpretations/?form=graphic", r"/interpretations/\d+/"),
    "interpretation, video": ("/interpretations/?form=video", r"/interpretations/\d+/"),
    "emergency": ("/", r"/emergency/\d+/"),
    "unit": ("/directory/", r"/directory/\d+/"),
    "row being completed": ("/standard-catalogue/coverage/", r"/standard-catalogue/rows/\d+/"),
    "platform": ("/", r"/openness/"),
    "guide": ("/openness/", r"/openness/guide/"),
    "rules": ("/openness/", r"/openness/rules/"),
    "statutory content": ("/openness/", r"/openness/statutory/"),
    "annual reports": ("/openness/", r"/openness/annual-reports/"),
    "application": ("/openness/", r"/openness/request/"),
    "statutory column": ("/openness/statutory/", r"/openness/statutory/normative/"),
    "dated column": ("/openness/statutory/", r"/openness/statutory/budgets/"),
    "dated item": ("/openness/statutory/budgets/", r"/dated/\d+/"),
    "leaders": ("/openness/statutory/", r"/openness/statutory/organisation/"),
    "leader": ("/openness/statutory/organisation/", r"/openness/statutory/organisation/[\w-]+/"),
    "news": ("/", r"/news/"),
    "article": ("/news/", r"/news/[\w-]+/"),
    "meeting": ("/meetings/", r"/meetings/[\w-]+/"),
    "clarification": ("/responses/", r"/responses/[\w-]+/"),
    "services": ("/services/", r"/services/"),
    "service guide": ("/services/", r"/services/[\w-]+/"),
    "topic": ("/topics/", r"/topics/[\w-]+/"),
    "hospital": ("/directory/", r'/directory/\d+/(?=" lang="zh-Hans">澄江市第一人民医院)'),
    "leaving": ("{hospital}", r"/leave/\?to=[^\"]+"),
}


@pytest.fixture(scope="session")
def addresses(site) -> dict[str, str]:
    """The address of one page of each type, found by following links."""
    found = dict(FIXED)
    for name, (where, form) in LINKED.items():
        with urllib.request.urlopen(site + where.format(**found)) as answer:
            match = re.search(rf'href="({form})"', answer.read().decode())
        assert match, f"no {name} is linked on {where}"
        found[name] = match[1].replace("&amp;", "&")
    return found


def visit(page, site: str, address: str) -> None:
    page.accepted_errors = ["404", "400"]
    page.goto(site + address)


def violations(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def test_axe_finds_nothing_on_any_public_page(any_page, site, addresses):
    found = {}
    for name, address in addresses.items():
        visit(any_page, site, address)
        if wrong := violations(any_page):
            found[name] = wrong
    assert found == {}


@pytest.mark.parametrize(
    "choice", [{"size": "large"}, {"contrast": "high"}, {"django_language": "en"}], ids=lambda choice: next(iter(choice.values()))
)
def test_axe_finds_nothing_whatever_the_visitor_chose(new_page, site, addresses, choice):
    page = new_page(360)
    page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in choice.items()])
    found = {}
    plain = ("home", "catalogue", "document", "interpretation", "emergency", "places", "search", "service guide", "leaving", "workdays")
    for name in (*plain, "deadline", "deadline, refused", *LAW):
        visit(page, site, addresses[name])
        if wrong := violations(page):
            found[name] = wrong
    assert found == {}


@pytest.mark.parametrize("size", ["normal", "large"])
def test_no_page_scrolls_sideways_at_360(new_page, site, addresses, size):
    page = new_page(360)
    page.context.add_cookies([{"name": "size", "value": size, "url": site}])
    wide = {}
    for name, address in addresses.items():
        visit(page, site, address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[name] = width
    assert wide == {}


def test_every_page_has_one_main_one_first_heading_a_title_and_its_language(wide_page, site, addresses):
    odd = {}
    for name, address in addresses.items():
        visit(wide_page, site, address)
        found = wide_page.evaluate(
            """() => [document.querySelectorAll("main").length, document.querySelectorAll("h1").length, document.documentElement.lang,
               document.title.length > 2, document.querySelectorAll("header, footer, nav").length >= 3]"""
        )
        if found != [1, 1, "zh-Hans", True, True]:
            odd[name] = found
    assert odd == {}


def test_no_page_transfers_more_than_150_kb_without_its_pictures(new_page, site, addresses):
    heavy, names = {}, list(addresses)
    for first in range(0, len(names), 8):  # beside each other: each is watched until it has asked for nothing for half a second
        opened = {}
        for name in names[first : first + 8]:
            opened[name] = page, sizes = new_page(), []
            page.on("response", lambda response, sizes=sizes: sizes.append(_weight(response)))
            visit(page, site, addresses[name])
        for name, (page, sizes) in opened.items():
            page.wait_for_load_state("networkidle")
            if sum(sizes) > HEAVIEST:
                heavy[name] = sum(sizes)
            page.context.close()
    assert heavy == {}


def _weight(response) -> int:
    if response.request.resource_type in ("image", "media"):
        return 0
    return len(response.body())


def test_every_page_shows_its_content_without_scripts(new_page, site, addresses):
    page, empty = new_page(java_script_enabled=False), []
    for name, address in addresses.items():
        visit(page, site, address)
        if len(page.inner_text("main")) < 20 or page.locator("[data-read-aloud]:visible").count():
            empty.append(name)
    assert empty == []


def test_search_facets_and_switches_work_without_scripts(new_page, site):
    page = new_page(java_script_enabled=False)
    page.goto(site)
    page.get_by_role("button", name="大字版").click()
    assert page.locator("html").get_attribute("data-size") == "large"
    page.get_by_role("searchbox").fill("职业健康")
    page.get_by_role("button", name="搜索").click()
    assert "/search/?q=" in page.url and page.locator("html").get_attribute("data-size") == "large"
    page.goto(site + "/policies/")
    page.locator(".facets summary", has_text="年份").click()
    page.locator(".facets a", has_text="2025").first.click()
    assert "year=2025" in page.url and page.locator(".chosen").inner_text().count("2025")


def test_choices_outlive_the_session(new_page, site):
    page = new_page()
    page.goto(site)
    page.get_by_role("button", name="大字版").click()
    page.get_by_role("button", name="高对比").click()
    kept = [cookie for cookie in page.context.cookies() if cookie["expires"] > 0]
    later = new_page()
    later.context.add_cookies(kept)
    later.goto(site + "/policies/")
    assert later.locator("html").get_attribute("data-size") == "large"
    assert later.locator("html").get_attribute("data-contrast") == "high"
    assert later.get_by_role("button", name="大字版").get_attribute("aria-pressed") == "true"


def test_large_print_is_large_and_high_contrast_is_high(new_page, site, addresses):
    page = new_page()
    page.context.add_cookies([{"name": "size", "value": "large", "url": site}, {"name": "contrast", "value": "high", "url": site}])
    visit(page, site, addresses["document"])
    style = page.locator(".body p").first.evaluate("node => [getComputedStyle(node).fontSize, getComputedStyle(node).color]")
    assert float(style[0].removesuffix("px")) >= 24 and style[1] == "rgb(255, 255, 255)"


def test_keyboard_skips_to_the_content_first(wide_page, site):
    wide_page.goto(site + "/policies/")
    wide_page.keyboard.press("Tab")
    assert wide_page.evaluate("document.activeElement.textContent") == "跳到正文"
    assert wide_page.locator(".skip").bounding_box()["y"] >= 0
    wide_page.keyboard.press("Enter")
    assert wide_page.evaluate("document.activeElement.id") == "main"


def test_keyboard_reaches_switches_menu_search_and_filters_and_shows_where_it_is(wide_page, site):
    wide_page.goto(site + "/policies/")
    reached, unmarked = [], []
    for _ in range(140):
        wide_page.keyboard.press("Tab")
        name, outline = wide_page.evaluate(
            """() => { const here = document.activeElement;
                       const name = here === document.body ? "" : here.innerText || here.name || here.type;
                       return [name, getComputedStyle(here).outlineStyle]; }"""
        )
        reached.append(name.strip().split("\n")[0])
        if outline == "none" and name:
            unmarked.append(name)
    assert {"大字版", "高对比", "English", "政策与解读", "q", "搜索", "时效", "主题"} <= set(reached)
    assert unmarked == []


def test_keyboard_opens_a_filter_and_chooses_from_it(wide_page, site):
    wide_page.goto(site + "/policies/")
    wide_page.locator(".facets summary", has_text="体裁").focus()
    wide_page.keyboard.press("Enter")
    wide_page.keyboard.press("Tab")
    wide_page.keyboard.press("Enter")
    wide_page.wait_for_url("**genre=**")


def test_document_prints_clean_with_its_address_and_date(wide_page, site, addresses):
    visit(wide_page, site, addresses["document"])
    wide_page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    wide_page.emulate_media(media="print")
    for gone in (".utility", ".masthead", ".foot", ".toc", ".crumbs"):
        assert wide_page.locator(f"{gone}:visible").count() == 0
    assert wide_page.locator("article h1").is_visible() and wide_page.locator(".body").is_visible()
    line = wide_page.locator(".only-print.line").inner_text()
    assert re.search(r"本页地址：http://\S+/p/\d+", line) and re.search(r"公开日期：\d{4}-\d\d-\d\d", line)
    assert re.search(r"打印日期：\d{4}-\d\d-\d\d", line)


def test_article_of_a_regulation_prints_clean_with_its_address(wide_page, site, addresses):
    visit(wide_page, site, addresses["article of a regulation"])
    wide_page.emulate_media(media="print")
    for gone in (".utility", ".masthead", ".foot", ".crumbs", ".turn"):
        assert wide_page.locator(f"{gone}:visible").count() == 0
    assert wide_page.locator(".only-print.line").inner_text().startswith(f"本页地址：{site}/law/ogi/36/")


def test_reader_goes_from_a_regulation_to_an_article_and_to_the_next(wide_page, site, addresses):
    visit(wide_page, site, addresses["regulation"])
    wide_page.locator("#a33 h2 a").click()
    wide_page.get_by_role("link", name="第三十四条").first.click()
    wide_page.get_by_role("navigation", name="前后条文").get_by_role("link", name="第三十五条").click()
    assert wide_page.url == site + "/law/ogi/35/"


def test_citizen_learns_by_when_without_scripts(new_page, site):
    page = new_page(java_script_enabled=False)
    page.goto(site)
    page.get_by_role("link", name="到哪天？").click()
    page.get_by_role("link", name="我申请公开政府信息，最迟哪天答复我？").click()
    page.get_by_label("收到申请之日").fill("2026-02-02")
    page.get_by_role("button", name="计算").click()
    assert page.locator(".due .on").inner_text() == "2026年3月6日（星期五）"
    assert page.locator(".weeks td.counted").count() == 20


def test_keyboard_alone_fills_in_a_date_and_reaches_the_article(wide_page, site):
    wide_page.goto(site + "/deadlines/?matter=letter")
    wide_page.get_by_label("收到留言之日").focus()
    wide_page.keyboard.type("02022026")
    wide_page.keyboard.press("Enter")
    wide_page.wait_for_url("**start=2026-02-02**")
    reached = set()
    for _ in range(60):
        wide_page.keyboard.press("Tab")
        reached.add(wide_page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.tagName"))
    assert {"/law/shanghai-key-points/consultation/", "SUMMARY", "BUTTON"} <= reached


def test_refused_date_leads_from_the_summary_to_its_field(wide_page, site, addresses):
    visit(wide_page, site, addresses["deadline, refused"])
    wide_page.locator(".errors a").click()
    assert wide_page.evaluate("document.activeElement.id") == "start"
    assert wide_page.locator("#start").input_value() == "gestern"


def test_deadline_prints_its_sheet_and_its_address_without_the_form(wide_page, site, addresses):
    visit(wide_page, site, addresses["deadline"])
    wide_page.emulate_media(media="print")
    assert wide_page.locator("form.ask:visible, .masthead:visible, .foot:visible").count() == 0
    assert wide_page.locator(".due .on").is_visible() and wide_page.locator(".weeks").is_visible()
    assert "/deadlines/?matter=reply&start=2026-02-02" in wide_page.locator(".only-print.line").inner_text()


def test_sheet_of_days_is_a_list_in_large_print_on_a_small_telephone(new_page, site, addresses):
    page = new_page(360)
    page.context.add_cookies([{"name": "size", "value": "large", "url": site}])
    visit(page, site, addresses["deadline"])
    assert page.locator(".weeks .says").first.bounding_box()["width"] > 50 and not page.locator(".weeks .brief").first.is_visible()


def test_table_of_contents_leads_to_its_heading(wide_page, site):
    wide_page.goto(site + "/policies/?validity=valid")
    for link in wide_page.locator(".items .main > a").all():
        address = link.get_attribute("href")
        with urllib.request.urlopen(site + address) as answer:
            if "data-toc" in answer.read().decode():
                break
    wide_page.goto(site + address)
    last = wide_page.locator(".toc a[href^='#s']").last
    last.click()
    heading = wide_page.locator(last.get_attribute("href"))
    assert heading.inner_text().split() == last.inner_text().split()
    wide_page.wait_for_function("node => node.getBoundingClientRect().top < innerHeight", arg=heading.element_handle())


def test_citizen_goes_from_a_repealed_document_to_what_repealed_it(wide_page, site, addresses):
    visit(wide_page, site, addresses["document, repealed"])
    assert wide_page.locator(".standing .state").inner_text().strip() in ("废止", "已废止")
    wide_page.locator(".standing a").first.click()
    assert wide_page.locator("#history").is_visible()


def test_link_outside_government_says_so_before_it_leads_there(wide_page, site, addresses):
    visit(wide_page, site, addresses["leaving"])
    assert wide_page.get_by_role("heading", name="您将离开本站").is_visible()
    assert wide_page.get_by_role("link", name="继续前往").get_attribute("href").startswith("http")


def test_interface_switches_to_english_and_back(wide_page, site):
    wide_page.goto(site + "/policies/")
    wide_page.get_by_role("button", name="English").click()
    assert wide_page.locator("html").get_attribute("lang") == "en"
    assert wide_page.get_by_role("heading", name="Policy library").is_visible()
    wide_page.get_by_role("button", name="中文").click()
    assert wide_page.locator("html").get_attribute("lang") == "zh-Hans" and wide_page.url.endswith("/policies/")
