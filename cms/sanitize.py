"""The one sanitizer, and the only importer of bleach: rich text from anyone passes `clean`.

The allow-list is data (TAGS, ATTRIBUTES, SCHEMES, DROPPED) and one predicate, `allowed`, so that another engine can stand
behind `clean` under the same list: the tests run nh3 as second witness. docs/decisions/bleach.md says why.
"""

import html as entities
import re

from bleach.html5lib_shim import BleachHTMLParser, Filter
from bleach.sanitizer import BleachSanitizerFilter, Cleaner

from cms.markup import canonical, laborious

TAGS = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del div dl dt em embed figcaption figure h1 h2 h3 h4 h5 h6 hr i"
    " img ins kbd li mark ol p pre q rp rt ruby s samp small strong sub sup table tbody td tfoot th thead time tr u ul"
    " wbr".split()
)

# Elements that go with all they hold: what is inside is not text for a reader. Everything else unknown loses only its tags.
DROPPED = frozenset(
    "applet audio canvas iframe math noembed noframes noscript object plaintext script style svg template textarea title video xmp".split()
)

# `id` on a link or an embed is Wagtail's reference; elsewhere it is an anchor within the document.
ATTRIBUTES = {
    "*": frozenset({"lang", "data-block-key"}),
    "a": frozenset({"href", "id", "linktype", "title"}),
    "abbr": frozenset({"title"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "embed": frozenset({"alt", "embedtype", "format", "id"}),
    "img": frozenset({"alt", "height", "src", "width"}),
    "li": frozenset({"id", "value"}),
    "ol": frozenset({"reversed", "start", "type"}),
    "p": frozenset({"align", "id"}),
    "td": frozenset({"align", "colspan", "headers", "rowspan"}),
    "th": frozenset({"align", "colspan", "headers", "id", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
    **{f"h{level}": frozenset({"align", "id"}) for level in range(1, 7)},
}

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# Pictures come from this site's own store only: no page of ours makes a request to another host.
PICTURES = ("/media/", "/static/")


# Markup so broken that its first reading is not well formed (a link around a table with a link) settles when read again.
PASSES = 3


class Clean(str):
    """Markup that has been through `clean`; passing it again costs nothing."""

    __slots__ = ()


def clean(html: str) -> str:
    """Return `html` with nothing in it but the allow-list; clean(clean(x)) == clean(x)."""
    if type(html) is Clean:
        return html
    html = _UNPRINTABLE.sub("", html or "")
    for _ in range(PASSES):
        before = html
        if canonical(html, allowed) or (html := _bleach(html)) == before:
            break
    return Clean(html)


def text(html: str) -> str:
    """Return the words of `html` for an index or a summary: one line a block, entities resolved, no markup.

    What comes back is plain text, to be escaped where it is shown. Give it cleaned markup: in other markup a `>` within a
    quoted value ends the tag too early and leaves some of it among the words.
    """
    html = _SILENT.sub(" ", html or "")
    html = _TAG.sub("", _BREAK.sub("\n", html))
    lines = (" ".join(line.split()) for line in entities.unescape(html).split("\n"))
    return "\n".join(line for line in lines if line)


def allowed(tag: str, attribute: str, value: str) -> bool:
    """Whether an element `tag` of the list may carry `attribute` with this value (as written or as decoded)."""
    if attribute not in ATTRIBUTES["*"] and attribute not in ATTRIBUTES.get(tag, ()):
        return False
    rule = _RULES.get((tag, attribute)) or _RULES.get(attribute)
    return rule is None or all(rule(reading) for reading in _readings(value))


def _readings(value: str):
    """The value as it stands and as it reads with its entities resolved, again and again: the rule holds for each."""
    yield value
    while (resolved := entities.unescape(value)) != value:
        value = resolved
        yield value


# ---- values -----------------------------------------------------------------------------------------------------------

_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]")
_SCHEME = re.compile(r"([^/?#]*?):")


def _link(value: str) -> bool:
    """Absolute with an allowed scheme, or relative to this site; `//host` and backslashes are neither."""
    value = value.strip(" \t\r\n\f")
    if "\\" in value or value.startswith("//") or _CONTROL.search(value.replace(" ", "")):
        return False
    scheme = _SCHEME.match(value)
    if scheme is None:
        return True
    name = scheme[1].lower()
    if name in ("http", "https"):
        return re.match(r"https?://[^/?#]", value, re.I) is not None
    return name in SCHEMES


def _picture(value: str) -> bool:
    return value.startswith(PICTURES) and _link(value) and ".." not in value and "%2e" not in value.lower()


def _matches(pattern: str):
    return re.compile(pattern).fullmatch


# An anchor carries a digit or a Chinese character, so that a document cannot take the name of a part of the page.
_anchor = _matches(r"(?=[^0-9\u4e00-\u9fff]*[0-9\u4e00-\u9fff])[\w.\-]{1,80}")
_reference = _matches(r"[0-9a-fA-F-]{1,36}")
_number = _matches(r"[0-9]{1,4}")
_percent = _matches(r"[0-9]{1,4}%?")

_RULES = {
    "align": _matches(r"(?i:left|center|right|justify)"),
    "colspan": _number,
    "data-block-key": _matches(r"[A-Za-z0-9_-]{1,40}"),
    "datetime": _matches(r"[0-9TZ:+. \-]{1,40}"),
    "embedtype": _matches("image"),
    "format": _matches(r"[a-z0-9_-]{1,40}"),
    "headers": _matches(r"[\w .\-]{1,200}"),
    "height": _percent,
    "href": _link,
    "id": _anchor,
    "lang": _matches(r"[A-Za-z0-9-]{2,35}"),
    "linktype": _matches(r"page|document"),
    "reversed": _matches(r"(?:reversed)?"),
    "rowspan": _number,
    "scope": _matches(r"(?i:row|col|rowgroup|colgroup)"),
    "span": _number,
    "src": _picture,
    "start": _matches(r"-?[0-9]{1,6}"),
    "type": _matches(r"[1aAiI]"),
    "value": _matches(r"-?[0-9]{1,6}"),
    "width": _percent,
    ("a", "id"): lambda value: bool(_reference(value) or _anchor(value)),
    ("embed", "id"): _reference,
}


# ---- bleach -----------------------------------------------------------------------------------------------------------


class _WithoutDropped(Filter):
    """Leaves out the elements of DROPPED with all they hold (bleach alone would keep a script's text)."""

    def __iter__(self):
        depth = 0
        for token in super().__iter__():
            name, kind = token.get("name"), token["type"]
            if name in DROPPED and kind == "StartTag":
                depth += 1
            elif name in DROPPED and kind == "EndTag":
                depth -= 1
            elif not depth:
                yield token


class _ForWagtail(Filter):
    """Writes `>` in a value as an entity: Wagtail finds its links and embeds by an expression that stops at `>`."""

    def __iter__(self):
        for token in super().__iter__():
            if token["type"] in ("StartTag", "EmptyTag"):
                token["data"] = {name: value.replace(">", "&gt;") for name, value in token["data"].items()}
            yield token


class _Bleach(Cleaner):
    """bleach, with the dropped elements parsed as the elements they are, so that they can go whole."""

    def __init__(self):
        super().__init__(tags=TAGS, attributes=allowed, protocols=SCHEMES, strip=True)
        self.parser = BleachHTMLParser(tags=TAGS | DROPPED, strip=True, consume_entities=False, namespaceHTMLElements=False)
        # Wagtail reads only double quotes and `<embed/>`.
        self.serializer.use_best_quote_char = False
        self.serializer.quote_char = '"'
        self.serializer.use_trailing_solidus = True
        self.serializer.space_before_trailing_solidus = False

    def clean(self, html: str) -> str:
        tree = self.walker(self.parser.parseFragment(html))
        stream = BleachSanitizerFilter(
            source=_WithoutDropped(tree),
            allowed_tags=TAGS,
            attributes=self.attributes,
            allowed_protocols=SCHEMES,
            strip_disallowed_tags=True,
        )
        return self.serializer.render(_ForWagtail(stream))


def _bleach(html: str) -> str:
    if laborious(html, TAGS | DROPPED):
        html = "".join(f"<p>{entities.escape(line, quote=False)}</p>" for line in text(html).split("\n"))
    return tidy(_Bleach().clean(html))


def tidy(html: str) -> str:
    """Close void elements as Wagtail's reader wants them and leave out pictures and embeds of nothing."""
    return _NOTHING.sub("", _OPEN_VOID.sub(r"<\1\2/>", html))


# ---- expressions ------------------------------------------------------------------------------------------------------

# Control characters, halves of surrogate pairs, non-characters, and the marks that turn the direction of text.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")

_OPEN_VOID = re.compile(r'<(br|col|embed|hr|img|wbr)((?: [^<>"/=]+="[^<>"]*")*) ?/?>')
_NOTHING = re.compile(r'<embed(?![^<>]* embedtype="image")[^<>]*/>|<img(?![^<>]* src=")[^<>]*/>')

_SILENT = re.compile(rf"<!--.*?(?:-->|\Z)|<({'|'.join(sorted(DROPPED))})\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_BREAK = re.compile(
    r"</?(?:address|article|blockquote|br|caption|d[dlt]|div|figure|figcaption|h[1-6r]|li|ol|p|pre|section|t[dhr]|table|ul)"
    r"\b[^<>]*>",
    re.I,
)
_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>")
