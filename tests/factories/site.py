from datetime import datetime
from zoneinfo import ZoneInfo

from wagtail.models import Page, Site

from cms.models import ArticlePage, ColumnPage, HomePage
from disclosure.models import GuidePage, PlatformPage

SHANGHAI = ZoneInfo("Asia/Shanghai")


def home() -> HomePage:
    """The home page of the default site; made once."""
    found = HomePage.objects.first()
    if found:
        return found
    page = Page.get_first_root_node().add_child(instance=HomePage(title="澄江卫生健康", slug="gongkai-home"))
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    site.root_page = page
    site.save()
    return page


def column(title: str = "政策文件", under=None, **fields) -> ColumnPage:
    return (under or home()).add_child(instance=ColumnPage(title=title, **fields))


def article(title: str = "工作动态一则", under=None, **fields) -> ArticlePage:
    values = {"source": "澄江市卫生健康委员会", "published_time": datetime(2026, 9, 1, 9, 30, tzinfo=SHANGHAI), **fields}
    return (under or column("工作动态")).add_child(instance=ArticlePage(title=title, **values))


def statutory_platform() -> PlatformPage:
    platform = home().add_child(instance=PlatformPage(title="政府信息公开", slug="gongkai"))
    guide = dict.fromkeys(GuidePage.REQUIRED, "略")
    platform.add_child(instance=GuidePage(title="政府信息公开指南", slug="zhinan", **guide))
    return platform
