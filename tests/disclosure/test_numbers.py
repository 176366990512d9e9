import pytest

from disclosure.numbers import DocumentNumber, cited, number_key, parse

WRITINGS = [
    "国发〔2019〕5号",
    "国发[2019]5号",
    "国发［2019］5号",
    "国发(2019)5号",
    "国发（2019）5号",
    "国发【2019】5号",
    "国发﹝2019﹞5号",
    "国发〔2019〕5",
    "国发〔2019〕第5号",
    "国发〔2019〕05号",
    "国发〔２０１９〕５号",
    "国发 〔2019〕 5 号",
    "国发〔二〇一九〕五号",
    "国发二〇一九年第五号",
    "国发二零一九 五号",
    "国发2019 5",
    "国发2019-5",
    "国发2019年第5号",
    "〔2019〕国发第5号",
]


@pytest.mark.parametrize("written", WRITINGS)
def test_key_same_however_written(written):
    assert number_key(written) == "国发-2019-5"


@pytest.mark.parametrize("written", ["国务院令第223号", "国务院令 223", "国务院第223号令", "国务院令第二百二十三号"])
def test_key_of_an_order_has_no_year(written):
    assert number_key(written) == "国务院令--223"


@pytest.mark.parametrize("written", ["", "   ", None])
def test_key_of_nothing_is_empty(written):
    assert number_key(written) == ""


def test_keys_differ_where_year_and_serial_only_run_together_alike():
    assert number_key("国发〔2019〕15号") != number_key("国发〔2019〕1号5")
    assert number_key("国发〔2019〕5号") != number_key("国办发〔2019〕5号")


@pytest.mark.parametrize("text", ["疫情防控", "自二〇一九年起", "一二〇一九年", "2020年1月5日", "国发", "2019", "无"])
def test_parse_finds_no_number_where_there_is_none(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [("〔2019〕5号", ("", "2019", "5")), ("国发5号", ("国发", "", "5")), ("国发2019", ("国发", "2019", ""))],
)
def test_parse_leaves_missing_parts_empty(text, parts):
    assert parse(text) == DocumentNumber(*parts)


def test_cited_finds_each_number_in_running_text_once():
    text = "根据《意见》（国发〔2019〕5号）、国办发[2018]3 号，国务院令第223号，又见（国发〔2019〕5号）。2020年5月12日施行。"
    found = cited(text)
    assert [(number.word[-3:], number.year, number.serial) for number in found] == [
        ("国发", "2019", "5"),
        ("国办发", "2018", "3"),
        ("务院令", "", "223"),
    ]


def test_cited_is_quick_on_a_text_of_brackets():
    assert cited("国发〔" * 50_000 + "2019〕5号") == [DocumentNumber("国发", "2019", "5")]
