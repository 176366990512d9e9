"""政府网站的期限: the rules of the regular inspection and the site's yearly report, each with its source. Pure."""

from django.utils.translation import gettext_lazy as _

from cms.terms import Event, Sense, Term, Unit


def _stale(name: str, title: str, unit: Unit, number: int, source: str, starts: str, plain: str, sense: Sense = Sense.COUNTS) -> Term:
    """What the inspection counts gives no relief for holidays, and is fixed nationwide though an edition may change it."""
    return Term(name, title, unit, number, (source,), starts, sense=sense, local=True, plain=plain)


UPDATED = _("最近一次更新之日")

TERMS = [
    _stale(
        "SITE_HOME_STALE_2W",
        _("首页栏目未更新，检查计入"),
        Unit.DAYS,
        14,
        "inspection/veto-3",
        UPDATED,
        _("首页两周没有更新的，检查单项否决；节假日不顺延。"),
    ),
    _stale(
        "SITE_NEWS_COLUMN_STALE_2W",
        _("动态、要闻类栏目未更新，检查计入"),
        Unit.DAYS,
        14,
        "inspection/veto-4",
        UPDATED,
        _("动态、要闻类栏目两周没有更新的，检查计入。"),
    ),
    _stale(
        "SITE_POLICY_COLUMN_STALE_6M",
        _("通知公告、政策文件类栏目未更新，检查计入"),
        Unit.MONTHS,
        6,
        "inspection/veto-4",
        UPDATED,
        _("通知公告、政策文件类栏目六个月没有更新的，检查计入。"),
    ),
    _stale(
        "SITE_MESSAGE_UNANSWERED_3M",
        _("留言未答复，检查计入"),
        Unit.MONTHS,
        3,
        "inspection/veto-5",
        _("收到留言之日"),
        _("有效留言超过三个月未答复的，检查单项否决：自次日起计入。"),
        sense=Sense.COUNTS_AFTER,  # “超过”: on the corresponding day itself it is three months, and no more
    ),
    _stale(
        "SITE_SERVICE_STATISTICS_3M",
        _("办事统计未更新，检查计入"),
        Unit.MONTHS,
        3,
        "inspection/service-statistics",
        UPDATED,
        _("办事统计三个月没有更新的，检查扣分。"),
    ),
    _stale(
        "SITE_NEW_MEDIA_2W",
        _("政务新媒体未更新，检查计入"),
        Unit.DAYS,
        14,
        "inspection/new-media",
        UPDATED,
        _("政务新媒体两周没有更新的，检查不合格；节假日不顺延。"),
    ),
    Term(
        "WEBSITE_REPORT",
        _("公布政府网站工作年度报表"),
        Unit.FIXED,
        131,
        ("website-report/deadline",),
        _("报表年度结束"),
        needs=(Event.YEAR,),
        year_after=1,
        plain=_("每年1月31日前在首页公布上一年度报表。"),
    ),
    Term(
        "ASSIGNMENT_10WD",
        _("整改检查发现的问题"),
        Unit.WORKING_DAYS,
        10,
        ("ogi/46",),
        _("派发之日"),
        local=True,
        plain=_("检查发现的问题，责任人在10个工作日内整改；期限由本机关设定。"),
    ),
    Term(
        "FOUND_ERROR_3WD",
        _("答复“我为政府网站找错”"),
        Unit.WORKING_DAYS,
        3,
        ("inspection/found-errors",),
        _("收到之日"),
        local=True,
        plain=_("公众指出的网页错误，在3个工作日内办理并答复；期限由本机关设定。"),
    ),
    Term(
        "COLUMN_UPDATE",
        _("更新栏目"),
        Unit.DAYS,
        180,
        ("website-guidelines/design", "ogi/53"),
        UPDATED,
        sense=Sense.COUNTS,
        local=True,
        plain=_("超过栏目自己设定的更新期限没有更新的，计为逾期；节假日不顺延。"),
    ),
]
