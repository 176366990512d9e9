"""The verbs of an application: what each does to its state and its clocks, and what each refuses."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.base import ContentFile

from cms.containers import UploadRefused
from cms.gate import Refused
from cms.models import AppendOnly, AuditRecord, Deadline
from disclosure import fees
from disclosure.applications import (
    answering,
    case,
    charging,
    consulting,
    correction,
    extension,
    papers,
    query_codes,
    receiving,
    searching,
)
from disclosure.applications.answering import Answer
from disclosure.applications.consulting import Addressee
from disclosure.models import Applicant, Application, ApplicationEvent, Handover, Paper
from disclosure.outcomes import Row
from tests.factories import applications as cases
from tests.factories import at, person, unit

pytestmark = pytest.mark.django_db
FEES = Path(__file__).resolve().parents[3] / "shared" / "data" / "fee_cases.csv"
MONDAY = date(2026, 3, 2)
SENT = Addressee("third_party", "某体检中心", "13900000000")


@pytest.fixture
def office():
    return cases.office()


def day(text: str) -> date:
    return date.fromisoformat(text)


def refused(verb, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as error:
        verb(*args, **kwargs)
    return error.value.sentences


def due_of(application: Application, term: str = "OGI_REPLY_20WD") -> date | None:
    return Deadline.objects.of(application).open().filter(term=term).values_list("due_on", flat=True).first()


# -- receipt -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["in_person", "spoken", "signed_post"])
def test_application_handed_in_or_signed_for_is_received_on_that_day(office, channel):
    tracking = "EA123456789CN" if channel == "signed_post" else ""
    made = receiving.register([cases.who()], cases.asked(), channel, MONDAY, office["officer"], at("2026-03-04"), tracking).application
    assert (made.state, made.received_on, due_of(made)) == ("registered", MONDAY, day("2026-03-30"))


@pytest.mark.parametrize("channel", ["letter", "fax"])
def test_letter_and_fax_are_received_on_the_day_of_the_confirmation(office, channel):
    made = cases.registered(office["officer"], channel=channel).application
    assert (made.state, made.received_on, due_of(made), due_of(made, "OGI_CONFIRM_1WD")) == ("filed", None, None, day("2026-03-03"))
    receiving.confirm(made, day("2026-03-03"), office["officer"], at("2026-03-03"))
    assert (made.state, made.received_on, due_of(made)) == ("registered", day("2026-03-03"), day("2026-03-31"))


def test_application_over_the_internet_waits_for_its_confirmation(office):
    made = cases.filed().application
    assert (made.state, made.handler) == ("filed", None)
    receiving.confirm(made, day("2026-03-03"), office["officer"], at("2026-03-03"))
    assert (made.received_on, made.handler) == (day("2026-03-03"), office["officer"])


@pytest.mark.parametrize(("hour", "received"), [("16:59", "2026-03-06"), ("17:01", "2026-03-09")], ids=["in hours", "after hours"])
def test_filing_counts_by_itself_where_the_setting_says_so(settings, hour, received):
    settings.ONLINE_RECEIPT = "filed"
    made = receiving.file_online([cases.who()], cases.asked(), [], "203.0.113.7", at("2026-03-06", hour)).application
    assert (made.state, made.received_on) == ("registered", day(received))


def test_identity_number_with_a_wrong_check_digit_is_refused_and_nothing_is_kept(office):
    sentences = refused(cases.filed, identity_number="110105194912310021")
    assert sentences == ["身份证号码不对：位数、出生日期或者校验码有错，请核对。"]
    assert not Application.objects.exists()


def test_credit_code_with_a_wrong_check_sign_is_refused():
    sentences = refused(cases.filed, identity_kind="credit_code", identity_number="91310000MA1FL00001")
    assert sentences == ["统一社会信用代码的校验位不对，请核对。"]


def test_applicant_who_cannot_be_reached_is_refused():
    assert "至少填一项" in refused(cases.filed, telephone="")[0]


@pytest.mark.parametrize(
    ("wanted", "word"), [({"mail_wanted": True}, "电子邮箱"), ({"delivery": "post"}, "通信地址")], ids=["mail", "post"]
)
def test_what_is_to_be_sent_needs_a_place_to_go(office, wanted, word):
    assert word in refused(cases.registered, office["officer"], **wanted)[0]


def test_fee_is_the_heads_to_decide(office):
    made = cases.being_handled(office["officer"])
    sentences = refused(charging.notify, made, fees.PIECES, 31, "多", MONDAY, office["officer"], at("2026-03-02"))
    assert sentences == ["收费由信息公开工作机构负责人决定。"]


def test_receipt_in_the_future_is_refused(office):
    sentences = refused(
        receiving.register, [cases.who()], cases.asked(), "in_person", day("2026-03-03"), office["officer"], at("2026-03-02")
    )
    assert sentences == ["收到申请的日期2026年3月3日（星期二）还没有到，请核对。"]


def test_confirmation_in_the_future_is_refused(office):
    made = cases.filed().application
    assert "还没有到" in refused(receiving.confirm, made, day("2026-03-04"), office["officer"], at("2026-03-03"))[0]
    assert Application.objects.get().received_on is None


def test_signed_post_without_its_number_is_refused(office):
    assert "邮件号码" in refused(cases.registered, office["officer"], channel="signed_post")[0]


def test_flood_from_one_address_is_refused(settings):
    settings.FILINGS_PER_HOUR = 2
    for _turn in range(2):
        cases.filed()
    assert "太多" in refused(cases.filed)[0]
    assert Application.objects.count() == 2
    receiving.file_online([cases.who()], cases.asked(), [], "203.0.113.7", at("2026-03-02", "11:01"))


def test_identity_number_and_contact_data_are_nowhere_in_plain(office):
    made = cases.filed(email="lin@example.org").application
    held = made.applicants.get()
    assert not {"11010519491231002X", "13800000000", "lin@example.org"} & set(map(str, Applicant.objects.values_list().get()))
    assert cases.RESIDENT not in held.sealed
    assert cases.RESIDENT not in str(list(AuditRecord.objects.values())) + str(list(ApplicationEvent.objects.values()))


def test_each_look_at_an_identity_is_recorded_and_only_for_those_on_the_case(office):
    made = cases.registered(office["officer"]).application
    ((_person, facts),) = receiving.identities(made, office["officer"])
    assert facts["identity_number"] == cases.RESIDENT
    record = AuditRecord.objects.get(action="application.identified")
    assert (record.actor, record.subject) == (office["officer"], made)
    assert "只有承办这件申请的人" in refused(receiving.identities, made, office["legal"])[0]


def test_same_applicant_is_recognised_by_the_number_however_it_is_written(office):
    first = cases.registered(office["officer"]).application
    again = cases.filed(identity_number="110105 19491231 002x").application
    other = cases.filed(identity_kind="passport").application
    assert (receiving.earlier(again), receiving.earlier(other)) == ([first], [])


def test_code_opens_its_own_application_alone():
    one, other = cases.filed(), cases.filed()
    assert query_codes.find(one.number, one.code.lower(), "203.0.113.7", at("2026-03-02")) == one.application
    assert "查询码不对" in refused(query_codes.find, one.number, other.code, "203.0.113.7", at("2026-03-02"))[0]


def test_guessed_codes_are_stopped_even_when_the_right_one_comes():
    receipt = cases.filed()
    for _turn in range(query_codes.FROM_ONE):
        refused(query_codes.find, receipt.number, "AAAAAAAA", "203.0.113.9", at("2026-03-02"))
    assert "次数太多" in refused(query_codes.find, receipt.number, receipt.code, "203.0.113.9", at("2026-03-02"))[0]
    assert query_codes.find(receipt.number, receipt.code, "203.0.113.7", at("2026-03-02")) == receipt.application


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("委托书.exe", b"MZ" + bytes(200), "可执行程序"),
        ("委托书.pdf", b"<script>alert(1)</script>", "网页、脚本"),
        ("..\\a.txt", b"x", "文件名"),
    ],
    ids=["program", "script", "path"],
)
def test_file_that_may_not_come_in_is_refused(office, name, content, sentence):
    made = cases.registered(office["officer"]).application
    file = ContentFile(content)
    file.name = name  # as a form or a script may give it
    with pytest.raises(UploadRefused, match=sentence):
        papers.keep(made, papers.Given(file, Paper.Kind.ATTORNEY), None, at("2026-03-02"))
    assert not Paper.objects.exists()


# -- the course --------------------------------------------------------------------------------------------------------


def test_correction_is_asked_for_once(office):
    made = cases.registered(office["officer"]).application
    correction.ask(made, "请写明年度。", MONDAY, office["officer"], at("2026-03-02"))
    assert (due_of(made), due_of(made, "OGI_CORRECTION_10WD")) == (None, day("2026-03-16"))
    correction.receive(made, "2025年度。", day("2026-03-10"), None, at("2026-03-10"))
    assert (made.state, due_of(made)) == ("registered", day("2026-04-08"))
    assert "不能再次要求" in refused(correction.ask, made, "再补正", day("2026-03-10"), office["officer"], at("2026-03-10"))[0]


def test_correction_after_seven_working_days_is_refused(office):
    made = cases.registered(office["officer"]).application
    sentences = refused(correction.ask, made, "请写明年度。", day("2026-03-12"), office["officer"], at("2026-03-12"))
    assert sentences == ["告知补正的期限已在2026年3月11日（星期三）届满（收到申请后七个工作日，条例第三十条）。"]


def test_period_of_correction_is_what_the_letter_says(office):
    made = cases.registered(office["officer"]).application
    correction.ask(made, "请写明年度。", MONDAY, office["officer"], at("2026-03-02"), working_days=15)
    assert due_of(made, "OGI_CORRECTION_10WD") == day("2026-03-23")


def test_application_is_abandoned_only_when_the_period_is_over(office):
    made = cases.registered(office["officer"]).application
    correction.ask(made, "请写明年度。", MONDAY, office["officer"], at("2026-03-02"))
    assert "才届满" in refused(correction.abandon, made, "没有回音", day("2026-03-16"), office["officer"], at("2026-03-16"))[0]
    correction.abandon(made, "没有说明理由", day("2026-03-17"), office["officer"], at("2026-03-17"))
    assert (made.state, made.outcome, made.row) == ("ended", "not_corrected", Row.OTHER_1)
    assert not Deadline.objects.of(made).open().exists()


def test_third_party_is_consulted_and_the_time_is_not_counted(office):
    made = cases.being_handled(office["officer"])
    party = consulting.ask(made, SENT, day("2026-03-04"), office["officer"], at("2026-03-04"))
    assert (due_of(made), due_of(made, "OGI_THIRD_PARTY_15WD")) == (day("2026-04-21"), day("2026-03-25"))
    consulting.answered(party, "objects", "商业秘密", day("2026-03-11"), office["officer"], at("2026-03-11"))
    assert (due_of(made), due_of(made, "OGI_THIRD_PARTY_15WD")) == (day("2026-04-07"), None)


def test_opinion_found_later_takes_its_place_and_says_what_it_changed(office):
    made = cases.being_handled(office["officer"])
    party = consulting.ask(made, SENT, day("2026-03-04"), office["officer"], at("2026-03-04"))
    consulting.answered(party, "consents", "", day("2026-03-05"), office["officer"], at("2026-03-20"))
    event = made.events.last()
    assert (event.on, event.data["moved"], due_of(made)) == (day("2026-03-05"), ["2026-04-21", "2026-03-31"], day("2026-03-31"))


def test_silence_is_consent_of_an_agency_and_leaves_the_decision_after_a_third_party(office):
    made = cases.being_handled(office["officer"])
    third = consulting.ask(made, SENT, MONDAY, office["officer"], at("2026-03-02"))
    agency = consulting.ask(made, Addressee("agency", "市生态环境局"), MONDAY, office["officer"], at("2026-03-02"))
    assert consulting.settled(third) == "逾期未提出意见的，由本机关决定是否公开。"
    assert consulting.settled(agency) == "逾期未提出意见的，视为同意公开。"


def test_objection_is_overridden_by_the_head_alone(office):
    made = cases.being_handled(office["officer"])
    party = consulting.ask(made, SENT, MONDAY, office["officer"], at("2026-03-02"))
    consulting.answered(party, "objects", "商业秘密", MONDAY, office["officer"], at("2026-03-02"))
    assert refused(consulting.override, party, "饮水安全", MONDAY, office["officer"], at("2026-03-02")) == ["您没有办理这一步的权限。"]
    consulting.override(party, "关系饮水安全", MONDAY, office["head"], at("2026-03-02"))
    assert party.overridden_on == MONDAY


def test_extension_is_the_heads_and_at_most_twenty_working_days(office):
    made = cases.being_handled(office["officer"])
    assert refused(extension.extend, made, 10, "数量大", MONDAY, office["officer"], at("2026-03-02")) == ["您没有办理这一步的权限。"]
    assert "1到20个" in refused(extension.extend, made, 21, "数量大", MONDAY, office["head"], at("2026-03-02"))[0]
    extension.extend(made, 20, "需要检索的档案数量大", MONDAY, office["head"], at("2026-03-02"))
    assert due_of(made) == day("2026-04-28")
    assert "不能再延长" in refused(extension.extend, made, 1, "还不够", MONDAY, office["head"], at("2026-03-02"))[0]


def test_extension_after_the_deadline_is_refused(office):
    made = cases.being_handled(office["officer"])
    sentences = refused(extension.extend, made, 10, "数量大", day("2026-03-31"), office["head"], at("2026-03-31"))
    assert sentences == ["答复期限已在2026年3月30日（星期一）届满，不能再延长：延长应当在期限届满以前决定并告知申请人。"]


def test_excessive_application_gets_a_later_day_only_after_its_reasons_were_asked(office):
    made = cases.being_handled(office["officer"])
    assert "先要求申请人说明理由" in refused(extension.defer, made, 60, "一百件", MONDAY, office["head"], at("2026-03-02"))[0]
    extension.ask_reasons(made, "一个月内提出一百件", MONDAY, office["officer"], at("2026-03-02"))
    extension.give_reasons(made, "研究需要", MONDAY, None, at("2026-03-02"))
    extension.defer(made, 40, "一百件不能同时答复", MONDAY, office["head"], at("2026-03-02"))
    assert due_of(made) == day("2026-04-28")


def worked_fees() -> list[tuple[str, int, int]]:
    """Method, quantity, yuan; the shared cases lie beside a checkout, not in it."""
    rows = csv.DictReader(FEES.open(encoding="utf-8")) if FEES.exists() else []
    shared = [(row["method"], int(row["quantity"]), int(row["expected_yuan"])) for row in rows]
    return [(fees.PIECES, 10, 0), (fees.PIECES, 31, 2200), (fees.PAGES, 201, 2740), *shared]


def test_notified_fees_are_the_worked_ones(office):
    for method, quantity, yuan in worked_fees():
        made = cases.being_handled(office["head"])
        if yuan:
            charging.notify(made, method, quantity, "多", MONDAY, office["head"], at("2026-03-02"))
            assert made.events.last().data["yuan"] == yuan
        else:
            assert "不收费" in refused(charging.notify, made, method, quantity, "多", MONDAY, office["head"], at("2026-03-02"))[0]


def test_term_of_reply_begins_anew_with_the_payment(office):
    made = cases.being_handled(office["head"])
    charging.notify(made, fees.PIECES, 31, "一个月31件", day("2026-03-04"), office["head"], at("2026-03-04"))
    assert (due_of(made), due_of(made, "FEE_PAY_20WD")) == (None, day("2026-04-01"))
    charging.paid(made, "财字001", day("2026-03-10"), office["officer"], at("2026-03-10"))
    assert (due_of(made, "OGI_REPLY_AFTER_FEE"), due_of(made), made.state) == (day("2026-04-08"), None, "handling")


def test_unpaid_fee_ends_the_matter_when_its_period_is_over(office):
    made = cases.being_handled(office["head"])
    charging.notify(made, fees.PIECES, 31, "一个月31件", MONDAY, office["head"], at("2026-03-02"))
    assert "才届满" in refused(charging.lapse, made, day("2026-03-30"), office["officer"], at("2026-03-30"))[0]
    charging.lapse(made, day("2026-03-31"), office["officer"], at("2026-03-31"))
    assert made.row == Row.OTHER_2


def test_unit_gives_back_only_what_was_handed_to_it(office):
    made = cases.being_handled(office["officer"])
    given = searching.hand_over(made, office["handler"].unit, "请查找", MONDAY, office["officer"], at("2026-03-02"))
    second = searching.hand_over(made, unit("疾控中心"), "请查找", MONDAY, office["officer"], at("2026-03-02"))
    assert (given.lead, second.lead, due_of(made, "OGI_HANDOVER_5WD")) == (True, False, day("2026-03-09"))
    stranger = person("承办部门", unit=unit("规划处"))
    assert refused(searching.hand_back, given, "没有", MONDAY, stranger, at("2026-03-02")) == ["这件申请没有交您所在的单位承办。"]
    given.application = Application.objects.get()
    searching.hand_back(given, "已找到三份", MONDAY, office["handler"], at("2026-03-02"))
    assert Handover.objects.get(pk=given.pk).returned_on == MONDAY
    assert Deadline.objects.of(made).open().filter(term="OGI_HANDOVER_5WD").count() == 1


@pytest.mark.parametrize(
    ("answer", "sentences"),
    [
        (Answer("refused", reason="涉密"), ["不予公开必须写明《政府信息公开条例》第十四条至第十六条中的依据。"]),
        (Answer("refused", ["E14a"]), ["请写明理由。"]),
        (Answer("granted"), ["请写明提供了什么，或者获取的方式、途径和时间。"]),
        (Answer("withdrawn"), ["请选择答复类型。"]),
    ],
    ids=["ground", "reason", "papers", "other verb"],
)
def test_reply_that_lacks_what_it_must_carry_is_refused(office, answer, sentences):
    made = cases.being_handled(office["officer"])
    assert refused(answering.draft, made, answer, MONDAY, office["officer"], at("2026-03-02")) == sentences


def test_drafter_neither_reviews_nor_signs(office):
    made = cases.drafted(office | {"officer": office["head"]})
    answering.submit(made, MONDAY, office["head"], at("2026-03-02"))
    assert "须由另一位同事" in refused(answering.passed, made, MONDAY, office["head"], at("2026-03-02"))[0]
    answering.passed(made, MONDAY, office["legal"], at("2026-03-02"))
    assert "须由另一位同事" in refused(answering.sign, made, MONDAY, office["head"], at("2026-03-02"))[0]


def test_replied_application_is_counted_in_one_row_and_its_clock_has_stopped(office):
    made = cases.replied(office)
    closed = Deadline.objects.of(made).get(term="OGI_REPLY_20WD")
    assert (made.state, made.outcome, made.ground, made.row, made.closed_on) == ("replied", "partial", "E15", Row.PARTIAL, MONDAY)
    assert (closed.closed_on, closed.outcome, closed.due_on) == (MONDAY, "done", day("2026-03-30"))


def test_reply_is_served_and_archived(office):
    made = cases.replied(office)
    answering.serve(made, "本人签收", MONDAY, office["officer"], at("2026-03-02"))
    answering.archive(made, MONDAY, office["officer"], at("2026-03-02"))
    assert (made.state, made.served_on, made.row) == ("archived", MONDAY, Row.PARTIAL)


def test_applicant_withdraws_until_the_reply_is_signed(office):
    made, answered = cases.registered(office["officer"]).application, cases.replied(office)
    answering.withdraw(made, "已经找到", MONDAY, None, at("2026-03-02"))
    assert (made.state, made.row) == ("ended", Row.OTHER_3)
    assert refused(answering.withdraw, answered, "", MONDAY, None, at("2026-03-02")) == ["申请已答复，不能再“申请人撤回”。"]


def test_applicant_does_nothing_that_is_the_offices(office):
    made = cases.registered(office["officer"]).application
    assert refused(searching.begin, made, MONDAY, None, at("2026-03-02")) == ["这一步由行政机关办理。"]


def test_second_of_two_officers_at_once_is_told_what_the_first_did(office):
    first = cases.being_handled(office["officer"])
    second = Application.objects.get(pk=first.pk)
    extension.extend(first, 5, "数量大", MONDAY, office["head"], at("2026-03-02"))
    (sentence,) = refused(extension.extend, second, 5, "数量大", MONDAY, office["head"], at("2026-03-02"))
    assert sentence.endswith(f"{office['head']}“延长答复期限”。请核对后再办。")
    assert due_of(first) == day("2026-04-07")


def test_refused_move_leaves_nothing_behind(office):
    made = cases.being_handled(office["officer"])
    before = (made.events.count(), AuditRecord.objects.count(), Application.objects.values().get())
    refused(extension.extend, made, 10, "", MONDAY, office["head"], at("2026-03-02"))
    refused(consulting.ask, made, SENT, day("2026-03-03"), office["officer"], at("2026-03-02"))
    assert (made.events.count(), AuditRecord.objects.count(), Application.objects.values().get()) == before
    assert not made.parties.exists()


def test_events_are_append_only(office):
    event = cases.registered(office["officer"]).application.events.first()
    for act in (event.save, event.delete, ApplicationEvent.objects.all().delete, lambda: ApplicationEvent.objects.update(data={})):
        with pytest.raises(AppendOnly):
            act()


def test_applicant_who_wants_mail_is_told_what_happened_and_nothing_of_the_matter(office, work_outbox):
    receipt = receiving.register(
        [cases.who(email="lin@example.org")], cases.asked(mail_wanted=True), "in_person", MONDAY, office["officer"], at("2026-03-02")
    )
    work_outbox()
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == (["lin@example.org"], f"政府信息公开申请 {receipt.number}：确认收到申请")
    assert "职业健康" not in letter.body + letter.subject


def test_officers_and_applicants_see_the_same_day(office):
    made = cases.being_handled(office["officer"])
    assert case.reply_due(made).date == due_of(made)
