"""工作日安排的说法: days and jurisdictions in words. Pure but for the language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.workdays import NATION, Day, Kind

KINDS = {
    Kind.WORKDAY: gettext_lazy("工作日"),
    Kind.WEEKEND: gettext_lazy("周末"),
    Kind.HOLIDAY: gettext_lazy("放假"),
    Kind.MAKE_UP: gettext_lazy("调休上班"),
}
PROVINCES = {
    "AH": gettext_lazy("安徽省"),
    "BJ": gettext_lazy("北京市"),
    "CQ": gettext_lazy("重庆市"),
    "FJ": gettext_lazy("福建省"),
    "GD": gettext_lazy("广东省"),
    "GS": gettext_lazy("甘肃省"),
    "GX": gettext_lazy("广西壮族自治区"),
    "GZ": gettext_lazy("贵州省"),
    "HA": gettext_lazy("河南省"),
    "HB": gettext_lazy("湖北省"),
    "HE": gettext_lazy("河北省"),
    "HI": gettext_lazy("海南省"),
    "HK": gettext_lazy("香港特别行政区"),
    "HL": gettext_lazy("黑龙江省"),
    "HN": gettext_lazy("湖南省"),
    "JL": gettext_lazy("吉林省"),
    "JS": gettext_lazy("江苏省"),
    "JX": gettext_lazy("江西省"),
    "LN": gettext_lazy("辽宁省"),
    "MO": gettext_lazy("澳门特别行政区"),
    "NM": gettext_lazy("内蒙古自治区"),
    "NX": gettext_lazy("宁夏回族自治区"),
    "QH": gettext_lazy("青海省"),
    "SC": gettext_lazy("四川省"),
    "SD": gettext_lazy("山东省"),
    "SH": gettext_lazy("上海市"),
    "SN": gettext_lazy("陕西省"),
    "SX": gettext_lazy("山西省"),
    "TJ": gettext_lazy("天津市"),
    "TW": gettext_lazy("台湾省"),
    "XJ": gettext_lazy("新疆维吾尔自治区"),
    "XZ": gettext_lazy("西藏自治区"),
    "YN": gettext_lazy("云南省"),
    "ZJ": gettext_lazy("浙江省"),
}


def jurisdiction(code: str) -> str:
    """全国, 上海市, 河北省130400: a city is known here by its number only."""
    if code == NATION:
        return _("全国")
    _nation, province, *city = code.split("-")
    return str(PROVINCES.get(province, province)) + "".join(city)


def kind(day: Day) -> str:
    """What a day is: 放假（春节）; what is only expected of it says so."""
    words = str(KINDS[day.kind])
    if day.name:
        words = _("%(kind)s（%(name)s）") % {"kind": words, "name": _(day.name)}
    return words + _("，按惯例推算") if day.provisional and day.kind is Kind.HOLIDAY else words
