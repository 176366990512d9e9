"""The table of roles is what happens: each role tries each act by a real request."""

from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site, Workflow, WorkflowPage

from cms import assignments, roles
from cms.models import ArticlePage, Assignment, ClockSettings, EmergencyNotice, Place, SiteIdentity
from cms.review_steps import WORKFLOW
from disclosure.applications import answering, searching
from disclosure.models import AnnualReport, Application, Cleanup, LetterTemplate, PolicyDocument, SourceReview, StandardCatalogue
from tests import factories
from tests.disclosure.forms import policy_form, sent
from tests.factories import applications

pytestmark = pytest.mark.django_db
POLICIES = "wagtailsnippets_disclosure_policydocument"
EMERGENCIES = "wagtailsnippets_cms_emergencynotice"
DOCS = Path(__file__).parents[2] / "docs" / "roles.md"


def opens(client, name, *args) -> bool:
    return client.get(reverse(name, args=args)).status_code == 200


def enter(client):
    return opens(client, "wagtailadmin_home")


def read(client):
    policy = factories.draft_policy()
    return opens(client, f"{POLICIES}:list") and opens(client, f"{POLICIES}:inspect", policy.pk)


def draft(client):
    client.post(reverse(f"{POLICIES}:add"), policy_form(PolicyDocument(title="起草的通知")))
    return PolicyDocument.objects.filter(title="起草的通知").exists()


def publish(client):
    policy = factories.draft_policy()
    client.post(reverse("wagtail_bulk_action", args=["disclosure", "policydocument", "publish"]) + f"?id={policy.pk}")
    return PolicyDocument.objects.get(pk=policy.pk).live


def lock(client):
    policy = factories.draft_policy()
    client.post(reverse(f"{POLICIES}:lock", args=[policy.pk]))
    return PolicyDocument.objects.get(pk=policy.pk).locked


def delete(client):
    policy = factories.draft_policy()
    client.post(reverse(f"{POLICIES}:delete", args=[policy.pk]))
    return not PolicyDocument.objects.filter(pk=policy.pk).exists()


def files(client):
    return opens(client, "wagtaildocs:add_multiple") and opens(client, "wagtailimages:add_multiple")


def write_pages(client):
    return opens(client, "wagtailadmin_pages:add", "cms", "articlepage", factories.column().pk)


def publish_pages(client):
    page = factories.article()
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    return not ArticlePage.objects.get(pk=page.pk).live


def take_down(client):
    policy = factories.policy()
    client.post(reverse("desk_withdraw", args=["disclosure", "policydocument", policy.pk]), {"reason": "误发"})
    return bool(PolicyDocument.objects.get(pk=policy.pk).taken_down_at)


def fast_track(client):
    column = factories.column()
    WorkflowPage.objects.create(page=column, workflow=Workflow.objects.get(name=WORKFLOW))
    policy = factories.draft_policy(column=column)
    client.post(reverse("desk_review", args=["disclosure", "policydocument", policy.pk]), {"act": "fast_track", "words": "台风"})
    return PolicyDocument.objects.get(pk=policy.pk).live


def attribute_at(state):
    return SourceReview.objects.create(policy=factories.draft_policy(), state=state, attribute="active", basis="made")


def confirm_attribute(client):
    review = attribute_at("proposed")
    client.post(reverse("desk_source_review", args=[review.policy_id]), {"act": "confirm"})
    return SourceReview.objects.get(pk=review.pk).state == "confirmed"


def decide_attribute(client):
    review = attribute_at("confirmed")
    client.post(reverse("desk_source_review", args=[review.policy_id]), {"act": "decide", "attribute": "active"})
    return SourceReview.objects.get(pk=review.pk).state == "decided"


def notice(**fields) -> EmergencyNotice:
    return EmergencyNotice(title="暴雨提示", summary="请减少外出", started_at=timezone.now(), live=False, **fields)


def emergency(client):
    client.post(reverse(f"{EMERGENCIES}:add"), sent(notice(), EmergencyNotice.get_edit_handler()))
    return EmergencyNotice.objects.exists()


def publish_emergency(client):
    item = notice()
    item.save()
    item.save_revision()
    form = sent(item, EmergencyNotice.get_edit_handler()) | {"action-publish": "1"}
    client.post(reverse(f"{EMERGENCIES}:edit", args=[item.pk]), form)
    return EmergencyNotice.objects.get(pk=item.pk).live


def registers(client):
    values = {"kind": "hospital", "name": "澄江市人民医院", "data_date": date(2026, 1, 1)}
    client.post(reverse("places:add"), values)
    return Place.objects.exists() and opens(client, "themes:add") and opens(client, "wagtailsnippets_cms_department:add")


def standard(client):
    catalogue = factories.standard_catalogue(rows=1)
    client.post(reverse("standard_desk_begin", args=[catalogue.pk]), {"year": catalogue.year + 1})
    return StandardCatalogue.objects.filter(year=catalogue.year + 1).exists()


def annual_report(client):
    unit = factories.unit("澄江市疾病预防控制中心", kind="subordinate")
    client.post(reverse("annual_reports"), {"unit": unit.pk, "year": 2025, "source": "records"})
    return AnnualReport.objects.filter(unit=unit).exists()


def publish_standard(client):
    catalogue = factories.standard_catalogue(rows=1, published=False, change_notice="按要求调整。")
    client.post(reverse("standard_desk_publish", args=[catalogue.pk]))
    return StandardCatalogue.objects.get(pk=catalogue.pk).published


def people(client):
    return opens(client, "wagtailusers_users:add")


def settings(client):
    factories.home()
    site = Site.objects.get(is_default_site=True).pk
    identity = opens(client, "wagtailsettings:edit", SiteIdentity._meta.app_label, SiteIdentity._meta.model_name, site)
    return identity and opens(client, "wagtailredirects:add") and opens(client, "wagtailadmin_workflows:add")


def calendar(client):
    settings = opens(
        client,
        "wagtailsettings:edit",
        ClockSettings._meta.app_label,
        ClockSettings._meta.model_name,
        ClockSettings.objects.get_or_create()[0].pk,
    )
    return settings and opens(client, "calendar_notices") and opens(client, "calendar_enter")


def audit(client):
    return opens(client, "audit_report")


def supervise(client):
    task, _new = assignments.give_out("census:x:1", "栏目没有更新", timezone.now(), origin="census")
    client.post(reverse("assignment", args=[task.pk]), {"action": "close", "said": "栏目已撤销"})
    return Assignment.objects.get(pk=task.pk).state == "closed"


def read_applications(client):
    made = applications.registered(factories.person("信息公开工作人员")).application
    return opens(client, "application_desk") and opens(client, "application_case", made.pk)


def register_applications(client):
    return opens(client, "application_register")


def acts_on(client, application, action, **filled) -> str:
    """The state after the person has tried one move of the table."""
    sent = {f"{action}-{name}": value for name, value in {"on": timezone.localdate(), **filled}.items()}
    address = reverse("application_case", args=[application.pk])
    client.post(address, {"action": action, "version": application.version, **sent})
    return Application.objects.get(pk=application.pk).state


def handle_applications(client):
    made = applications.registered(factories.person("信息公开工作人员")).application
    return acts_on(client, made, "search") == "handling"


def supply_applications(client):
    made = applications.being_handled(factories.person("信息公开工作人员"))
    user = get_user(client)
    user.unit = factories.unit("卫生监督所")
    user.save()
    given = searching.hand_over(made, user.unit, "请查找", date(2026, 3, 2), made.handler, timezone.now())
    acts_on(client, made, "return", handover=given.pk, words="已找到")
    given.refresh_from_db()
    return given.returned_on is not None


def at_signature(client, step):
    """A reply that waits for its review, or for its signature."""
    office = applications.office()
    made, day, now = applications.drafted(office), date(2026, 3, 2), timezone.now()
    answering.submit(made, day, office["officer"], now)
    if step == "signing":
        answering.passed(made, day, office["legal"], now)
    return made


def review_applications(client):
    return acts_on(client, at_signature(client, "review"), "pass") == "signing"


def approve_applications(client):
    made = applications.registered(factories.person("信息公开工作人员"), timezone.localdate().isoformat()).application
    acts_on(client, made, "extend", working_days=5, words="数量大")
    return made.events.filter(kind="extended").exists()


def sign_applications(client):
    return acts_on(client, at_signature(client, "signing"), "sign") == "signed"


def letters(client):
    template = LetterTemplate.objects.get(kind="receipt")
    sent = {"title": template.title, "body": f"{template.body}\n特此告知。"}
    client.post(reverse("letter-templates:edit", args=[template.pk]), sent)
    template.refresh_from_db()
    return "特此告知。" in template.body and client.get("/admin/settings/disclosure/lettersettings/", follow=True).status_code == 200


def identify_applicants(client):
    made = applications.registered(factories.person("信息公开工作人员")).application
    return client.post(reverse("application_identities", args=[made.pk])).status_code == 200


def cleanup(client):
    client.post(reverse("desk_cleanups"), {"title": "年度清理", "year": 2026, "unit": ""})
    return Cleanup.objects.filter(title="年度清理").exists()


def decide_cleanup(client):
    batch = Cleanup.objects.create(title="待决定", year=2026, opened_at=timezone.now(), opened_by=factories.person())
    row = {"policy": factories.policy(), "state": "proposed", "outcome": "repealed", "reason": "已被代替", "proposed_by": batch.opened_by}
    made = batch.rows.create(why="expires", **row)
    client.post(reverse("desk_cleanup_row", args=[made.pk]), {"act": "decide"})
    return batch.rows.filter(state="decided").exists()


TRIES = {name: globals()[name] for name in roles.ACTS}


@pytest.mark.parametrize("role", roles.ROLES)
def test_role_may_do_what_the_table_says_and_nothing_else(client, role):
    client.force_login(factories.person(roles.ROLES[role].name))
    done = {act for act, try_it in TRIES.items() if try_it(client)}
    assert done == set(roles.ROLES[role].acts)


def test_person_without_a_role_does_not_enter(client):
    client.force_login(factories.person())
    assert not enter(client)


def test_person_with_several_roles_may_do_what_each_of_them_may(client):
    client.force_login(factories.person("编辑", "签发人"))
    assert draft(client) and publish(client) and not lock(client)


def test_every_role_is_a_group_and_wagtails_own_groups_are_gone():
    assert set(Group.objects.values_list("name", flat=True)) == {role.name for role in roles.ROLES.values()}


def test_documentation_shows_the_table_as_it_is():
    assert roles.table() in DOCS.read_text()


def test_who_runs_the_site_neither_publishes_documents_nor_reads_the_record():
    assert not {"publish", "publish_emergency", "audit"} & set(roles.ROLES["site_administrator"].acts)
