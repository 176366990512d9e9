"""What is kept in a process and shown on every page: made once, exact, and each visitor's own where it differs by visitor."""

import re

import pytest
from django.test import Client, RequestFactory

from cms import frame, stamps
from cms.models import ArticlePage, SiteIdentity
from tests.factories import article, column, home, interpretation, policy, statutory_platform

pytestmark = pytest.mark.django_db


def request():
    return RequestFactory().get("/")


def shown(address: str, **preferences: str) -> str:
    """The page as a process without kept pages makes it."""
    client = Client()
    for name, value in preferences.items():
        client.cookies[name] = value
    return client.get(address).text


def marked(page: str) -> list[str]:
    """What the menu says of where we are."""
    menu = re.search(r'<nav aria-label="主导航">.*?</nav>', page, re.S)[0]
    return re.findall(r'<a href="([^"]+)" aria-current="(\w+)"', menu)


def test_part_is_made_once_while_its_stamps_are_the_same():
    made = []
    for _ in range(3):
        frame.keep(request(), "once", lambda: made.append(1) or len(made))
    assert made == [1]


@pytest.mark.parametrize("tag", [stamps.FRAME, stamps.CATALOGUE])
def test_part_is_made_again_when_its_stamp_or_the_frame_changes(tag):
    made = []
    for _ in range(2):
        frame.keep(request(), f"again {tag}", lambda: made.append(1) or len(made), stamps.CATALOGUE)
        stamps.bump(tag)
    assert made == [1, 1]


def test_part_stays_when_another_stamp_changes():
    made = []
    for _ in range(2):
        frame.keep(request(), "stays", lambda: made.append(1) or len(made), stamps.CATALOGUE)
        stamps.bump(stamps.PAGES)
    assert made == [1]


def test_what_cannot_be_said_is_asked_again():
    made = []
    for _ in range(2):
        frame.keep(request(), "nothing", lambda: made.append(1))
    assert made == [1, 1]


def test_footer_is_new_when_the_identity_changes():
    identity = SiteIdentity.for_site(home().get_site())
    assert "ICP备20260001号" not in shown("/privacy/")
    identity.icp_number = "ICP备20260001号"
    identity.save()
    assert "ICP备20260001号" in shown("/privacy/")


def test_each_page_leads_back_to_itself():
    home()
    for address in ("/privacy/", "/policies/?year=2026"):
        assert f'<input type="hidden" name="next" value="{address}">' in shown(address)


def test_menu_marks_the_column_and_the_page_in_it_apart():
    home()
    address = policy().get_absolute_url()
    assert marked(shown("/policies/")) == [("/policies/", "page")]
    assert marked(shown(address)) == [("/policies/", "true")]
    assert marked(shown("/directory/")) == [("/directory/", "page")]
    assert marked(shown("/privacy/")) == []


def test_frame_is_in_the_language_of_each_visitor():
    home()
    pages = [shown("/privacy/"), shown("/privacy/", django_language="en"), shown("/privacy/")]
    assert ["隐私说明</a>" in page for page in pages] == [True, False, True]


def test_switch_for_large_print_is_pressed_for_those_who_chose_it():
    home()
    pages = [shown("/privacy/"), shown("/privacy/", size="large"), shown("/privacy/")]
    pressed = '<button name="size" value="normal" aria-pressed="true">'
    assert [pressed in page for page in pages] == [False, True, False]


def test_home_page_counts_a_policy_from_its_publication_on():
    home()
    policy()
    assert "1 份政策文件" in shown("/")
    policy()
    assert "2 份政策文件" in shown("/")


def test_home_page_counts_an_interpretation_from_its_publication_on():
    home()
    document = policy()
    assert "0 篇图文和视频解读" in shown("/")
    interpretation(document)
    assert "1 篇图文和视频解读" in shown("/")


def test_home_page_shows_news_from_its_publication_on():
    home()
    news = column("工作动态")
    page = article("旧标题的消息", under=news)
    assert "旧标题的消息" in shown("/")
    page.title = "新标题的消息"
    page.save_revision().publish()
    assert "新标题的消息" in shown("/")
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert "新标题的消息" not in shown("/")


def test_home_page_leads_to_the_platform_from_its_publication_on():
    home()
    assert "进入专栏" not in shown("/")
    platform = statutory_platform()
    page = shown("/")
    assert f'href="{platform.url}">进入专栏' in page
    assert [child.url for child in platform.get_children().live() if f'<a href="{child.url}">' not in page] == []
