"""依申请公开台账: what the list shows as one workbook, in the words of the screen; without identity numbers and contact data."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import spreadsheets
from cms.admin.exports import CHUNK, MEDIA_TYPES, told
from disclosure.annual_report import cells
from disclosure.models import Application

COLUMNS = {
    "number": gettext_lazy("回执编号"),
    "channel": gettext_lazy("提交方式"),
    "applicant_kind": gettext_lazy("申请人类别"),
    "people": gettext_lazy("申请人"),
    "title": gettext_lazy("信息名称"),
    "received_on": gettext_lazy("收到申请之日"),
    "handler": gettext_lazy("承办人"),
    "state": gettext_lazy("状态"),
    "due_on": gettext_lazy("最近的期限"),
    "outcome": gettext_lazy("结果"),
    "ground": gettext_lazy("不予公开的依据"),
    "closed_on": gettext_lazy("办结日"),
    "served_on": gettext_lazy("送达日"),
    "row": gettext_lazy("年度报告中的行"),
}


def workbook(found: QuerySet[Application]) -> StreamingHttpResponse:
    """Every application of a query that carries ``due_on``; written while it is read, so that its length does not matter."""
    head = [str(heading) for heading in COLUMNS.values()]
    rows = _rows(found, translation.get_language())
    name = f"applications-{timezone.localdate():%Y%m%d}.xlsx"
    return StreamingHttpResponse(
        spreadsheets.xlsx_pieces([(_("依申请公开台账"), head, rows)]),
        content_type=MEDIA_TYPES["xlsx"],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows(found: QuerySet[Application], language: str) -> Iterator[list[str]]:
    for one in found.select_related("handler").prefetch_related("applicants").iterator(chunk_size=CHUNK):
        with translation.override(language):  # the answer is written after the request has let go of it
            row = [_said(one, name) for name in COLUMNS]
        yield row


def _said(one: Application, name: str) -> str:
    if name == "people":
        return "、".join(person.name for person in one.applicants.all())
    if name == "row":
        return cells.ROWS[one.row.value] if one.row else ""
    return str(told(one, name))
