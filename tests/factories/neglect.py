from datetime import date, datetime, time

from wagtail.models import Site

from cms.models import ArticlePage, ColumnPage, ServiceGuidePage, SiteIdentity

from .people import unit
from .site import SHANGHAI, article, column, home

IDENTITY = {
    "name": "澄江市卫生健康委员会",
    "domain": "wjw.chengjiang.example",
    "site_code": "9900000001",
    "sponsor": "澄江市卫生健康委员会",
    "contact": "办公室",
    "telephone": "0899-00000101",
    "icp_number": "澄ICP备00000000号-1",
    "police_number": "澄公网安备99000000000000号",
}


def published_on(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), SHANGHAI)


def well_kept_site(on: date) -> ColumnPage:
    """A site in which the census finds nothing on the day ``on``; answers its news column."""
    home()
    identity = SiteIdentity.for_site(Site.objects.get(is_default_site=True))
    for name, value in IDENTITY.items():
        setattr(identity, name, value)
    identity.save()
    news = column("工作动态", slug="news", column_type="工作动态", owner_unit=unit("办公室"))
    article("今天的动态", news, published_time=published_on(on))
    services = column("办事服务", slug="services", column_type="办事服务", shows="children", owner_unit=unit("行政审批处"))
    service_guide("办理护士执业注册", services)
    return news


def service_guide(title: str, under: ColumnPage, **fields) -> ServiceGuidePage:
    """The form asks for every element; what is given empty here was emptied by an import, say."""
    blank = {name: value for name, value in fields.items() if value in ("", " ")}
    values = {**dict.fromkeys(ServiceGuidePage.ELEMENTS, "略"), "unit": unit("行政审批处"), **fields, **dict.fromkeys(blank, "略")}
    guide = under.add_child(instance=ServiceGuidePage(title=title, **values))
    if blank:
        ServiceGuidePage.objects.filter(pk=guide.pk).update(**blank)
        guide.refresh_from_db()
    return guide


def column_updated(title: str, day: date, **fields) -> ColumnPage:
    """A column whose only article is of that day."""
    made = column(title, **{"owner_unit": unit("办公室"), **fields})
    article(f"{title}一则", made, published_time=published_on(day))
    return made


def article_of(day: date, under: ColumnPage, **fields) -> ArticlePage:
    return article(under=under, published_time=published_on(day), **fields)
