"""Titles of official documents: what a title names, however it is written. Pure.

``关于印发《X》的通知``, ``某厅 关于印发《X》的通知`` and ``X（试行）`` are about the same X; an interpretation names it in 《》 or
not at all (``图解X``). Used to recognise a document that comes from two sources and to tie interpretations to policies.
"""

import re
import unicodedata

KEY_LENGTH = 120

_NAMED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_ISSUES = re.compile(r"(?:印发|发布|公布|颁布|颁发|下发|转发|出台)[^《》]{0,12}《((?:[^《》]|《[^《》]*》)+)》")
_NAMED_ALONE = re.compile(r"^《((?:[^《》]|《[^《》]*》)+)》的(?:通知|函|通告|公告)$")
_ISSUES_BARE = re.compile(r"关于(?:印发|发布|公布|颁布|转发)([^《》]{6,})的(?:通知|函|通告|公告)$")
_ORDER = re.compile(r"^.{2,16}令(?:\[\d{4}\])?第?\d{1,4}号[ :]*")
_REPOSTED = re.compile(r"^(?:[\[(【]?(?:转载|转发|普法宣传|微?视频|H5|重磅)[\])】]?[:|丨 ]*)+")
_STATE = re.compile(r"\((?:试行|暂行|征求意见稿|\d{4}年(?:修订|修正|版)?(?:版|本)?|修订|修正)\)|\(\d{4}年?[^()]{0,4}\)")
_EXPLAINS = re.compile(
    r"(?:政策|文件|图文|专家|权威|在线|文字)?解读(?:问答|之[一二三四五六七八九十])?|(?:政策)?图解|一图(?:读|看)懂|起草说明|答记者问|政策问答|全文|的$|[-—:丨|]+"
)


def _folded(title: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", title or "").replace("﹝", "(").replace("﹞", ")").split())


def _signs(text: str) -> str:
    """Letters, digits and Chinese characters alone."""
    return re.sub(r"[\W_]", "", text.upper())


def names(title: str) -> list[str]:
    """What a title names in 《》, outermost only, in order."""
    return [name.strip() for name in _NAMED.findall(_folded(title))]


def core(title: str) -> str:
    """What a document is about: of ``关于印发《X》的通知`` the X, of ``某局关于Y的通知`` ``关于Y的通知``."""
    text = _REPOSTED.sub("", _ORDER.sub("", _folded(title)))
    if found := _ISSUES.search(text) or _ISSUES_BARE.search(text) or _NAMED_ALONE.search(text):
        text = found[1]
    about = text.find("关于")
    return text[about:] if 0 < about <= 60 and not text[:about].count("《") else text


def title_key(title: str) -> str:
    """One key for the ways in which a document is called; trial, revised and plain versions share it."""
    return _signs(_STATE.sub("", core(title)))[:KEY_LENGTH]


def plain_key(title: str) -> str:
    """The whole title without signs and spaces: equal only for titles that read the same."""
    return _signs(_folded(title))


def interpreted_keys(title: str) -> list[str]:
    """The keys of the documents that an interpretation with this title may explain; best guesses first."""
    found = [title_key(name) for name in names(title)]
    if not found:
        rest = _EXPLAINS.sub("", _REPOSTED.sub("", _folded(title)).strip()).strip()
        found = [title_key(_EXPLAINS.sub("", rest))]
    return [key for key in dict.fromkeys(found) if len(key) >= 6]
