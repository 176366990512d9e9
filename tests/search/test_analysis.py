import pytest

from search import analysis


def words(text):
    return [token.word for token in analysis.read(text).words]


@pytest.mark.parametrize(
    ("written", "folded"),
    [("國務院關於農民工", "国务院关于农民工"), ("ＣＯＶＩＤ－１９", "covid-19"), ("　", " "), ("İ", "İ"), ("", "")],
)
def test_fold_keeps_every_character_in_its_place(written, folded):
    assert analysis.fold(written) == folded
    assert len(folded) == len(written)


def test_tokens_hold_words_and_the_words_inside_them_with_their_places():
    assert analysis.tokens("農民工，好") == [("农民", 0, 2), ("民工", 1, 3), ("农民工", 0, 3), ("好", 4, 5)]


def test_idle_words_of_a_question_are_left_out():
    assert words("农民工就业有什么支持？") == ["农民工", "就业", "支持"]


def test_idle_words_are_kept_where_there_are_no_others():
    assert words("什么") == ["什么"]


@pytest.mark.parametrize("text", ["", " ", "+-()", "“”", '"', "\x00", "……"])
def test_signs_ask_for_nothing(text):
    assert analysis.read(text).empty


def test_unclosed_quotation_mark_means_nothing():
    assert words("“疫情防控") == ["疫情", "防控"]


@pytest.mark.parametrize(
    ("text", "alone"), [("国发〔2018〕41号", True), ("国发〔2018〕41号文件", True), ("国发〔2018〕41号 个人所得税", False)]
)
def test_number_is_read_and_whether_it_is_all(text, alone):
    wanted = analysis.read(text)
    assert wanted.number == ("国发", "2018", "41")
    assert wanted.number_only is alone


@pytest.mark.parametrize("text", ["疫情防控", "预算 2020", "2020年1月5日", "12345热线", "健康中国2030"])
def test_no_number_is_read_where_there_is_none(text):
    assert analysis.read(text).number is None
