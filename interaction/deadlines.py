"""咨询、投诉和信访的期限, each with its article or its local rule. Pure."""

from django.utils.translation import gettext_lazy as _

from cms.terms import Event, Term, Unit

HANDLE_DAYS = 60  # petitions, Article 34
REVIEW_DAYS = 30  # petitions, Articles 35 and 36: to ask for it, and to decide


def _petition(name: str, title: str, number: int, articles: tuple[str, ...], starts: str, **more) -> Term:
    """In the petition rules 日 are calendar days; one that ends on a day off moves (民法典 203)."""
    return Term(name, title, Unit.DAYS, number, (*articles, "civil-code/203"), starts, rolls=True, **more)


TERMS = [
    Term(
        "CONSULT_REPLY_5WD",
        _("答复网上咨询"),
        Unit.WORKING_DAYS,
        5,
        ("shanghai-key-points/consultation",),
        _("收到留言之日"),
        local=True,
        plain=_("网上咨询在五个工作日内答复。"),
    ),
    Term(
        "CONSULT_SIMPLE_1WD",
        _("答复简单的咨询"),
        Unit.WORKING_DAYS,
        1,
        ("shanghai-key-points/consultation", "hotline/shanghai-tiers"),
        _("收到留言之日"),
        local=True,
        plain=_("简单常见的问题在一个工作日内答复；属地方做法。"),
    ),
    _petition(
        "PETITION_ACCEPT_15D",
        _("告知信访事项是否受理"),
        15,
        ("petitions/22", "petitions/23"),
        _("收到信访事项之日"),
        plain=_("收到信访事项之日起十五日内书面告知。"),
    ),
    Term(
        "PETITION_OBJECTION_5WD",
        _("对转送、交办提出异议"),
        Unit.WORKING_DAYS,
        5,
        ("petitions/23",),
        _("收到转送、交办之日"),
        plain=_("不属于本机关职权的，在五个工作日内提出异议并说明理由。"),
    ),
    _petition(
        "PETITION_HANDLE_60D",
        _("办结信访事项"),
        HANDLE_DAYS,
        ("petitions/34",),
        _("受理之日"),
        plain=_("自受理之日起六十日内办结。"),
    ),
    _petition(
        "PETITION_HANDLE_EXTENDED_90D",
        _("延期后办结信访事项"),
        HANDLE_DAYS,
        ("petitions/34",),
        _("受理之日"),
        needs=(Event.EXTENSION_DAYS,),
        most=30,
        plain=_("情况复杂的，经负责人批准可以延长，不超过三十日，并告知理由。"),
    ),
    _petition("PETITION_REVIEW_REQUEST_30D", _("请求复查"), REVIEW_DAYS, ("petitions/35",), _("收到书面答复之日")),
    _petition("PETITION_REVIEW_30D", _("作出复查意见"), REVIEW_DAYS, ("petitions/35",), _("收到复查请求之日")),
    _petition("PETITION_RECHECK_REQUEST_30D", _("请求复核"), REVIEW_DAYS, ("petitions/36",), _("收到复查意见之日")),
    _petition("PETITION_RECHECK_30D", _("作出复核意见"), REVIEW_DAYS, ("petitions/36",), _("收到复核请求之日")),
]
