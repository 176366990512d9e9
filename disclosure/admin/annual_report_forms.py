"""What staff fill in for an annual report: a unit and a year, numbers in the cells of tables, a file of registered numbers."""

import tempfile
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import tables
from cms.gate import Refused
from cms.models import Department
from disclosure.annual_report import cells
from disclosure.models import AnnualReport
from disclosure.models.annual_report import FIRST_YEAR, REGISTERED

MOST_ROWS = 1000  # of a file of registered numbers
LARGEST = 2_000_000  # bytes
HEADS = ("cell", "value", "source")


class BeginForm(forms.Form):
    unit = forms.ModelChoiceField(label=gettext_lazy("报告单位"), queryset=Department.objects.visible())
    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=FIRST_YEAR, max_value=9998)
    source = forms.ChoiceField(label=gettext_lazy("数字的来源"), choices=AnnualReport.Source)

    def clean_year(self):
        if self.cleaned_data["year"] > timezone.localdate().year:
            raise forms.ValidationError(_("这一年还没有开始。"))
        return self.cleaned_data["year"]


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("CSV 或者 XLSX 文件"))


def number(text: str, where: str) -> cells.Number | None:
    """A written number, or None for an empty text. Raises ``Refused``."""
    text = text.strip().replace(",", "").replace("，", "")
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= 10**10:
        raise Refused(_("%(where)s：“%(text)s”不是数字。") % {"where": where, "text": text[:40]})
    return int(value) if value == value.to_integral_value() else value


def entered(posted: Mapping[str, str], codes: Iterable[str]) -> dict[str, cells.Number | None]:
    """What was typed into the cells of a table."""
    return {code: number(posted.get(code, ""), str(cells.NAMES[code])) for code in codes}


def figures_of(upload) -> dict[str, dict[str, Decimal]]:
    """The registered numbers of a file with the columns cell, value and source, by source. Raises ``Refused``; nothing is kept."""
    if upload.size > LARGEST:
        raise Refused(_("文件太大，最多 %(most)d 兆字节。") % {"most": LARGEST // 1_000_000})
    found: dict[str, dict[str, Decimal]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"figures{Path(upload.name).suffix.lower()}"
        path.write_bytes(upload.read())
        try:
            for row in tables.read(path):
                _take(row, found)
        except tables.UnreadableFile as unreadable:
            raise Refused(str(unreadable)) from None
    return found


def _take(row: tables.Row, found: dict[str, dict[str, Decimal]]) -> None:
    where = _("第 %(line)d 行") % {"line": row.line}
    if row.error:
        raise Refused(f"{where}：{row.error}")
    if row.line > MOST_ROWS:
        raise Refused(_("文件最多 %(most)d 行。") % {"most": MOST_ROWS})
    code, text, source = (str(row.values.get(head) or "").strip() for head in HEADS)
    if code not in REGISTERED:
        raise Refused(_("%(where)s：cell 一列的“%(code)s”不是登记数。") % {"where": where, "code": code[:40]})
    if code in found.get(source, {}):
        raise Refused(_("%(where)s：同一来源的“%(code)s”写了两次。") % {"where": where, "code": code})
    value = number(text, where)
    if value is None:
        raise Refused(_("%(where)s：没有写数字。") % {"where": where})
    found.setdefault(source, {})[code] = Decimal(value)
