"""期限计算器: every question has its answer, every term is reachable, and nothing that is typed breaks it."""

import json
from datetime import date
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms import ledgers, matters, page_cache, registry, regulations, stamps, term_table, term_words
from cms.matters import CITIZENS, Matter
from cms.models import ClockSettings, LocalTerm
from cms.terms import Unit
from tests.factories import home

pytestmark = pytest.mark.django_db
MATTERS = [matter for group in CITIZENS for matter in group.matters]
EVENTS = {
    "start": "2026-02-02",
    "extension_wd": "10",
    "extension_days": "20",
    "consult_sent": "2026-02-05",
    "opinion_received": "2026-02-10",
    "corrected": "2026-02-03",
    "first_received": "2026-01-20",
    "fee_paid": "2026-02-04",
    "year": "2025",
}


@pytest.fixture(autouse=True)
def site():
    return home()


def text_of(answer) -> str:
    return answer.content.decode()


def form_of(matter: Matter, every: bool) -> dict:
    """What fills the form of a matter: all that it asks, or all that it needs."""
    asked = [event.value for event in (matter.asks if every else matter.term.needs)]
    start = [] if matter.term.unit is Unit.FIXED else ["start"]
    return {"matter": matter.name, **{name: EVENTS[name] for name in [*start, *asked]}}


def all_matters() -> list[Matter]:
    return [*MATTERS, *matters.officers().matters]


def test_who_has_no_reply_reads_by_when_to_ask_for_reconsideration_or_to_sue(client):
    answer = client.get("/deadlines/?matter=unanswered&start=2026-02-02")
    page = text_of(answer)
    assert answer.context["asked"].due.date == date(2026, 3, 6)
    assert [(due.term.name, due.date) for due in answer.context["asked"].remedies] == [
        ("RECONSIDERATION_60D", date(2026, 5, 6)),  # the sixtieth day is a day off
        ("LITIGATION_6M", date(2026, 9, 7)),
    ]
    assert "?rule=RECONSIDERATION_60D&amp;start=2026-03-06" in page and "是否必须先复议，存在不同理解" in page


def test_date_fields_reach_as_far_as_the_calendar(client):
    assert 'min="2004-01-01" max="2031-12-31"' in text_of(client.get("/deadlines/?matter=reply"))


def test_number_is_understood_with_its_unit(client):
    asked = client.get("/deadlines/?matter=reply&start=2026-02-02&extension_wd=10 个工作日").context["asked"]
    assert asked.due.extension == 10


# -- the table of questions --------------------------------------------------------------------------------------------


def test_every_term_is_reachable_from_the_first_page(client):
    page = text_of(client.get("/deadlines/"))
    offered = {matter.term_name for matter in all_matters() if f'href="?matter={matter.name}"' in page}
    assert offered == set(registry.terms.entries)


def test_no_two_questions_have_the_same_name():
    assert len({matter.name for matter in all_matters()}) == len(all_matters())


@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.name)
def test_question_asks_only_what_its_term_takes_and_all_that_it_needs(matter):
    assert set(matter.term.needs) <= set(matter.asks) <= set(matter.term.needs + matter.term.takes)


@pytest.mark.parametrize("every", [False, True], ids=["as little as needed", "everything"])
def test_every_question_answers_with_its_day_and_its_articles(client, every):
    wrong = {}
    for matter in all_matters():
        answer = client.get("/deadlines/", form_of(matter, every))
        due = answer.context["asked"].due
        if answer.status_code != 200 or due is None or term_words.day(due.date) not in text_of(answer):
            wrong[matter.name] = [field.error for field in answer.context["asked"].errors]
        elif [one for one in due.term.sources if f'href="/law/{one}/"' not in text_of(answer)]:
            wrong[matter.name] = "articles"
    assert wrong == {}


def test_every_article_has_its_name_and_its_address():
    for _name, term in registry.terms:
        assert all(regulations.article(reference, "zh").citation for reference in term.sources)


def test_the_name_of_a_term_serves_as_a_question(client):
    assert client.get("/deadlines/?rule=OGI_REPLY_20WD&start=2026-02-02").context["asked"].due.date == date(2026, 3, 6)


# -- the page ----------------------------------------------------------------------------------------------------------


def test_citizen_reads_by_when_a_letter_is_answered_and_why(client):
    page = text_of(client.get("/deadlines/?matter=reply&start=2026-02-02"))
    for sentence in ("2026年3月6日（星期五）", "2月14日调休上班，计入", "不能当场答复的，自收到申请之日起二十个工作日内答复。"):
        assert sentence in page


def test_english_page_writes_its_days_as_english_does(client):
    client.cookies["django_language"] = "en"
    page = text_of(client.get("/deadlines/?matter=reply&start=2026-02-02"))
    for words in ("Friday 6 March 2026", "14 February: make-up working day, counted", "16 to 20 February, 23 February: days off"):
        assert words in page


def test_form_stands_alone_before_anything_is_filled_in(client):
    answer = client.get("/deadlines/?matter=reply")
    assert answer.status_code == 200 and answer.context["asked"].due is None and 'role="alert"' not in text_of(answer)


def test_date_is_understood_as_people_write_it(client):
    for written in ("2026-02-02", "2026/2/2", "2026.2.2", "2026年2月2日", "２０２６年２月２日", " 2026-02-02 ", "20260202"):
        assert client.get("/deadlines/", {"matter": "reply", "start": written}).context["asked"].due.date == date(2026, 3, 6)


def test_several_consultations_are_all_taken_out(client):
    one = client.get("/deadlines/?matter=reply&start=2026-03-02&consult_sent=2026-03-04&opinion_received=2026-03-06")
    two = "&consult_sent=2026-03-11&opinion_received=2026-03-13"
    both = client.get("/deadlines/?matter=reply&start=2026-03-02&consult_sent=2026-03-04&opinion_received=2026-03-06" + two)
    assert len(both.context["asked"].due.pauses) == 2
    assert len(both.context["asked"].consultations) == 3  # an empty pair for another
    calendar = both.context["asked"].due.calendar
    assert calendar.working_days_between(one.context["asked"].due.date, both.context["asked"].due.date) == 2


def test_days_before_the_notice_is_known_are_provisional_with_the_cautious_day_beside(client):
    page = text_of(client.get("/deadlines/?matter=published&start=2027-01-25"))
    assert "暂定" in page and "公布以前请以此为准：" in page


def test_jurisdiction_and_day_of_knowledge_move_the_answer(client):
    assert client.get("/deadlines/?matter=letter&start=2018-11-02").context["asked"].due.date == date(2018, 11, 9)
    shanghai = client.get("/deadlines/?matter=letter&start=2018-11-02&jurisdiction=CN-SH").context["asked"].due.date
    assert shanghai == date(2018, 11, 11)
    before = client.get("/deadlines/?matter=letter&start=2019-04-29&known_on=2019-03-21").context["asked"].due.date
    after = client.get("/deadlines/?matter=letter&start=2019-04-29").context["asked"].due.date
    assert (before, after) == (date(2019, 5, 7), date(2019, 5, 8))


def test_local_practice_says_what_it_rests_on(client):
    set_here = ClockSettings.load()
    set_here.local_terms = [LocalTerm(term="CONSULT_REPLY_5WD", number=3, basis="澄卫办〔2026〕5号")]
    set_here.save()
    answer = client.get("/deadlines/?matter=letter&start=2026-03-02")
    assert answer.context["asked"].due.date == date(2026, 3, 5)
    assert "地方做法" in text_of(answer) and "澄卫办〔2026〕5号" in text_of(answer)


def test_statutory_term_is_not_called_local_practice(client):
    assert "地方做法" not in text_of(client.get("/deadlines/?matter=reply&start=2026-02-02"))


# -- the sheet of days -------------------------------------------------------------------------------------------------


def due_of(query: str):
    return Client().get(f"/deadlines/?{query}").context["asked"].due


def test_sheet_has_every_day_from_the_start_to_the_end_once():
    due = due_of("matter=reply&start=2026-02-02")
    days = [cell.date for week in ledgers.Ledger(due).weeks for cell in week.cells if cell]
    assert days == [date.fromordinal(n) for n in range(date(2026, 2, 2).toordinal(), date(2026, 3, 6).toordinal() + 1)]


def test_sheet_says_of_each_day_what_it_is():
    cells = {cell.date: cell for week in ledgers.Ledger(due_of("matter=reply&start=2026-02-02")).weeks for cell in week.cells if cell}
    told = {day: (cell.tone, cell.word, cell.line.count) for day, cell in cells.items()}
    assert told[date(2026, 2, 2)] == ("start", "起算", None)
    assert told[date(2026, 2, 14)] == ("counted", "调休", 10)
    assert told[date(2026, 2, 16)] == ("off", "春节", None)
    assert told[date(2026, 3, 6)] == ("counted", "到期", 20)


def test_sheet_counted_backward_stands_in_the_order_of_the_calendar():
    due = due_of("matter=hearing&start=2026-05-20")
    assert [line.day.date.day for line in ledgers.lines(due)] == list(range(13, 21))


def test_long_sheet_is_folded_and_a_short_one_open(client):
    assert '<details class="ledger">' in text_of(client.get("/deadlines/?matter=suit&start=2026-02-02"))
    assert '<details class="ledger" open>' in text_of(client.get("/deadlines/?matter=reply&start=2026-02-02"))


def test_years_before_a_new_beginning_are_left_out_of_the_sheet():
    due = due_of("matter=reply&start=2004-02-02&fee_paid=2026-02-02")
    weeks = ledgers.Ledger(due).weeks
    assert due.date == date(2026, 3, 6) and len(weeks) == 6 and [week.after_gap for week in weeks].count(True) == 1


# -- bad input ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("start=", "start", "请填写收到申请之日。"),
        ("start=2月2日", "start", "收到申请之日应是日期，写作 2026-02-02，这里是“2月2日”。"),
        ("start=2026-02-30", "start", "收到申请之日应是日期，写作 2026-02-02，这里是“2026-02-30”。"),
        ("start=1990-01-01", "start", "1990年1月1日（星期一）太早：工作日安排从2004年起才有记录。"),
        ("start=2060-01-01", "start", "2060年1月1日（星期四）太晚：放假调休通知公布到2026年，最远只能暂按惯例推算到2031年。"),
        ("start=2026-02-02&extension_wd=21", "extension_wd", "延长的工作日数应在 1 到 20 之间，这里是 21。"),
        (
            "start=2026-02-02&extension_wd=zehn",
            "extension_wd",
            "延长的工作日数应是整数，以工作日计，写作 10 或者 10个工作日，这里是“zehn”。",
        ),
        ("start=2026-02-02&extension_wd=5天", "extension_wd", "延长的工作日数应是整数，以工作日计，写作 10 或者 10个工作日，这里是“5天”。"),
        ("start=2026-02-02&opinion_received=2026-02-10", "consult_sent", "有收到意见的日期，却没有发出征求意见书的日期。"),
        (
            "start=2026-02-02&corrected=2026-02-01",
            "corrected",
            "收到补正的日期是2026年2月1日（星期日），早于2026年2月2日（星期一），请核对。",
        ),
        (
            "start=2026-02-02&consult_sent=2026-02-10&opinion_received=2026-02-09",
            "opinion_received",
            "收到意见的日期是2026年2月9日（星期一），早于2026年2月10日（星期二），请核对。",
        ),
        (
            "start=2026-02-02&consult_sent=2026-05-10",
            "consult_sent",
            "征求意见书在2026年5月10日（星期日）发出时，期限已经在2026年3月6日（星期五）届满。",
        ),
        (
            "start=2026-02-02&jurisdiction=XX",
            "jurisdiction",
            "没有“XX”的工作日安排；全国写作 CN，省级写作 CN-SH、CN-BJ 等。",
        ),
    ],
)
def test_bad_input_is_refused_at_its_field_and_the_form_is_kept(client, query, field, sentence):
    answer = client.get(f"/deadlines/?matter=reply&{query}")
    page = text_of(answer)
    assert answer.status_code == 400
    assert [(one.name, one.error) for one in answer.context["asked"].errors] == [(field, sentence)]
    wrong = answer.context["asked"].errors[0]
    assert f'href="#{wrong.id}"' in page and f'id="{wrong.id}-error"' in page and 'aria-invalid="true"' in page
    kept = [one for one in answer.context["asked"].all if one.typed]
    assert all(f'name="{one.name}"' in page and f'value="{one.shown}"' in page for one in kept)


def test_all_that_is_wrong_is_said_at_once(client):
    answer = client.get("/deadlines/?matter=reply&start=x&extension_wd=y&fee_paid=z")
    assert [one.name for one in answer.context["asked"].errors] == ["start", "extension_wd", "fee_paid"]


def test_unknown_matter_is_refused_with_the_choice_below(client):
    answer = client.get("/deadlines/?matter=nonsense")
    assert answer.status_code == 400 and "没有这件事的期限" in text_of(answer) and "?matter=reply" in text_of(answer)


HOSTILE = [
    *("\0", "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "%00", "９" * 5000, "-1", "0", "1e9", "NaN", "∞", "٣"),
    *("0001-01-01", "9999-12-31", "10000-01-01", "2026-W05-1", "0000-00-00", "2004-01-01", "2031-12-31", "2000-02-29", "\ud7ff\U0010ffff"),
    *("CN-" + "A-" * 300, "CN-SH", "CN-SH-1", "CN-", "-", "{{ 7 }}", "%(day)s", "\r\nSet-Cookie: a=b", "a" * 3000),
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:24])
def test_no_hostile_value_in_any_place_breaks_page_or_json(client, value):
    names = [*EVENTS, "jurisdiction", "known_on", "rule", "matter", "unheard-of"]
    for matter in ("reply", "corrected", "suit", "hearing", "WEBSITE_REPORT"):
        full = form_of(matters.matter(matter), every=True)
        for name in names:
            asked = {**full, name: value}
            as_page = client.get("/deadlines/", asked)
            assert as_page.status_code in (200, 400)
            assert "<script>alert" not in text_of(as_page)
            rule = {"rule": matters.matter(matter).term_name, **{k: v for k, v in full.items() if k != "matter"}, name: value}
            as_data = client.get("/deadlines.json", rule)
            assert as_data.status_code in (200, 400) and (as_data.status_code == 200 or as_data.json()["error"].endswith("。"))


@pytest.mark.parametrize(
    "query",
    [
        "%",
        "matter",
        "matter=reply&" + "consult_sent=2026-02-05&" * 400,
        "=&=&=",
        "start=%ff%fe",
        "matter=reply&start=%u2026",
        "rule=&start=",
    ]
    + ["matter=reply&start=2026-02-02&start=x", "a=1&" * 900, "matter=%F0%9F%98%80", "matter[]=reply&start[$ne]=1"],
)
def test_no_hostile_query_string_breaks_page_or_json(client, query):
    for path in ("/deadlines/", "/deadlines.json", "/deadlines/fees/", "/deadlines/fees.json"):
        assert client.get(f"{path}?{query}").status_code in (200, 400)


# -- JSON --------------------------------------------------------------------------------------------------------------


def test_json_answers_with_the_day_its_reasons_its_ledger_and_its_articles(client):
    answer = client.get("/deadlines.json?rule=OGI_REPLY_20WD&start=2026-02-02&extension_wd=10").json()
    assert (answer["rule"], answer["start"], answer["date"], answer["sense"]) == ("OGI_REPLY_20WD", "2026-02-02", "2026-03-20", "latest")
    assert (answer["provisional"], answer["cautious"], answer["target"]) == (False, None, None)
    assert answer["ledger"][1] == {"date": "2026-02-03", "weekday": 2, "working": True, "count": 1, "note": "第 1 个工作日"}
    assert answer["ledger"][-1]["count"] == 30 and answer["reasons"][-1].endswith("。") and answer["calendar"].startswith("CN/2026/")
    assert answer["sources"] == [{"reference": "ogi/33", "label": "《政府信息公开条例》第三十三条", "url": "/law/ogi/33/"}]


def test_json_takes_several_consultations(client):
    pairs = "&consult_sent=2026-03-04&opinion_received=2026-03-06&consult_sent=2026-03-11&opinion_received=2026-03-13"
    with_one = client.get("/deadlines.json?rule=OGI_REPLY_20WD&start=2026-03-02&consult_sent=2026-03-04&opinion_received=2026-03-06")
    with_two = client.get("/deadlines.json?rule=OGI_REPLY_20WD&start=2026-03-02" + pairs)
    assert (with_one.json()["date"], with_two.json()["date"]) == ("2026-04-01", "2026-04-03")


def test_json_without_a_rule_lists_all_of_them(client):
    rules = client.get("/deadlines.json").json()["rules"]
    assert [one["rule"] for one in rules] == list(registry.terms.entries)
    reply = next(one for one in rules if one["rule"] == "OGI_REPLY_20WD")
    assert reply["needs"] == ["start"] and "extension_wd" in reply["takes"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("start=2026-02-02", "rule"),
        ("rule=NONSENSE&start=2026-02-02", "rule"),
        ("rule=OGI_REPLY_20WD", "start"),
        ("rule=OGI_REPLY_20WD&start=x", "start"),
        ("rule=OGI_REPLY_20WD&start=2026-02-02&extension_wd=21", "extension_wd"),
        ("rule=OGI_REPLY_20WD&start=2026-02-02&year=2026", "year"),
        ("rule=OGI_REPLY_20WD&start=2026-02-02&colour=red", "colour"),
        ("rule=OGI_REPLY_20WD&start=2026-02-02&jurisdiction=XX", "jurisdiction"),
        ("rule=OGI_REPLY_20WD&start=2026-02-02&opinion_received=2026-02-05", "consult_sent"),
        ("rule=WEBSITE_REPORT&year=9999", "year"),
    ],
)
def test_json_refuses_with_a_sentence_and_its_field(client, query, field):
    answer = client.get(f"/deadlines.json?{query}")
    assert (answer.status_code, answer.json()["field"]) == (400, field) and answer.json()["error"].endswith("。")


def test_json_speaks_the_language_that_is_asked_for(client):
    asked = "/deadlines.json?rule=WEBSITE_REPORT&year=2025"
    english = client.get(asked, headers={"accept-language": "en"})
    assert english.headers["Vary"] == "Accept-Language, Cookie"
    assert english.json()["title"] == "Publishing the yearly report on the government website"
    first = client.get(asked, headers={"accept-language": "zh-CN"}).json()["title"]
    assert first == "公布政府网站工作年度报表"
    client.cookies["django_language"] = "zh-hans"
    assert client.get(asked, headers={"accept-language": "en"}).json()["title"] == first


def test_page_and_json_give_the_same_day(client):
    for matter in all_matters():
        form = form_of(matter, every=True)
        page = client.get("/deadlines/", form).context["asked"].due.date
        data = client.get("/deadlines.json", {"rule": matter.term_name, **{k: v for k, v in form.items() if k != "matter"}})
        assert json.loads(data.content)["date"] == page.isoformat()


def test_table_in_the_docs_is_what_the_apps_state():
    assert term_table.table() in (settings.ROOT / "docs" / "deadlines.md").read_text(encoding="utf-8")


# -- around it ---------------------------------------------------------------------------------------------------------


def test_home_page_and_footer_lead_to_the_calculator(client):
    page = text_of(client.get("/"))
    assert "到哪天？" in page and page.count(f'href="{reverse("deadlines")}"') == 2


def test_sitemap_names_the_calculators(client):
    listed = text_of(client.get("/sitemap-calculators.xml"))
    assert "/deadlines/</loc>" in listed and "/deadlines/fees/</loc>" in listed


def test_desk_has_a_way_to_the_calculator(admin_client):
    assert quote(reverse("deadlines")) in text_of(admin_client.get(reverse("wagtailadmin_home")))


def test_question_is_kept_by_the_page_cache_and_an_answer_is_not():
    assert page_cache.normalised("matter=reply") == "matter=reply"
    assert page_cache.normalised("matter=reply&start=2026-02-02") is None


def test_pages_depend_on_the_calendar(client):
    answer = client.get("/deadlines/?matter=reply")
    assert stamps.declared(answer.wsgi_request) == frozenset({"calendar", stamps.FRAME})


@pytest.mark.parametrize(
    "address", ["/deadlines/", "/deadlines/?matter=reply&start=2026-02-02", "/deadlines.json?rule=OGI_REPLY_20WD&start=2026-02-02"]
)
def test_calculator_asks_at_most_eight_queries(address):
    Client().get(address)
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(address).status_code == 200
    assert len(queries) <= 8


# -- numbers that this authority may set -------------------------------------------------------------------------------


def test_local_practice_says_so_and_names_its_example_as_one(client):
    page = text_of(client.get("/deadlines/", {"matter": "letter", "start": "2026-02-02"}))
    assert "这个天数是地方做法，本机关可以另行设定。" in page and "参照：" in page and "没有读到" not in page


def test_number_of_this_authority_names_its_own_basis_before_the_example(client):
    LocalTerm.objects.create(settings=ClockSettings.objects.create(), term="CONSULT_REPLY_5WD", number=7, basis="本机关办法第三条")
    page = text_of(client.get("/deadlines/", {"matter": "letter", "start": "2026-02-02"}))
    assert -1 < page.find("本机关办法第三条") < page.find("地方做法") < page.find("参照：")


def test_national_term_is_no_local_practice(client):
    page = text_of(client.get("/deadlines/", {"matter": "reply", "start": "2026-02-02"}))
    assert "依据：" in page and "另行设定" not in page
