"""What a reply says about the ways against it."""

import pytest

from disclosure.outcomes import OUTCOMES, Remedy
from disclosure.remedies import Organs, OrgansMissing, paragraph, when_overdue

ORGANS = Organs("澄江市人民政府", "澄江市人民法院", "https://fuyi.example.gov.cn")


def test_refusal_says_that_reconsideration_comes_first():
    assert paragraph("refused", ORGANS) == (
        "如对本答复不服，应当依照《中华人民共和国行政复议法》第二十三条第一款第四项的规定，自收到本答复之日起六十日内，"
        "先向澄江市人民政府申请行政复议（网上申请：https://fuyi.example.gov.cn）；对行政复议决定不服的，"
        "可以自收到行政复议决定书之日起十五日内，向澄江市人民法院提起行政诉讼。"
    )


def test_partial_disclosure_says_it_of_the_refused_part():
    assert paragraph("partial", ORGANS).startswith("如对本答复中不予公开的部分不服，应当")


def test_what_is_no_refusal_may_go_to_court_within_six_months():
    assert paragraph("not_found", Organs("澄江市人民政府", "澄江市人民法院")) == (
        "如对本答复不服，可以自收到本答复之日起六十日内，向澄江市人民政府申请行政复议，"
        "也可以自收到本答复之日起六个月内，直接向澄江市人民法院提起行政诉讼。"
    )


@pytest.mark.parametrize("code", [code for code, one in OUTCOMES.items() if one.remedy is not Remedy.NONE])
def test_every_decision_against_an_applicant_names_organ_and_court(code):
    said = paragraph(code, ORGANS)
    assert ("澄江市人民政府" in said, "澄江市人民法院" in said) == (True, True)


def test_withdrawal_has_no_remedy():
    assert paragraph("withdrawn", ORGANS) == ""


@pytest.mark.parametrize("organs", [Organs("", "澄江市人民法院"), Organs("澄江市人民政府", " ")], ids=["organ", "court"])
def test_letter_without_organ_or_court_is_refused(organs):
    with pytest.raises(OrgansMissing, match="行政复议机关"):
        paragraph("granted", organs)


def test_overdue_reply_may_be_taken_to_reconsideration_or_court_or_complained_of():
    said = when_overdue(ORGANS)
    assert ("申请行政复议" in said, "提起行政诉讼" in said, "投诉" in said) == (True, True, True)
