"""依申请公开的说法: what happened, what comes next and which remedy there is, in sentences. Pure but for the language."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import term_words
from disclosure.application_clock import Happened, Kind
from disclosure.workflow import State

KINDS = {
    Kind.FILED: gettext_lazy("提交申请"),
    Kind.RECEIVED: gettext_lazy("确认收到申请"),
    Kind.CORRECTION_ASKED: gettext_lazy("告知申请人补正"),
    Kind.CORRECTED: gettext_lazy("收到补正"),
    Kind.NOT_CORRECTED: gettext_lazy("逾期不补正，视为放弃申请"),
    Kind.REASONS_ASKED: gettext_lazy("要求申请人说明理由"),
    Kind.REASONS_GIVEN: gettext_lazy("收到申请人的理由"),
    Kind.DEFERRED: gettext_lazy("确定延迟答复的期限"),
    Kind.FEE_NOTIFIED: gettext_lazy("通知缴纳信息处理费"),
    Kind.FEE_PAID: gettext_lazy("收到信息处理费"),
    Kind.NOT_PAID: gettext_lazy("逾期不缴费，视为放弃申请"),
    Kind.SEARCHED: gettext_lazy("开始查找和办理"),
    Kind.HANDED_OVER: gettext_lazy("交承办单位查找"),
    Kind.HANDED_BACK: gettext_lazy("承办单位反馈"),
    Kind.CONSULTED: gettext_lazy("书面征求意见"),
    Kind.OPINION: gettext_lazy("收到意见"),
    Kind.OVERRIDDEN: gettext_lazy("因公共利益决定公开"),
    Kind.EXTENDED: gettext_lazy("延长答复期限"),
    Kind.DRAFTED: gettext_lazy("拟写答复"),
    Kind.SUBMITTED: gettext_lazy("送审"),
    Kind.SENT_BACK: gettext_lazy("退回重办"),
    Kind.PASSED: gettext_lazy("审核通过"),
    Kind.SIGNED: gettext_lazy("签发答复"),
    Kind.REPLIED: gettext_lazy("答复申请人"),
    Kind.SERVED: gettext_lazy("送达"),
    Kind.ARCHIVED: gettext_lazy("归档"),
    Kind.WITHDRAWN: gettext_lazy("申请人撤回申请"),
}

# what an applicant is shown of the course of the matter; the rest is how the office works
PUBLIC = frozenset(
    {
        *(Kind.FILED, Kind.RECEIVED, Kind.CORRECTION_ASKED, Kind.CORRECTED, Kind.NOT_CORRECTED, Kind.REASONS_ASKED, Kind.REASONS_GIVEN),
        *(Kind.DEFERRED, Kind.FEE_NOTIFIED, Kind.FEE_PAID, Kind.NOT_PAID, Kind.SEARCHED, Kind.CONSULTED, Kind.OPINION, Kind.EXTENDED),
        *(Kind.REPLIED, Kind.SERVED, Kind.WITHDRAWN),
    }
)

NEXT = {
    State.FILED: gettext_lazy("信息公开工作机构与您确认收到申请；确认之日就是收到申请之日，答复期限从这一天起算。"),
    State.REGISTERED: gettext_lazy("信息公开工作机构核对申请内容，开始查找。"),
    State.CORRECTING: gettext_lazy("请您补正。答复期限自收到补正之日起重新计算；没有正当理由逾期不补正的，视为放弃申请。"),
    State.EXPLAINING: gettext_lazy("请您说明申请数量、频次明显超过合理范围的理由。"),
    State.PAYING: gettext_lazy("请您缴纳信息处理费。答复期限自缴费次日起重新计算；逾期未缴纳的，视为放弃申请。"),
    State.HANDLING: gettext_lazy("信息公开工作机构查找信息、征求意见，并拟写答复。"),
    State.REVIEW: gettext_lazy("答复正在审核。"),
    State.SIGNING: gettext_lazy("答复正在等待签发。"),
    State.SIGNED: gettext_lazy("答复已经签发，即将送出。"),
    State.REPLIED: gettext_lazy("答复已经送出。"),
    State.SERVED: gettext_lazy("答复已经送达，办理完毕。"),
    State.ENDED: gettext_lazy("办理已经终止。"),
    State.ARCHIVED: gettext_lazy("办理完毕，已经归档。"),
}


def note_of(happened: Happened) -> str:
    """What an applicant and an officer read beside an event; empty where its name says all."""
    said = _NOTES.get(happened.kind)
    sentences = [str(said(happened.data))] if said else []
    if moved := happened.data.get("moved"):
        told = {"before": term_words.day(date.fromisoformat(moved[0])), "after": term_words.day(date.fromisoformat(moved[1]))}
        sentences.append(_("答复期限由%(before)s改为%(after)s。") % told)
    return "\n".join(sentence for sentence in sentences if sentence)


_NOTES = {
    Kind.CORRECTION_ASKED: lambda d: d["items"],
    Kind.CORRECTED: lambda d: d["words"],
    Kind.NOT_CORRECTED: lambda d: d["reason"],
    Kind.REASONS_ASKED: lambda d: d["words"],
    Kind.REASONS_GIVEN: lambda d: d["words"],
    Kind.DEFERRED: lambda d: _("自收到申请之日起%(working_days)d个工作日内答复。") % d + d["reason"],
    Kind.FEE_NOTIFIED: lambda d: _("应缴信息处理费 %(yuan)d 元。") % d + d["reason"],
    Kind.EXTENDED: lambda d: _("延长%(working_days)d个工作日。") % d + d["reason"],
    Kind.CONSULTED: lambda d: CONSULTED[d["addressee"]],
    Kind.WITHDRAWN: lambda d: d["words"],
    Kind.HANDED_OVER: lambda d: d["unit"],
    Kind.HANDED_BACK: lambda d: d["unit"],
    Kind.SENT_BACK: lambda d: d["reason"],
    Kind.OVERRIDDEN: lambda d: d["reason"],
    Kind.SERVED: lambda d: d["proof"],
}
CONSULTED = {
    "third_party": gettext_lazy("征求第三方意见，所需时间不计入答复期限。"),
    "agency": gettext_lazy("征求其他行政机关意见，所需时间不计入答复期限。"),
}
