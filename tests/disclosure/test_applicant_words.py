"""What an applicant says on the status page beside the procedure, and what is downloaded there."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms.models import Assignment
from disclosure.applications import charging, papers, saying
from disclosure.applications.case import ApplicationRefused
from disclosure.models import ApplicantWord, Application, Paper
from tests.factories import applications as cases
from tests.factories import home
from tests.factories.clocks import at

pytestmark = pytest.mark.django_db
NOW = at("2026-03-03")


@pytest.fixture
def office():
    home()
    return cases.office()


def looking_at(application: Application) -> Client:
    """A visitor who gave number and code."""
    client = Client()
    session = client.session
    session["applications"] = [application.number]
    session.save()
    return client


def test_complaint_is_kept_and_becomes_a_task_of_the_office(office):
    made = cases.registered(office["officer"]).application
    client = looking_at(made)
    assert client.post(made.get_absolute_url(), {"said": "complaint", "words": "答复太慢"}).status_code == 302
    task = Assignment.objects.get(origin=saying.ORIGIN)
    assert (ApplicantWord.objects.get().words, made.number in task.title, "答复太慢" in task.title + task.fault) == (
        "答复太慢",
        True,
        False,
    )
    desk = Client()
    desk.force_login(office["officer"])
    assert "答复太慢" in desk.get(reverse("application_case", args=[made.pk])).content.decode()


def test_complaint_without_words_comes_back_with_a_sentence(office):
    made = cases.registered(office["officer"]).application
    page = looking_at(made).post(made.get_absolute_url(), {"said": "complaint", "words": ""})
    assert (page.status_code, "还没有提交" in page.content.decode(), ApplicantWord.objects.count()) == (400, True, 0)


def test_fourth_complaint_of_a_day_is_refused(office):
    made = cases.registered(office["officer"]).application
    for _turn in range(saying.COMPLAINTS_A_DAY):
        saying.complain(made, "太慢", NOW)
    with pytest.raises(ApplicationRefused, match="明天可以再补充"):
        saying.complain(made, "太慢", NOW)


def test_rating_is_given_once_and_after_the_reply_alone(office):
    with pytest.raises(ApplicationRefused, match="收到答复以后"):
        saying.rate(cases.registered(office["officer"]).application, 5, "", NOW)
    made = cases.replied(office)
    assert looking_at(made).post(made.get_absolute_url(), {"said": "rating", "score": "4", "words": ""}).status_code == 302
    with pytest.raises(ApplicationRefused, match="已经评价过"):
        saying.rate(made, 1, "", NOW)
    assert ApplicantWord.objects.get().score == 4


def test_payment_is_told_while_it_is_owed_and_the_clock_waits_for_the_office(office):
    made = cases.being_handled(office["officer"])
    with pytest.raises(ApplicationRefused, match="没有要缴的费用"):
        saying.tell_payment(made, "票据1", NOW)
    charging.notify(made, "per_piece_month", 40, "数量明显超过合理范围", date(2026, 3, 2), office["head"], NOW)
    assert looking_at(made).post(made.get_absolute_url(), {"said": "payment", "words": "票据1"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, Assignment.objects.filter(origin=saying.ORIGIN).count()) == ("paying", 1)


def test_what_was_given_out_is_downloaded_by_its_applicant_alone_and_after_the_reply(office):
    made = cases.drafted(office)
    file = papers.keep(made, papers.Given(SimpleUploadedFile("汇总表.txt", "一".encode()), Paper.Kind.GIVEN), office["officer"], NOW)
    proof = papers.keep(made, papers.Given(SimpleUploadedFile("证.txt", "二".encode()), Paper.Kind.IDENTITY), None, NOW)
    address = reverse("application_given", args=[made.number, file.pk])
    assert looking_at(made).get(address).status_code == 404
    Application.objects.filter(pk=made.pk).update(state="replied")
    response = looking_at(made).get(address)
    assert (b"".join(response.streaming_content), "attachment" in response["Content-Disposition"]) == ("一".encode(), True)
    assert looking_at(made).get(reverse("application_given", args=[made.number, proof.pk])).status_code == 404
    assert looking_at(cases.registered(office["officer"]).application).get(address).url == reverse("applications")


def test_overdue_application_names_the_remedies_and_the_way_to_complain(office):
    made = cases.being_handled(office["officer"], "2026-01-05")
    page = looking_at(made).get(made.get_absolute_url()).content.decode()
    assert "也可以直接向澄江市中级人民法院提起行政诉讼" in page and "提交投诉" in page
