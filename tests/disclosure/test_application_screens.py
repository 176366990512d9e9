"""One application through the whole way on screens: a citizen without an account, an officer, a reviewer, a signer."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import AuditRecord
from disclosure.applications import query_codes
from disclosure.models import Application, Paper
from tests.factories import applications as cases
from tests.factories import home, person, unit

pytestmark = pytest.mark.django_db
PERSON = {"name": "林若溪", "identity_kind": "resident", "identity_number": cases.RESIDENT, "telephone": "13800000000"}
PAGES = {
    "kind": {"applicant_kind": "natural_person", "represented": ""},
    "who": PERSON,
    "what": {"title": "2025年度监督检查结果", "features": "<script>alert(1)</script>"},
    "how": {"form": "electronic", "delivery": "online", "mail_wanted": ""},
}


@pytest.fixture
def office():
    home()
    return cases.office()


def fill(client: Client, pages: dict = PAGES) -> None:
    for name, page in pages.items():
        response = client.post(reverse("application_step", args=[name]), page)
        assert response.status_code == 302, response.content.decode()


def filed(client: Client) -> tuple[Application, str]:
    fill(client)
    page = client.post(reverse("application_send"), {"website": ""}, follow=True)
    application = Application.objects.latest("pk")
    assert application.number in page.content.decode()
    return application, page.context["code"]


def move(who, application: Application, action: str, **filled) -> str:
    """Make a move on the case page; answers the page that comes back."""
    client = Client()
    client.force_login(who)
    application.refresh_from_db()
    values = {"on": timezone.localdate().isoformat(), **filled}
    sent = {f"{action}-{name}": value for name, value in values.items()}
    address = reverse("application_case", args=[application.pk])
    return client.post(address, {"action": action, "version": application.version, **sent}, follow=True).content.decode()


def test_application_goes_its_whole_way(client, office):
    application, code = filed(client)
    assert "待确认收到" in client.get(application.get_absolute_url()).content.decode()
    for who, action, filled in [
        ("officer", "confirm", {}),
        ("officer", "ask_correction", {"words": "请写明机构范围。", "working_days": 10}),
    ]:
        assert "已记录" in move(office[who], application, action, **filled)
    page = client.get(application.get_absolute_url()).content.decode()
    assert "请写明机构范围。" in page and "提交补正" in page and "申请人补正" in page
    application.refresh_from_db()
    client.post(application.get_absolute_url(), {"action": "correct", "words": "全市机构", "version": application.version})
    done = {"papers": "随文提供汇总表。", "words": "其余涉及第三方商业秘密。", "grounds": "E15", "outcome": "partial"}
    for who, action, filled in [
        ("officer", "search", {}),
        ("officer", "consult", {"kind": "third_party", "name": "某体检中心"}),
        ("head", "extend", {"working_days": 10, "words": "需要征求意见"}),
        ("officer", "draft", done),
        ("officer", "submit", {}),
        ("legal", "pass", {}),
        ("signer", "sign", {}),
        ("officer", "reply", {}),
        ("officer", "serve", {"words": "网上查看"}),
        ("officer", "archive", {}),
    ]:
        assert "已记录" in move(office[who], application, action, **filled), action
    application.refresh_from_db()
    assert (application.state, application.row) == ("archived", "partial")
    page = client.get(application.get_absolute_url()).content.decode()
    assert "部分公开" in page and "自收到本答复之日起六十日内，先向" in page and "随文提供汇总表。" in page
    assert "某体检中心" not in page and cases.RESIDENT not in page and "<script>alert" not in page


def test_page_of_the_form_is_not_skipped_and_keeps_what_was_filled_in(client, office):
    response = client.get(reverse("application_step", args=["what"]))
    assert response.url == reverse("application_step", args=["kind"])
    fill(client, {name: PAGES[name] for name in ("kind", "who")})
    assert 'value="林若溪"' in client.get(reverse("application_step", args=["who"])).content.decode()
    assert cases.RESIDENT not in str(dict(client.session))


def test_wrong_check_digit_is_told_on_its_page(client, office):
    fill(client, {"kind": PAGES["kind"]})
    page = client.post(reverse("application_step", args=["who"]), {**PERSON, "identity_number": "110105194912310021"})
    assert (page.status_code, "身份证号码不对" in page.content.decode()) == (400, True)


def test_representative_needs_a_power_of_attorney_and_it_is_kept(client, office):
    pages = {"kind": {**PAGES["kind"], "represented": "yes"}, "who": PERSON, "representative": PERSON | {"name": "代理人"}}
    fill(client, pages | {name: PAGES[name] for name in ("what", "how")})
    assert client.post(reverse("application_send"), {}).status_code == 400
    letter = SimpleUploadedFile("委托书.txt", "兹委托".encode())
    assert client.post(reverse("application_send"), {"attorney": letter}).status_code == 302
    paper = Paper.objects.get()
    assert (paper.kind, paper.name, paper.application.applicants.count()) == ("attorney", "委托书.txt", 2)
    assert "委托书" not in paper.file.name


def test_virus_signature_in_an_attachment_is_refused_and_the_application_is_still_there_to_be_sent(client, office):
    fill(client)
    eicar = SimpleUploadedFile("证明.com", rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
    page = client.post(reverse("application_send"), {"identity_proof": eicar})
    assert (page.status_code, "还没有提交" in page.content.decode(), Application.objects.count()) == (400, True, 0)
    assert client.post(reverse("application_send"), {}).status_code == 302


def test_status_page_opens_with_number_and_code_alone(client, office):
    application, code = filed(client)
    stranger = Client()
    assert stranger.get(application.get_absolute_url()).url == reverse("applications")
    wrong = stranger.post(reverse("applications"), {"number": application.number, "code": "22222222"})
    assert (wrong.status_code, "查询码不对" in wrong.content.decode()) == (403, True)
    right = stranger.post(reverse("applications"), {"number": application.number, "code": code})
    assert right.url == application.get_absolute_url()
    assert stranger.get(right.url).status_code == 200


def test_code_is_kept_nowhere(client, office):
    application, code = filed(client)
    assert code not in str(Application.objects.values().get()) + str(dict(client.session))
    assert query_codes.print_of(application.number, code) == application.code_print


def test_case_says_why_the_other_moves_are_not_available(office):
    made = cases.registered(office["officer"]).application
    client = Client()
    client.force_login(office["officer"])
    page = client.get(reverse("application_case", args=[made.pk])).content.decode()
    assert "申请现在是“已登记”，不能“签发”。" in page and "您没有办理这一步的权限。" in page
    assert cases.RESIDENT not in page


def test_old_page_is_refused_with_what_happened_meanwhile(office):
    made = cases.registered(office["officer"]).application
    client = Client()
    client.force_login(office["officer"])
    sent = {"action": "search", "version": made.version - 1, "search-on": timezone.localdate().isoformat()}
    page = client.post(reverse("application_case", args=[made.pk]), sent, follow=True).content.decode()
    assert "已经有了新的情况" in page
    assert Application.objects.get().state == "registered"


def test_list_shows_first_what_runs_out_first(office):
    late, early = cases.registered(office["officer"], "2026-03-10"), cases.registered(office["officer"], "2026-03-02")
    ended = cases.replied(office)
    client = Client()
    client.force_login(office["officer"])
    rows = client.get(reverse("application_desk")).context["rows"]
    assert [row.application for row in rows] == [early.application, late.application]
    closed = client.get(reverse("application_desk"), {"shows": "closed"}).context["rows"]
    assert [row.application for row in closed] == [ended]


def test_staff_enter_what_came_by_post(office):
    client = Client()
    client.force_login(office["officer"])
    who = {f"who-{name}": value for name, value in PERSON.items()}
    way = {"channel": "signed_post", "on": "2026-03-02", "tracking_number": "EA123456789CN"}
    page = client.post(reverse("application_register"), {**way, **PAGES["kind"], **who, **PAGES["what"], **PAGES["how"]})
    application = Application.objects.get()
    assert application.number in page.content.decode() and page.context["receipt"].code in page.content.decode()
    assert (application.received_on.isoformat(), application.channel) == ("2026-03-02", "signed_post")


def test_look_at_an_identity_leaves_a_record(office):
    made = cases.registered(office["officer"]).application
    client = Client()
    client.force_login(office["officer"])
    page = client.post(reverse("application_identities", args=[made.pk]))
    assert (cases.RESIDENT in page.content.decode(), "no-store" in page["Cache-Control"]) == (True, True)
    assert AuditRecord.objects.filter(action="application.identified", actor=office["officer"]).count() == 1


def test_who_has_no_part_in_applications_sees_none(office):
    made = cases.registered(office["officer"]).application
    client = Client()
    client.force_login(person("编辑"))
    names = ("application_desk", "application_register", "application_ledger")
    for address in (*map(reverse, names), reverse("application_case", args=[made.pk])):
        assert client.get(address).status_code == 302
    client.force_login(person("承办部门", unit=unit("规划处")))
    page = client.post(reverse("application_identities", args=[made.pk]), follow=True).content.decode()
    assert "只有承办这件申请的人" in page and cases.RESIDENT not in page


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_list_and_case_ask_as_much_with_many_applications_as_with_one(office):
    client = Client()
    client.force_login(office["officer"])
    made = cases.being_handled(office["officer"])
    desk, case = reverse("application_desk"), reverse("application_case", args=[made.pk])
    before = queries_of(client, desk), queries_of(client, case)
    for _turn in range(4):
        cases.being_handled(office["officer"])
    assert (queries_of(client, desk), queries_of(client, case)) == before
    assert before[0] <= 15


def ledger(client: Client, **shown) -> list[dict]:
    taken = b"".join(client.get(reverse("application_ledger"), shown).streaming_content)
    head, *rows = openpyxl.load_workbook(io.BytesIO(taken)).active.values
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_ledger_says_in_words_what_the_list_shows_and_leaves_out_identities(office):
    answered, handled = cases.replied(office), cases.being_handled(office["officer"])
    client = Client()
    client.force_login(office["officer"])
    rows = ledger(client, shows="all")
    assert {row["回执编号"] for row in rows} == {answered.number, handled.number}
    row = next(row for row in rows if row["回执编号"] == answered.number)
    told = [row[name] for name in ("申请人", "提交方式", "收到申请之日", "状态", "结果", "办结日")]
    assert told == ["林若溪", "当面提交", "2026-03-02", "已答复", "部分公开", "2026-03-02"]
    assert cases.RESIDENT not in str(rows) and "13800000000" not in str(rows)
    assert [row["回执编号"] for row in ledger(client, shows="all", q=handled.number)] == [handled.number]


def test_taking_the_ledger_is_recorded(office):
    client = Client()
    client.force_login(office["officer"])
    ledger(client, shows="closed")
    taken = AuditRecord.objects.get(action="application.ledger")
    assert (taken.actor, taken.details) == (office["officer"], {"whose": "all", "shows": "closed"})
