from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .deadline import DeadlineMove


class MoveAlertQuerySet(models.QuerySet):
    def unseen(self):
        return self.filter(seen_at=None)

    def loudest_first(self):
        """Earlier days before the others; each notice writes its own in the order of their days."""
        return self.order_by("-earlier", "pk").select_related("move__deadline")


class MoveAlert(models.Model):
    """改期提示: tells one person on the desk that one deadline moved, until it was seen; the move says from where and why.

    It belongs to whoever owns the matter when it is made, and goes along when the matter is handed over
    (`cms/move_alerts.py`). ``unowned`` tells a head of the disclosure office of a deadline whose owner cannot be reached by
    mail, or that has none.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="move_alerts", verbose_name=_("收件人"))
    move = models.ForeignKey(DeadlineMove, models.CASCADE, related_name="alerts", verbose_name=_("改期"))
    earlier = models.BooleanField(_("提前"))  # as the move says; here, so that the loudest are found without reading all moves
    unowned = models.BooleanField(_("没有可通知的承办人"), default=False)
    seen_at = models.DateTimeField(_("已阅时间"), null=True, blank=True)

    objects = MoveAlertQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("改期提示")
        constraints = [models.UniqueConstraint(fields=["move", "user"], name="move_alert_once")]
        indexes = [models.Index("user", models.F("earlier").desc(), "id", condition=Q(seen_at=None), name="move_alert_unseen")]

    def __str__(self):
        return f"{self.user_id} {self.move_id}"
