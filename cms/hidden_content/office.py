"""The parts of office files (OOXML): opened with limits, never with entities from outside; comments, properties, slides."""

import io
import re
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from cms.hidden_content.reading import Reading, TooMuch

PART_LIMIT = 40 * 1024 * 1024  # bytes of one part, unpacked
TOTAL_LIMIT = 160 * 1024 * 1024
SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class Package:
    """An office file as its parts."""

    def __init__(self, content: bytes):
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.names = self.archive.namelist()
        self.read_bytes = 0

    def matching(self, pattern: str) -> list[str]:
        return sorted(name for name in self.names if re.fullmatch(pattern, name))

    def part(self, name: str) -> bytes:
        with self.archive.open(name) as file:
            content = file.read(PART_LIMIT + 1)
        self.read_bytes += len(content)
        if len(content) > PART_LIMIT or self.read_bytes > TOTAL_LIMIT:
            raise TooMuch(_("文件解压后太大，系统没有看完，请人工查看，或者拆成几个文件。"))
        return content

    def tree(self, name: str) -> etree._Element:
        return parse(self.part(name))


def parse(content: bytes) -> etree._Element:
    root = etree.fromstring(content, etree.XMLParser(**SAFE))
    refuse_declarations(root)
    return root


def refuse_declarations(root: etree._Element) -> None:
    """Office files declare no document type; one that does wants something to be expanded."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise etree.XMLSyntaxError("document type declared", 0, 1, 1)


def local(element: etree._Element) -> str:
    """The name without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def named(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    return root.iter(*("{*}" + name for name in names))


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name; ``find`` with any namespace takes ten times as long."""
    return next((one for one in element if local(one) == name), None)


def attribute(element: etree._Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def on(element: etree._Element) -> bool:
    """A switch such as w:vanish: set unless it says no."""
    return attribute(element, "val") not in ("0", "false", "off")


PROPERTIES = {
    "creator": "作者",
    "lastModifiedBy": "最后修改者",
    "Company": "单位",
    "Manager": "管理者",
}


def read_properties(package: Package, reading: Reading) -> None:
    """docProps: who made the file, who changed it last, what else is written there."""
    for name in package.matching(r"docProps/(?:core|app)\.xml"):
        for element in named(package.tree(name), *PROPERTIES):
            reading.add(_("文件属性（%(name)s）") % {"name": PROPERTIES[local(element)]}, element.text or "", "metadata")
    for name in package.matching(r"docProps/custom\.xml"):
        for element in named(package.tree(name), "property"):
            told = {"name": element.get("name", "")}
            reading.add(_("文件属性（%(name)s）") % told, "".join(element.itertext()), "metadata")


def read_links(package: Package, reading: Reading) -> None:
    """Addresses behind links: mailto and tel."""
    for name in package.matching(r"(?:word|xl|ppt)/(?:.*/)?_rels/.*\.rels"):
        for element in named(package.tree(name), "Relationship"):
            kind, colon, address = element.get("Target", "").partition(":")
            if colon and kind in ("mailto", "tel"):
                reading.add(_("链接"), address)


def read_slides(package: Package, reading: Reading) -> None:
    """PPTX: slides, hidden slides, notes, comments."""
    for number, name in enumerate(package.matching(r"ppt/slides/slide\d+\.xml"), 1):
        root = package.tree(name)
        hidden = "hidden_text" if root.get("show") == "0" else ""
        reading.add(_("幻灯片 %(number)d") % {"number": number}, "\n".join(paragraphs(root)), hidden)
    for number, name in enumerate(package.matching(r"ppt/notesSlides/notesSlide\d+\.xml"), 1):
        reading.add(_("备注 %(number)d") % {"number": number}, "\n".join(paragraphs(package.tree(name))), "comment")
    for name in package.matching(r"ppt/comments/.*\.xml"):
        for number, element in enumerate(named(package.tree(name), "cm"), 1):
            reading.add(_("批注 %(number)d") % {"number": number}, " ".join(element.itertext()), "comment")


def paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in named(root, "p"):
        yield "".join(element.text or "" for element in named(paragraph, "t"))
