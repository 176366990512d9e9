"""The figures that the records give for a unit's year: cases, documents, registered numbers; and what stands behind a cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import audit
from cms.gate import Refused
from cms.models import Department, User
from disclosure.annual_report import cases, cells, counting
from disclosure.models import AnnualReport, Genre, PolicyAct, PolicyDocument, YearFigure
from disclosure.models.annual_report import REGISTERED

ACTS = {"annual-report.register": gettext_lazy("登记年度报告的数字")}


@dataclass(frozen=True)
class Behind:
    """One thing that a cell counts."""

    label: str
    note: str = ""
    address: str = ""


# -- from the records -----------------------------------------------------------------------------------------------


def of_records(unit: Department, year: int) -> dict[str, cells.Number | None]:
    """Every cell; None where nothing was registered or this system keeps no applications."""
    figures: dict[str, cells.Number | None] = dict.fromkeys(cells.NAMES)
    figures |= {f"normative.{act}": documents(unit, year, act).count() for act in cells.LIFE}
    figures |= registered(unit, year)
    if cases.known():
        figures |= counting.count(cases.counted(unit.pk, year), year)
    return figures


def registered(unit: Department, year: int) -> dict[str, cells.Number | None]:
    """Sums of what was registered; the totals of table 4 where all their parts are there."""
    sums = YearFigure.objects.filter(unit=unit, year=year).order_by().values_list("cell").annotate(sum=Sum("value"))
    found = {code: value if code == cells.FEES else _whole(value) for code, value in sums}
    for way in cells.WAYS:
        parts = [found.get(f"{way}.{result}") for result in cells.RESULT_COLUMNS if result != cells.TOTAL]
        if None not in parts:
            found[f"{way}.{cells.TOTAL}"] = sum(parts)
    return found


def of_units(unit: Department, year: int) -> list[cells.Figures]:
    """The figures of the units below that report for themselves; those of each one's edition that holds."""
    below = Department.objects.filter(parent=unit, annual_reports__year=year).distinct().order_by("order", "pk")
    return [AnnualReport.objects.latest_of(one.pk, year).numbers for one in below]


def documents(unit: Department, year: int, act: str) -> models.QuerySet:
    """The public normative documents of a unit behind a cell of table 2: ``made``, ``repealed`` in the year, ``valid`` at its end.

    A joint document counts with its lead body alone. What expired is not counted as repealed, for nobody repealed it.
    """
    own = PolicyDocument.objects.visible().normative().exclude(genre=Genre.RULES).filter(issuers__unit=unit, issuers__lead=True)
    if act == "made":
        return own.filter(written_on__year=year)
    if act == "repealed":
        ended = PolicyAct.objects.filter(
            subject=models.OuterRef("pk"), kind__in=PolicyAct.ENDING, effective_on__year=year, actor__live=True
        )
        return own.filter(models.Exists(ended))
    last = date(year, 12, 31)
    return own.in_force(last).filter(written_on__lte=last)


def _whole(value: Decimal) -> cells.Number:
    """A whole number where it is one; what is none stays as it is, for check C7 to find."""
    return int(value) if value == value.to_integral_value() else value


# -- the register ---------------------------------------------------------------------------------------------------


def register_figures(unit: Department, year: int, values: Mapping[str, Decimal], source: str, by: User, now: datetime) -> int:
    """Write numbers down under their source; what this source said before about the same cell is replaced.

    Answers how many. Raises ``Refused`` for a cell that is not registered, a negative number or a missing source; then nothing
    is written.
    """
    if not source.strip():
        raise Refused(_("请写明数字的来源。"))
    for code, value in values.items():
        if code not in REGISTERED:
            raise Refused(_("“%(code)s”不是登记数；可以登记的有：%(codes)s。") % {"code": code[:60], "codes": "、".join(REGISTERED)})
        if not value.is_finite() or value < 0 or (code != cells.FEES and value != value.to_integral_value()):
            raise Refused(_("%(cell)s应是不小于零的整数（收费金额可以有小数）。") % {"cell": cells.NAMES[code]})
    with transaction.atomic():
        for code, value in values.items():
            YearFigure.objects.update_or_create(
                unit=unit,
                year=year,
                cell=code,
                source=source.strip(),
                defaults={"value": value, "entered_by": by, "entered_at": now},
            )
        said = {code: cells.written(value) for code, value in values.items()}
        audit.record(by, "annual-report.register", unit, reason=source.strip(), year=year, figures=said)
    return len(values)


# -- behind a cell --------------------------------------------------------------------------------------------------


def behind(report: AnnualReport, code: str) -> list[Behind]:
    """What the records count in a cell. Raises KeyError for a cell that does not exist."""
    name, (left, right) = cells.NAMES[code], code.split(".")
    if name.table == 3:
        found = counting.behind(cases.counted(report.unit_id, report.year), report.year, right, left)
        return [Behind(case.reference or str(case.pk), _case_words(case), case.address) for case in found]
    if left == "normative":
        listed = documents(report.unit, report.year, right).order_by("-written_on", "-pk")
        return [Behind(str(policy), f"{policy.document_number} {policy.written_on or ''}", policy.get_absolute_url()) for policy in listed]
    entries = YearFigure.objects.filter(unit=report.unit_id, year=report.year).select_related("entered_by")
    entries = entries.filter(cell__startswith=f"{left}.") if right == cells.TOTAL else entries.filter(cell=code)
    return [Behind(str(entry), f"{entry.entered_by or ''} {entry.entered_at:%Y-%m-%d}") for entry in entries]


def _case_words(case: counting.Counted) -> str:
    received = _("%(kind)s，%(day)s 收到") % {"kind": cells.COLUMNS[case.kind], "day": case.received_on}
    if case.replied_on is None:
        return received
    return _("%(received)s，%(day)s 答复：%(row)s") % {"received": received, "day": case.replied_on, "row": cells.RESULTS[case.row]}
