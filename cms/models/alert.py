from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .deadline import DeadlineMove


class MoveAlertQuerySet(models.QuerySet):
    def unseen(self):
        return self.filter(seen_at=None)

    def loudest_first(self):
        return self.order_by("-earlier", "-at", "pk")


class MoveAlert(models.Model):
    """改期提示: tells one person on the desk that deadlines moved at one moment, until it was seen.

    ``unowned`` tells a head of the disclosure office of those whose owner cannot be reached by mail, or that have none.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="move_alerts", verbose_name=_("收件人"))
    unowned = models.BooleanField(_("没有可通知的承办人"), default=False)
    reason = models.CharField(_("原因"), max_length=300)
    moved = models.PositiveIntegerField(_("改期的项数"))
    earlier = models.PositiveIntegerField(_("提前的项数"))
    at = models.DateTimeField(_("时间"))
    seen_at = models.DateTimeField(_("已阅时间"), null=True, blank=True)

    objects = MoveAlertQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("改期提示")
        constraints = [models.UniqueConstraint(fields=["user", "at", "unowned"], name="move_alert_once")]
        indexes = [models.Index("user", condition=Q(seen_at=None), name="move_alert_unseen")]

    def __str__(self):
        return f"{self.reason} {self.moved}"

    @property
    def moves(self) -> models.QuerySet:
        """The moves that it tells of, earlier ones first."""
        moves = DeadlineMove.objects.made_at(self.at)
        return (moves.unreachable() if self.unowned else moves.filter(deadline__owner=self.user)).loudest_first()
