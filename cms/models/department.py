import re

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .stamped import Stamped, StampedQuerySet

CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODE_WEIGHTS = [3**i % 31 for i in range(17)]


def check_credit_code(code: str) -> None:
    """Refuse a unified social credit code with a wrong form or check character (GB 32100-2015)."""
    if not re.fullmatch(f"[{CREDIT_CODE_ALPHABET}]{{18}}", code):
        raise ValidationError(_("统一社会信用代码应为18位数字或大写字母（不含 I、O、S、V、Z）。"))
    total = sum(CREDIT_CODE_ALPHABET.index(c) * w for c, w in zip(code[:17], CREDIT_CODE_WEIGHTS, strict=True))
    if CREDIT_CODE_ALPHABET[-total % 31] != code[17]:
        raise ValidationError(_("统一社会信用代码的校验位不对，请核对。"))


class DepartmentQuerySet(StampedQuerySet):
    def ours(self):
        """Units of this authority; bodies that only issued something we publish are left out."""
        return self.exclude(kind=Department.Kind.OUTSIDE)

    def open(self):
        return self.filter(closed_on=None)

    def visible(self):
        return self.ours().open()


class Department(Stamped):
    """A unit of the authority (内设机构, 下属单位, 公共机构), or another body that issues documents."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("本机关")
        DEPARTMENT = "department", _("内设机构")
        SUBORDINATE = "subordinate", _("下属单位")
        INSTITUTION = "institution", _("公共机构")
        OUTSIDE = "outside", _("其他机关")

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("上级单位"))
    name = models.CharField(_("名称"), max_length=200, unique=True)
    short_name = models.CharField(_("简称"), max_length=100, blank=True)
    name_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    kind = models.CharField(_("类型"), max_length=20, choices=Kind, default=Kind.DEPARTMENT, db_index=True)
    code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, validators=[check_credit_code])
    head = models.CharField(_("负责人"), max_length=100, blank=True)
    duties = models.TextField(_("主要职责"), blank=True)
    address = models.CharField(_("办公地址"), max_length=300, blank=True)
    hours = models.CharField(_("办公时间"), max_length=200, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=100, blank=True)
    fax = models.CharField(_("传真"), max_length=100, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    website = models.URLField(_("网站"), blank=True)
    order = models.PositiveIntegerField(_("排序"), default=100)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = _("单位")
        constraints = [
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="department_not_its_own_parent"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("department", args=[self.pk])

    @property
    def label(self) -> str:
        return self.short_name or self.name

    def clean(self):
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen and above.pk is not None:
                raise ValidationError({"parent": _("上级单位不能是本单位或其下属单位。")})
            seen.add(above.pk)
            above = above.parent
