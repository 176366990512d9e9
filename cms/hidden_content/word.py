"""DOCX: the text as it is read, and what is not: comments, tracked changes, hidden text, properties."""

from django.utils.translation import gettext as _
from lxml import etree

from cms.hidden_content.office import Package, attribute, child, local, named, on, read_links, read_properties
from cms.hidden_content.reading import Reading

TEXTS = {
    r"word/document\d*\.xml": "正文",
    r"word/header\d*\.xml": "页眉",
    r"word/footer\d*\.xml": "页脚",
    r"word/footnotes\.xml": "脚注",
    r"word/endnotes\.xml": "尾注",
    r"word/glossary/document\.xml": "构建基块",
}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
INSERTED = {f"{{{space}}}{name}" for space in (W, STRICT) for name in ("ins", "moveTo")}


def read(package: Package, reading: Reading) -> None:
    styles = hidden_styles(package)
    for pattern, title in TEXTS.items():
        for name in package.matching(pattern):
            read_text(package.tree(name), title, styles, reading)
    for name in package.matching(r"word/comments\d*\.xml"):
        for number, comment in enumerate(named(package.tree(name), "comment"), 1):
            text = "".join(element.text or "" for element in named(comment, "t"))
            reading.add(_("批注 %(number)d") % {"number": number}, text, "comment")
    read_properties(package, reading)
    read_links(package, reading)


def hidden_styles(package: Package) -> set[str]:
    """The styles whose text is hidden."""
    found = set()
    for name in package.matching(r"word/styles\.xml"):
        for style in named(package.tree(name), "style"):
            if any(on(switch) for switch in named(style, "vanish", "webHidden")):
                found.add(attribute(style, "styleId"))
    return found


def read_text(root: etree._Element, title: str, styles: set[str], reading: Reading) -> None:
    for number, paragraph in enumerate(named(root, "p"), 1):
        place = _("%(title)s第 %(number)d 段") % {"title": title, "number": number}
        seen: list[str] = []
        unseen: dict[str, list[str]] = {}
        for run in named(paragraph, "r"):
            text = "".join(_written(element) for element in run)
            if deleted := "".join(element.text or "" for element in run if local(element) == "delText"):
                unseen.setdefault("revision", []).append(deleted)
            elif is_hidden(run, styles):
                unseen.setdefault("hidden_text", []).append(text)
            else:
                seen.append(text)
                if any(parent.tag in INSERTED for parent in run.iterancestors()):
                    unseen.setdefault("inserted", []).append(text)
        reading.add(place, "".join(seen))
        for kind, texts in unseen.items():
            reading.add(place, "".join(texts), "revision" if kind == "inserted" else kind)


def _written(element: etree._Element) -> str:
    name = local(element)
    if name == "t":
        return element.text or ""
    return {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(name, "")


def is_hidden(run: etree._Element, styles: set[str]) -> bool:
    properties = child(run, "rPr")
    if properties is not None:
        if any(on(switch) for switch in named(properties, "vanish", "webHidden")):
            return True
        style = child(properties, "rStyle")
        if style is not None and attribute(style, "val") in styles:
            return True
    if not styles:
        return False
    paragraph = run.find("../{*}pPr/{*}pStyle")
    return paragraph is not None and attribute(paragraph, "val") in styles
