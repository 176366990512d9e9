"""XLSX: every cell, and which of them lie on hidden sheets, in hidden rows or hidden columns; comments; pivot caches."""

import io
import re

from django.utils.translation import gettext as _
from lxml import etree

from cms.hidden_content.office import SAFE, Package, attribute, child, local, named, read_links, read_properties, refuse_declarations
from cms.hidden_content.reading import Reading

CHUNK = 200_000  # characters of cells looked at together


def read(package: Package, reading: Reading) -> None:
    strings = shared_strings(package)
    targets = {}
    for name in package.matching(r"xl/_rels/workbook\.xml\.rels"):
        targets = {element.get("Id"): element.get("Target", "") for element in named(package.tree(name), "Relationship")}
    for sheet in named(package.tree("xl/workbook.xml"), "sheet"):
        target = targets.get(attribute(sheet, "id"), "").lstrip("/").removeprefix("xl/")
        if f"xl/{target}" in package.names:
            Sheet(sheet.get("name", ""), sheet.get("state", "visible") != "visible", strings, reading).read(package.part(f"xl/{target}"))
    for name in package.matching(r"xl/(?:.*/)?(?:comments?|threadedComment)\d*\.xml"):
        for element in named(package.tree(name), "comment", "threadedComment"):
            reading.add(_("批注 %(place)s") % {"place": element.get("ref", "")}, _text_of(element), "comment")
    for name in package.matching(r"xl/pivotCache/pivotCache\w+\d*\.xml"):
        values = "\n".join(element.get("v", "") for element in package.tree(name).iter() if "v" in element.attrib)
        reading.add(_("数据透视表"), values, "cache")
    for name in package.matching(r"xl/drawings/drawing\d+\.xml"):
        reading.add(_("图形"), "\n".join(element.text or "" for element in named(package.tree(name), "t")))
    read_properties(package, reading)
    read_links(package, reading)


def shared_strings(package: Package) -> list[str]:
    found = []
    for name in package.matching(r"xl/sharedStrings\.xml"):
        for _event, element in etree.iterparse(io.BytesIO(package.part(name)), tag="{*}si", **SAFE):
            found.append(_text_of(element))
            element.clear()
    return found


def _text_of(element: etree._Element) -> str:
    texts = [one.text or "" for one in named(element, "t", "text")]
    return "".join(texts)


class Sheet:
    """Gathers the cells of one sheet by whether they are seen, in chunks."""

    def __init__(self, name: str, hidden: bool, strings: list[str], reading: Reading):
        self.name, self.hidden, self.strings, self.reading = name, hidden, strings, reading
        self.columns: list[tuple[int, int]] = []
        self.gathered: dict[str, tuple[list[str], list[tuple[int, str]], list[int]]] = {}

    def read(self, content: bytes) -> None:
        events = etree.iterparse(io.BytesIO(content), tag=("{*}col", "{*}row", "{*}oddHeader", "{*}oddFooter"), **SAFE)
        checked = False
        for _event, element in events:
            if not checked:
                refuse_declarations(element)
                checked = True
            name = local(element)
            if name == "col" and attribute(element, "hidden") in ("1", "true"):
                self.columns.append((int(element.get("min", 0)), int(element.get("max", 0))))
            elif name == "row":
                self.read_row(element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            elif name.startswith("odd"):
                self.reading.add(_("页眉页脚"), element.text or "")
        for kind in list(self.gathered):
            self.flush(kind)

    def read_row(self, row: etree._Element) -> None:
        hidden_row = row.get("hidden") in ("1", "true")
        for cell in row:
            text = self.value(cell)
            if not text:
                continue
            place = cell.get("r", "")
            if self.hidden:
                kind = "hidden_sheet"
            elif hidden_row:
                kind = "hidden_rows"
            elif self.columns and any(first <= column_number(place) <= last for first, last in self.columns):
                kind = "hidden_columns"
            else:
                kind = ""
            texts, marks, size = self.gathered.setdefault(kind, ([], [], [0]))
            marks.append((size[0], place))
            texts.append(text)
            size[0] += len(text) + 1
            if size[0] > CHUNK:
                self.flush(kind)

    def flush(self, kind: str) -> None:
        texts, marks, _size = self.gathered.pop(kind)
        named_marks = [(offset, f"{self.name}!{place}") for offset, place in marks]
        self.reading.add(_("工作表 %(name)s") % {"name": self.name}, "\n".join(texts), kind, named_marks)

    def value(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text_of(cell)
        value = child(cell, "v")
        text = value.text or "" if value is not None else ""
        if kind == "s":
            return self.strings[int(text)] if text.isdigit() and int(text) < len(self.strings) else ""
        return text


def column_number(place: str) -> int:
    """3 for C17."""
    number = 0
    for letter in re.match(r"[A-Z]*", place)[0]:
        number = number * 26 + ord(letter) - 64
    return number
