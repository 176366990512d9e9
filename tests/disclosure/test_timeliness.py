"""Article 26: public within twenty working days of being formed or changed, or within the shorter term of another law."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms import reminders
from cms.accounts import lifecycle
from cms.models import Deadline, Reminder
from disclosure import publication, timeliness
from disclosure.models import DisclosureAttribute, PolicyDocument
from tests import factories
from tests.disclosure.forms import policy_form
from tests.factories import at
from tests.factories.clocks import deadline as other_deadline

pytestmark = pytest.mark.django_db
LAW = "《澄江市政务公开条例》第十八条"


def clocks(policy) -> list[Deadline]:
    return list(Deadline.objects.of(policy).order_by("pk"))


def running(policy) -> Deadline:
    return Deadline.objects.of(policy).open().get()


# -- it starts ---------------------------------------------------------------------------------------------------------


def test_draft_has_twenty_working_days_from_the_day_of_its_signing():
    row = running(factories.draft_policy(written_on=date(2026, 3, 2)))
    assert (row.term, row.start, row.due_on) == ("OGI_PUBLISH_20WD", date(2026, 3, 2), date(2026, 3, 30))


def test_draft_saved_by_code_alone_is_tracked():
    policy = PolicyDocument.objects.create(title="代码写入的草稿", written_on=date(2026, 3, 2), live=False)
    assert running(policy).due_on == date(2026, 3, 30)


def test_draft_written_in_bulk_is_found_by_the_hourly_job():
    policy = PolicyDocument(title="成批写入的草稿", written_on=date(2026, 3, 2), live=False)
    PolicyDocument.objects.bulk_create([policy])
    assert clocks(policy) == []
    assert (timeliness.catch_up(at("2026-03-05")), timeliness.catch_up(at("2026-03-05"))) == (1, 0)
    assert running(policy).due_on == date(2026, 3, 30)


def test_unsigned_draft_has_no_clock_until_it_is_signed():
    policy = factories.draft_policy(written_on=None)
    assert clocks(policy) == []
    policy.written_on = date(2026, 3, 2)
    policy.save_revision()
    assert running(policy).start == date(2026, 3, 2)


def test_draft_of_a_year_without_calendar_is_saved_all_the_same():
    assert clocks(factories.draft_policy(written_on=date(1990, 3, 2))) == []


def test_shorter_term_of_another_law_holds():
    row = running(factories.draft_policy(written_on=date(2026, 3, 2), publish_within=7, publish_within_law=LAW))
    assert (row.due_on, row.number, row.basis) == (date(2026, 3, 11), 7, LAW)


@pytest.mark.parametrize(
    "given",
    [{"publish_within": 7}, {"publish_within_law": LAW}, {"publish_within": 21, "publish_within_law": LAW}],
    ids=["no law", "no number", "longer than twenty"],
)
def test_shorter_term_needs_number_and_law(given):
    with pytest.raises(ValidationError, match="publish_within|要么都填"):
        PolicyDocument(title="通知", written_on=date(2026, 3, 2), **given).full_clean()


def test_whoever_wrote_the_last_draft_owns_the_clock():
    policy, first, second = factories.draft_policy(), factories.person("编辑"), factories.person("编辑")
    policy.save_revision(user=first)
    assert running(policy).owner == first
    policy.save_revision(user=second)
    assert running(policy).owner == second


def test_handed_over_draft_takes_its_clock_along():
    policy, leaver, heir = factories.draft_policy(), factories.person("编辑"), factories.person("编辑")
    policy.save_revision(user=leaver)
    lifecycle.hand_over(leaver, heir, heir, "调离")
    assert running(policy).owner == heir
    assert lifecycle.work_of(leaver) == []


# -- it is set anew ----------------------------------------------------------------------------------------------------


def test_corrected_day_of_signing_sets_the_clock_anew():
    policy = factories.draft_policy(written_on=date(2026, 3, 2))
    policy.written_on = date(2026, 3, 9)
    policy.save_revision()
    row = running(policy)
    assert (row.due_on, [(move.from_on, move.to_on) for move in row.moves.all()]) == (
        date(2026, 4, 7),
        [(date(2026, 3, 30), date(2026, 4, 7))],
    )


def test_draft_saved_again_unchanged_moves_nothing():
    policy = factories.draft_policy()
    before = running(policy)
    policy.save_revision()
    assert (running(policy).pk, before.moves.count()) == (before.pk, 0)


# -- it ends -----------------------------------------------------------------------------------------------------------


def test_publication_ends_it_on_the_day_on_which_it_became_public():
    policy = factories.policy(written_on=date(2026, 3, 2), published_on=date(2026, 3, 30))
    (row,) = clocks(policy)
    assert (row.closed_on, row.outcome, row.late) == (date(2026, 3, 30), "done", False)


def test_publication_after_the_day_is_late():
    (row,) = clocks(factories.policy(written_on=date(2026, 3, 2), published_on=date(2026, 3, 31)))
    assert (row.due_on, row.late) == (date(2026, 3, 30), True)


def test_publication_without_a_day_of_its_own_counts_from_today():
    policy = factories.policy(published_on=None)
    assert clocks(policy)[0].closed_on == timezone.localdate()


@pytest.mark.parametrize("attribute", [DisclosureAttribute.ON_REQUEST, DisclosureAttribute.WITHHELD])
def test_draft_that_is_not_for_the_public_ends_it_without_publication(attribute):
    policy = factories.draft_policy()
    policy.attribute, policy.attribute_reason = attribute, "涉及第三方"
    policy.save_revision()
    (row,) = clocks(policy)
    assert (row.closed_on, row.outcome, row.late) == (timezone.localdate(), "dropped", False)


def test_draft_for_the_public_again_starts_it_again():
    policy = factories.draft_policy(attribute=DisclosureAttribute.ON_REQUEST, attribute_reason="略")
    assert clocks(policy) == []
    policy.attribute, policy.attribute_reason = DisclosureAttribute.ACTIVE, ""
    policy.save_revision()
    assert running(policy).start == policy.written_on


def test_deleted_draft_ends_it_at_the_next_hour():
    policy = factories.draft_policy()
    row = running(policy)
    policy.delete()
    timeliness.catch_up(at("2026-03-05"))
    row.refresh_from_db()
    assert (row.closed_on, row.outcome) == (date(2026, 3, 5), "dropped")


# -- a correction starts it again --------------------------------------------------------------------------------------


def test_correction_of_what_is_public_has_twenty_working_days_from_its_first_draft():
    policy = factories.policy()
    policy.body = "<p>更正后的正文。</p>"
    policy.save_revision()
    row = running(policy)
    assert row.start == timezone.localdate()
    Deadline.objects.filter(pk=row.pk).update(opened_at=timezone.now() - timedelta(days=7))
    policy.save_revision()
    assert running(policy).start == timezone.localdate() - timedelta(days=7)


def test_correction_signed_anew_counts_from_its_own_day():
    policy = factories.policy(written_on=date(2026, 3, 2))
    policy.written_on = date(2026, 4, 8)
    policy.save_revision()
    assert running(policy).start == date(2026, 4, 8)


def test_published_correction_ends_it_today():
    policy = factories.policy()
    policy.save_revision()
    publication.publish(policy)
    assert [row.closed_on for row in clocks(policy)] == [date(2026, 3, 4), timezone.localdate()]


def test_taken_back_document_owes_nothing_until_it_is_drafted_again():
    policy = factories.policy()
    policy.unpublish()
    assert not Deadline.objects.of(policy).open().exists()
    policy.refresh_from_db()
    policy.save_revision()
    assert running(policy).start == timezone.localdate()


def test_takedown_ends_the_clock_of_a_correction():
    policy = factories.policy()
    policy.save_revision()
    publication.withdraw(policy, "内容有误", factories.administrator(), timezone.now())
    assert [row.outcome for row in clocks(policy)] == ["done", "dropped"]


def test_earlier_version_published_leaves_the_later_draft_its_clock():
    policy = factories.draft_policy()
    first = policy.latest_revision
    policy.save_revision()
    first.publish()
    assert [row.closed_on is None for row in clocks(policy)] == [False, True]


# -- ways and cost -----------------------------------------------------------------------------------------------------


def test_draft_written_in_the_form_is_tracked_for_whoever_wrote_it(client):
    editor = factories.person("编辑")
    client.force_login(editor)
    form = policy_form(PolicyDocument()) | {"title": "表单里的草稿", "written_on": "2026-03-02"}
    client.post(reverse("wagtailsnippets_disclosure_policydocument:add"), form)
    row = running(PolicyDocument.objects.get(title="表单里的草稿"))
    assert (row.owner, row.due_on) == (editor, date(2026, 3, 30))


def test_scheduled_publication_ends_it_when_its_time_has_come():
    policy = factories.draft_policy(published_on=None)
    policy.go_live_at = timezone.now() - timedelta(minutes=1)
    policy.save_revision(approved_go_live_at=policy.go_live_at)
    assert running(policy)
    publication.publish_due(timezone.now())
    assert [(row.closed_on, row.outcome) for row in clocks(policy)] == [(timezone.localdate(), "done")]


def imported(count: int) -> list[PolicyDocument]:
    """As the importer writes them: in bulk, public, from an older catalogue."""
    now = datetime.now(tz=timezone.get_current_timezone())
    values = {"written_on": date(2020, 3, 2), "published_on": date(2020, 3, 4), "live": True, "legacy": True}
    moments = {"released_at": now, "first_published_at": now, "last_published_at": now}
    rows = [PolicyDocument(title=f"旧文件{n}", **values, **moments) for n in range(count)]
    return PolicyDocument.objects.bulk_create(rows)


def test_what_an_import_brings_was_public_long_ago_and_owes_nothing():
    imported(3)
    timeliness.catch_up(timezone.now())
    assert not Deadline.objects.exists()


def test_import_asks_for_no_clock():
    with CaptureQueriesContext(connection) as queries:
        imported(30)
    assert not [query for query in queries if "cms_deadline" in query["sql"]]


def test_imported_document_renewed_by_its_source_asks_for_no_clock():
    (policy,) = imported(1)
    with CaptureQueriesContext(connection) as queries:
        policy.save_revision(clean=False).publish(log_action=False, skip_permission_checks=True)
    assert not [query for query in queries if "cms_deadline" in query["sql"]]


def test_imported_document_that_a_person_changes_is_tracked():
    (policy,) = imported(1)
    policy.save_revision(user=factories.person("编辑"))
    assert running(policy).start == timezone.localdate()


# -- told, shown, counted ----------------------------------------------------------------------------------------------


def test_clock_of_nobody_goes_to_the_heads_of_the_publishing_unit():
    office = factories.unit("政策法规处")
    factories.person("领导", display_name="处长丙", email="leader@example.com", unit=office)
    factories.person("信息公开机构负责人", display_name="负责人乙", email="head@example.com")
    factories.draft_policy(publisher=office, written_on=date(2026, 3, 2))
    Deadline.objects.update(opened_at=at("2026-03-02"))
    reminders.run(at("2026-03-16"))
    assert [one["name"] for one in Reminder.objects.get().told] == ["处长丙"]


def test_months_say_how_much_became_public_in_time():
    for published in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)):
        factories.policy(written_on=date(2026, 3, 2), published_on=published)
    factories.draft_policy()
    other_deadline()
    assert [(row["month"], row["number"], row["in_time"]) for row in timeliness.deadlines().by_month()] == [
        (date(2026, 3, 1), 2, 1),
        (date(2026, 4, 1), 1, 0),
    ]


def test_edit_screen_shows_the_clock_and_leads_to_its_days(client):
    client.force_login(factories.administrator())
    policy = factories.draft_policy(publish_within=7, publish_within_law=LAW)
    html = client.get(reverse("wagtailsnippets_disclosure_policydocument:edit", args=[policy.pk])).content.decode()
    assert "2026年3月11日（星期三）" in html
    assert f"按{LAW}，7 个工作日。" in html
    assert reverse("clock_ledger", args=[running(policy).pk]) in html


def test_ledger_names_each_day(client):
    client.force_login(factories.administrator())
    html = client.get(reverse("clock_ledger", args=[running(factories.draft_policy()).pk])).content.decode()
    assert "<td>2026-03-30</td><td>星期一</td><td>第 20 个工作日</td>" in html
    assert 'href="/law/ogi/26/"' in html


def test_ledger_is_not_for_whoever_may_not_see_the_document(client):
    row = running(factories.draft_policy())
    outsider = factories.person()
    outsider.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(outsider)
    response = client.get(reverse("clock_ledger", args=[row.pk]), follow=True)
    assert "第 20 个工作日" not in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"written_on": None}, "填写成文日期后开始计算。"),
        ({"attribute": "withheld", "attribute_reason": "略"}, "不主动公开的，没有公开的期限。"),
        ({"written_on": date(1990, 3, 2)}, "1990年3月2日（星期五）太早"),
    ],
    ids=["not signed", "not for the public", "no calendar"],
)
def test_edit_screen_says_why_no_clock_runs(client, fields, sentence):
    client.force_login(factories.administrator())
    policy = factories.draft_policy(**fields)
    html = client.get(reverse("wagtailsnippets_disclosure_policydocument:edit", args=[policy.pk])).content.decode()
    assert sentence in html


def test_public_page_says_nothing_of_the_clock(client):
    policy = factories.policy()
    policy.save_revision()
    said = client.get(policy.get_absolute_url()).content.decode().partition("<main")[2].partition("</main>")[0]
    assert policy.title in said
    assert "工作日" not in said and "到期" not in said
