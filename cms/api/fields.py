"""What is given away about a thing, field by field: the API's answers, its schema, the exports and their data dictionary all
come from such a list. Pure: values are read from rows that have been fetched."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

BEIJING = ZoneInfo("Asia/Shanghai")  # the time in which the record is kept
APART = "；"  # between several values in one cell of a table

_TEXT = {"type": "string"}
_CODE = {
    "type": "object",
    "properties": {"code": _TEXT, "label": {"type": "string"}},
    "required": ["code", "label"],
    "additionalProperties": False,
}
_THING = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "name": _TEXT, "url": {"type": ["string", "null"], "format": "uri"}},
    "required": ["id", "name", "url"],
    "additionalProperties": False,
}
_FILE = {
    "type": "object",
    "properties": {"name": _TEXT, "url": {"type": "string", "format": "uri"}, "bytes": {"type": ["integer", "null"]}},
    "required": ["name", "url", "bytes"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Kind:
    """A kind of value: what it is called, its JSON schema, and how it stands in one cell of a table."""

    title: str
    schema: Mapping
    cell: Callable


def _plain(value):
    return value


def _names(value: Iterable[Mapping]) -> str:
    return APART.join(one["name"] for one in value)


KINDS: dict[str, Kind] = {
    "text": Kind(_("文字"), _TEXT, _plain),
    "html": Kind(_("HTML 文字"), {"type": "string", "contentMediaType": "text/html"}, _plain),
    "address": Kind(_("网址"), {"type": "string", "format": "uri"}, _plain),
    "day": Kind(_("日期（年-月-日）"), {"type": "string", "format": "date"}, _plain),
    "moment": Kind(_("时间（ISO 8601，北京时间）"), {"type": "string", "format": "date-time"}, _plain),
    "number": Kind(_("整数"), {"type": "integer"}, _plain),
    "amount": Kind(_("小数（写作文字，不损失精度）"), {"type": "string", "pattern": r"^-?\d+\.\d+$"}, _plain),
    "yes_no": Kind(_("是或者否"), {"type": "boolean"}, lambda value: "是" if value else "否"),
    "code": Kind(_("代码和名称"), _CODE, lambda value: value["label"]),
    "codes": Kind(_("若干代码和名称"), {"type": "array", "items": _CODE}, lambda value: APART.join(one["label"] for one in value)),
    "thing": Kind(_("编号、名称和网址"), _THING, lambda value: value["name"]),
    "things": Kind(_("若干编号、名称和网址"), {"type": "array", "items": _THING}, _names),
    "files": Kind(_("若干文件"), {"type": "array", "items": _FILE}, lambda value: APART.join(one["url"] for one in value)),
}
EMPTY = {"text": "", "html": "", "codes": [], "things": [], "files": []}  # what stands for nothing; null for the other kinds


@dataclass(frozen=True)
class Field:
    """``value(item, today)`` reads it; an item to which the field does not apply gives None."""

    name: str
    label: str
    kind: str
    meaning: str
    value: Callable

    @property
    def nullable(self) -> bool:
        return self.kind not in EMPTY

    def read(self, item, today: date):
        """The value as JSON has it: days and moments as text, in the language that is now active."""
        found = self.value(item, today)
        if found is None:
            return EMPTY.get(self.kind)
        if isinstance(found, datetime):
            return found.astimezone(BEIJING).isoformat(timespec="seconds")
        if isinstance(found, date):
            return found.isoformat()
        return str(found) if isinstance(found, Decimal) else found

    def schema(self) -> dict:
        """JSON schema of the value, in the words of the language that is now active."""
        schema = {**KINDS[self.kind].schema, "title": str(self.label), "description": str(self.meaning)}
        return {**schema, "type": [schema["type"], "null"]} if self.nullable else schema


def told(fields: Iterable[Field], item, today: date) -> dict:
    """The item as the API gives it."""
    return {field.name: field.read(item, today) for field in fields}


def cells(fields: Iterable[Field], values: Mapping) -> list:
    """What ``told`` gave, as one row of a table."""
    return ["" if values[field.name] is None else KINDS[field.kind].cell(values[field.name]) for field in fields]


DICTIONARY_HEAD = ("字段", "名称", "类型", "说明")


def dictionary(fields: Iterable[Field]) -> list[list[str]]:
    """The data dictionary: a row for each field, as ``DICTIONARY_HEAD`` names them."""
    return [[field.name, str(field.label), str(KINDS[field.kind].title), str(field.meaning)] for field in fields]


def code(value: str, label) -> dict | None:
    """A coded value with its word; None where nothing is said."""
    return {"code": str(value), "label": str(label)} if value else None


def thing(pk: int, name: str, url: str | None = None) -> dict:
    """Another thing that is named; ``url`` None where it has no public page."""
    return {"id": pk, "name": str(name), "url": url}
