"""The whole catalogue as a file: CSV and XLSX for people, JSON Lines for programs, all with the fields of the API."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cms import spreadsheets
from cms.api.fields import DICTIONARY_HEAD, cells, dictionary, told
from disclosure.open_data import catalogue
from disclosure.open_data.fields import EVERYTHING

AT_ONCE = 200  # rows in one piece of JSON Lines


@dataclass(frozen=True)
class Format:
    title: str
    media_type: str
    pieces: Callable[[Iterable[dict]], Iterator[bytes]]


def described(today: date) -> Iterator[dict]:
    """Every public item, field by field, in Chinese whoever asks."""
    items = catalogue.everything()
    while some := list(islice(items, AT_ONCE)):
        with translation.override(settings.LANGUAGE_CODE):
            rows = [told(EVERYTHING, item, today) for item in some]
        yield from rows


def _json_lines(rows: Iterable[dict]) -> Iterator[bytes]:
    rows = iter(rows)
    while some := list(islice(rows, AT_ONCE)):
        yield "".join(f"{json.dumps(row, ensure_ascii=False, separators=(',', ':'))}\n" for row in some).encode()


def in_chinese() -> tuple[list[str], list[list[str]]]:
    """The head of the tables, and the data dictionary."""
    with translation.override(settings.LANGUAGE_CODE):
        return [str(field.label) for field in EVERYTHING], dictionary(EVERYTHING)


def _csv(rows: Iterable[dict]) -> Iterator[bytes]:
    head, _dictionary = in_chinese()
    yield from spreadsheets.csv_pieces(_headed(head, rows))


def _headed(head: list[str], rows: Iterable[dict]) -> Iterator[list]:
    yield head
    for row in rows:
        yield cells(EVERYTHING, row)


def _xlsx(rows: Iterable[dict]) -> Iterator[bytes]:
    head, meanings = in_chinese()
    table = (cells(EVERYTHING, row) for row in rows)
    yield from spreadsheets.xlsx_pieces([("公开目录", head, table), ("数据字典", DICTIONARY_HEAD, meanings)])


FORMATS: dict[str, Format] = {
    "csv": Format(_("CSV 表格"), "text/csv; charset=utf-8", _csv),
    "xlsx": Format(_("XLSX 表格"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "jsonl": Format(_("JSON Lines"), "application/x-ndjson; charset=utf-8", _json_lines),
}


def pieces(name: str, today: date) -> Iterator[bytes]:
    """The file in that format, made while it is read; memory stays flat."""
    return FORMATS[name].pieces(described(today))


def dictionary_pieces() -> Iterator[bytes]:
    """The data dictionary alone, as CSV."""
    _head, meanings = in_chinese()
    return spreadsheets.csv_pieces([DICTIONARY_HEAD, *meanings])
