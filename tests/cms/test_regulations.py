"""The library of the regulations: every reference resolves, both languages say the same things, numbers are said as statutes do."""

import re

import pytest
from django.utils import translation

from cms import regulations
from cms.regulations import numbering

# what this system applies: the sources of the rules, statement by statement
APPLIED = {
    "ogi": ["2", "4", "6-2", "8", *map(str, range(10, 28)), *map(str, range(29, 52)), "53", "54", "55"],
    "decisions": ["2", "3", *map(str, range(10, 38)), "42"],
    "petitions": ["18", *map(str, range(21, 26)), *map(str, range(29, 37)), "41"],
    "reconsideration": ["11", "20", "22", "23-1-3", "23-1-4", "23-2", "24-1-1", "34", "62", "88"],
    "litigation": ["45", "46"],
    "civil-procedure": ["85", "85-3"],
    "civil-code": ["201", "202", "203"],
    "court-2025": ["1", "2"],
    "holidays": ["2", "3", "7", "notice", "city"],
    "inspection": [f"veto-{number}" for number in range(1, 7)],
}
# the terms of the system -> where each stands
SOURCES = {
    "OGI_PUBLISH_20WD": ["ogi/26"],
    "OGI_CORRECTION_NOTICE_7WD": ["ogi/30"],
    "OGI_REPLY_20WD": ["ogi/33"],
    "OGI_REPLY_EXTENDED": ["ogi/33"],
    "OGI_REPLY_AFTER_CORRECTION": ["ogi/30"],
    "OGI_REPLY_SUSPENDED": ["ogi/32", "ogi/33"],
    "OGI_REPLY_AFTER_FEE": ["fees/restart"],
    "OGI_THIRD_PARTY_15WD": ["ogi/32"],
    "OGI_AGENCY_CONSULT_15WD": ["ogi/34"],
    "FEE_PAY_20WD": ["fees/notice"],
    "DECISION_FEEDBACK_10WD": ["shanghai-key-points/decision-feedback"],
    "CONSULT_REPLY_5WD": ["shanghai-key-points/consultation", "hotline/five-days"],
    "CONSULT_SIMPLE_1WD": ["shanghai-key-points/consultation", "hotline/shanghai-tiers"],
    "INTERPRETATION_3WD": ["interpretation/local-3wd"],
    "LEGALITY_REVIEW_MIN_7WD": ["decisions/26"],
    "COMMENT_MIN_30D": ["decisions/15"],
    "HEARING_MATERIALS_7D_BEFORE": ["decisions/16"],
    "PETITION_ACCEPT_15D": ["petitions/22", "petitions/23"],
    "PETITION_OBJECTION_5WD": ["petitions/23"],
    "PETITION_HANDLE_60D": ["petitions/34"],
    "PETITION_HANDLE_EXTENDED_90D": ["petitions/34"],
    "PETITION_REVIEW_REQUEST_30D": ["petitions/35"],
    "PETITION_REVIEW_30D": ["petitions/35"],
    "PETITION_RECHECK_REQUEST_30D": ["petitions/36"],
    "PETITION_RECHECK_30D": ["petitions/36"],
    "RECONSIDERATION_60D": ["reconsideration/20"],
    "LITIGATION_AFTER_RECONSIDERATION_15D": ["litigation/45"],
    "LITIGATION_6M": ["litigation/46"],
    "ANNUAL_REPORT_DEPT": ["ogi/49"],
    "WEBSITE_REPORT": ["website-report/deadline"],
    "ANNUAL_REPORT_GOV": ["ogi/49"],
    "DECISION_CATALOGUE": ["shanghai-key-points/decision-catalogue"],
    "SITE_HOME_STALE_2W": ["inspection/veto-3"],
    "SITE_NEWS_COLUMN_STALE_2W": ["inspection/news-columns-2-weeks", "inspection/veto-4"],
    "SITE_POLICY_COLUMN_STALE_6M": ["inspection/policy-columns-6-months", "inspection/veto-4"],
    "SITE_MESSAGE_UNANSWERED_3M": ["inspection/veto-5"],
}
# a number in the name of a term -> how it stands in the text that it comes from
TERMS = {"WD": "{}个工作日", "D": "{}日", "W": "两周", "M": "{}个月"}
CHINESE_NUMERALS = {"3": "三", "6": "六"}
ALL = [(code, one.number) for code in regulations.CODES for one in regulations.articles(code, "zh")]


@pytest.mark.parametrize("code", APPLIED)
def test_every_applied_article_has_an_entry(code):
    numbers = {one.number for one in regulations.articles(code)}
    assert set(APPLIED[code]) - numbers == set()


@pytest.mark.parametrize("rule", SOURCES)
def test_source_of_a_term_resolves(rule):
    assert [regulations.article(reference).reference for reference in SOURCES[rule]] == SOURCES[rule]


@pytest.mark.parametrize("rule", [rule for rule in SOURCES if re.search(r"_\d+(WD|D|W|M)(_|$)", rule) and "90D" not in rule])
def test_source_of_a_term_states_its_number(rule):
    count, unit = re.search(r"_(\d+)(WD|D|W|M)(?:_|$)", rule).groups()
    count = CHINESE_NUMERALS[count] if unit == "M" else count
    text = regulations.article(SOURCES[rule][0], "zh").text
    assert TERMS[unit].format(count) in text


def test_shelves_hold_every_file_once():
    files = {path.stem for path in regulations.FOLDER.glob("*.toml")}
    assert sorted(regulations.CODES) == sorted(files)


def test_regulation_has_the_code_it_is_asked_by():
    assert [one.code for one in regulations.regulations()] == list(regulations.CODES)


@pytest.mark.parametrize("reference", ["ogi/999", "ogi", "ogi/", "ogi/33/", "nothing/1", "../ogi/33", "", "ogi/33-9"])
def test_unknown_reference_is_refused_with_a_sentence(reference):
    with pytest.raises(KeyError, match="法规库中没有"):
        regulations.article(reference)


@pytest.mark.parametrize("code", regulations.CODES)
def test_english_is_complete(code):
    chinese, english = regulations.articles(code, "zh"), regulations.articles(code, "en")
    assert [one.number for one in chinese] == [one.number for one in english]
    for one, other in zip(chinese, english, strict=True):
        assert len(one.paragraphs) == len(other.paragraphs), one.reference
        assert bool(one.note) == bool(other.note), one.reference
    words = [regulations.regulation(code, "en"), *english]
    said = [value for word in words for value in vars(word).values() if isinstance(value, str)]
    assert [value for value in said if re.search(r"[\u4e00-\u9fff]", value)] == []


@pytest.mark.parametrize("code", regulations.CODES)
def test_chinese_and_english_name_the_same_periods(code):
    """Digits before working days: whoever changes one language must change the other."""
    for one, other in zip(regulations.articles(code, "zh"), regulations.articles(code, "en"), strict=True):
        chinese = set(re.findall(r"(\d+)个工作日", one.text + one.heading))
        assert chinese <= set(re.findall(r"\d+", other.text + other.heading)), one.reference


@pytest.mark.parametrize(("code", "number"), ALL, ids="/".join)
def test_entry_is_said_in_full_and_briefly(code, number):
    one = regulations.article(f"{code}/{number}", "zh")
    assert one.heading and one.label and one.citation and one.confidence in regulations.CONFIDENCES
    assert 8 < len(one.text) <= 260 and re.match(r"[a-z0-9-]+$", number)
    assert all(paragraph.endswith("。") for paragraph in one.paragraphs)


def test_words_follow_the_interface():
    with translation.override("en"):
        english = regulations.article("ogi/33").heading
    assert (regulations.article("ogi/33").heading, english) == ("答复期限：20个工作日", "Time for the reply: 20 working days")


@pytest.mark.parametrize(
    ("reference", "chinese", "english"),
    [
        ("ogi/33", "《政府信息公开条例》第三十三条", "Regulations on Open Government Information, Article 33"),
        ("ogi/36-1-6", "《政府信息公开条例》第三十六条第六项", "Regulations on Open Government Information, Article 36(6)"),
        ("ogi/16-2", "《政府信息公开条例》第十六条第二款", "Regulations on Open Government Information, Article 16(2)"),
        ("reconsideration/23-1-4", "《行政复议法》第二十三条第一款第四项", "Administrative Reconsideration Law, Article 23(1)(4)"),
        ("civil-code/203", "《民法典》第二百零三条", "Civil Code, Article 203"),
        ("inspection/veto-3", "《政府网站与政务新媒体检查指标》单项否决第3项", "Website Inspection Indicators, Veto item 3"),
        ("hotline/beijing-13", "《北京市接诉即办工作条例》第十三条", "Beijing Immediate Handling Regulations, Article 13"),
    ],
)
def test_citation_names_the_regulation_and_the_article(reference, chinese, english):
    assert regulations.article(reference, "zh").citation == chinese
    assert regulations.article(reference, "en").citation == english


def test_uncertain_sources_are_marked():
    assert {reference: regulations.article(reference).confidence for reference in ("ogi/33", "fees/notice", "website-report/deadline")} == {
        "ogi/33": "A",
        "fees/notice": "C",
        "website-report/deadline": "B",
    }


def test_note_on_what_was_not_read_says_what_is_open():
    """It stands in the place of the general sentence, so it must say as much."""
    notes = {one.reference: one.note for code in regulations.CODES for one in regulations.articles(code, "zh") if one.confidence == "C"}
    assert [reference for reference, note in notes.items() if note and not re.search("未.*核对|存在不同理解", note)] == []


@pytest.mark.parametrize("code", regulations.CODES)
def test_article_to_read_together_with_exists(code):
    read_together = [reference for one in regulations.articles(code) for reference in one.see]
    assert [regulations.article(reference).reference for reference in read_together] == read_together
    assert [one.reference for one in regulations.articles(code) if one.reference in one.see] == []


@pytest.mark.parametrize("code", regulations.CODES)
def test_paragraph_or_item_has_its_article(code):
    numbers = [one.number for one in regulations.articles(code)]
    assert [one.number for one in regulations.articles(code) if one.head not in numbers] == []


def test_item_is_said_below_its_article_without_it():
    said = [regulations.article(f"reconsideration/{number}", "zh").below for number in ("23", "23-2", "23-1-4")]
    assert said == ["", "第二款", "第一款第四项"]
    assert regulations.article("ogi/36-1-6", "en").below == "(6)"


def test_local_practice_is_marked():
    assert regulations.article("shanghai-key-points/consultation").local
    assert not regulations.article("ogi/33").local


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "一"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (36, "三十六"),
        (100, "一百"),
        (110, "一百一十"),
        (201, "二百零一"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
        (9999, "九千九百九十九"),
    ],
)
def test_number_is_said_as_in_a_statute(number, said):
    assert numbering.numeral(number) == said


@pytest.mark.parametrize("number", [0, -1, 10000])
def test_number_beyond_the_statutes_is_refused(number):
    with pytest.raises(ValueError):
        numbering.numeral(number)
