from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms import registry
from cms.census_score import MOST_BONUS, WEIGHTS


@register_setting(icon="tasks")
class CensusSettings(ClusterableModel, BaseGenericSetting):
    """普查设置: weights and thresholds where this authority's inspectors count otherwise. Windows stand in 期限设置."""

    without_services = models.BooleanField(_("没有对外服务事项"), default=False, help_text=_("不计服务板块25分，其余得分乘以4/3。"))
    bonus = models.DecimalField(
        _("加分"),
        max_digits=3,
        decimal_places=1,
        default=0,
        validators=[MaxValueValidator(MOST_BONUS)],
        help_text=_("得分高于80分时加计，最多30分。"),
    )
    warn_days = models.PositiveSmallIntegerField(_("提前多少天提醒"), default=7)

    panels = [
        FieldPanel("without_services"),
        FieldPanel("bonus"),
        FieldPanel("warn_days"),
        InlinePanel("rules", heading=_("本地规则"), label=_("规则")),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("普查设置")


def rule_choices() -> list[tuple[str, str]]:
    return [(code, f"{rule.name}（{code}）") for code, rule in registry.census_rules]


class CensusRuleSetting(models.Model):
    """How one rule counts here."""

    settings = ParentalKey(CensusSettings, related_name="rules")
    rule = models.CharField(_("规则"), max_length=60, choices=rule_choices)
    weight = models.CharField(_("性质"), max_length=10, choices=list(WEIGHTS.items()))
    points = models.DecimalField(_("每项扣分"), max_digits=4, decimal_places=1, default=0)
    least = models.PositiveSmallIntegerField(_("达到多少项才计"), default=1)
    off = models.BooleanField(_("不检查"), default=False)
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("本地规则")
        constraints = [models.UniqueConstraint(fields=["settings", "rule"], name="census_rule_once")]

    def __str__(self):
        return self.rule

    def clean(self):
        if self.least == 0:
            raise ValidationError({"least": _("至少是 1。")})


class CensusDay(models.Model):
    """What the census of one day came to."""

    on = models.DateField(_("日期"), unique=True)
    score = models.DecimalField(_("得分"), max_digits=4, decimal_places=1)
    vetoes = models.PositiveIntegerField(_("单项否决"))
    deductions = models.PositiveIntegerField(_("扣分项"))
    warnings = models.PositiveIntegerField(_("提醒"))

    class Meta:
        verbose_name = verbose_name_plural = _("普查记录")
        ordering = ["-on"]
        default_permissions = ()

    def __str__(self):
        return f"{self.on} {self.score}"


class CensusResult(models.Model):
    """One rule on one day. The first findings are kept with it, as the report gave them."""

    day = models.ForeignKey(CensusDay, models.CASCADE, related_name="results")
    rule = models.CharField(_("规则"), max_length=60)
    weight = models.CharField(_("性质"), max_length=10, choices=list(WEIGHTS.items()))
    count = models.PositiveIntegerField(_("发现"))
    points = models.DecimalField(_("扣分"), max_digits=5, decimal_places=1, default=0)
    findings = models.JSONField(default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("普查结果")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["day", "rule", "weight"], name="census_result_once")]

    def __str__(self):
        return f"{self.day.on} {self.rule}"
