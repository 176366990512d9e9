"""What templates need beside Django's own tags; nothing here asks the database but for what is kept (cms/frame.py)."""

from functools import lru_cache, partial
from urllib.parse import quote_plus

from django import template
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils.html import escape, format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from cms import punctuation, reading, regulations, sanitize
from cms.links import register as links

register = template.Library()
NOTHING, SUB, CURRENT = SafeString(), SafeString(' class="sub"'), SafeString(' aria-current="true"')


@register.simple_tag
def query(params: QueryDict | dict, **changes) -> str:
    """The query string with these parameters set, or left out when empty; the page number starts again."""
    merged = {k: v for k, v in params.items() if k != "page" and v not in ("", None)}
    merged.update({k: v for k, v in changes.items() if v not in ("", None)})
    for name in [k for k, v in changes.items() if v in ("", None)]:
        merged.pop(name, None)
    return "?" + urlencode(merged)  # a page of the catalogue has 160 of these; a QueryDict takes thrice as long


@register.simple_tag
def query_with(params: QueryDict | dict, name: str, value) -> str:
    """As ``query``, where the name of the parameter is itself a variable."""
    return query(params, **{name: value})


@register.simple_tag
def name(words) -> str:
    """A name from the content (a column, a theme): in the English interface its English where there is a set one,
    otherwise the Chinese, marked as such for screen readers."""
    return _name(str(words), get_language() or "")


@lru_cache(maxsize=2048)
def _name(words: str, language: str) -> SafeString:
    """Kept, because a page of the catalogue shows a hundred and more names, nearly all of them the same as the last one."""
    if not language.startswith("en"):
        return escape(words)
    translated = gettext(words) if words else ""
    if translated != words or words.isascii():
        return escape(translated)
    return format_html('<span lang="zh-Hans">{}</span>', words)


@register.simple_tag
def facet_links(values, name: str, chosen: str, params: QueryDict | dict) -> SafeString:
    """The values of a facet as list items; in Python because a catalogue page has a hundred and more of them."""
    others = "?" + urlencode({key: value for key, value in params.items() if key not in ("page", name) and value})
    stem = escape(f"{others}{'' if others == '?' else '&'}{name}=")
    language = get_language() or ""
    rows = []
    for value in values:
        label, count = _name(str(value.label), language), NOTHING if value.count is None else SafeString(int(value.count))
        href, here = (stem, _quoted(value.value)), NOTHING
        if value.value == chosen:
            href, here = (others, NOTHING), CURRENT
            label = format_html('{}<span class="hidden-visually">（{}）</span>', label, gettext("已选，点按取消"))
        rows.append((SUB if value.sub else NOTHING, *href, here, label, count))
    return format_html_join("", '<li{}><a href="{}{}"{}><span>{}</span><span class="count">{}</span></a></li>\n', rows)


@lru_cache(maxsize=2048)
def _quoted(value: str) -> SafeString:
    """As it stands in a query; nothing is left in it that markup would mind."""
    return SafeString(quote_plus(value))


@register.simple_tag(takes_context=True)
def readable(context, body: str) -> SafeString:
    """A cleaned body with scrolling tables, with links that say when they leave government, and when they are dead."""
    return reading.read(str(body), dead=_dead_on(context)).html


def _dead_on(context) -> reading.Dead:
    """The dead links of a page, from what each process keeps; none where no page is made (a letter)."""
    request = context.get("request") or getattr(context, "request", None)
    return partial(links.dead_on, request) if request else reading.none_dead


@register.filter
def cleaned(body: str) -> SafeString:
    """Markup from an editor, through the one sanitizer."""
    return mark_safe(sanitize.clean(str(body)))


@register.simple_tag(takes_context=True)
def link_to(context, url: str, words: str, domain: str = "", button: bool = False) -> SafeString:
    """A link: straight on within government, over our notice otherwise, and none where it is dead."""
    return reading.link(url, words, domain, dead=_dead_on(context), button=button)


@register.filter
def kind_and_size(document) -> str:
    """ "XLSX，34 KB" of an uploaded file; its size is a column of the row, or asked of the file system."""
    extension = document.file_extension.upper()
    size = document.file_size or _size_on_disk(document)
    return f"{extension}{gettext('，')}{filesizeformat(size)}" if size else extension


def _size_on_disk(document) -> int:
    try:
        return document.file.size
    except OSError:
        return 0


@register.filter
def law(reference: str) -> regulations.Article:
    """The article of the library that a reference such as ``ogi/33`` names."""
    return regulations.article(reference)


@register.filter
def listed(words) -> str:
    """Names one after another, with the signs of the interface's language."""
    return punctuation.listed(words)


@register.filter
def day(value) -> str:
    """A statutory day, as the records write it."""
    return value.strftime("%Y-%m-%d") if value else ""


@register.simple_tag
def row_day(value) -> SafeString:
    """The day of a row; old records may have none. A tag and no component, since a component is a template of its own."""
    if not value:
        return format_html('<span class="when">{}</span>', gettext("日期不详"))
    return format_html('<time datetime="{0}">{0}</time>', day(value))


@register.filter
def long_day(value) -> str:
    """A day in words: 2026年8月28日, or 28 August 2026 in the English interface."""
    if not value:
        return ""
    if (get_language() or "").startswith("en"):
        return f"{value.day} {value.strftime('%B %Y')}"
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def long_day_zh(value) -> str:
    """A day as it stands under a document, in whatever language the page around it is."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""
