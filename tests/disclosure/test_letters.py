"""文书: what each letter carries, who signs it, that it is numbered once, never changes, and goes out as it was asked for."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from cms import outbox, regulations
from cms.gate import Refused
from cms.models import AppendOnly
from cms.papers import pdf as pdf_writer
from disclosure import fees, letters
from disclosure.application_clock import Kind
from disclosure.applications import answering, charging, consulting, correction, extension, given_papers, searching
from disclosure.applications.answering import BY_OTHER_VERBS, Answer
from disclosure.letter_facts import WITHOUT_ARTICLE
from disclosure.letter_kinds import FORMS, LetterKind, faults, fill
from disclosure.models import LetterSettings, LetterTemplate
from disclosure.outcomes import OUTCOMES, Bears, Remedy, articles_of
from tests.cms.test_papers import read
from tests.factories import applications
from tests.factories.clocks import at

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
SEALED = b"%PDF-sealed"


def seal(content: bytes) -> bytes:
    assert content.startswith(b"%PDF")
    return SEALED


def broken_seal(content: bytes) -> bytes:
    raise OSError("no token")


@pytest.fixture
def office():
    return applications.office()


def refused(verb, *arguments) -> list[str]:
    with pytest.raises(Refused) as caught:
        verb(*arguments)
    return caught.value.sentences


def called_for(application, kind: Kind):
    return application.events.filter(kind=kind).last()


def answer(code: str) -> Answer:
    bears = [*OUTCOMES[code].bears, *OUTCOMES[code].optional]
    grounds = ["E15"] if Bears.GROUND in bears else []
    return Answer(code, grounds, "经核查，情况如此。", {one.value: "在本机关政务服务大厅办理" for one in bears})


def ended_without_reply(office, code: str):
    """By the verb that ends it so."""
    on = at("2026-06-01")
    if code == "not_corrected":
        made = applications.registered(office["officer"]).application
        correction.ask(made, "请写明年度。", MONDAY, office["officer"], at("2026-03-02"))
        return correction.abandon(made, "没有说明正当理由。", on.date(), office["officer"], on)
    made = applications.being_handled(office["officer"])
    if code == "not_paid":
        charging.notify(made, fees.Method.PER_PIECE_MONTH, 40, "一个月内申请四十件。", MONDAY, office["head"], at("2026-03-02"))
        return charging.lapse(made, on.date(), office["officer"], on)
    return answering.withdraw(made, "", MONDAY, office["officer"], at("2026-03-02"))


@pytest.mark.parametrize("code", OUTCOMES)
def test_letter_of_each_outcome_has_article_reason_remedy_organ_and_date(office, code):
    if code in BY_OTHER_VERBS:
        made = ended_without_reply(office, code)
        event, grounds = made.events.last(), ()
    else:
        made = applications.drafted(office, answer(code))
        event, grounds = None, tuple(made.reply.grounds)
    composed = letters.compose(made, event, MONDAY)
    assert composed.missing == []
    cited = [regulations.article(one, "zh").citation for one in articles_of(code, grounds) or WITHOUT_ARTICLE]
    assert [one for one in cited if one not in composed.text] == []
    assert "2026年3月2日收到" in composed.text and composed.organ == "澄江市卫生健康委员会"
    if event is None and OUTCOMES[code].needs_reason:
        assert "经核查，情况如此。" in composed.text
    appeals = OUTCOMES[code].remedy is not Remedy.NONE
    assert [words in composed.text for words in ("向澄江市人民政府申请行政复议", "澄江市中级人民法院提起行政诉讼")] == [appeals] * 2
    assert "{" not in composed.text and applications.RESIDENT not in composed.text


def test_each_other_kind_of_letter_is_signed_with_its_article_reason_and_date(office):
    now, officer, head = at("2026-03-02"), office["officer"], office["head"]
    asked = applications.registered(officer).application
    correction.ask(asked, "请写明年度。", MONDAY, officer, now)
    made = applications.being_handled(officer)
    extension.extend(made, 20, "需要查找的档案很多。", MONDAY, head, now)
    for kind in ("third_party", "agency"):
        consulting.ask(made, consulting.Addressee(kind, "江南检测公司"), MONDAY, officer, now)
    charged = applications.being_handled(officer)
    charging.notify(charged, fees.Method.PER_PIECE_MONTH, 40, "一个月内申请四十件。", MONDAY, head, now)
    events = [asked.events.get(kind=Kind.RECEIVED), *letters.owed(asked)[1:], *letters.owed(made)[1:], *letters.owed(charged)[1:]]
    signed = [letters.sign(event.application, event, MONDAY, office["signer"], now) for event in events]
    assert [(letter.kind, letter.number) for letter in signed] == [
        ("receipt", "澄卫公开登〔2026〕1号"),
        ("correction", "澄卫公开补〔2026〕1号"),
        ("extension", "澄卫公开延〔2026〕1号"),
        ("third_party", "澄卫公开询〔2026〕1号"),
        ("agency", "澄卫公开函〔2026〕1号"),
        ("fee", "澄卫公开费〔2026〕1号"),
    ]
    said = [
        ("第三十三条", "于2026年3月30日前答复"),
        ("第三十条", "请写明年度。", "请于2026年3月16日前"),
        ("第三十三条", "需要查找的档案很多。", "延长20个工作日", "于2026年4月28日前"),
        ("第三十二条", "自收到之日起15个工作日内"),
        ("第三十四条", "自收到之日起15个工作日内"),
        ("第四十二条", "一个月内申请四十件。", "不能单独申请复议"),
    ]
    assert [[words for words in wanted if words not in letter.text] for letter, wanted in zip(signed, said, strict=True)] == [[]] * 6
    assert [letter.addressee for letter in signed][2:5] == ["林若溪", "江南检测公司", "江南检测公司"]


@pytest.mark.parametrize("place", FORMS[LetterKind.REPLY].needs.values())
def test_reply_whose_template_lost_what_it_must_carry_cannot_be_signed(office, place):
    template = LetterTemplate.objects.get(kind="reply", outcome="partial")
    template.body = template.body.replace(f"{{{place}}}", "")
    template.save()
    made = in_signing(office)
    assert refused(answering.sign, made, MONDAY, office["signer"], at("2026-03-02"))[0].startswith("文书中没有写明")
    made.refresh_from_db()
    assert (made.state, made.letters.count()) == ("signing", 0)


def in_signing(office, file: ContentFile | None = None):
    made, now = applications.drafted(office), at("2026-03-02")
    if file:
        given_papers.attach(made, file, office["officer"], now)
    answering.submit(made, MONDAY, office["officer"], now)
    return answering.passed(made, MONDAY, office["legal"], now)


def test_reply_cannot_be_signed_before_organ_and_court_are_set(office):
    LetterSettings.objects.update(court="")
    sentences = refused(answering.sign, in_signing(office), MONDAY, office["signer"], at("2026-03-02"))
    assert sentences == ["还没有填写行政复议机关和有管辖权的人民法院，答复书不能缺少救济途径。"]


def test_letter_with_an_identity_number_in_it_cannot_be_signed(office):
    made = applications.drafted(office, Answer("not_found", (), f"没有{applications.RESIDENT}的记录。"))
    assert letters.compose(made, None, MONDAY).missing == ["文书中有居民身份证号码，请删去以后再签发。"]


def test_template_that_names_an_unknown_place_or_leaves_a_brace_open_is_refused():
    template = LetterTemplate.objects.get(kind="receipt")
    template.body = "{身份证号}{期限"
    with pytest.raises(ValidationError) as caught:
        template.full_clean()
    assert caught.value.messages[0].startswith("模板中有不认识的占位符：身份证号。")
    assert caught.value.messages[1] == "模板中的花括号没有成对。"


def test_template_that_stands_in_the_system_names_only_known_places():
    assert [faults(LetterKind(one.kind), one.body) for one in LetterTemplate.objects.all()] == [[]] * 24


def test_what_is_filled_in_is_not_read_as_a_template():
    assert fill("{信息名称}。\n{附件}", {"信息名称": "{理由}", "理由": "秘密"}) == "{理由}。"


def test_only_a_signer_signs_and_only_once(office):
    made, now = applications.registered(office["officer"]).application, at("2026-03-02")
    event = called_for(made, Kind.RECEIVED)
    assert refused(letters.sign, made, event, MONDAY, office["officer"], now) == ["文书由签发人签发，您没有签发的权限。"]
    letters.sign(made, event, MONDAY, office["signer"], now)
    assert refused(letters.sign, made, event, MONDAY, office["signer"], now) == ["这份文书已经签发。"]


def test_number_rises_by_kind_and_year_and_a_refused_letter_takes_none(office):
    numbers = []
    for on in ("2026-03-02", "2026-03-03", "2027-03-02"):
        made = applications.registered(office["officer"], on).application
        event, day = called_for(made, Kind.RECEIVED), date.fromisoformat(on)
        refused(letters.sign, made, event, day, office["officer"], at(on))
        numbers.append(letters.sign(made, event, day, office["signer"], at(on)).number)
    assert numbers == ["澄卫公开登〔2026〕1号", "澄卫公开登〔2026〕2号", "澄卫公开登〔2027〕1号"]


def test_signed_letter_never_changes_and_its_digest_is_that_of_its_text(office):
    letter = applications.replied(office).letters.get()
    for change in (letter.save, letter.delete, lambda: type(letter).objects.update(text="改"), type(letter).objects.all().delete):
        with pytest.raises(AppendOnly):
            change()
    LetterTemplate.objects.update(body="改")
    letter.refresh_from_db()
    assert letters.digest(letter) == letter.sha256 and "商业秘密" in letter.text


def test_reply_letter_is_sent_the_way_that_was_asked_for_and_served_with_its_proof(office):
    made = applications.replied(office)
    answering.serve(made, "EMS 1234567890", MONDAY, office["officer"], at("2026-03-02"))
    letter = made.letters.get()
    assert (letter.sent_on, letter.way, letter.served_on, letter.proof) == (MONDAY, made.delivery, MONDAY, "EMS 1234567890")


def test_letter_by_mail_carries_its_pdf(office, mailoutbox, django_capture_on_commit_callbacks):
    made, now = applications.registered(office["officer"]).application, at("2026-03-02")
    letter = letters.sign(made, called_for(made, Kind.RECEIVED), MONDAY, office["signer"], now)
    applications.give_address(made, "lin@example.org")
    letters.send(letter, "email", MONDAY, office["officer"], now)
    outbox.drain(lambda: at("2099-01-01"))
    (mail,) = mailoutbox
    ((name, content, _mime),) = mail.attachments
    assert (mail.to, name) == (["lin@example.org"], f"{letter.number}.pdf")
    assert "登记回执" in read(content)[0] and applications.RESIDENT not in mail.body + read(content)[0]


def test_seal_gets_the_pdf_and_the_sealed_one_is_kept(office, settings):
    settings.LETTER_SEAL = "tests.disclosure.test_letters.seal"
    letter = applications.replied(office).letters.get()
    assert letters.pdf(letter) == SEALED and pdf_writer.pdf(letters.paper(letter)) != SEALED


def test_letter_is_not_signed_where_the_seal_fails(office, settings):
    settings.LETTER_SEAL = "tests.disclosure.test_letters.broken_seal"
    sentences = refused(answering.sign, in_signing(office), MONDAY, office["signer"], at("2026-03-02"))
    assert sentences == ["电子签章没有成功，文书没有签发：no token"]


def test_file_with_a_personal_number_goes_out_only_masked_or_with_a_reason(office):
    now = at("2026-03-02")
    made = in_signing(office, ContentFile(f"联系人 {applications.RESIDENT}".encode(), "名单.txt"))
    (sentence,) = refused(answering.sign, made, MONDAY, office["signer"], now)
    assert sentence.startswith("“名单.txt”中有 1 处个人信息或者隐藏内容") and applications.RESIDENT not in sentence
    copy = given_papers.mask(made.papers.get(), office["officer"], now)
    assert copy.file.read().decode().startswith("联系人 110*") and given_papers.found_in(copy, MONDAY) == []
    made.refresh_from_db()
    answering.sign(made, MONDAY, office["signer"], now)
    assert "名单（打码）.txt" in made.letters.get().text
    assert "签发以前添加" in refused(given_papers.attach, made, ContentFile(b"x", "a.txt"), office["officer"], now)[0]


def test_file_let_through_with_a_reason_goes_out_as_it_is(office):
    made = in_signing(office, ContentFile(f"本人 {applications.RESIDENT}".encode(), "档案.txt"))
    paper = made.papers.get()
    assert refused(given_papers.clear, paper, " ", office["officer"], at("2026-03-02"))[0].startswith("请写明为什么可以提供")
    given_papers.clear(paper, "信息属于申请人本人。", office["officer"], at("2026-03-02"))
    answering.sign(made, MONDAY, office["signer"], at("2026-03-02"))
    assert made.letters.count() == 1


def test_letters_that_an_application_waits_for_are_those_of_what_happened(office):
    made = applications.being_handled(office["officer"])
    assert [event.kind for event in letters.owed(made)] == ["received"]
    searching.hand_over(made, office["handler"].unit, "", MONDAY, office["officer"], at("2026-03-02"))
    letters.sign(made, called_for(made, Kind.RECEIVED), MONDAY, office["signer"], at("2026-03-02"))
    assert letters.owed(made) == []
