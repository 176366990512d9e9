"""工作日安排的说法: days and jurisdictions in words. Pure but for the language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.provinces import PROVINCES
from cms.workdays import NATION, Day, Kind

KINDS = {
    Kind.WORKDAY: gettext_lazy("工作日"),
    Kind.WEEKEND: gettext_lazy("周末"),
    Kind.HOLIDAY: gettext_lazy("放假"),
    Kind.MAKE_UP: gettext_lazy("调休上班"),
}


def jurisdiction(code: str) -> str:
    """全国, 上海市, 河北省130400: a city is known here by its number only."""
    if code == NATION:
        return _("全国")
    _nation, province, *city = code.split("-")
    return _(PROVINCES.get(province, province)) + "".join(city)


def kind(day: Day) -> str:
    """What a day is: 放假（春节）; what is only expected of it says so."""
    words = str(KINDS[day.kind])
    if day.name:
        words = _("%(kind)s（%(name)s）") % {"kind": words, "name": _(day.name)}
    return words + _("，按惯例推算") if day.provisional and day.kind is Kind.HOLIDAY else words
