"""文书 on screens: preview and signature on the case page, what the applicant may take home and nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from disclosure.models import Letter, LetterSettings, LetterTemplate
from disclosure.views.applications import OPENED
from tests.cms.test_papers import read
from tests.factories import administrator, home
from tests.factories import applications as cases

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def office():
    home()
    return cases.office()


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def signed_receipt(office, made):
    client, event = signed_in(office["signer"]), made.events.get(kind="received")
    address = reverse("letter_preview", args=[made.pk, event.pk])
    page = client.get(address).content.decode()
    assert "政府信息公开申请登记回执" in page and "（签发时编号）" in page
    client.post(address, {"on": TODAY().isoformat()})
    return Letter.objects.get(event=event)


def test_letter_is_previewed_signed_sent_and_served_on_screens(office):
    made = cases.registered(office["officer"]).application
    letter, officer = signed_receipt(office, made), signed_in(office["officer"])
    assert officer.get(reverse("letter_preview", args=[made.pk, letter.event_id])).context["form"] is None
    sent = {f"letter-{letter.pk}-on": TODAY().isoformat()}
    officer.post(reverse("letter_send", args=[letter.pk]), {**sent, f"letter-{letter.pk}-way": "post"})
    officer.post(reverse("letter_serve", args=[letter.pk]), {**sent, f"letter-{letter.pk}-proof": "挂号信 1234"})
    letter.refresh_from_db()
    assert (letter.way, letter.served_on, letter.proof) == ("post", TODAY(), "挂号信 1234")
    page = officer.get(reverse("application_case", args=[made.pk])).content.decode()
    assert letter.number in page and "挂号信 1234" in page


def test_preview_of_a_reply_says_what_it_lacks(office):
    made = cases.drafted(office)
    LetterSettings.objects.update(court="")
    page = signed_in(office["officer"]).get(reverse("letter_preview", args=[made.pk, 0]), follow=True).content.decode()
    assert "还没有填写行政复议机关和有管辖权的人民法院" in page


def opened(application) -> Client:
    """A citizen who entered the number and its code."""
    client = Client()
    session = client.session
    session[OPENED] = [application.number]
    session.save()
    return client


def test_applicant_takes_home_the_letter_as_pdf_and_docx_once_it_was_sent(office):
    made = cases.replied(office)
    letter, citizen = made.letters.get(), opened(made)
    page = citizen.get(made.get_absolute_url()).content.decode()
    pdf, docx = (reverse("application_letter", args=[made.number, letter.pk, name]) for name in ("pdf", "docx"))
    assert pdf in page and docx in page and cases.RESIDENT not in page
    words = read(b"".join(citizen.get(pdf).streaming_content))[0]
    assert letter.number in words and "商业秘密" in words and cases.RESIDENT not in words
    assert b"".join(citizen.get(docx).streaming_content).startswith(b"PK")
    assert Client().get(pdf).status_code == 302


def test_letter_that_was_not_sent_or_goes_to_others_is_not_the_applicants(office):
    made = cases.registered(office["officer"]).application
    letter = signed_receipt(office, made)
    assert opened(made).get(reverse("application_letter", args=[made.number, letter.pk, "pdf"])).status_code == 404


def test_enclosure_is_masked_on_the_case_page_and_given_once_the_reply_is_out(office):
    made = cases.drafted(office)
    officer = signed_in(office["officer"])
    file = SimpleUploadedFile("名单.txt", f"联系人 {cases.RESIDENT}".encode())
    officer.post(reverse("application_enclose", args=[made.pk]), {"file": file})
    paper = made.papers.get()
    page = officer.get(reverse("application_case", args=[made.pk])).content.decode()
    assert "换成打码的副本" in page and cases.RESIDENT not in page
    officer.post(reverse("application_enclosure", args=[paper.pk]), {"how": "mask"})
    copy = made.papers.get(kind="given")
    address = reverse("application_given", args=[made.number, copy.pk])
    assert opened(made).get(address).status_code == 404
    made.state, made.closed_on, made.outcome = "replied", TODAY(), "partial"
    made.save()
    assert cases.RESIDENT not in b"".join(opened(made).get(address).streaming_content).decode()
    assert opened(made).get(reverse("application_given", args=[made.number, paper.pk])).status_code == 404


def test_template_with_an_unknown_place_is_not_saved_and_none_is_added():
    client = signed_in(administrator())
    template = LetterTemplate.objects.get(kind="receipt")
    page = client.post(reverse("letter-templates:edit", args=[template.pk]), {"title": "回执", "body": "{身份证号}"}).content.decode()
    assert "模板中有不认识的占位符：身份证号。" in page
    assert client.get(reverse("letter-templates:add")).status_code == 302
    assert LetterTemplate.objects.get(pk=template.pk).title == template.title
