"""PDF as paragraphs: the lines of its pages put together again; pages without text are named, never passed over."""

import re
from collections.abc import Iterator
from contextlib import closing

from django.utils.translation import gettext as _

from cms.hidden_content.pdf import LEAST_TEXT, opened
from disclosure.imports.body import level
from disclosure.manuscripts.paper import Paper, plain

MOST_PAGES = 500
NAMED = 20  # pages without text that are named one by one
FULL = 0.8  # of the longest line: a shorter one ends its paragraph
_PAGE_NUMBER = re.compile(r"^[\s\-—–－·]*\d{1,4}[\s\-—–－·]*$|^第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?$")
_ENDS = tuple("。；：！？…”）:;!?")
_BEGINS = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇]{1,5}[编章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、]|附件)"
)


def read(content: bytes) -> Paper:
    """The text of a PDF. Raises what pdfium raises for a broken file."""
    paper, scans, lines = Paper(), [], []
    with opened(content) as document:
        count = len(document)
        for number in range(min(count, MOST_PAGES)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                said = text.get_text_range()
            if len(said.strip()) < LEAST_TEXT:
                scans.append(number + 1)
            lines += [line for line in map(str.strip, said.replace("\r", "\n").split("\n")) if not _PAGE_NUMBER.match(line)]
    if count > MOST_PAGES:
        paper.notes.append(_("PDF 有 %(count)d 页，只读了前 %(most)d 页。") % {"count": count, "most": MOST_PAGES})
    if scans and len(scans) == min(count, MOST_PAGES):
        paper.notes.append(_("这份 PDF 是扫描图像，没有文字，系统读不出标题和正文。请改用 Word 文件或者带文字的 PDF，或者手工录入。"))
        return paper
    if scans:
        told = {"pages": "、".join(map(str, scans[:NAMED])) + ("……" if len(scans) > NAMED else "")}
        paper.notes.append(_("第 %(pages)s 页没有文字，可能是扫描图像，系统没有读到，请手工补上。") % told)
    paper.blocks = [plain(one) for one in paragraphs(lines)]
    paper.notes.append(_("PDF 里没有段落和表格的结构：段落由系统拼接，表格成了文字，请对照原件核对。"))
    return paper


def paragraphs(lines: list[str]) -> Iterator[str]:
    """A line that fills the width and does not end a sentence runs on in the next one; an empty line ends what came before."""
    widest = max(map(len, lines), default=0)
    held = ""
    for line in lines:
        if not line:
            if held:
                yield held
            held = ""
            yield ""
            continue
        if held and (_BEGINS.match(line) or level(held) != "p"):
            yield held
            held = ""
        held += (" " if held and held[-1].isascii() and line[0].isascii() else "") + line
        if line.endswith(_ENDS) or len(line) < FULL * widest:
            yield held
            held = ""
    if held:
        yield held
