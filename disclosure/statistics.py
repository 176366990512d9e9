"""The figures of disclosure as charts: what was published by month and by unit, in which forms it was explained, and in time or not."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import BigIntegerField, Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, ExtractMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import registry
from cms.charts import Chart
from cms.models import Department
from disclosure import timeliness
from disclosure.models import DatedItem, Interpretation, PolicyDocument, PolicyIssuer
from disclosure.models.interpretation import Form

KINDS = ((PolicyDocument, gettext_lazy("政策文件")), (Interpretation, gettext_lazy("政策解读")), (DatedItem, gettext_lazy("其他信息")))
UNITS = 30  # that get a row of their own
MONTHS = range(1, 13)


def names() -> tuple[str, ...]:
    return tuple(str(name) for _kind, name in KINDS)


def month(number: int) -> str:
    return _("%(month)d月") % {"month": number}


def by_month(year: int) -> Chart:
    counted = [_counts(kind.objects.visible().filter(published_on__year=year), ExtractMonth("published_on")) for kind, _name in KINDS]
    rows = tuple((month(number), tuple(counts[number] for counts in counted)) for number in MONTHS)
    return Chart("published-by-month", _("逐月公开的信息"), _("月份"), names(), rows, note=_("按公开日期。"))


def _counts(items, value) -> Counter:
    return Counter(dict(items.order_by().annotate(value=value).values_list("value").annotate(Count("pk"))))


def by_unit(year: int) -> Chart:
    """By the publishing unit; a policy that names none counts for its leading issuer."""
    lead = PolicyIssuer.objects.filter(policy=OuterRef("pk")).order_by("-lead", "pk").values("unit")[:1]
    units = [Coalesce("publisher_id", Subquery(lead), output_field=BigIntegerField()), F("publisher"), F("publisher")]
    public = [kind.objects.visible().filter(published_on__year=year) for kind, _name in KINDS]
    counted = [_counts(items, unit) for items, unit in zip(public, units, strict=True)]
    note = _("按发布机构；没有写明的，政策文件按牵头制发机关。")
    return Chart("published-by-unit", _("各单位公开的信息"), _("单位"), names(), tuple(_unit_rows(counted)), note=note)


def _unit_rows(counted: list[Counter]) -> Iterable[tuple[str, tuple[int, ...]]]:
    """The units that published most, then the others and what names nobody in one row each."""
    whole = sum(counted, Counter())
    most = [pk for pk, _count in whole.most_common() if pk is not None]
    called = dict(Department.objects.filter(pk__in=most[:UNITS]).values_list("pk", "name"))
    for pk in most[:UNITS]:
        yield called[pk], tuple(counts[pk] for counts in counted)
    if rest := most[UNITS:]:
        yield _("其余 %(count)d 个单位") % {"count": len(rest)}, tuple(sum(counts[pk] for pk in rest) for counts in counted)
    if whole[None]:
        yield _("没有写明"), tuple(counts[None] for counts in counted)


def forms(year: int) -> Chart:
    counts = _counts(Interpretation.objects.visible().filter(published_on__year=year), F("form"))
    rows = tuple((str(Form(form).label), (counts[form],)) for form in Form)
    return Chart("interpretation-forms", _("政策解读的形式"), _("形式"), (_("解读"),), rows, unit=_(" 篇"))


def in_time(year: int) -> Chart:
    """What was published in each month, within its term of Article 26 or after it (the clock's own figures)."""
    months = {row["month"].month: row for row in timeliness.deadlines().filter(closed_on__year=year).by_month()}
    rows = []
    for number in MONTHS:
        row = months.get(number, {"number": 0, "in_time": 0})
        rows.append((month(number), (row["in_time"], row["number"] - row["in_time"])))
    note = _("自信息形成或者变更之日起20个工作日内公开为按期（条例第二十六条），法律法规另有规定的从其规定。")
    return Chart("timeliness", _("按期公开"), _("月份"), (_("按期"), _("逾期")), tuple(rows), note=note, shares=True)


def register() -> None:
    for name, make in {
        "published-by-month": by_month,
        "published-by-unit": by_unit,
        "interpretation-forms": forms,
        "timeliness": in_time,
    }.items():
        registry.charts.register(name, make)
