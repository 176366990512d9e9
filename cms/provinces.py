"""省级行政区: the codes of ISO 3166-2:CN and what they stand for. Pure: `cms/workdays.py` asks it, which knows no Django.

A city stands below its province by its number: CN-HE-130400.
"""


def gettext_noop(name: str) -> str:
    """Marks a name for the catalogue of translations, which finds it by this function's name."""
    return name


PROVINCES = {
    "AH": gettext_noop("安徽省"),
    "BJ": gettext_noop("北京市"),
    "CQ": gettext_noop("重庆市"),
    "FJ": gettext_noop("福建省"),
    "GD": gettext_noop("广东省"),
    "GS": gettext_noop("甘肃省"),
    "GX": gettext_noop("广西壮族自治区"),
    "GZ": gettext_noop("贵州省"),
    "HA": gettext_noop("河南省"),
    "HB": gettext_noop("湖北省"),
    "HE": gettext_noop("河北省"),
    "HI": gettext_noop("海南省"),
    "HK": gettext_noop("香港特别行政区"),
    "HL": gettext_noop("黑龙江省"),
    "HN": gettext_noop("湖南省"),
    "JL": gettext_noop("吉林省"),
    "JS": gettext_noop("江苏省"),
    "JX": gettext_noop("江西省"),
    "LN": gettext_noop("辽宁省"),
    "MO": gettext_noop("澳门特别行政区"),
    "NM": gettext_noop("内蒙古自治区"),
    "NX": gettext_noop("宁夏回族自治区"),
    "QH": gettext_noop("青海省"),
    "SC": gettext_noop("四川省"),
    "SD": gettext_noop("山东省"),
    "SH": gettext_noop("上海市"),
    "SN": gettext_noop("陕西省"),
    "SX": gettext_noop("山西省"),
    "TJ": gettext_noop("天津市"),
    "TW": gettext_noop("台湾省"),
    "XJ": gettext_noop("新疆维吾尔自治区"),
    "XZ": gettext_noop("西藏自治区"),
    "YN": gettext_noop("云南省"),
    "ZJ": gettext_noop("浙江省"),
}
