"""The calendar as it was published: notices and the days they state. `cms/calendars.py` makes the pure calendar of them."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms import workdays

JURISDICTION = RegexValidator(workdays.JURISDICTION, _("法域写作 CN（全国）、CN-SH（省级行政区）或者 CN-HE-130400（市）。"))


class CalendarNotice(models.Model):
    """放假调休通知: one published arrangement of days; never changed afterwards, a later one changes what it said."""

    code = models.CharField(_("编号"), max_length=40, unique=True)
    jurisdiction = models.CharField(_("法域"), max_length=20, default=workdays.NATION, validators=[JURISDICTION])
    year = models.PositiveSmallIntegerField(_("年份"))
    covers_year = models.BooleanField(_("全年安排"), default=True, help_text=_("全年的安排；只改动个别日子的通知不选。"))
    title = models.CharField(_("标题"), max_length=200)
    number = models.CharField(_("文号"), max_length=100, blank=True)
    known_on = models.DateField(_("公布日期"), null=True, blank=True)
    text = models.TextField(_("通知原文"), blank=True)
    entered_at = models.DateTimeField(_("录入时间"), null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("录入人"))

    class Meta:
        verbose_name = verbose_name_plural = _("放假调休通知")
        ordering = ["-year", "jurisdiction", "-known_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "year"], condition=models.Q(covers_year=True), name="calendar_one_notice_a_year"
            ),
        ]

    def __str__(self):
        return self.title


class CalendarDay(models.Model):
    """A day of which a notice says something."""

    class State(models.TextChoices):
        OFF = workdays.State.OFF.value, _("放假")
        WORK = workdays.State.WORK.value, _("调休上班")
        PLAIN = workdays.State.PLAIN.value, _("恢复平常")

    notice = models.ForeignKey(CalendarNotice, models.CASCADE, related_name="days")
    date = models.DateField(_("日期"))
    state = models.CharField(_("安排"), max_length=5, choices=State)
    name = models.CharField(_("节日"), max_length=50, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("日子")
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["notice", "date"], name="calendar_day_once_a_notice")]

    def __str__(self):
        return f"{self.date} {self.get_state_display()}"
