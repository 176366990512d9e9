"""What was said about a deadline, who stands in for whom, and where an administrator sets other steps."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable

from cms import registry, reminder_steps

from .deadline import Deadline


class Reminder(models.Model):
    """提醒: one step of one deadline, once for each day on which it was due. Written before it goes out (cms/reminders.py)."""

    class Fate(models.TextChoices):
        SENT = "sent", _("决定提醒")  # whether the letters have left stands with those whom it tells
        OVERTAKEN = "overtaken", _("未单独提醒：已由后一次提醒代替")
        SPARED = "spared", _("未再提醒：当天已提醒过，到期日推后")

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="reminders")
    due_on = models.DateField(_("当时的到期日"))
    step = models.SmallIntegerField(_("剩余工作日"))
    fate = models.CharField(_("结果"), max_length=10, choices=Fate)
    on = models.DateField(_("以哪一天计"))
    at = models.DateTimeField(_("登记时间"))
    leaves_at = models.DateTimeField(_("发出时间"))
    # names as they were then; "left_at" once the letter has left, "kept_back" where it was closed or moved before
    told = models.JSONField(_("提醒了谁"), default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("提醒")
        ordering = ["-at", "step"]
        constraints = [models.UniqueConstraint(fields=["deadline", "due_on", "step"], name="reminder_once_a_step_and_day")]

    def __str__(self):
        return f"{self.deadline_id} {self.due_on} {self.step}"


class StandInQuerySet(models.QuerySet):
    def on(self, day):
        """Those in force on a day."""
        return self.filter(first_day__lte=day, last_day__gte=day)

    def not_over(self, day):
        return self.filter(last_day__gte=day).order_by("first_day", "pk")


class StandIn(models.Model):
    """代办人: who is told instead of a person who is away; `cms/stand_ins.py` has the verbs."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name=_("不在岗的人"))
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="standing_in", verbose_name=_("代办人"))
    first_day = models.DateField(_("第一天"))
    last_day = models.DateField(_("最后一天"))
    also_person = models.BooleanField(_("本人也收到提醒"), default=False)

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("代办人")
        ordering = ["first_day", "pk"]
        indexes = [models.Index(fields=["last_day", "first_day"], name="stand_in_days")]
        constraints = [
            models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="stand_in_ends_after_start"),
            models.CheckConstraint(condition=~models.Q(person=models.F("stand_in")), name="stand_in_is_another"),
        ]

    def __str__(self):
        return f"{self.person} → {self.stand_in} {self.first_day}–{self.last_day}"


@register_setting(icon="bell")
class ReminderSettings(ClusterableModel, BaseGenericSetting):
    """提醒设置: steps of this authority's own; a term that is not listed has those of `cms/reminder_steps.py`."""

    panels = [
        HelpPanel(template="desk/panels/reminder_rule.html"),
        InlinePanel(
            "steps",
            [
                FieldPanel("term"),
                FieldRowPanel([FieldPanel("before"), FieldPanel("every")]),
                FieldRowPanel([FieldPanel("heads_from"), FieldPanel("office_from")]),
            ],
            heading=_("另行设定的提醒"),
            label=_("期限"),
        ),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("提醒设置")


def every_term() -> list[tuple[str, str]]:
    return [(name, f"{term.title}（{name}）") for name, term in registry.terms]


class TermSteps(Orderable):
    """The steps of one term."""

    settings = ParentalKey(ReminderSettings, related_name="steps")
    term = models.CharField(_("期限"), max_length=60, choices=every_term)
    before = models.CharField(
        _("到期前几个工作日提醒"), max_length=60, default="10 5 3 1 0", help_text=_("用空格隔开；0 是到期当日。最多 60。")
    )
    every = models.PositiveSmallIntegerField(
        _("超期后每几个工作日再提醒"),
        default=reminder_steps.EVERY,
        validators=[MaxValueValidator(60)],
        help_text=_("超期的第一个工作日总会提醒；填 0 则此后不再提醒。"),
    )
    heads_from = models.SmallIntegerField(
        _("剩几个工作日起也提醒单位负责人"),
        default=0,
        validators=[MinValueValidator(-99), MaxValueValidator(60)],
        help_text=_("超期后为负数，如 -1。"),
    )
    office_from = models.SmallIntegerField(
        _("剩几个工作日起也提醒信息公开机构负责人"), default=-1, validators=[MinValueValidator(-99), MaxValueValidator(60)]
    )

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = _("期限的提醒")
        constraints = [models.UniqueConstraint(fields=["settings", "term"], name="term_steps_once")]

    def __str__(self):
        return self.term

    def clean(self):
        try:
            reminder_steps.read(self.before)
        except ValueError:
            raise ValidationError({"before": _("请写 0 到 60 之间的整数，用空格隔开，如 10 5 3 1 0。")}) from None

    @property
    def steps(self) -> reminder_steps.Steps:
        return reminder_steps.Steps(reminder_steps.read(self.before), self.every, self.heads_from, self.office_from)
