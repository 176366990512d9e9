"""A published report as files: PDF, DOCX, XLSX and JSON, each made from the figures and texts that were published."""

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from cms import errors, stamps
from cms.papers import pdf, word
from disclosure.annual_report import cells, workbook
from disclosure.models import AnnualReport, DatedItem

OFFICE = "application/vnd.openxmlformats-officedocument"
FILES: dict[str, tuple[str, str, Callable[[AnnualReport], bytes]]] = {
    "pdf": ("PDF", "application/pdf", lambda report: pdf.pdf(report.paper())),
    "docx": ("DOCX", f"{OFFICE}.wordprocessingml.document", lambda report: word.docx(report.paper())),
    "xlsx": ("XLSX", f"{OFFICE}.spreadsheetml.sheet", lambda report: workbook.xlsx(report.paper(), report.numbers)),
    "json": ("JSON", "application/json", lambda report: json.dumps(given(report), ensure_ascii=False, indent=1).encode()),
}


def given(report: AnnualReport) -> dict:
    """The report in the form in which it is given away."""
    return {"year": report.year, **cells.as_json(report.numbers), "checks": report.checks}


def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Of what the public may see only; 410 for what was taken down."""
    stamps.depends(request, f"dated:{pk}")
    report = AnnualReport.objects.visible().filter(item=pk).select_related("unit").first()
    if report is None:
        if DatedItem.objects.filter(pk=pk, taken_down_at__isnull=False).exists():
            return errors.gone(request)
        raise Http404
    _label, kind, made = FILES[name]
    response = HttpResponse(made(report), content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{report}.{name}")
    return response


def shown(request: HttpRequest, item: DatedItem) -> dict:
    """What the page of an entry shows of the report behind it; nothing for every other entry."""
    if item.kind != DatedItem.Kind.ANNUAL_REPORT or item.pk is None:
        return {}
    report = AnnualReport.objects.filter(item=item.pk).select_related("unit").first()
    if report is None:
        return {}
    files = [(label, reverse("annual_report_file", args=[item.pk, name])) for name, (label, _kind, _made) in FILES.items()]
    return {"report": report, "report_files": files if item.live else [], "corrected_by": report.later()}
