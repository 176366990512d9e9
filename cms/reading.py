"""Makes a cleaned body readable on the page: anchors and a table of contents, links that say when they leave the house.

Works by expressions on markup that ``cms.sanitize`` has written (well formed, double quotes), since a parser takes longer
than the whole page may.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote, urlsplit

from django.core.signing import Signer
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.links import addresses

# Old documents have no headings, only paragraphs that begin like one: 第一章 总则; 一、总体要求.
_NUMERAL = "[一二三四五六七八九十百〇零]{1,4}"
_PART = re.compile(rf"(?:第{_NUMERAL}[编章节]|{_NUMERAL}、)")
_PART_LENGTH = 42  # longer ones are sentences that begin with a number
_BLOCK = re.compile(r"<(h[2-4]|p)((?:\s[^<>]*)?)>(.*?)</\1>", re.S)
_DAY = r"[0-9〇○零一二三四五六七八九]{4}\s*年\s*[0-9一二三四五六七八九十]{1,3}\s*月\s*[0-9一二三四五六七八九十]{1,3}\s*日"
_SIGNATURE = re.compile(rf"(?:<p>(?=[^<>。；：，]{{2,60}}</p>\s*<p>\s*{_DAY}\s*</p>))|<p>(?=\s*{_DAY}\s*</p>)")
_SIGNED = re.compile(rf"(?:<p(?:\s[^<>]*)?>|<br ?/?>)\s*(?:<[^<>]+>)*\s*{_DAY}\s*(?:<[^<>]+>)*\s*</p>|{_DAY}\s*(?:</[^<>]+>\s*)+\Z")
_ADDRESSEE = re.compile(r"\A\s*<p>(?=[^<>]{2,120}[：:]\s*</p>)")
_ID = re.compile(r'\sid="([^"]*)"')
_LINK = re.compile(r'<a\s([^<>]*?)href="(https?://[^"<>]+)"([^<>]*)>(.*?)</a>', re.S | re.I)
_TABLE = re.compile(r"(<table\b.*?</table>)", re.S)
_SENTENCE_END = ("。", "；", "：", "，", ":", ";")

_signer = Signer(salt="outside-link")
Dead = Callable[[], Collection[str]]  # asked only where a link stands; the addresses as ``cms.links.addresses`` keeps them


def none_dead() -> Collection[str]:
    return ()


@dataclass(frozen=True)
class Heading:
    anchor: str
    text: str
    deeper: bool


@dataclass(frozen=True)
class Reading:
    html: SafeString
    headings: tuple[Heading, ...]
    signed: bool = False  # the text ends, or its first part does, with a signature of its own


def read(body: str, *hosts: str, dead: Dead = none_dead) -> Reading:
    """The body as shown on a page of a site of these names, with its headings in order. ``body`` has been cleaned before."""
    if body and "<" not in body:
        body = "".join(f"<p>{line.strip()}</p>" for line in body.splitlines() if line.strip())
    headings: list[Heading] = []
    body = _BLOCK.sub(lambda match: _anchored(match, headings), _addressed(body or ""))
    signed = bool(_SIGNED.search(body))
    body = _SIGNATURE.sub('<p class="right">', body)
    return Reading(mark_safe(scrollable(outward(body, *hosts, dead=dead))), tuple(headings), signed)


def _addressed(body: str) -> str:
    """The line that says to whom a document goes is not indented."""
    return _ADDRESSEE.sub('<p class="flush">', body, count=1)


def _anchored(match: re.Match, headings: list[Heading]) -> str:
    tag, attributes, inner = match.groups()
    text = " ".join(unescape(strip_tags(inner)).split())
    is_part = tag == "p" and len(text) <= _PART_LENGTH and _PART.match(text) and not text.endswith(_SENTENCE_END)
    if not text or tag == "p" and not is_part:
        return match[0]
    named = _ID.search(attributes)
    anchor = named[1] if named else f"s{len(headings) + 1}"
    headings.append(Heading(anchor, text, tag in ("h3", "h4") or bool(re.match(f"第{_NUMERAL}节", text))))
    name = "" if named else f' id="{anchor}"'
    part = ' class="part"' if is_part else ""
    return f"<{tag}{attributes}{name}{part}>{inner}</{tag}>"


def scrollable(body: str) -> str:
    """Wide tables scroll by themselves, also by keyboard, and not the page."""
    label = escape(_("表格，可左右滚动"))
    return _TABLE.sub(rf'<div class="scroll" tabindex="0" role="group" aria-label="{label}">\1</div>', body)


def is_official(url: str, *hosts: str) -> bool:
    """Whether an address stays in government: this site, or a name under gov.cn (only authorities get one)."""
    name = (urlsplit(url).hostname or "").lower()
    ours = {host.split(":")[0].lower() for host in hosts if host}
    return not name or name in ours or name == "gov.cn" or name.endswith(".gov.cn")


def way_out(url: str) -> str:
    """Our page that says where a link outside government leads; signed, so that it passes on our own links only."""
    return f"/leave/?to={quote(url, safe='')}&s={_signer.signature(url)}"


def may_pass(url: str, signature: str) -> bool:
    """Whether ``way_out`` made this address; only web addresses are let through."""
    return url.startswith(("http://", "https://")) and _signer.signature(url) == signature


def outward(body: str, *hosts: str, dead: Dead = none_dead) -> str:
    """Lead links to places outside government over the page that says so first; a dead one leads nowhere, and says so."""

    def rewrite(match: re.Match) -> str:
        before, url, after, inner = match.groups()
        if addresses.outside(unescape(url)) in dead():
            return _dead(inner)
        if is_official(unescape(url), *hosts):
            return match[0]
        outside = escape(_("站外链接"))  # by itself: makemessages does not look into an f-string
        said = f'<span class="hidden-visually">（{outside}）</span>'
        return f'<a {before}href="{escape(way_out(unescape(url)))}"{after} class="outside" rel="nofollow">{inner}{said}</a>'

    return _LINK.sub(rewrite, body)


def _dead(inner: str) -> str:
    words = escape(_("链接已失效"))
    return f'<span class="dead">{inner}<span class="dead-why">（{words}）</span></span>'


def link(url: str, words: str, *hosts: str, dead: Dead = none_dead, button: bool = False) -> SafeString:
    """A link from a field of its own, as ``outward`` makes those of a text."""
    if addresses.outside(url) in dead():
        return mark_safe(_dead(escape(words)))
    href = url if is_official(url, *hosts) else way_out(url)
    kind = ' class="button"' if button else ""
    return mark_safe(f'<a{kind} href="{escape(href)}">{escape(words)}</a>')


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""
