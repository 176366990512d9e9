import pytest

from search import snippets

WORDS = snippets.pattern(["就业", "农民工"])
HOSTILE = ["<script>alert(1)</script>", "a & b < c", '"><img src=x onerror=alert(1)>', "\x01<b>\x02", "&lt;script&gt;"]


@pytest.mark.parametrize("text", HOSTILE)
def test_snippet_of_markup_holds_no_tag_but_mark(text):
    made = snippets.snippet(f"{text}就业{text}", WORDS)
    assert made.count("<") == 2
    assert "<mark>就业</mark>" in made


def test_word_that_is_itself_markup_is_marked_and_escaped():
    assert snippets.marked("一<b>二", snippets.pattern(["<b>"])) == "一<mark>&lt;b&gt;</mark>二"


def test_snippet_shows_the_place_with_most_different_words():
    text = "就业。" * 30 + "其他内容。" * 60 + "农民工的就业。" + "其他内容。" * 60
    assert "<mark>农民工</mark>的<mark>就业</mark>" in snippets.snippet(text, WORDS)


def test_snippet_without_a_match_is_the_beginning():
    assert snippets.snippet("开头" * 100, WORDS) == "开头" * 60 + "…"


def test_snippet_says_by_an_ellipsis_that_text_was_left_out():
    made = snippets.snippet("无关的话，" * 100 + "就业" + "，无关的话" * 100, WORDS)
    assert made.startswith("…") and made.endswith("…")


def test_traditional_writing_in_the_text_is_marked():
    assert snippets.snippet("促進農民工", WORDS) == "促進<mark>農民工</mark>"


def test_longer_word_is_not_broken_by_one_inside_it():
    assert snippets.marked("农民工", snippets.pattern(["农民", "农民工"])) == "<mark>农民工</mark>"


def test_lines_of_a_text_become_one_line():
    assert snippets.snippet("一\n\n 二", None) == "一 二"


def test_number_is_marked_only_where_it_stands_by_itself():
    made = snippets.marked("2026年3号，有效期至2031年9月30日", snippets.pattern(["2026", "3"]))
    assert made == "<mark>2026</mark>年<mark>3</mark>号，有效期至2031年9月30日"
