"""Rich text as it is read, and numbers masked in it with the markup kept."""

import pytest

from cms.plain_text import PlainText, as_plain, readable

SOURCES = {
    "plain": "没有标记的文字",
    "blocks": "<p>一</p><p>二<br/>三</p><ul><li>四</li></ul>",
    "inline": "<p>138<b>1234</b>5678</p>",
    "entities": "<p>a&amp;b&nbsp;c &#49;</p>",
    "attributes": '<p><a href="mailto:a@b.cn">写信</a><img alt="照片" src="x"><a href="https://b.cn/1">网页</a></p>',
    "comment": "<p>甲<!-- 乙 -->丙</p>",
    "values": '<p data-block-key="k1">一<a title="说明" id="2">二</a></p><p align="left">三</p>',
    "signs": "<p>1 < 2 <b>且</b> 3 > 2</p> <3> a<b",
    "tag within a value": '<p title="<b>">甲</p>乙',
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_text_without_places_is_the_text_with_places(source):
    assert readable(source) == as_plain(source).text


def test_text_breaks_at_blocks_and_not_at_inline_markup():
    assert readable(SOURCES["inline"]) == "\n13812345678\n"


def test_what_stands_in_followed_attributes_is_read_and_addresses_of_pages_are_not():
    assert "mailto:a@b.cn" in readable(SOURCES["attributes"])
    assert "https://b.cn/1" not in readable(SOURCES["attributes"])


def test_replaced_signs_leave_the_markup_where_it_was():
    plain = PlainText.of(SOURCES["inline"])
    assert plain.replaced([(1, "138******78")]) == "<p>138<b>****</b>**78</p>"


def test_replaced_entity_becomes_one_sign():
    plain = PlainText.of("<p>1&#49;1</p>")
    assert plain.replaced([(1, "1*1")]) == "<p>1*1</p>"
