"""普查规则: what the ground floor can check by itself: home page, columns, service guides, tags and the footer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce, Left, Length, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Site

from cms import registry
from cms.census import Finding, Rule, Updates, Window, left
from cms.census_score import Block, Weight
from cms.models import ArticlePage, Assignment, ColumnPage, ServiceGuidePage, SiteIdentity
from cms.punctuation import listed
from cms.showing import address

STATISTICS_TYPES = ("办事统计",)
NEWS_TYPES = ("动态", "要闻", "新闻")
POLICY_TYPES = ("通知公告", "公告", "政策文件", "通知")
MANY_ELEMENTS = 4  # missing from a guide: a veto (inspection/veto-6)
FOOTER = ("sponsor", "contact", "telephone", "site_code", "icp_number", "police_number")
SITE_TAGS = ("name", "domain", "site_code")
STEP = 4  # characters of a tree path for each level
CHUNK = 500


def columns() -> list[ColumnPage]:
    return list(ColumnPage.objects.live().order_by("path").defer("summary", "keywords"))


def of_column(column: ColumnPage, evidence: str, **more) -> Finding:
    unit = column.owner_unit_id
    return Finding(f"page:{column.pk}", column.title, address(column.url_path), evidence, unit=unit, **more)


# -- when lists grew ---------------------------------------------------------------------------------------------------


def by_parent(pages, moment: str, on: date) -> dict[str, Updates]:
    """How many live pages stand below each path, and when the last of them came."""
    rows = pages.annotate(above=Left("path", Length("path") - STEP), day=TruncDate(moment)).filter(Q(day=None) | Q(day__lte=on))
    return {above: Updates(count, last) for above, count, last in rows.values_list("above").annotate(Count("pk"), Max("day"))}


def articles_of(columns: list[ColumnPage], on: date) -> dict[int, Updates]:
    found = by_parent(ArticlePage.objects.live().order_by(), "published_time", on)
    return {column.pk: found[column.path] for column in columns if column.path in found}


def children_of(columns: list[ColumnPage], on: date) -> dict[int, Updates]:
    published = Page.objects.live().order_by().annotate(came=Coalesce("last_published_at", "first_published_at"))
    found = by_parent(published, "came", on)
    return {column.pk: found[column.path] for column in columns if column.path in found}


def newest_article(on: date) -> date | None:
    found = ArticlePage.objects.live().annotate(day=TruncDate("published_time")).filter(day__lte=on)
    return found.aggregate(last=Max("day"))["last"]


def updates(columns: list[ColumnPage], on: date) -> dict[int, Updates]:
    """What each column holds: its own list, and the columns below it. Those that hold nothing are left out."""
    kinds = defaultdict(list)
    for column in columns:
        kinds[column.shows].append(column)
    found: dict[int, Updates] = {}
    for shows, some in kinds.items():
        count = registry.column_updates.get(shows)
        found |= count(some, on) if count else {}
    below = children_of(columns, on)
    return {pk: one for pk, one in {**below, **found}.items() if one.count}


def limit(column: ColumnPage, first_level: int) -> tuple[str, int | None] | None:
    """The term by which a column must grow, as the inspection or its own rule has it."""
    if any(word in column.column_type for word in NEWS_TYPES):
        return "SITE_NEWS_COLUMN_STALE_2W", None
    if column.depth == first_level and any(word in column.column_type for word in POLICY_TYPES):
        return "SITE_POLICY_COLUMN_STALE_6M", None
    if any(word in column.column_type for word in STATISTICS_TYPES):
        return "SITE_SERVICE_STATISTICS_3M", None
    return ("COLUMN_UPDATE", column.update_days) if column.update_days else None


def stale(on: date, wanted: Iterable[str]) -> Iterator[Finding]:
    """Columns that have not grown within these terms; a list without any day counts as stale (inspection/veto-4)."""
    window, found = Window(), columns()
    held, first_level = updates(found, on), _first_level()
    for column in found:
        term, number = limit(column, first_level) or ("", None)
        if term not in wanted or column.pk not in held:
            continue
        last = held[column.pk].last
        if last is None:
            yield of_column(column, _("没有可以识别的发布时间。"))
            continue
        counts = window.counts_on(term, last, number)
        evidence = _("最近一次更新是 %(day)s。") % {"day": last.isoformat()}
        yield of_column(column, evidence, since=counts, days_left=left(counts, on))


def _first_level() -> int:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    return site.root_page.depth + 1 if site else 3


# -- rules -------------------------------------------------------------------------------------------------------------


def home_stale(on: date) -> Iterator[Finding]:
    days = [day for _name, last in registry.home_updates if (day := last(on))]
    if not days:
        yield Finding("home", _("首页"), "/", _("首页上没有任何已发布的内容。"))
        return
    counts = Window().counts_on("SITE_HOME_STALE_2W", max(days))
    evidence = _("最近一次更新是 %(day)s。") % {"day": max(days).isoformat()}
    yield Finding("home", _("首页"), "/", evidence, counts, left(counts, on))


def news_and_policy_stale(on: date) -> Iterator[Finding]:
    return stale(on, ("SITE_NEWS_COLUMN_STALE_2W", "SITE_POLICY_COLUMN_STALE_6M"))


def policy_stale(on: date) -> Iterator[Finding]:
    return stale(on, ("SITE_POLICY_COLUMN_STALE_6M",))


def any_stale(on: date) -> Iterator[Finding]:
    return stale(on, ("SITE_NEWS_COLUMN_STALE_2W", "SITE_POLICY_COLUMN_STALE_6M", "COLUMN_UPDATE"))


def statistics_stale(on: date) -> Iterator[Finding]:
    return stale(on, ("SITE_SERVICE_STATISTICS_3M",))


def empty(on: date) -> Iterator[Finding]:
    found = columns()
    held = updates(found, on)
    for column in found:
        if column.pk not in held:
            made = timezone.localdate(column.first_published_at) if column.first_published_at else None
            if made and made > on:
                continue  # it was not there on that day
            yield of_column(column, _("栏目里没有内容。"), since=made)


def without_owner(on: date) -> Iterator[Finding]:
    for column in columns():
        if column.owner_unit_id is None:
            yield of_column(column, _("没有责任单位。"))


def guides() -> Iterator[tuple[ServiceGuidePage, list[str]]]:
    """Every public guide with those of the ten elements that it lacks; the title is the first of them."""
    for guide in ServiceGuidePage.objects.live().order_by("pk").iterator(CHUNK):
        names = [name for name in ("title", *ServiceGuidePage.ELEMENTS) if not str(getattr(guide, name) or "").strip()]
        yield guide, names


def guides_lacking(on: date, least: int, below: int) -> Iterator[Finding]:
    for guide, names in guides():
        if least <= len(names) < below:
            lacks = listed(str(ServiceGuidePage._meta.get_field(name).verbose_name) for name in names)
            evidence = _("十项要素缺 %(count)d 项：%(names)s。") % {"count": len(names), "names": lacks}
            yield Finding(f"page:{guide.pk}", guide.title, address(guide.url_path), evidence, unit=guide.unit_id)


def guides_lack_many(on: date) -> Iterator[Finding]:
    return guides_lacking(on, MANY_ELEMENTS, 99)


def guides_lack_some(on: date) -> Iterator[Finding]:
    return guides_lacking(on, 1, MANY_ELEMENTS)


def no_services(on: date) -> Iterator[Finding]:
    if not ServiceGuidePage.objects.live().exists():
        yield Finding("site", _("办事服务"), "", _("网站上没有任何办事指南。"))


def identity() -> SiteIdentity:
    return SiteIdentity.objects.filter(site__is_default_site=True).first() or SiteIdentity()


def site_tags(on: date) -> Iterator[Finding]:
    kept = identity()
    for name in SITE_TAGS:
        if not getattr(kept, name):
            label = str(SiteIdentity._meta.get_field(name).verbose_name)
            yield Finding(f"identity:{name}", label, "/", _("网站标签（SiteName、SiteDomain、SiteIDCode）缺少这一项。"))


def column_tags(on: date) -> Iterator[Finding]:
    for column in columns():
        if not column.column_type.strip():
            yield of_column(column, _("栏目标签 ColumnType 是空的。"))
    sources = ArticlePage.objects.live().filter(source="").order_by("pk").only("title", "url_path", "path")
    for article in sources.iterator(CHUNK):
        yield Finding(f"page:{article.pk}", article.title, address(article.url_path), _("文章标签 ContentSource 是空的。"))


def footer(on: date) -> Iterator[Finding]:
    kept = identity()
    for name in FOOTER:
        if not getattr(kept, name):
            yield Finding(f"footer:{name}", str(SiteIdentity._meta.get_field(name).verbose_name), "/", _("页脚缺少这一项。"))


def publication_time(on: date) -> Iterator[Finding]:
    """A time in the future, or one long before the page existed and was made public: whoever reads it is misled."""
    wrong = ArticlePage.objects.live().annotate(day=TruncDate("published_time")).filter(day__gt=on)
    for article in wrong.order_by("pk").only("title", "url_path", "path", "published_time").iterator(CHUNK):
        evidence = _("标注的发布时间 %(day)s 在将来。") % {"day": timezone.localdate(article.published_time).isoformat()}
        yield Finding(f"page:{article.pk}", article.title, address(article.url_path), evidence)


def found_errors_overdue(on: date) -> Iterator[Finding]:
    late = Assignment.objects.overdue(on).filter(origin="found-error").with_due().order_by("pk")
    for task in late:
        evidence = _("应在 %(day)s 前办理。") % {"day": task.due_on.isoformat()}
        yield Finding(f"assignment:{task.pk}", task.title, task.subject_url, evidence, since=task.due_on, unit=task.unit_id)


STALE = ("column-stale", gettext_lazy("栏目没有按期更新"))
EMPTY = ("column-empty", gettext_lazy("栏目是空白的"))

RULES = [
    Rule("home-stale", gettext_lazy("首页两周没有更新"), "inspection/veto-3", Weight.VETO, home_stale),
    Rule(
        "news-and-policy-columns-stale",
        gettext_lazy("动态要闻两周、通知公告和政策文件六个月没有更新的栏目合计5个以上"),
        "inspection/veto-4",
        Weight.VETO,
        news_and_policy_stale,
        least=5,
        fault=STALE,
    ),
    Rule(
        "columns-stale",
        gettext_lazy("应当更新而没有更新的栏目10个以上"),
        "inspection/veto-4",
        Weight.VETO,
        any_stale,
        least=10,
        fault=STALE,
    ),
    Rule("columns-empty", gettext_lazy("空白栏目5个以上"), "inspection/veto-4", Weight.VETO, empty, least=5, fault=EMPTY),
    Rule("no-services", gettext_lazy("没有办事服务"), "inspection/veto-6", Weight.VETO, no_services, block=Block.SERVICES),
    Rule(
        "guide-lacks-many",
        gettext_lazy("办事指南缺少十项要素中的四项以上"),
        "inspection/veto-6",
        Weight.VETO,
        guides_lack_many,
        block=Block.SERVICES,
    ),
    Rule(
        "guide-lacks-some",
        gettext_lazy("办事指南要素不全"),
        "inspection/veto-6",
        Weight.DEDUCTION,
        guides_lack_some,
        points=1,
        block=Block.SERVICES,
    ),
    Rule(
        "policy-column-stale",
        gettext_lazy("通知公告、政策文件栏目六个月没有更新"),
        "inspection/policy-columns-6-months",
        Weight.DEDUCTION,
        policy_stale,
        points=5,
        fault=STALE,
    ),
    Rule(
        "service-statistics-stale",
        gettext_lazy("办事统计三个月没有更新"),
        "inspection/service-statistics",
        Weight.DEDUCTION,
        statistics_stale,
        points=2,
        block=Block.SERVICES,
        fault=STALE,
    ),
    Rule("found-error-overdue", gettext_lazy("找错留言逾期"), "inspection/found-errors", Weight.DEDUCTION, found_errors_overdue, points=3),
    Rule("site-tags", gettext_lazy("网站标签缺项"), "website-guidelines/tags", Weight.DEDUCTION, site_tags, points=1),
    Rule("page-tags", gettext_lazy("栏目和文章标签缺项"), "website-guidelines/tags", Weight.DEDUCTION, column_tags, points=0.5, most=5),
    Rule("footer", gettext_lazy("页脚要素缺失"), "website-guidelines/footer", Weight.DEDUCTION, footer, points=1),
    Rule(
        "publication-time",
        gettext_lazy("文章的发布时间不对"),
        "website-guidelines/design",
        Weight.DEDUCTION,
        publication_time,
        points=1,
        most=5,
    ),
    Rule("column-without-owner", gettext_lazy("栏目没有责任单位"), "ogi/53", Weight.WARNING, without_owner),
]


def register() -> None:
    registry.register_rules(RULES)
    registry.column_updates.register(ColumnPage.Shows.ARTICLES.value, articles_of)
    registry.column_updates.register(ColumnPage.Shows.CHILDREN.value, children_of)
    registry.home_updates.register("articles", newest_article)
