"""The masked copy of a DOCX: changes accepted, comments and hidden text gone, properties empty, numbers masked."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

from lxml import etree

from cms import personal_data
from cms.hidden_content.office import PROPERTIES, Package, local, named, parse
from cms.hidden_content.word import hidden_styles, is_hidden
from cms.personal_data import Allowed

GONE = {
    *("del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference", "comment", "commentEx", "person"),
    *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
}
UNWRAPPED = {"ins", "moveTo"}
MARK_OF_PARAGRAPH = "rPr"  # w:ins inside it says that the paragraph's end was inserted: it goes, too
SAID = re.compile(r"word/(?:comments\w*|people|commentsIds|commentsExtensible)\d*\.xml")
TEXT = re.compile(r"word/(?:document|header|footer|footnotes|endnotes|glossary/document)\d*\.xml")


def make(content: bytes, today: date, allowed: Allowed, inner: Callable[[bytes], bytes]) -> bytes:
    """``inner`` makes the masked copy of a file within the document."""
    package = Package(content)
    styles = hidden_styles(package)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in package.names:
            new.writestr(name, _part(name, package.part(name), styles, today, allowed, inner))
    return file.getvalue()


def _part(name: str, part: bytes, styles: set[str], today: date, allowed: Allowed, inner: Callable[[bytes], bytes]) -> bytes:
    if re.fullmatch(r"word/(?:embeddings/.*|media/.*\.(?i:jpe?g|png|webp))", name):
        return inner(part)
    if TEXT.fullmatch(name):
        return _written(_text(parse(part), styles, today, allowed))
    if SAID.fullmatch(name) or name == "docProps/custom.xml":
        root = parse(part)
        root[:] = []
        return _written(root)
    if name in ("docProps/core.xml", "docProps/app.xml"):
        root = parse(part)
        for element in named(root, *PROPERTIES):
            element.text = ""
        return _written(root)
    if name.endswith(".rels"):
        root = parse(part)
        for element in named(root, "Relationship"):
            if element.get("Target", "").partition(":")[0] in ("mailto", "tel"):
                element.set("Target", personal_data.mask(element.get("Target"), today, allowed))
        return _written(root)
    return part


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _text(root: etree._Element, styles: set[str], today: date, allowed: Allowed) -> etree._Element:
    for element in list(root.iter()):
        name = local(element)
        if name in GONE or name.endswith("Change") or name == "r" and is_hidden(element, styles):
            _remove(element)
        elif name in UNWRAPPED:
            _unwrap(element)
    for paragraph in named(root, "p"):
        _mask(paragraph, today, allowed)
    return root


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = [] if local(parent) == MARK_OF_PARAGRAPH else list(element)


def _mask(paragraph: etree._Element, today: date, allowed: Allowed) -> None:
    """Numbers in the paragraph's text, wherever Word has cut it into runs."""
    pieces = [element for element in named(paragraph, "t", "tab", "br", "cr", "noBreakHyphen") if local(element.getparent()) == "r"]
    signs = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
    texts = [element.text or "" if local(element) == "t" else signs[local(element)] for element in pieces]
    whole = "".join(texts)
    masked = personal_data.mask(whole, today, allowed)
    if masked == whole:
        return
    at = 0
    for element, text in zip(pieces, texts, strict=True):
        if local(element) == "t":
            element.text = masked[at : at + len(text)]
        at += len(text)
