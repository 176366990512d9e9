"""The append-only record: who did what to which object, when and why.

What Wagtail logs itself (edits, publications, workflow) stays in Wagtail's history; here stands what has a reason or
touches accounts: refusals, takedowns, sign-ins that failed, roles given, work handed over.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cms import registry
from cms.models.audit import AuditRecord

SYSTEM = _("系统")

ACTIONS = {
    "account.invite": _("邀请用户"),
    "account.accept": _("接受邀请"),
    "account.hand-over": _("移交工作"),
    "account.close": _("停用账户"),
    "account.reopen": _("恢复账户"),
    "account.second-factor": _("启用两步验证"),
    "account.second-factor-off": _("关闭两步验证"),
    "account.recovery-code": _("使用恢复码登录"),
    "account.roles": _("设定角色"),
    "account.locked": _("登录失败次数过多，已锁定"),
    "account.unlock": _("解除锁定"),
    "account.stand-in": _("指定代办人"),
    "account.stand-in-end": _("取消代办人"),
    "publish.refused": _("未予发布"),
    "publish.withdraw": _("紧急下线"),
    "publish.restore": _("恢复公开"),
    "finding.justify": _("说明理由后保留个人信息"),
    "finding.mask": _("为正文中的个人信息打码"),
    "finding.copy": _("以打码副本替换附件"),
    "review.excused": _("程序发布，未经逐项审核"),
    "review.fast-track": _("快速通道发布"),
    "review.afterwards": _("快速通道补审"),
    "upload.refused": _("拒收文件"),
    "calendar.enter": _("录入放假调休通知"),
    "calendar.settings": _("变更期限设置"),
    "found-error.answer": _("答复找错留言"),
    "found-error.release": _("公开找错答复"),
    "found-error.take-back": _("撤回找错答复"),
    "assignment.give-out": _("派发督办事项"),
    "assignment.assign": _("转派督办事项"),
    "assignment.complete": _("报告督办事项办结"),
    "assignment.return": _("退回督办事项"),
    "assignment.close": _("核销督办事项"),
    "assignment.progress": _("报告督办事项进展"),
    "campaign.draft": _("起草年度工作要点"),
    "campaign.release": _("布置专项工作"),
    "plan.submit": _("上报单位方案"),
    "plan.approve": _("批准单位方案"),
    "plan.return": _("退回单位方案"),
    "link.again": _("要求重新检查链接"),
    "link.vouch": _("人工确认链接可以打开"),
    "assignment.settle": _("复查通过，督办事项自动核销"),
    "assignment.escalate": _("督办事项逾期，提请督办"),
}


def record(actor, action: str, subject: Model | None = None, reason: str = "", **details) -> AuditRecord:
    """Write down one act, in the transaction of the act itself. ``actor`` None stands for the system."""
    person = actor if getattr(actor, "pk", None) else None
    return AuditRecord.objects.create(
        actor=person,
        actor_label=str(person or SYSTEM)[:150],
        action=action,
        content_type=ContentType.objects.get_for_model(subject) if subject is not None else None,
        object_id="" if subject is None else str(subject.pk),
        subject_label="" if subject is None else str(subject)[:300],
        reason=reason,
        details=details,
    )


def label(action: str) -> str:
    """The action in words; an app above names its own in `registry.audit_actions`."""
    return str(ACTIONS.get(action) or registry.audit_actions.get(action) or action)
