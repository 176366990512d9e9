"""Rich text from anyone passes one sanitizer with one allow-list; nh3 is the second witness (issue 2, section 2)."""

from html.parser import HTMLParser

import nh3
import pytest

from cms import sanitize
from cms.markup import canonical
from tests.cms.hostile_markup import CASES

hostile = pytest.mark.parametrize(("name", "markup"), CASES, ids=[name for name, _ in CASES])

WITNESS = nh3.Cleaner(
    tags=set(sanitize.TAGS),
    clean_content_tags=set(sanitize.DROPPED),
    attributes={tag: set(names) for tag, names in sanitize.ATTRIBUTES.items()},
    attribute_filter=lambda tag, name, value: value if sanitize.allowed(tag, name, value) else None,
    url_schemes=set(sanitize.SCHEMES),
    link_rel=None,
)


def witness(markup: str) -> str:
    return sanitize.tidy(WITNESS.clean(markup.encode("utf-8", "ignore").decode()))


# Where the two parsers read broken markup differently, and an attribute that the list allows is left in one reading only.
READ_DIFFERENTLY = {
    # An old name of img, which bleach does not know: it takes the tag away.
    "picture-14": {("img", "src", "/media/a.png")},
    # A link opened within svg is opened again behind it, as the standard has it.
    "foreign-14": {("a", "title", "</title><img src=x onerror=alert(1)>")},
    # Markup that is too laborious to read is kept as text only.
    "broken-23": {("b", "lang", f"a{number}") for number in range(90)},
}


class Parts(HTMLParser):
    """Every start tag of some markup with its attributes, and its words."""

    def __init__(self, markup: str):
        super().__init__(convert_charrefs=True)
        self.tags, self.words = [], []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(sorted((name, value or "") for name, value in attrs))))

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.tags.append(("comment", data))

    handle_decl = unknown_decl = handle_pi = handle_comment


def carried(markup: str) -> set:
    """What could do harm in some markup: its attributes with the elements that carry them."""
    return {(tag, *pair) for tag, attrs in Parts(markup).tags for pair in attrs}


def test_hostile_markup_is_a_corpus_of_more_than_120_cases():
    assert len(CASES) > 120 and len({name for name, _ in CASES}) == len(CASES)


@hostile
def test_clean_leaves_nothing_outside_the_allow_list(name, markup):
    for tag, attrs in Parts(sanitize.clean(markup)).tags:
        assert tag in sanitize.TAGS
        assert all(sanitize.allowed(tag, attribute, value) for attribute, value in attrs)


@hostile
def test_clean_lets_nothing_through_that_the_witness_refuses(name, markup):
    ours = sanitize.clean(markup)
    assert Parts(witness(ours)).tags == Parts(ours).tags
    assert carried(ours) <= carried(witness(markup)) | READ_DIFFERENTLY.get(name, set())


@hostile
def test_witness_lets_nothing_through_that_clean_refuses(name, markup):
    theirs = witness(markup)
    assert sorted(Parts(sanitize.clean(theirs)).tags) == sorted(Parts(theirs).tags)
    assert carried(theirs) <= carried(sanitize.clean(markup)) | READ_DIFFERENTLY.get(name, set())


@hostile
def test_clean_changes_nothing_the_second_time(name, markup):
    once = sanitize.clean(markup)
    assert sanitize.clean(str(once)) == once


@hostile
def test_clean_writes_markup_that_both_parsers_leave_alone(name, markup):
    once = sanitize.clean(markup)
    assert Parts(sanitize._bleach(once)).tags == Parts(witness(once)).tags == Parts(once).tags


@pytest.mark.parametrize("tag", sorted(sanitize.DROPPED))
def test_clean_drops_what_is_inside_an_element_that_is_not_text(tag):
    assert sanitize.clean(f"<p>前</p><{tag}>alert(1)</{tag}><p>后</p>").startswith("<p>前</p>")
    assert "alert" not in sanitize.clean(f"<p>前</p><{tag}>alert(1)</{tag}><p>后</p>")
    assert "alert" not in sanitize.text(f"<p>前</p><{tag}>alert(1)</{tag}><p>后</p>")


@pytest.mark.parametrize("tag", ["font", "center", "section", "form", "button", "marquee", "o:p", "未知"])
def test_clean_keeps_the_words_of_an_unknown_element(tag):
    assert sanitize.text(sanitize.clean(f"<p>前</p><{tag}>正文</{tag}><p>后</p>")).replace("\n", "").count("正文") == 1


WAGTAIL = {
    "page-link": '<p data-block-key="a1b2c"><a id="3" linktype="page">链接</a></p>',
    "document-link": '<p data-block-key="a1b2c"><a id="12" linktype="document">附件</a></p>',
    "picture": '<embed alt="图 &gt; 一" embedtype="image" format="fullwidth" id="7"/>',
    "anchor": '<h2 data-block-key="x9" id="第一条">第一条</h2>',
    "list": '<ul><li data-block-key="k1">一</li><li data-block-key="k2">二<br/>三</li></ul>',
    "rule": "<p>上</p><hr/><p>下</p>",
    "emphasis": "<p><b>粗</b><i>斜</i><strong>重</strong><sup>2</sup><sub>3</sub></p>",
    "mail": '<p><a href="mailto:gongkai@example.gov.cn">信</a><a href="tel:12320">电话</a><a href="#第一条">条</a></p>',
    "table": '<table><caption>表</caption><thead><tr><th scope="col">项</th></tr></thead>'
    '<tbody><tr><td colspan="2" rowspan="1">格</td></tr></tbody></table>',
    "signature": '<p align="right">澄江市卫生健康委员会</p>',
    "ruby": "<p><ruby>衛<rp>(</rp><rt>wèi</rt><rp>)</rp></ruby></p>",
}


@pytest.mark.parametrize("markup", WAGTAIL.values(), ids=WAGTAIL)
def test_clean_keeps_what_wagtail_and_documents_need(markup):
    assert sanitize.clean(markup) == markup
    assert sorted(Parts(sanitize._bleach(markup)).tags) == sorted(Parts(markup).tags)
    assert sorted(Parts(witness(markup)).tags) == sorted(Parts(markup).tags)


def test_clean_writes_links_and_embeds_as_wagtail_reads_them():
    cleaned = sanitize.clean("<embed embedtype='image' id='7' alt='a>b \"c\"' format='left'><a linktype='page' id='3'>链</a>")
    assert cleaned == '<embed embedtype="image" id="7" alt="a&gt;b &quot;c&quot;" format="left"/><a linktype="page" id="3">链</a>'


@pytest.mark.parametrize("markup", ["<img alt='无'>", "<embed>", "<embed embedtype='media' url='https://a.cn/v'>"])
def test_clean_leaves_out_a_picture_of_nothing(markup):
    assert sanitize.clean(f"<p>字{markup}</p>") == "<p>字</p>"


def test_clean_closes_what_was_left_open():
    assert sanitize.clean("<p>一<p>二<b>三") == "<p>一</p><p>二<b>三</b></p>"


@pytest.mark.parametrize("anchor", ["main", "search", "location", "a b", "x" * 90 + "1", '1" onclick="x'])
def test_clean_refuses_an_anchor_that_a_page_could_use_itself(anchor):
    assert not sanitize.allowed("h2", "id", anchor)


def test_clean_of_nothing_is_empty():
    assert sanitize.clean("") == sanitize.clean(None) == ""


def test_clean_of_clean_markup_is_the_same_object():
    once = sanitize.clean("<p onclick=x>正文</p>")
    assert sanitize.clean(once) is once


def test_canonical_markup_is_what_bleach_would_leave_alone():
    for markup in WAGTAIL.values():
        assert canonical(markup, sanitize.allowed)
        assert sanitize._bleach(markup).replace(" ", "") == markup.replace(" ", "")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>第一条</p><p>为了&nbsp;规范<br/>工作 &amp; 服务</p>", "第一条\n为了 规范\n工作 & 服务"),
        ("<ul><li>一</li><li>二</li></ul>", "一\n二"),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲\n乙"),
        ("前<!-- 注释 <p>不见 -->后", "前 后"),
        ("3 < 5，且 7 > 6", "3 < 5，且 7 > 6"),
        ("", ""),
        (None, ""),
    ],
    ids=["paragraphs", "list", "table", "comment", "bare-signs", "empty", "none"],
)
def test_text_gives_the_words_one_line_a_block(markup, words):
    assert sanitize.text(markup) == words


def test_sanitizer_is_the_only_importer_of_bleach():
    import pathlib
    import re

    root = pathlib.Path(sanitize.__file__).parent.parent
    importing = re.compile(r"^\s*(?:from|import) bleach\b", re.M)
    files = [path for app in ("cms", "disclosure", "decisions", "interaction", "search") for path in (root / app).rglob("*.py")]
    assert [path.name for path in files if importing.search(path.read_text())] == ["sanitize.py"]
