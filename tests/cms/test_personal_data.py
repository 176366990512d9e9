"""What is a personal number and what only looks like one. Every number here is made up and belongs to nobody."""

import sys
from collections.abc import Callable
from datetime import date

import pytest

from cms.personal_data import NOTHING, Allowed, Kind, cover, find, is_card, is_identity, mask, mask_one
from cms.plain_text import readable

TODAY = date(2026, 11, 2)
IDENTITY = "110101199003070038"
OLD = "110101900307003"
CARD = "6222021234567890128"
MOBILE = "13812345678"
OFFICIAL = Allowed.of(["0512-66880000、66880001", "12345"], ["office@chengjiang.gov.cn", "unit@163.com"])


def kinds(text: str, allowed: Allowed = NOTHING) -> list[Kind]:
    return [finding.kind for finding in find(text, TODAY, allowed)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"身份证号{IDENTITY}。", Kind.IDENTITY),
        ("证件号：11010119900307109x", Kind.IDENTITY),
        ("１１０１０１１９９００３０７００３８", Kind.IDENTITY),
        ("110101 19900307 0038", Kind.IDENTITY),
        ("110101-1990-0307-0038", Kind.IDENTITY),
        ("ID110101199003070038", Kind.IDENTITY),
        (f"编号 2026 {IDENTITY}", Kind.IDENTITY),
        (OLD, Kind.IDENTITY),
        ("手机13812345678", Kind.PHONE),
        ("138 1234 5678", Kind.PHONE),
        ("138-1234-5678", Kind.PHONE),
        ("+86 13812345678", Kind.PHONE),
        ("8613812345678", Kind.PHONE),
        ("１３８－１２３４－５６７８", Kind.PHONE),
        ("1 3 8 1 2 3 4 5 6 7 8", Kind.PHONE),
        ("电话：0512-65551234", Kind.PHONE),
        ("（0512）65551234", Kind.PHONE),
        ("（021）6555 1234", Kind.PHONE),
        ("联系电话65551234", Kind.PHONE),
        ("+86-0512-65551234", Kind.PHONE),
        (CARD, Kind.CARD),
        ("6222 0212 3456 7890 128", Kind.CARD),
        ("车牌苏E12345", Kind.PLATE),
        ("苏E·A1234", Kind.PLATE),
        ("苏E·A123B", Kind.PLATE),
        ("沪AD12345", Kind.PLATE),
        ("粤B12345D", Kind.PLATE),
        ("li.wei@example.com", Kind.EMAIL),
        ("ｌｉ＠example.com", Kind.EMAIL),
    ],
)
def test_number_is_found_however_it_is_written(text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "110101199003070039",  # check sign wrong
        "110101199002300033",  # no such day
        "990101199003070038",  # no such region
        "1101011990030700381",  # inside a longer number
        "统一社会信用代码 91310115MA1K3Y7X2Q",
        "国发〔2026〕12号",
        "2026年11月2日 09:30:15",
        "2026-11-02 2026-12-31",
        "6222021234567890129",  # check digit wrong
        "12345678901234567890",
        "合计 12800.50 万元，13 812 345 678 元",
        "热线 12320、12345、400-820-1234、120",
        "https://www.example.gov.cn/t20260312_13812345678.html",
        "content_13812345678",
        "0.860915551234",
        "952e7e4637315f820204680611911f",
        "GB/T 37668-2019",
        "川AB 计划",
        "京A级景区",
        "人口 65551234 人",
        "邮编 215000",
    ],
)
def test_text_that_only_looks_like_a_number_is_no_finding(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text", ["0512-66880000", "电话：66880001", "(0512)66880000", "zhang@chengjiang.gov.cn", "a@wjw.chengjiang.gov.cn"]
)
def test_what_the_directory_of_units_gives_out_is_no_finding(text):
    assert kinds(text, OFFICIAL) == []


def test_address_at_a_public_mail_service_is_a_finding_though_a_unit_uses_one():
    assert kinds("someone@163.com", OFFICIAL) == [Kind.EMAIL]


def test_several_numbers_of_a_text_are_found_in_their_order_and_place():
    text = f"张某（{IDENTITY}），电话13812345678，车牌苏E12345"
    found = find(text, TODAY)
    assert [text[one.start : one.end] for one in found] == [IDENTITY, "13812345678", "苏E12345"]


def test_person_not_born_yet_has_no_identity_number():
    assert is_identity(IDENTITY, date(1990, 3, 6)) is False
    assert is_identity(IDENTITY, date(1990, 3, 7)) is True


@pytest.mark.parametrize("number", ["378282246310005", "4111111111111111", "5500005555555559", CARD])
def test_card_of_each_scheme_is_known(number):
    assert is_card(number)


@pytest.mark.parametrize(
    ("text", "kind", "masked"),
    [
        (IDENTITY, Kind.IDENTITY, "110***********0038"),
        ("110101 19900307 0038", Kind.IDENTITY, "110*** ******** 0038"),
        ("138-1234-5678", Kind.PHONE, "138-****-**78"),
        (CARD, Kind.CARD, "6222***********0128"),
        ("苏E12345", Kind.PLATE, "苏E****5"),
        ("li.wei@example.com", Kind.EMAIL, "l*****@example.com"),
    ],
)
def test_mask_keeps_the_shape_and_nothing_of_the_middle(text, kind, masked):
    assert mask_one(text, kind) == masked


def test_masked_text_holds_no_finding_and_is_as_long_as_before():
    text = f"张某 {IDENTITY} 138 1234 5678 {CARD} 苏E12345 li@example.com 0512-65551234"
    masked = mask(text, TODAY)
    assert find(masked, TODAY) == []
    assert len(masked) == len(text)


def test_finding_has_one_value_however_it_is_written():
    assert {finding.value for text in ("138-1234-5678", "１３８ １２３４ ５６７８") for finding in find(text, TODAY)} == {"13812345678"}


def test_text_with_nothing_to_cover_stays_as_it_is():
    assert cover("正文", []) == "正文"


# ---- what it costs -----------------------------------------------------------------------------------------------------------

PARAGRAPH = "<p>第一条　根据国发〔2019〕5号（以下简称<b>通知</b>），自2019年12月31日起施行，经费12800.50万元，热线12320。</p>"


def calls_within(act: Callable[[], object]) -> int:
    """How many functions are called while it runs: what it takes of the machine, whatever the clock says."""
    calls = 0

    def seen(_frame, event, _argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        act()
    finally:
        sys.setprofile(None)
    return calls


def test_long_text_without_personal_numbers_takes_no_more_steps_than_a_short_one():
    short, long = PARAGRAPH * 2, PARAGRAPH * 2000
    taken = calls_within(lambda: find(readable(long), TODAY))
    assert taken == calls_within(lambda: find(readable(short), TODAY))
    assert (taken < 30, find(readable(long), TODAY)) == (True, [])


def test_rules_are_asked_only_about_runs_of_signs_that_are_long_enough():
    short, long = (f"{'2019-12-31 发布，5 号，12800.50 万元。' * count}电话{MOBILE}" for count in (2, 2000))
    assert calls_within(lambda: find(long, TODAY)) == calls_within(lambda: find(short, TODAY))
    assert kinds(long) == [Kind.PHONE]
