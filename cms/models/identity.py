from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from .stamped import Stamped

# Ten characters, not ten digits: State Council bodies have bm + 8 digits, others N + 9 or ten digits (as
# the headers of their sites show).
SITE_CODE = RegexValidator(r"^(bm\d{8}|N\d{9}|\d{10})$", _("网站标识码应为10位数字，或 bm 加8位数字，或 N 加9位数字。"))
INDEX_PARTS = _("可用 {organ} 机构代码、{year} 年份、{serial:05d} 五位流水号。")


@register_setting(icon="site")
class SiteIdentity(Stamped, BaseSiteSetting):
    """Who runs this site: the footer and the meta tags of every page (国办发〔2017〕47号)."""

    name = models.CharField(_("网站名称"), max_length=100, default="公开")
    name_en = models.CharField(_("英文名称"), max_length=100, blank=True)
    slogan = models.CharField(_("副题"), max_length=100, blank=True)
    domain = models.CharField(_("域名"), max_length=200, blank=True)
    site_code = models.CharField(_("网站标识码"), max_length=10, blank=True, validators=[SITE_CODE])
    icp_number = models.CharField(_("ICP备案编号"), max_length=100, blank=True)
    police_number = models.CharField(_("公安机关备案号"), max_length=100, blank=True)
    sponsor = models.CharField(_("主办单位"), max_length=200, blank=True)
    contact = models.CharField(_("联系人或联系部门"), max_length=200, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=100, blank=True)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    report_error_url = models.URLField(_("“我为政府网站找错”地址"), blank=True)
    organ_code = models.CharField(_("索引号机构代码"), max_length=30, default="000000000")
    index_pattern = models.CharField(
        _("索引号格式"),
        max_length=100,
        default="{organ}/{year}-{serial:05d}",
        help_text=INDEX_PARTS,
    )

    class Meta:
        verbose_name = verbose_name_plural = _("网站标识")

    def clean(self):
        """A pattern that cannot be filled in, or gives two items one number, would stop all publishing."""
        super().clean()
        try:
            numbers = {self.index_number(year, serial) for year in (2025, 2026) for serial in (1, 2)}
        except (LookupError, TypeError, ValueError, AttributeError):
            numbers = set()
        if len(numbers) < 4:
            raise ValidationError({"index_pattern": INDEX_PARTS})

    def index_number(self, year: int, serial: int) -> str:
        """索引号: by the pattern of this authority."""
        return self.index_pattern.format(organ=self.organ_code, year=year, serial=serial)
