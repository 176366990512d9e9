"""条文: what a term rests on, named and linked. The one place that knows where the library of the regulations stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.terms import Term

SHORT_TITLES = {
    "civil-code": gettext_lazy("民法典"),
    "civil-procedure": gettext_lazy("民事诉讼法"),
    "decisions": gettext_lazy("重大行政决策程序暂行条例"),
    "fees": gettext_lazy("政府信息公开信息处理费管理办法"),
    "hotline": gettext_lazy("热线和咨询办理的地方规定"),
    "inspection": gettext_lazy("政府网站与政务新媒体检查指标"),
    "interpretation": gettext_lazy("全面推进政务公开工作实施细则"),
    "litigation": gettext_lazy("行政诉讼法"),
    "ogi": gettext_lazy("政府信息公开条例"),
    "petitions": gettext_lazy("信访工作条例"),
    "reconsideration": gettext_lazy("行政复议法"),
    "shanghai-key-points": gettext_lazy("上海市卫生健康委政务公开工作要点"),
    "website-report": gettext_lazy("政府网站工作年度报表"),
}


@dataclass(frozen=True)
class Source:
    reference: str  # "ogi/33"
    label: str  # 《政府信息公开条例》第 33 条
    url: str


def source(reference: str) -> Source:
    """What ``reference`` names; KeyError for a regulation that is not here."""
    code, _sign, number = reference.partition("/")
    label = _("《%(title)s》") % {"title": SHORT_TITLES[code]}
    if number.isdecimal():
        label = _("%(regulation)s第 %(number)s 条") % {"regulation": label, "number": number}
    return Source(reference, label, f"/law/{code}/{number}/")


def of(term: Term) -> list[Source]:
    return [source(reference) for reference in term.sources]
