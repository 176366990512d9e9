"""政府信息公开的期限, each with its article: the statutory terms of publication, applications, fees, reports and remedies. Pure."""

from django.utils.translation import gettext_lazy as _

from cms.terms import Event, Term, Unit

PUBLISH_WORKING_DAYS = 20  # Article 26
REPLY_WORKING_DAYS = 20  # Article 33, and the fee rules likewise
THIRD_PARTY_WORKING_DAYS = 15  # Articles 32 and 34
REPLY_EVENTS = (
    Event.EXTENSION_WD,
    Event.CONSULT_SENT,
    Event.OPINION_RECEIVED,
    Event.CORRECTED,
    Event.FIRST_RECEIVED,
    Event.FEE_PAID,
)
A_REPLY = {
    "unit": Unit.WORKING_DAYS,
    "number": REPLY_WORKING_DAYS,
    "most": 20,  # Article 33: an extension of at most twenty working days
    "consult_days": THIRD_PARTY_WORKING_DAYS,
}


def _reply(name: str, title: str, sources: tuple[str, ...], starts: str, needs: tuple[Event, ...] = (), **more) -> Term:
    """A term of reply: they differ in what has happened, and any of it may happen to each of them."""
    takes = tuple(event for event in REPLY_EVENTS if event not in needs)
    return Term(name, title, sources=sources, starts=starts, needs=needs, takes=takes, **A_REPLY, **more)


RECEIPT = _("收到申请之日")

TERMS = [
    Term(
        "OGI_PUBLISH_20WD",
        _("主动公开政府信息"),
        Unit.WORKING_DAYS,
        PUBLISH_WORKING_DAYS,
        ("ogi/26",),
        _("信息形成或者变更之日"),
        plain=_("应当主动公开的信息，自形成或者变更之日起二十个工作日内公开；法律、法规另有规定的，从其规定。"),
    ),
    Term(
        "OGI_CORRECTION_NOTICE_7WD",
        _("告知申请人补正"),
        Unit.WORKING_DAYS,
        7,
        ("ogi/30",),
        RECEIPT,
        plain=_("申请内容不明确的，行政机关在七个工作日内一次性告知需要补正的内容。"),
    ),
    _reply(
        "OGI_REPLY_20WD",
        _("答复政府信息公开申请"),
        ("ogi/33",),
        RECEIPT,
        plain=_("不能当场答复的，自收到申请之日起二十个工作日内答复。"),
    ),
    _reply(
        "OGI_REPLY_EXTENDED",
        _("延期后的答复"),
        ("ogi/33",),
        RECEIPT,
        (Event.EXTENSION_WD,),
        plain=_("经负责人同意并告知申请人，可以延长，最长二十个工作日。"),
    ),
    _reply(
        "OGI_REPLY_AFTER_CORRECTION",
        _("补正后的答复"),
        ("ogi/30", "ogi/33"),
        _("收到补正的申请之日"),
        plain=_("答复期限自行政机关收到补正的申请之日起重新计算。"),
    ),
    _reply(
        "OGI_REPLY_SUSPENDED",
        _("征求意见期间不计入的答复"),
        ("ogi/32", "ogi/33"),
        RECEIPT,
        (Event.CONSULT_SENT,),
        plain=_("征求第三方和其他机关意见所需时间不计算在期限内。"),
    ),
    _reply(
        "OGI_REPLY_AFTER_FEE",
        _("缴费后的答复"),
        ("fees/restart", "ogi/33"),
        _("缴纳信息处理费之日"),
        local=True,
        plain=_("办理期限自申请人缴费的次日起重新计算。"),
    ),
    Term(
        "OGI_THIRD_PARTY_15WD",
        _("第三方回复意见"),
        Unit.WORKING_DAYS,
        THIRD_PARTY_WORKING_DAYS,
        ("ogi/32",),
        _("第三方收到征求意见书之日"),
        plain=_("第三方逾期不提出意见的，由行政机关决定是否公开。"),
    ),
    Term(
        "OGI_AGENCY_CONSULT_15WD",
        _("被征求意见的机关回复"),
        Unit.WORKING_DAYS,
        THIRD_PARTY_WORKING_DAYS,
        ("ogi/34",),
        _("该机关收到征求意见书之日"),
        plain=_("被征求意见的行政机关逾期未提出意见的，视为同意公开。"),
    ),
    Term(
        "OGI_CONFIRM_1WD",
        _("与申请人确认收到申请"),
        Unit.WORKING_DAYS,
        1,
        ("ogi/31",),
        _("申请送到本机关之日"),
        local=True,
        plain=_("普通信函、传真和网上提交的申请，以双方确认之日为收到申请之日；应当及时与申请人确认。"),
    ),
    Term(
        "OGI_CORRECTION_10WD",
        _("申请人补正"),
        Unit.WORKING_DAYS,
        10,
        ("ogi/30",),
        _("告知补正之日"),
        local=True,
        plain=_("补正期限由行政机关合理确定；无正当理由逾期不补正的，视为放弃申请。"),
    ),
    Term(
        "OGI_HANDOVER_5WD",
        _("承办单位查找并反馈"),
        Unit.WORKING_DAYS,
        5,
        ("ogi/45",),
        _("交办之日"),
        local=True,
        plain=_("信息公开工作机构交承办单位查找信息、提出意见的内部期限，由本机关设定。"),
    ),
    Term(
        "FEE_PAY_20WD",
        _("缴纳信息处理费"),
        Unit.WORKING_DAYS,
        20,
        ("fees/6",),
        _("收到收费通知之日"),
        local=True,
        plain=_("逾期未缴纳的，视为放弃申请，行政机关不再处理。"),
    ),
    Term(
        "INTERPRETATION_3WD",
        _("发布政策解读"),
        Unit.WORKING_DAYS,
        3,
        ("interpretation/local-3wd",),
        _("政策文件公布之日"),
        local=True,
        plain=_("国家要求解读与文件同步发布；有的地方规定最迟三个工作日。"),
    ),
    Term(
        "ATTRIBUTE_REREVIEW",
        _("重新评估不公开的信息"),
        Unit.MONTHS,
        12,
        ("ogi/18",),
        _("决定不主动公开之日"),
        local=True,
        plain=_("不予公开的信息定期评估，情况变化可以公开的，应当公开；多久评估一次由各机关规定。"),
    ),
    Term(
        "ANNUAL_REPORT_DEPT",
        _("部门公布政府信息公开工作年度报告"),
        Unit.FIXED,
        131,
        ("ogi/49",),
        _("报告年度结束"),
        needs=(Event.YEAR,),
        year_after=1,
        plain=_("县级以上人民政府部门每年1月31日前向主管部门提交上一年度报告并向社会公布。"),
    ),
    Term(
        "ANNUAL_REPORT_GOV",
        _("政府公布政府信息公开工作年度报告"),
        Unit.FIXED,
        331,
        ("ogi/49",),
        _("报告年度结束"),
        needs=(Event.YEAR,),
        year_after=1,
        plain=_("县级以上地方人民政府的主管部门每年3月31日前公布上一年度报告。"),
    ),
    Term(
        "RECONSIDERATION_60D",
        _("申请行政复议"),
        Unit.DAYS,
        60,
        ("reconsideration/20", "civil-procedure/85"),
        _("知道该行政行为之日"),
        rolls=True,
        plain=_("自知道或者应当知道该行政行为之日起六十日内提出。"),
    ),
    Term(
        "LITIGATION_AFTER_RECONSIDERATION_15D",
        _("对复议决定不服提起诉讼"),
        Unit.DAYS,
        15,
        ("litigation/45", "civil-procedure/85"),
        _("收到复议决定书之日"),
        rolls=True,
    ),
    Term(
        "LITIGATION_6M",
        _("直接提起行政诉讼"),
        Unit.MONTHS,
        6,
        ("litigation/46", "civil-code/202"),
        _("知道该行政行为之日"),
        rolls=True,
        plain=_("自知道或者应当知道作出行政行为之日起六个月内提出。"),
    ),
]
