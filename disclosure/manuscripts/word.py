"""DOCX as blocks: paragraphs, headings, lists, tables, automatic numbers. Revisions are read as accepted, hidden text is not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _
from lxml import etree

from cms import sanitize
from cms.hidden_content.office import Package, attribute, child, local, named, on
from cms.hidden_content.reading import TooMuch
from cms.hidden_content.word import hidden_styles, is_hidden
from disclosure.manuscripts.numbering import BULLET, Numbering
from disclosure.manuscripts.paper import Block, Paper

MOST_BLOCKS = 20_000
WIDEST = 60  # columns of a table
AROUND = frozenset("ins moveTo hyperlink smartTag sdt sdtContent fldSimple customXml dir bdo".split())  # what may stand around runs
PICTURES = frozenset("drawing pict object".split())
SIGNS = {"tab": " ", "br": "<br/>", "cr": "<br/>", "noBreakHyphen": "-"}
ALIGNED = {"center": "center", "right": "right", "end": "right"}


@dataclass
class Style:
    """What a paragraph style says: how deep a heading it is (0 the highest), and its list."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    list_id: str = ""
    depth: int = 0


@dataclass
class Document:
    """A Word file while it is read."""

    styles: dict[str, Style]
    hidden: set[str]
    numbering: Numbering
    seen: Counter = field(default_factory=Counter)  # what is not taken over, by kind

    def style(self, key: str) -> Style:
        """The style with what it has from those that it rests on."""
        found, base = Style(), key
        for _step in range(10):
            own = self.styles.get(base)
            if own is None:
                break
            found.name = found.name or own.name
            found.outline = own.outline if found.outline is None else found.outline
            if not found.list_id:
                found.list_id, found.depth = own.list_id, own.depth
            base = own.based_on
        return found


def read(content: bytes) -> Paper:
    """The text of a DOCX. Raises TooMuch with a sentence, and what lxml and zipfile raise for a broken file."""
    package = Package(content)
    document = Document(_styles(package), hidden_styles(package), Numbering.of(package))
    paper = Paper()
    for name in package.matching(r"word/document\d*\.xml")[:1]:
        root = package.tree(name)
        body = next(named(root, "body"), root)
        for block in _blocks(body, document):
            paper.blocks.append(block)
            if len(paper.blocks) > MOST_BLOCKS:
                raise TooMuch(_("文件超过 %(most)d 段，请拆成几个文件，正文只上传文件本身。") % {"most": MOST_BLOCKS})
        document.seen["revision"] = sum(1 for _element in named(root, "ins", "del", "moveFrom", "moveTo"))
    paper.notes += _notes(document.seen)
    return paper


def _notes(seen: Counter) -> Iterator[str]:
    if count := seen["revision"]:
        yield _("文件里有 %(count)d 处修订，已按“接受全部修订”读入，请逐段核对；附件里的修订痕迹在公开前还要清除。") % {"count": count}
    if count := seen["picture"]:
        yield _("正文里有 %(count)d 幅图片或图形没有读入，请另行上传。") % {"count": count}
    if count := seen["note"]:
        yield _("正文有 %(count)d 处脚注或尾注没有读入，请手工补上。") % {"count": count}


def _styles(package: Package) -> dict[str, Style]:
    found = {}
    for name in package.matching(r"word/styles\.xml"):
        for one in named(package.tree(name), "style"):
            made = Style(name=_value(one, "name"), based_on=_value(one, "basedOn"))
            properties = child(one, "pPr")
            if properties is not None:
                outline = _value(properties, "outlineLvl")
                made.outline = int(outline) if outline.isdecimal() and int(outline) < 9 else None
                made.list_id, made.depth = _list_of(properties)
            found[attribute(one, "styleId")] = made
    return found


def _value(element: etree._Element, name: str) -> str:
    part = child(element, name)
    return "" if part is None else attribute(part, "val")


def _list_of(properties: etree._Element) -> tuple[str, int]:
    part = child(properties, "numPr")
    if part is None:
        return "", 0
    depth = _value(part, "ilvl")
    return _value(part, "numId"), int(depth) if depth.isdecimal() else 0


def _blocks(parent: etree._Element, document: Document) -> Iterator[Block]:
    for element in parent:
        name = local(element)
        if name == "p":
            yield _paragraph(element, document)
        elif name == "tbl":
            yield _table(element, document)
        elif name in AROUND:
            yield from _blocks(element, document)


def _paragraph(element: etree._Element, document: Document) -> Block:
    inner = "".join(_inline(element, document)).replace("</strong><strong>", "").strip()
    text = _bare(inner)
    properties = child(element, "pPr")
    style, list_id, depth, align, outline = Style(), "", 0, "", ""
    if properties is not None:
        style = document.style(_value(properties, "pStyle"))
        list_id, depth = _list_of(properties)
        align, outline = ALIGNED.get(_value(properties, "jc"), ""), _value(properties, "outlineLvl")
    if not list_id:
        list_id, depth = style.list_id, style.depth
    deep = int(outline) if outline.isdecimal() and int(outline) < 9 else style.outline
    block = Block(text, inner, "p" if deep is None else f"h{min(deep + 2, 4)}", align)
    return _with_number(block, document, list_id, depth) if text else block


def _with_number(block: Block, document: Document, list_id: str, depth: int) -> Block:
    """An entry of a plain list becomes one; any other number stands in the text, where people cite it."""
    found = document.numbering.next(list_id, depth)
    if found is None:
        return block
    level, number, words = found
    if level.form == BULLET:
        block.kind = "ul" if block.kind == "p" else block.kind
        return block
    block.text = words + block.text
    if block.kind == "p" and level.form == "decimal" and level.text == "%1.":
        block.kind, block.number = "ol", number
    else:
        block.inner = escape(words, quote=False) + block.inner
    return block


def _inline(element: etree._Element, document: Document) -> Iterator[str]:
    for part in element:
        name = local(part)
        if name == "r":
            yield from _run(part, document)
        elif name in AROUND:
            yield from _inline(part, document)


def _run(run: etree._Element, document: Document) -> Iterator[str]:
    if is_hidden(run, document.hidden):
        return
    words = "".join(_sign(part, document) for part in run)
    if not words.strip():
        yield words
        return
    properties = child(run, "rPr")
    bold = child(properties, "b") if properties is not None else None
    raised = {"superscript": "sup", "subscript": "sub"}.get(_value(properties, "vertAlign") if properties is not None else "")
    if raised:
        words = f"<{raised}>{words}</{raised}>"
    yield f"<strong>{words}</strong>" if bold is not None and on(bold) else words


def _sign(element: etree._Element, document: Document) -> str:
    name = local(element)
    if name == "t":
        return escape(element.text or "", quote=False)
    if name in PICTURES or name == "AlternateContent":
        document.seen["picture"] += 1
    elif name in ("footnoteReference", "endnoteReference"):
        document.seen["note"] += 1
    return SIGNS.get(name, "")


def _bare(inner: str) -> str:
    return " ".join(sanitize.text(inner).split())


def _table(table: etree._Element, document: Document) -> Block:
    rows, heads, text = [], 0, []
    above: dict[int, dict] = {}  # the cell that runs on downward, by its first column
    for row in _rows(table):
        cells, column = [], 0
        for cell in (one for one in _within(row) if local(one) == "tc"):
            span, merged = _spans(cell)
            if merged == "continue" and column in above:
                above[column]["rowspan"] += 1
            else:
                made = {"html": _cell(cell, document), "colspan": span, "rowspan": 1}
                text.append(_bare(made["html"]))
                cells.append(made)
                above.pop(column, None)
                if merged:
                    above[column] = made
            column += span
        rows.append(cells)
        properties = child(row, "trPr")
        if heads == len(rows) - 1 and properties is not None and child(properties, "tblHeader") is not None:
            heads += 1
    head = "".join(_row(cells, "th") for cells in rows[:heads])
    body = "".join(_row(cells, "td") for cells in rows[heads:])
    inner = f"<table>{f'<thead>{head}</thead>' if head else ''}<tbody>{body}</tbody></table>"
    return Block(" ".join(filter(None, text)), inner, "table")


def _within(element: etree._Element) -> Iterator[etree._Element]:
    for part in element:
        if local(part) in AROUND:
            yield from _within(part)
        else:
            yield part


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (one for one in _within(table) if local(one) == "tr")


def _spans(cell: etree._Element) -> tuple[int, str]:
    """How many columns it takes, and whether it begins ("restart") or continues a cell that runs downward."""
    properties = child(cell, "tcPr")
    if properties is None:
        return 1, ""
    span, merge = _value(properties, "gridSpan"), child(properties, "vMerge")
    width = min(int(span), WIDEST) if span.isdecimal() and int(span) else 1
    return width, "" if merge is None else attribute(merge, "val") or "continue"


def _cell(cell: etree._Element, document: Document) -> str:
    paragraphs = (_paragraph(one, document) for one in named(cell, "p"))
    return "<br/>".join(block.inner if block.kind != "ol" else f"{block.number}.{block.inner}" for block in paragraphs if block.text)


def _row(cells: list[dict], tag: str) -> str:
    def opened(cell: dict) -> str:
        spans = "".join(f' {name}="{cell[name]}"' for name in ("colspan", "rowspan") if cell[name] > 1)
        scope = ' scope="col"' if tag == "th" else ""
        return f"<{tag}{scope}{spans}>{cell['html']}</{tag}>"

    return f"<tr>{''.join(map(opened, cells))}</tr>"
