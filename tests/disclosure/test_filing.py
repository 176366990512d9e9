"""A citizen files: what is public already is offered first, several apply together, and whatever is typed stays text."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from disclosure.applications import receiving
from disclosure.applications.case import ApplicationRefused
from disclosure.applications.papers import Given
from disclosure.models import AnsweredByPublic, Applicant, Application, Filing, Paper
from tests.factories import applications as cases
from tests.factories import home, policy
from tests.factories.clocks import at

pytestmark = pytest.mark.django_db
TITLE = "职业健康检查机构监督检查办法"
SCRIPT = "<script>alert(1)</script>"
PERSON = {"name": "林若溪", "identity_kind": "resident", "identity_number": cases.RESIDENT, "telephone": "13800000000"}
SECOND = {"name": "某公司", "identity_kind": "passport", "identity_number": "E0000001", "email": "second@example.cn"}
KIND = {"applicant_kind": "natural_person", "represented": "", "joint": ""}
WHAT = {"title": TITLE}
HOW = {"form": "electronic", "delivery": "online", "mail_wanted": ""}


@pytest.fixture
def office():
    home()
    return cases.office()


def fill(client: Client, **pages: dict) -> None:
    for name, page in pages.items():
        response = client.post(reverse("application_step", args=[name.replace("_", "-")]), page)
        assert response.status_code == 302, response.content.decode()


def send(client: Client, **files) -> Application:
    assert client.post(reverse("application_send"), {"website": "", **files}).url == reverse("application_receipt")
    return Application.objects.latest("pk")


def test_public_document_that_answers_is_offered_counted_once_and_blocks_nothing(client, office):
    document = policy(TITLE)
    call_command("index", "--rebuild", verbosity=0)
    fill(client, kind=KIND, who=PERSON)
    typed = client.post(reverse("already_public"), {"title": TITLE})
    assert [offer.url for offer in typed.context["offers"]] == [document.get_absolute_url()]
    fill(client, what=WHAT, how=HOW)
    (offer,) = client.get(reverse("application_send")).context["offers"]
    for _turn in range(2):
        assert client.post(reverse("answered_by_public"), {"offer": offer.token}).url == document.get_absolute_url()
    assert (AnsweredByPublic.objects.get().times, Application.objects.count()) == (1, 0)
    assert send(client).title == TITLE


def test_what_was_never_offered_is_neither_counted_nor_opened(client, office):
    assert client.post(reverse("answered_by_public"), {"offer": "https://example.org/"}).url == reverse("applications")
    assert not AnsweredByPublic.objects.exists()


def test_several_apply_together_each_on_a_page(client, office):
    fill(client, kind={**KIND, "joint": "2"}, who=PERSON, joint_2=SECOND, what=WHAT, how=HOW)
    made = send(client, supplement=SimpleUploadedFile("说明.txt", "一".encode()))
    assert [(one.name, one.part) for one in made.applicants.all()] == [("林若溪", "applicant"), ("某公司", "applicant")]
    assert made.papers.get().kind == Paper.Kind.SUPPLEMENT


def test_same_applicant_twice_is_refused():
    with pytest.raises(ApplicationRefused, match="填写了两次"):
        receiving.file_online([cases.who(), cases.who()], cases.asked(), [], "203.0.113.7", at("2026-03-02"))


def test_same_thing_sent_again_is_warned_of_and_not_refused(client, office):
    fill(client, kind=KIND, who=PERSON, what=WHAT, how=HOW)
    first = send(client)
    fill(client, kind=KIND, who=PERSON, what=WHAT, how=HOW)
    page = client.get(reverse("application_send")).content.decode()
    assert "您已经提交过名称相同的申请" in page and first.number in page
    assert send(client).pk != first.pk


def test_script_in_every_field_stays_text_on_every_page(client, office):
    marked = {"name": SCRIPT, "contact_name": SCRIPT, "telephone": SCRIPT, "address": SCRIPT}
    what = {"title": SCRIPT, "document_number": SCRIPT, "features": SCRIPT}
    fill(client, kind=KIND, who={**PERSON, **marked}, what=what, how={**HOW, "help_needed": SCRIPT})
    pages = [client.get(reverse("application_send"))]
    made = send(client)
    pages += [client.get(reverse("application_receipt")), client.get(made.get_absolute_url())]
    client.post(made.get_absolute_url(), {"said": "complaint", "words": SCRIPT})
    pages.append(client.get(made.get_absolute_url()))
    desk = Client()
    desk.force_login(office["officer"])
    pages += [desk.get(reverse(name, args=[made.pk])) for name in ("application_case",)] + [desk.get(reverse("application_desk"))]
    pages.append(desk.post(reverse("application_identities", args=[made.pk])))
    assert [page.status_code for page in pages] == [200] * 7
    assert [SCRIPT in page.content.decode() for page in pages] == [False] * 7


def test_flood_is_told_so_on_the_page_and_the_draft_is_still_there(client, office, settings):
    settings.FILINGS_PER_HOUR = 1
    fill(client, kind=KIND, who=PERSON, what=WHAT, how=HOW)
    send(client)
    fill(client, kind=KIND, who=PERSON, what=WHAT, how=HOW)
    page = client.post(reverse("application_send"), {"website": ""})
    assert "最近一小时提交的申请太多" in page.content.decode() and Application.objects.count() == 1
    assert TITLE in client.get(reverse("application_send")).content.decode()


class Unreadable(SimpleUploadedFile):
    """The process ends while it reads the file: the rows of the application stand already, and nothing is acknowledged."""

    def seek(self, *_where):
        raise KeyboardInterrupt


def test_filing_that_ends_half_way_keeps_nothing_at_all(office):
    given = Given(Unreadable("说明.txt", b"1"), Paper.Kind.SUPPLEMENT)
    with pytest.raises(KeyboardInterrupt):
        receiving.file_online([cases.who()], cases.asked(), [given], "203.0.113.7", at("2026-03-02"))
    assert (Application.objects.count(), Applicant.objects.count(), Filing.objects.count()) == (0, 0, 0)
