"""Any staff list as XLSX or CSV: what the filters and the search show, all of it, in the words that the screen uses."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms import spreadsheets

CHUNK = 500  # rows in memory
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class ExportsInWords:
    """For list views and reports, in place of how Wagtail writes them: its CSV hands formulas on and shows codes and True, and
    both of its writers hold the list in memory.

    ``export_words`` names columns of ``list_export`` that are no fields: (heading, how it is read from the row).
    """

    export_words: Mapping[str, tuple[str, Callable]] = {}

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> StreamingHttpResponse:
        head = [
            str(self.export_words[name][0]) if name in self.export_words else self.get_heading(queryset, name) for name in self.list_export
        ]
        rows = self._rows(queryset, translation.get_language())
        if spreadsheet_format == "csv":
            pieces = spreadsheets.csv_pieces(_headed(head, rows))
        else:
            pieces = spreadsheets.xlsx_pieces([("Sheet1", head, rows)])
        headers = {"Content-Disposition": f'attachment; filename="{self.get_filename()}.{spreadsheet_format}"'}
        return StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[spreadsheet_format], headers=headers)

    def _rows(self, queryset: QuerySet, language: str) -> Iterator[list]:
        for item in queryset.iterator(chunk_size=CHUNK):
            with translation.override(language):  # the answer is written after the request has let go of it
                row = [self.export_words[name][1](item) if name in self.export_words else told(item, name) for name in self.list_export]
            yield [value if isinstance(value, (int, float)) else str(value) for value in row]


def _headed(head: list[str], rows: Iterator[list]) -> Iterator[list]:
    yield head
    yield from rows


def told(item: Model, name: str):
    """A field of the row as people say it."""
    value = getattr(item, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    try:
        chosen = item._meta.get_field(name).choices
    except FieldDoesNotExist:
        chosen = None
    return getattr(item, f"get_{name}_display")() if chosen else value
