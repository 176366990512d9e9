"""公开依据: one source a line, tied to the library of the regulations where that has it. Pure."""

import re
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from cms import regulations

APART = re.compile(r"[\n；;]+|(?<=》)[、，,\s]*(?=《)")
NAMED = re.compile(r"《[^》]+》|〔\d{4}〕|\[\d{4}\]|第\s*\d+\s*号")
TITLE = re.compile(r"《([^》]+)》")
ARTICLE = re.compile(r"第[一二三四五六七八九十百千零]+条")
REFERENCE = re.compile(r"[a-z][a-z0-9-]*/[a-z0-9-]+")
LONGEST = 300  # characters of one source


class Unclear(Exception):
    """A source that nobody could look up; the sentence is for whoever wrote it."""


@dataclass(frozen=True)
class Source:
    text: str
    url: str = ""  # its place in the library, where it has one


def read(text: str) -> list[str]:
    """The sources, each as it is written. Raises ``Unclear``."""
    found = [part.strip(" 、，,。\t　") for part in APART.split(text)]
    found = [part for part in found if part]
    if not found:
        raise Unclear(_("没有写公开依据；请写明法规的名称，如《政府信息公开条例》第二十条。"))
    for part in found:
        if len(part) > LONGEST:
            raise Unclear(_("公开依据“%(text)s…”太长，请一行写一项。") % {"text": part[:20]})
        if REFERENCE.fullmatch(part):
            _named(part)
        elif not NAMED.search(part):
            raise Unclear(_("公开依据“%(text)s”没有写明文件：请用书名号写出名称，或者写出文号。") % {"text": part[:40]})
    return found


def _named(reference: str) -> regulations.Article:
    try:
        return regulations.article(reference)
    except KeyError as unknown:
        raise Unclear(unknown.args[0]) from None


def beyond_the_regulations(sources: list[str]) -> bool:
    """Whether another law than the Regulations is named, which may set a longer term (Article 26)."""
    ours = ("ogi/", "《政府信息公开条例》", "《中华人民共和国政府信息公开条例》")
    return any(not source.startswith(ours) for source in sources)


def linked(text: str) -> list[Source]:
    """For a reader: each source with its place in the library."""
    return [_linked(part.strip()) for part in text.splitlines() if part.strip()]


def _linked(part: str) -> Source:
    if REFERENCE.fullmatch(part):
        try:
            article = regulations.article(part)
        except KeyError:  # the entry was there when the row was written
            return Source(part)
        return Source(article.citation, article.get_absolute_url())
    title = TITLE.search(part)
    code = title and _titles().get(title[1])
    if not code:
        return Source(part)
    article = ARTICLE.search(part)
    number = article and _articles(code).get(article[0])
    return Source(part, f"/law/{code}/{number}/" if number else f"/law/{code}/")


@cache
def _titles() -> dict[str, str]:
    """Long and short title of each regulation, in Chinese as sources are written."""
    books = regulations.regulations("zh")
    return {name: book.code for book in books for name in (book.title.strip("《》"), book.short_title)}


@cache
def _articles(code: str) -> dict[str, str]:
    return {one.label: one.number for one in regulations.articles(code, "zh") if not one.is_part}
