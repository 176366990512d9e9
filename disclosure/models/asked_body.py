from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.asking import Asked, Opinion, State

from .policy import PolicyDocument


class AskedBody(models.Model):
    """请示与协商: one body that was asked before a policy becomes public, with its question, answer and what became of it.

    Its day is a stored deadline. A row is never deleted; where the same body is asked again, the later row holds.
    """

    policy = models.ForeignKey(PolicyDocument, models.CASCADE, related_name="asked_bodies")
    asked = models.CharField(_("事由"), max_length=10, choices=Asked)
    body = models.CharField(_("机关"), max_length=200)
    question = models.CharField(_("问题"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    at = models.DateTimeField(_("提出时间"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    opinion = models.CharField(_("意见"), max_length=10, choices=Opinion, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    paper = models.CharField(_("答复文件"), max_length=200, blank=True)
    words = models.CharField(_("意见内容"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"), null=True)
    reason = models.CharField(_("决定或者撤回的理由"), max_length=500, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("决定人"))
    closed_at = models.DateTimeField(_("决定时间"), null=True)
    deadlines = GenericRelation("cms.Deadline")

    class Meta:
        verbose_name = verbose_name_plural = _("请示与协商")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "asked", "body"], condition=models.Q(state=State.WAITING), name="asked_body_waits_once"
            ),
            models.CheckConstraint(
                condition=models.Q(opinion="", answered_on=None) | ~models.Q(opinion="") & ~models.Q(paper=""),
                name="asked_body_answer_has_day_and_paper",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.DECIDED, State.WITHDRAWN]) | ~models.Q(reason=""), name="asked_body_closed_with_reason"
            ),
        ]

    def __str__(self):
        return gettext("%(body)s对《%(title)s》的意见") % {"body": self.body, "title": self.policy}
