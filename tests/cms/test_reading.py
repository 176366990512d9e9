import pytest

from cms import reading


def test_headings_get_anchors_and_make_the_table_of_contents():
    read = reading.read("<h2>一、总体要求</h2><p>正文。</p><h3>（一）目标</h3>")
    assert [(heading.anchor, heading.text, heading.deeper) for heading in read.headings] == [
        ("s1", "一、总体要求", False),
        ("s2", "（一）目标", True),
    ]
    assert '<h2 id="s1">' in read.html and '<h3 id="s2">' in read.html


@pytest.mark.parametrize("text", ["第一章 总则", "第十二节　附则", "三、保障措施", "十一、其他事项"])
def test_paragraph_of_an_old_document_that_begins_like_a_heading_is_one(text):
    assert [heading.text for heading in reading.read(f"<p>{text}</p>").headings] == [" ".join(text.split())]


@pytest.mark.parametrize(
    "text",
    ["一、各单位要高度重视，认真组织实施。", "第一条 为了保障公众健康，制定本办法。", "三、" + "很长的一段" * 12],
    ids=["sentence", "article", "long"],
)
def test_paragraph_that_is_a_sentence_is_no_heading(text):
    assert reading.read(f"<p>{text}</p>").headings == ()


def test_anchor_of_the_document_is_kept():
    assert reading.read('<h2 id="fujian1">附件</h2>').headings[0].anchor == "fujian1"


def test_plain_text_becomes_paragraphs():
    assert reading.read("第一行\n\n第二行").html == "<p>第一行</p><p>第二行</p>"


def test_empty_body_stays_empty():
    assert reading.read("").html == ""


def test_addressee_is_not_indented():
    assert reading.read("<p>各区卫生健康委：</p><p>现通知如下：</p>").html == '<p class="flush">各区卫生健康委：</p><p>现通知如下：</p>'


@pytest.mark.parametrize("url", ["https://www.gov.cn/a", "http://wsjk.chengjiang.gov.cn/", "https://site.example/x"])
def test_link_within_government_or_the_site_stays(url):
    assert f'href="{url}"' in reading.outward(f'<a href="{url}">文件</a>', "site.example")


@pytest.mark.parametrize("url", ["https://example.com/a?b=1&amp;c=2", "http://gov.cn.example.com/", "https://notgov.cn/"])
def test_link_to_a_place_outside_government_goes_over_the_notice(url):
    shown = reading.outward(f'<a href="{url}">别处</a>', "site.example")
    assert 'href="/leave/?to=' in shown and "站外链接" in shown


@pytest.mark.parametrize(
    ("url", "signature"),
    [("https://example.com/", ""), ("https://example.com/", "x"), ("javascript:alert(1)", None), ("//example.com", None)],
    ids=["none", "wrong", "script", "no-scheme"],
)
def test_way_out_lets_only_its_own_web_addresses_pass(url, signature):
    signature = reading._signer.signature(url) if signature is None else signature
    assert not reading.may_pass(url, signature)


def test_wide_table_scrolls_by_itself_and_by_keyboard():
    assert reading.scrollable("<table><tr><td>1</td></tr></table>").startswith('<div class="scroll" tabindex="0" role="group" aria-label=')


def test_signature_of_an_old_document_stands_on_the_right():
    html = reading.read("<p>现印发给你们。</p><p>国务院办公厅</p><p>2018年12月29日</p><p>工作方案</p>").html
    assert html == '<p>现印发给你们。</p><p class="right">国务院办公厅</p><p class="right">2018年12月29日</p><p>工作方案</p>'


@pytest.mark.parametrize(
    ("body", "signed"),
    [
        ("<p>某局</p><p>2026年8月28日</p>", True),
        ("<p>二〇二六年八月二十八日</p>", True),
        ('<p align="right">某局<br/>另一局<br/>2026年8月28日</p><p>（此件主动公开）</p>', True),
        ("<p>自2026年起</p>", False),
    ],
)
def test_document_that_ends_with_a_date_has_its_own_signature(body, signed):
    assert reading.read(body).signed is signed
