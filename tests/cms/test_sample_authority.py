"""The sample authority: issue 2, section 6."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from cms import calendars, census, review
from cms.models import ArticlePage, AuditRecord, Department, EmergencyNotice, Place, ServiceGuidePage, SiteIdentity, User
from cms.models.department import check_credit_code
from cms.roles import ROLES
from cms.sample import files, markup, welcome
from cms.sample.loader import PASSWORD
from disclosure import timeliness
from disclosure.annual_report import cases, counting
from disclosure.models import (
    AnnualReport,
    Applicant,
    Application,
    DatedItem,
    Form,
    Interpretation,
    PolicyDocument,
    Round,
    SourceRecord,
    StandardRow,
    Validity,
)
from disclosure.outcomes import OUTCOMES
from disclosure.workflow import State

SAMPLE_DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """Loaded once for this file, in a transaction that is rolled back at its end."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            call_command("sample_authority", stdout=StringIO())
            yield
            transaction.set_rollback(True)


def test_census_finds_the_neglected_corner_and_nothing_else_that_fails_a_site(sample):
    report = census.run(date(2026, 11, 25)).as_json()  # the sample's last article is of the day before
    assert [(one["rule"], one["subject"]) for one in report["vetoes"]] == [
        ("guide-lacks-many", "消毒产品卫生安全评价报告备案 /services/disinfection-products/")
    ]
    assert [one["evidence"] for one in report["vetoes"]] == ["十项要素缺 5 项：办理地点、收费标准、办理时间、联系电话、办理流程。"]
    assert [one["rule"] for one in report["deductions"] if one["rule"] != "search-fails"] == []
    corner = [(one["rule"], one["since"]) for one in report["warnings"] if "健康教育园地" in one["subject"]]
    assert corner == [("columns-stale", "2025-06-16"), ("column-without-owner", None)]


def policy(number: str) -> PolicyDocument:
    return PolicyDocument.objects.get(document_number=number)


def everything() -> dict:
    models = [
        Department,
        User,
        Place,
        Page,
        PolicyDocument,
        Interpretation,
        DatedItem,
        EmergencyNotice,
        SourceRecord,
        Revision,
        StandardRow,
        Application,
    ]
    return {model.__name__: model.objects.count() for model in models}


def test_sample_loaded_again_changes_nothing(sample):
    before, released = everything(), dict(PolicyDocument.objects.values_list("pk", "released_at"))
    call_command("sample_authority", stdout=StringIO())
    assert everything() == before
    assert dict(PolicyDocument.objects.values_list("pk", "released_at")) == released


def test_sample_has_a_person_in_every_role(sample):
    held = {tuple(user.groups.values_list("name", flat=True)) for user in User.objects.filter(is_superuser=False)}
    assert {role.name for role in ROLES.values()} <= {name for names in held for name in names}


def test_sample_password_signs_in(sample):
    assert User.objects.get(username="editor").check_password(PASSWORD)


def test_sample_has_about_sixty_documents_and_interpretations(sample):
    assert PolicyDocument.objects.visible().count() + Interpretation.objects.visible().count() >= 60


@pytest.mark.parametrize("form", Form.values)
def test_sample_interprets_in_every_form(sample, form):
    assert Interpretation.objects.visible().filter(form=form).exists()


@pytest.mark.parametrize("round_", Round.values)
def test_sample_interprets_in_every_round(sample, round_):
    assert Interpretation.objects.visible().filter(round=round_).exists()


@pytest.mark.parametrize(
    ("number", "validity"),
    [
        ("澄卫规〔2026〕3号", Validity.VALID),
        ("澄卫〔2021〕18号", Validity.REPEALED),
        ("澄卫规〔2022〕2号", Validity.AMENDED),
        ("澄卫规〔2023〕4号", Validity.EXPIRED),
        ("澄卫规〔2026〕6号", Validity.NOT_YET),
    ],
)
def test_sample_shows_each_validity(sample, number, validity):
    assert policy(number).validity_on(SAMPLE_DAY) == validity


def test_sample_items_have_a_first_revision(sample):
    for model in (PolicyDocument, Interpretation, DatedItem):
        assert not model.objects.filter(latest_revision=None).exists()


def test_sample_policy_without_interpretation_says_why_and_until_when(sample):
    waiting = PolicyDocument.objects.visible().without_interpretation()
    assert [item.document_number for item in waiting] == ["澄卫财〔2026〕12号"]
    assert waiting[0].interpretation_waiver and waiting[0].interpretation_due_on == date(2026, 11, 25)


def test_sample_keeps_drafts_and_an_on_request_document_from_the_public(sample):
    hidden = PolicyDocument.objects.filter(live=False)
    assert sorted(hidden.values_list("attribute", flat=True)) == [*["active"] * 4, "on_request"]


def test_sample_has_drafts_that_must_soon_be_public_and_one_that_is_overdue(sample):
    today, days = timezone.localdate(), calendars.calendar()
    drafts = {row.subject_label: days.working_days_left(today, row.due_on) for row in timeliness.deadlines().open()}
    assert drafts["关于延长市属医院门诊预约时间的通知"] == -2
    assert drafts["关于开展儿童血铅免费筛查的通知"] == 1
    assert drafts["关于加强二次供水卫生监测信息公开的通知"] == 4


def test_sample_has_a_title_of_120_characters(sample):
    assert max(len(title) for title in PolicyDocument.objects.values_list("title", flat=True)) == 120


def test_sample_pictures_have_words(sample):
    assert not Interpretation.objects.exclude(picture=None).filter(picture_text="").exists()


def test_sample_credit_codes_are_well_formed(sample):
    for code in Department.objects.exclude(code="").values_list("code", flat=True):
        check_credit_code(code)


def test_sample_telephones_cannot_be_real(sample):
    """A local number never begins with 0, and 0899 is no area code; 120 is everybody's."""
    for telephone in Place.objects.values_list("telephone", flat=True):
        assert telephone.startswith("0899-0000 0")


def test_sample_service_guides_have_the_ten_elements(sample):
    guides = list(ServiceGuidePage.objects.live().exclude(slug="disinfection-products"))
    assert len(guides) >= 8
    assert all(getattr(guide, name) for guide in guides for name in ServiceGuidePage.ELEMENTS)


def test_sample_articles_are_of_every_kind(sample):
    assert set(ArticlePage.objects.live().values_list("kind", flat=True)) == set(ArticlePage.Kind.values)


def test_sample_has_an_emergency_that_ended_and_one_that_goes_on(sample):
    assert EmergencyNotice.objects.visible().exclude(ended_at=None).exists()
    assert EmergencyNotice.objects.active().count() == 1


def test_sample_standard_catalogue_leads_to_its_content_but_for_two_rows(sample):
    rows = StandardRow.objects.filter(catalogue__released_at__isnull=False)
    assert rows.count() >= 25
    assert set(rows.unresolved().values_list("second_item", "state")) == {("权力清单", "nothing"), ("双随机抽查结果", "empty")}


def test_sample_identity_is_complete(sample):
    identity = SiteIdentity.objects.get()
    identity.full_clean()
    assert all([identity.name, identity.name_en, identity.site_code, identity.icp_number, identity.sponsor, identity.telephone])


def test_welcome_names_accounts_and_password(sample):
    words = "\n".join(welcome.lines("http://127.0.0.1:8000/"))
    assert "reviewer" in words and PASSWORD in words


def test_welcome_without_sample_is_silent(db):  # asks for `db`, by which pytest-django knows that this file needs one
    assert welcome.lines("http://127.0.0.1:8000/") == []


def test_sample_draft_waits_for_the_last_step_of_its_review(sample):
    """README: `reviewer` passes it once its interpretation is written."""
    draft = PolicyDocument.objects.get(title="澄江市公共场所卫生信誉度量化分级管理办法")
    assert draft.current_workflow_task.name == "内容审核"
    assert [state.workflow_state.content_object for state in review.waiting_for(User.objects.get(username="reviewer"))] == [draft]


def test_sample_is_public_by_its_own_recorded_reason(sample):
    assert AuditRecord.objects.get(action="review.excused").reason == "装入样例机关"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# 一、总体要求", "<h2>一、总体要求</h2>"),
        ("第二条　适用。", "<p><strong>第二条</strong>　适用。</p>"),
        ("1. 甲；\n2. 乙。", "<ol><li>甲；</li><li>乙。</li></ol>"),
        (">> 澄江市\n>> 2026年", '<p align="right">澄江市<br/>2026年</p>'),
        ("a < b", "<p>a &lt; b</p>"),
    ],
    ids=["heading", "article", "list", "signature", "escaped"],
)
def test_markup_becomes_clean_html(text, html):
    from cms import sanitize

    assert markup.html(text) == html == sanitize.clean(html)


@pytest.mark.parametrize("name", sorted(files._described()))
def test_made_attachment_is_what_its_name_says(name):
    import filetype

    assert filetype.guess(files.content(name)).extension == name.rpartition(".")[2]


def test_sample_applications_are_in_every_state_and_ended_in_every_way(sample):
    assert 190 <= Application.objects.count() <= 210
    assert {one.value for one in State} == set(Application.objects.values_list("state", flat=True))
    assert set(OUTCOMES) == set(Application.objects.exclude(outcome="").values_list("outcome", flat=True))
    assert not Application.objects.filter(closed_on__gt=timezone.localdate()).exists()


def test_sample_report_on_2025_is_what_its_applications_give(sample):
    report = AnnualReport.objects.get(year=2025)
    counted = counting.count(cases.counted(report.unit_id, 2025), 2025)
    assert {code: report.numbers[code] for code in counted} == counted


def test_sample_applicants_are_recognised_when_they_apply_again(sample):
    assert Applicant.objects.values("identity_print").distinct().count() < Applicant.objects.count()
