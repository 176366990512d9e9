"""Two questions about a piece of HTML before a parser is asked: is it clean as it stands, and would parsing it hurt?

Pure, linear in the length of the text. `cms.sanitize` asks both; nobody else should need to.
"""

import re

INLINE = frozenset("a abbr b cite code del em i ins kbd mark q rp rt ruby s samp small strong sub sup time u".split())
BLOCKS = frozenset("blockquote dl figure h1 h2 h3 h4 h5 h6 ol p pre table ul".split())
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())

_WITHIN_TEXT = INLINE | {"br", "embed", "img", "wbr"}
_FLOW = _WITHIN_TEXT | BLOCKS | {"div", "hr"}

# What may stand directly in what, narrower than HTML itself: where a parser would move, close or add anything, it is asked.
_CHILDREN = {
    "": _FLOW,
    **dict.fromkeys("blockquote dd div figcaption figure li td th".split(), _FLOW | {"figcaption"}),
    **dict.fromkeys("caption dt h1 h2 h3 h4 h5 h6 p pre".split(), _WITHIN_TEXT),
    **dict.fromkeys(INLINE, _WITHIN_TEXT),
    "colgroup": frozenset({"col"}),
    "dl": frozenset({"dd", "dt"}),
    "ol": frozenset({"li"}),
    "table": frozenset({"caption", "colgroup", "tbody", "tfoot", "thead"}),
    "tr": frozenset({"td", "th"}),
    "ul": frozenset({"li"}),
    **dict.fromkeys("tbody tfoot thead".split(), frozenset({"tr"})),
}
_NO_WORDS = frozenset("colgroup dl ol table tbody tfoot thead tr ul".split())

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-z-]+=\"[^\"<>]*\")*)(/?)>")
_VALUE = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z]{2,31}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")


def canonical(html: str, allowed) -> bool:
    """Whether `html` is well formed, closed and ordered, with nothing in it that `allowed(tag, attribute, value)` refuses.

    A False says nothing about the markup; it only sends it to the parser.
    """
    if _BARE_AMPERSAND.search(html) or "\r" in html:
        return False
    open_tags, end = [""], 0
    for token in _TOKEN.finditer(html):
        if not _words(html[end : token.start()], open_tags[-1]) or not _follows(token, open_tags, allowed):
            return False
        end = token.end()
    return len(open_tags) == 1 and _words(html[end:], "")


def _words(words: str, parent: str) -> bool:
    return "<" not in words and ">" not in words and (parent not in _NO_WORDS or not words.strip())


def _follows(token, open_tags: list[str], allowed) -> bool:
    closes, name, values, empty = token.groups()
    if closes:
        return not values and not empty and open_tags.pop() == name and bool(open_tags)
    if name not in _CHILDREN[open_tags[-1]] or bool(empty) != (name in VOID) or name == "a" and "a" in open_tags:
        return False
    if values:
        pairs = _VALUE.findall(values)
        if len({key for key, _ in pairs}) != len(pairs) or not all(allowed(name, *pair) for pair in pairs):
            return False
    if not empty:
        open_tags.append(name)
    return name not in ("embed", "img") or bool(re.search(' (?:embedtype|src)="', values))


# ---- cost -------------------------------------------------------------------------------------------------------------

# Deeper nesting than any document needs.
DEEPEST = 200
# Attributes of one tag: the parser compares each with each.
MOST_ATTRIBUTES = 500
# How many times a formatting element left open is opened again by the blocks after it, per tag, before we call it an attack.
MOST_REOPENED = 12

_TAG_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_SEPARATOR = re.compile(r"[\s/=]")
# Ended by their next sibling or their container, which is counted.
_IMPLIED_END = frozenset("a p li dt dd tr td th thead tbody tfoot colgroup".split())


def laborious(html: str, parsed: frozenset[str]) -> bool:
    """Whether an HTML5 parser that builds the elements `parsed` would work out of proportion to the length of `html`."""
    return _too_nested(html, parsed - VOID - _IMPLIED_END) or any(
        len(_SEPARATOR.findall(_QUOTED.sub("", part).partition(">")[0])) > MOST_ATTRIBUTES
        for part in html.split("<")[1:]
        if len(part) > MOST_ATTRIBUTES
    )


def _too_nested(html: str, counted: frozenset[str]) -> bool:
    opened = dict.fromkeys(counted, 0)
    depth = formatting = reopened = tags = 0
    for closes, name in _TAG_NAME.findall(html):
        name, tags = name.lower(), tags + 1
        if name in opened:
            step = -1 if closes else 1
            if opened[name] + step >= 0:
                opened[name] += step
                depth += step
                formatting += step if name in INLINE else 0
        reopened += formatting
        if depth > DEEPEST:
            return True
    return reopened > MOST_REOPENED * tags + 2000
