from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms import registry, stamps, terms, workdays

from .calendar import JURISDICTION
from .stamped import Stamped


@register_setting(icon="time")
class ClockSettings(Stamped, ClusterableModel, BaseGenericSetting):
    """期限设置: what the law leaves to local practice, and when people are reminded."""

    class Reading(models.TextChoices):
        THROUGH_OPINION = terms.Reading.THROUGH_OPINION.value, _("扣除到收到意见当日")
        BEFORE_OPINION = terms.Reading.BEFORE_OPINION.value, _("扣除到收到意见前一日（从严）")

    stamp_tags = (stamps.FRAME, stamps.CALENDAR)  # whose calendar is ours is kept under the second
    jurisdiction = models.CharField(_("适用的工作日安排"), max_length=20, default=workdays.NATION, validators=[JURISDICTION])
    reading = models.CharField(_("征求意见期间的扣除"), max_length=20, choices=Reading, default=Reading.THROUGH_OPINION)
    warn_working_days = models.PositiveSmallIntegerField(
        _("提前多少个工作日提醒录入下一年的安排"),
        default=43,
        validators=[MinValueValidator(1), MaxValueValidator(250)],
        help_text=_("不短于最长的期限：二十个工作日加延期二十个工作日，43 约为11月初。"),
    )
    office_opens = models.TimeField(_("上班时间"), default=time(9))
    office_closes = models.TimeField(_("下班时间"), default=time(17))

    class Meta:
        verbose_name = verbose_name_plural = _("期限设置")

    @classmethod
    def load(cls, request_or_site=None) -> "ClockSettings":
        """Those that are set, or else the defaults, of which nothing is written: every public page with a day reads them.

        Asked with a request, by Wagtail's settings screen, they get a row, since that screen has its key in its address.
        """
        if request_or_site is not None:
            return super().load(request_or_site)
        return cls.base_queryset().first() or cls()

    def clean(self):
        super().clean()
        if self.office_opens and self.office_closes and self.office_opens >= self.office_closes:
            raise ValidationError({"office_closes": _("下班时间应晚于上班时间。")})
        # `cms/calendars.py` reads this model, so it cannot be asked here whether the jurisdiction has notices of its own

    @property
    def practice(self) -> terms.Practice:
        rows = list(self.local_terms.all())
        numbers, bases = {row.term: row.number for row in rows}, {row.term: row.basis for row in rows}
        return terms.Practice(numbers, terms.Reading(self.reading), bases)


def local_terms() -> list[tuple[str, str]]:
    """The terms whose number this authority may set, for a choice."""
    return [(name, f"{term.title}（{name}）") for name, term in registry.terms if term.local]


class LocalTerm(models.Model):
    """A number of this authority's own for a term that is local practice or was not read in the text."""

    settings = ParentalKey(ClockSettings, related_name="local_terms")
    term = models.CharField(_("期限"), max_length=60, choices=local_terms)
    number = models.PositiveSmallIntegerField(_("数值"), help_text=_("以该期限的单位计；固定日期写作月日，如 331。"))
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("本地期限")
        constraints = [models.UniqueConstraint(fields=["settings", "term"], name="local_term_once")]

    def __str__(self):
        return self.term

    def clean(self):
        term = registry.terms.get(self.term)
        if term is None or self.number is None:
            return
        if term.unit is terms.Unit.FIXED:
            month, day = divmod(self.number, 100)
            if not (1 <= month <= 12 and 1 <= day <= 28 or (month, day) in terms.LONG_MONTH_DAYS):
                raise ValidationError({"number": _("没有这一天：%(number)s。固定日期写作月日，如 331。") % {"number": self.number}})
        elif not 1 <= self.number <= terms.MOST_UNITS:
            raise ValidationError({"number": _("应在 1 到 %(most)d 之间。") % {"most": terms.MOST_UNITS}})
