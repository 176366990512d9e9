"""What an authority keeps about its own work of disclosure: training, what its leaders heard, how units scored, who was received."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from .places import Place


class Training(ClusterableModel):
    """培训和指导 (Article 47 and the yearly key points): what was taught, by whom, to how many of which unit."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("培训")
        GUIDANCE = "guidance", _("业务指导")

    kind = models.CharField(_("类型"), max_length=10, choices=Kind, default=Kind.TRAINING)
    on = models.DateField(_("日期"))
    subject = models.CharField(_("主题"), max_length=200)
    rules = models.TextField(_("讲解的法规和制度"), blank=True)
    lecturers = models.CharField(_("授课人"), max_length=200, blank=True)
    materials = models.ForeignKey("wagtaildocs.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("材料"))

    class Meta:
        verbose_name = verbose_name_plural = _("培训和指导")
        ordering = ["-on", "-id"]

    def __str__(self):
        return self.subject

    @property
    def people(self) -> int:
        return sum(row.people for row in self.attendance.all())


class Attendance(Orderable):
    training = ParentalKey(Training, related_name="attendance")
    unit = models.ForeignKey("cms.Department", models.PROTECT, related_name="+", verbose_name=_("单位"))
    people = models.PositiveIntegerField(_("人数"))

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["training", "unit"], name="attendance_unit_once")]

    def __str__(self):
        return f"{self.unit} {self.people}"


class LeaderHearing(models.Model):
    """主要负责人听取汇报: at least once a year."""

    on = models.DateField(_("日期"))
    leader = models.CharField(_("听取汇报的负责人"), max_length=100)
    reported_by = models.CharField(_("汇报人"), max_length=100)
    matters = models.TextField(_("汇报内容"))
    decisions = models.TextField(_("议定事项"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("负责人听取汇报")
        ordering = ["-on", "-id"]

    def __str__(self):
        return f"{self.on} {self.leader}"


class ScoreSheet(ClusterableModel):
    """年度考核表: how a unit did in a year, line by line with the evidence (Article 46)."""

    year = models.PositiveSmallIntegerField(_("年度"))
    unit = models.ForeignKey("cms.Department", models.PROTECT, related_name="score_sheets", verbose_name=_("单位"))
    remark = models.TextField(_("总评"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("年度考核")
        ordering = ["-year", "unit"]
        constraints = [models.UniqueConstraint(fields=["year", "unit"], name="score_sheet_once")]

    def __str__(self):
        return f"{self.year} {self.unit}"

    @property
    def points(self):
        return sum(line.points for line in self.lines.all())

    @property
    def whole(self):
        return sum(line.most for line in self.lines.all())


class ScoreLine(Orderable):
    sheet = ParentalKey(ScoreSheet, related_name="lines")
    item = models.CharField(_("考核内容"), max_length=200)
    most = models.DecimalField(_("满分"), max_digits=5, decimal_places=1)
    points = models.DecimalField(_("得分"), max_digits=5, decimal_places=1)
    evidence = models.TextField(_("佐证"), help_text=_("网址、文件或者统计数字：凭什么得这个分。"))

    class Meta(Orderable.Meta):
        constraints = [models.CheckConstraint(condition=models.Q(points__lte=models.F("most")), name="score_line_at_most_whole")]

    def __str__(self):
        return self.item

    def clean(self):
        if self.points is not None and self.most is not None and self.points > self.most:
            raise ValidationError({"points": _("得分不能超过满分。")})


class Reception(models.Model):
    """接待记录 of a disclosure window or a reading point (Article 25). Of the visitor nothing is kept but what was asked."""

    place = models.ForeignKey(
        Place,
        models.PROTECT,
        related_name="receptions",
        verbose_name=_("服务点"),
        limit_choices_to={"kind__in": [Place.Kind.WINDOW, Place.Kind.READING]},
    )
    on = models.DateField(_("日期"))
    visitors = models.PositiveIntegerField(_("接待人次"), default=1, validators=[MaxValueValidator(10_000)])
    asked = models.CharField(_("查阅或者咨询的内容"), max_length=300, help_text=_("不写来访人的姓名和联系方式。"))
    given = models.CharField(_("怎样答复"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("接待记录")
        ordering = ["-on", "-id"]

    def __str__(self):
        return f"{self.on} {self.place}"
