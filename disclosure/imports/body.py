"""The plain text of an older document to clean markup: paragraphs, and headings where the text has them. Pure."""

import re
from collections.abc import Iterator
from html import escape

from cms import sanitize
from disclosure.titles import plain_key

_N = "[一二三四五六七八九十百零〇]"
_MARKUP = re.compile(r"<(?:p|div|br|table|span|h[1-6]|ul|ol|a|img|strong|b|font|script|style)(?:\s[^<>]*)?/?>", re.I)
_NOISE = re.compile(r"更多信息请关注官方微信[“\"][^”\"]{1,20}[”\"]$|^【?字体[:：][^】]{0,12}】?$|^\s*(?:打印|关闭窗口|分享到[:：]?)\s*$")
_NOISE_ENDS = ("”", '"', "】", "小", "印", "闭", "口", "到", ":", "：")
_MARGIN = " \t\u3000\xa0\ufeff"

# Where a text without line breaks began a new paragraph: after the end of a sentence, before what begins like a part.
_PART = rf"(?:第{_N}{{1,5}}[编章节条]\s|{_N}{{1,3}}、|\({_N}{{1,3}}\)|（{_N}{{1,3}}）|附件\d?[:：]|附[:：])"
_BREAK = re.compile(rf"(?<=[。；！？!?）”])\s*(?={_PART})|(?<=[。；])\s*(?=\d{{1,2}}[.．、]\D)")
_HEADING_RUN_ON = re.compile(rf"^({_N}{{1,3}}、[^。；，：、]{{2,30}}?)\s*(（{_N}{{1,3}}）.*)$", re.S)
_BLANK = re.compile(rf"(?<=[。！？；：:…”）)》])[ \u3000]+|[ \u3000]+(?={_PART})")
LONG_LINE = 160  # characters; longer lines may hold several paragraphs

_CHAPTER = re.compile(rf"^第{_N}{{1,5}}[编章](?:\s|$)|^{_N}{{1,3}}、")
_SECTION = re.compile(rf"^第{_N}{{1,5}}节(?:\s|$)|^（{_N}{{1,3}}）")
_HEADING_LENGTH = 42
_SENTENCE = ("。", "；", "：", "，", ":", ";", "、")


def to_html(text: str, title: str = "", number: str = "") -> str:
    """Clean markup of a document's text; "" where it says nothing beyond its title. ``text`` may be markup itself."""
    if _MARKUP.search(text):
        return sanitize.clean(text)
    text = text.strip()
    while title and text.startswith(title) and text[len(title) : len(title) + 1].isspace():
        text = text[len(title) :].lstrip()
    lines = _without_title(list(_paragraphs(text)), title, number)
    return sanitize.clean("".join(_marked(lines)))


def with_links(html: str, attachments: list[tuple[str, str]]) -> str:
    """The markup and below it, as links, the attachments that stayed where the document was first published."""
    items = "".join(f'<li><a href="{escape(url)}">{escape(name)}</a></li>' for name, url in attachments)
    return sanitize.clean(f"{html}<p>附件：</p><ul>{items}</ul>")


def _paragraphs(text: str) -> Iterator[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    for line in lines:
        # the short lines of a text that has line breaks are paragraphs already: most of them, so they go first
        parts = [line] if len(line) <= LONG_LINE and len(lines) > 1 else _BLANK.split(line.strip(_MARGIN))
        for part in parts:
            for piece in _BREAK.split(part) if len(part) > LONG_LINE else [part]:
                yield from filter(None, map(_tidy, _unrun(piece)))


def _tidy(line: str) -> str:
    line = " ".join(line.split())
    return _NOISE.sub("", line) if line.endswith(_NOISE_ENDS) else line


def _unrun(line: str) -> list[str]:
    run_on = _HEADING_RUN_ON.match(line) if "、" in line[:4] else None
    return list(run_on.groups()) if run_on else [line]


def _without_title(lines: list[str], title: str, number: str) -> list[str]:
    """The text without the title (on one line or several) and the number, which the page shows above it anyway."""
    wanted, number = plain_key(title), plain_key(number)
    while lines:
        found = ""
        for count, line in enumerate(lines[:4], 1):
            found += plain_key(line)
            if found and found == wanted:
                lines = lines[count:]
                break
            if not wanted.startswith(found):
                count = 0
                break
        else:
            count = 0
        if lines and number and plain_key(lines[0]) == number:
            lines, count = lines[1:], 1
        if not count:
            return lines
    return lines


def _marked(lines: list[str]) -> Iterator[str]:
    deeper = False
    for line in lines:
        tag = level(line)
        if tag == "h2":
            deeper = True
        elif tag == "h3" and not deeper:
            tag = "h2"  # no level is left out
        yield f"<{tag}>{escape(line, quote=False)}</{tag}>"


def level(line: str) -> str:
    """h2 or h3 for what is worded and numbered like a heading, p for the rest."""
    if len(line) > _HEADING_LENGTH or line.endswith(_SENTENCE):
        return "p"
    return "h2" if _CHAPTER.match(line) else "h3" if _SECTION.match(line) else "p"
