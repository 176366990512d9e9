"""重大行政决策程序的期限, each with its article. Pure."""

from django.utils.translation import gettext_lazy as _

from cms.terms import Event, Sense, Term, Unit

TERMS = [
    Term(
        "DECISION_FEEDBACK_10WD",
        _("公布意见采纳情况"),
        Unit.WORKING_DAYS,
        10,
        ("shanghai-key-points/decision-feedback",),
        _("决策公布之日"),
        local=True,
        plain=_("决策公布后十个工作日内，公布收到多少意见、采纳了哪些、集中反映而未采纳的理由。"),
    ),
    Term(
        "LEGALITY_REVIEW_MIN_7WD",
        _("合法性审查最早完成"),
        Unit.WORKING_DAYS,
        7,
        ("decisions/28",),
        _("送请合法性审查之日"),
        sense=Sense.EARLIEST,
        plain=_("合法性审查的时间一般不少于七个工作日。"),
    ),
    Term(
        "COMMENT_MIN_30D",
        _("公开征求意见最早截止"),
        Unit.DAYS,
        30,
        ("decisions/15", "civil-code/203"),
        _("征求意见开始之日"),
        sense=Sense.EARLIEST,
        rolls=True,
        plain=_("公开征求意见的期限一般不少于三十日；因情况紧急等原因缩短的，公告时说明。"),
    ),
    Term(
        "HEARING_MATERIALS_7D_BEFORE",
        _("送达听证材料"),
        Unit.DAYS,
        7,
        ("decisions/16",),
        _("听证会召开之日"),
        backward=True,
        plain=_("听证会材料在召开七日前送达听证参加人；这里的日是自然日。"),
    ),
    Term(
        "DECISION_CATALOGUE",
        _("公布年度重大行政决策目录"),
        Unit.FIXED,
        331,
        ("shanghai-key-points/decision-catalogue",),
        _("当年"),
        needs=(Event.YEAR,),
        local=True,
    ),
]
