from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxItemQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(done_at=None)

    def waiting(self):
        """Pending and in nobody's hands, whether or not its time has come."""
        return self.pending().filter(claimed_until=None)

    def due(self, now):
        """Pending, its time has come, and no worker has it in hand (or the one that had it let its claim lapse)."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.pending().filter(free, due_at__lte=now).order_by("due_at", "pk")

    def failing(self):
        return self.pending().exclude(last_error="")


class OutboxItem(models.Model):
    """One thing that has still to happen because of something that is already true (docs/decisions/outbox.md)."""

    kind = models.CharField(_("种类"), max_length=40)
    key = models.CharField(_("合并键"), max_length=200, blank=True)
    payload = models.JSONField(_("内容"), default=dict)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    due_at = models.DateTimeField(_("应办时间"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    claimed_until = models.DateTimeField(_("占用至"), null=True, blank=True)
    done_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    last_error = models.TextField(_("最近一次错误"), blank=True)

    objects = OutboxItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("待办事项")
        verbose_name_plural = _("待办事项")
        indexes = [
            models.Index("due_at", "id", condition=Q(done_at=None), name="outbox_pending"),
            models.Index("kind", "key", condition=Q(done_at=None) & ~Q(key=""), name="outbox_pending_key"),
            models.Index("done_at", condition=Q(done_at__isnull=False), name="outbox_done"),
        ]

    def __str__(self):
        return f"{self.kind} {self.key or self.pk}"


class JobRunQuerySet(models.QuerySet):
    def claim(self, name: str, due_before, now) -> bool:
        """Take the job for this run; False when another process ran it after ``due_before``."""
        self.get_or_create(name=name)
        idle = Q(started_at=None) | Q(started_at__lte=due_before)
        return bool(self.filter(idle, name=name).update(started_at=now, runs=F("runs") + 1))


class JobRun(models.Model):
    """When each periodic job last ran, so that a restart neither forgets nor repeats one."""

    name = models.CharField(_("名称"), max_length=80, primary_key=True)
    started_at = models.DateTimeField(_("上次开始"), null=True, blank=True)
    finished_at = models.DateTimeField(_("上次完成"), null=True, blank=True)
    runs = models.PositiveIntegerField(_("次数"), default=0)
    last_error = models.TextField(_("最近一次错误"), blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("定时任务")
        verbose_name_plural = _("定时任务")

    def __str__(self):
        return self.name
