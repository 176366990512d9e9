"""An append-only audit record says who did what to which object, when and why (issue 2, section 2)."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cms import audit, seal
from cms.models import AppendOnly, AuditRecord, Department
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    return audit.record(factories.person(), "publish.withdraw", factories.unit("信息公开科"), reason="内容有误", policy=7)


def test_record_says_who_did_what_to_which_object_when_and_why():
    person, unit, before = factories.person(display_name="编辑甲"), factories.unit("信息公开科"), timezone.now()
    audit.record(person, "publish.withdraw", unit, reason="内容有误", policy=7)
    row = AuditRecord.objects.get()
    assert (row.actor, row.actor_label, row.action, row.subject) == (person, "编辑甲", "publish.withdraw", unit)
    assert (row.subject_label, row.reason, row.details) == ("信息公开科", "内容有误", {"policy": 7})
    assert before <= row.at <= timezone.now()


def test_record_without_a_person_is_the_systems():
    row = audit.record(None, "publish.refused")
    assert (row.actor, row.actor_label, row.subject, row.subject_label) == (None, "系统", None, "")


def test_record_of_an_object_is_found_by_the_object(written):
    audit.record(None, "publish.restore", factories.unit("另一科室"))
    assert list(AuditRecord.objects.about(factories.unit("信息公开科"))) == [written]


def test_record_outlives_its_object_with_its_label():
    unit = Department.objects.create(name="临时机构")
    audit.record(None, "publish.withdraw", unit)
    unit.delete()
    row = AuditRecord.objects.get()
    assert (row.subject, row.subject_label) == (None, "临时机构")


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.save(),
        lambda row: row.save(force_update=True),
        lambda row: row.delete(),
        lambda row: AuditRecord.objects.update(reason="改"),
        lambda row: AuditRecord.objects.filter(pk=row.pk).delete(),
        lambda row: AuditRecord.objects.bulk_update([row], ["reason"]),
        lambda row: AuditRecord.objects.update_or_create(pk=row.pk, defaults={"reason": "改"}),
    ],
    ids=["save", "force-update", "delete", "queryset-update", "queryset-delete", "bulk-update", "update-or-create"],
)
def test_record_refuses_change_in_python(written, change):
    with pytest.raises(AppendOnly, match="只能追加"):
        change(written)
    assert AuditRecord.objects.get().reason == "内容有误"


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {seal.TABLE} SET reason = ''",
        f"DELETE FROM {seal.TABLE}",
        f"UPDATE {seal.TABLE} SET actor_id = NULL",
    ],
    ids=["update", "delete", "actor"],
)
def test_record_refuses_change_in_the_database(written, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditRecord.objects.get().reason == "内容有误"


def test_person_with_records_cannot_be_deleted(written):
    with pytest.raises(DatabaseError), transaction.atomic():
        written.actor.delete()


@pytest.mark.django_db(transaction=True)
def test_record_is_sealed_again_after_the_whole_database_was_emptied():
    audit.record(None, "publish.refused")
    call_command("flush", interactive=False, verbosity=0, allow_cascade=connection.vendor == "postgresql")
    assert not AuditRecord.objects.exists()
    audit.record(None, "publish.refused")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {seal.TABLE}")


@pytest.mark.parametrize("action", sorted(audit.ACTIONS))
def test_action_has_a_name_in_words(action):
    assert audit.label(action) != action


def test_action_unknown_is_shown_by_its_code():
    assert audit.label("nobody.knows") == "nobody.knows"


# ---- the screen -------------------------------------------------------------------------------------------------------

REPORT = "/admin/reports/audit/"


def page(client, query=""):
    return client.get(REPORT + query).content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("审计", 200), ("监督", 200), ("信息公开机构负责人", 200), ("编辑", 302), ("站点管理员", 302)]
)
def test_record_is_read_by_those_whose_role_it_is(client, role, status):
    factories.home()
    client.force_login(factories.person(role))
    assert client.get(REPORT).status_code == status


def test_record_is_shown_in_words_latest_first(client, written):
    audit.record(None, "account.close", factories.person(display_name="离任者"))
    client.force_login(factories.person("审计"))
    shown = page(client)
    assert shown.index("停用账户") < shown.index("紧急下线")
    assert "内容有误" in shown and "policy：7" in shown and "信息公开科" in shown


def test_record_is_filtered_by_act_person_object_and_day(client, written):
    audit.record(None, "account.close", factories.unit("另一单位"))
    client.force_login(factories.person("审计"))
    for query, there in [
        ("?action=publish.withdraw", True),
        ("?action=account.close", False),
        (f"?actor_label={written.actor_label}", True),
        ("?subject_label=信息公开", True),
        ("?subject_label=另一", False),
        ("?at_from=2000-01-01&at_to=2000-01-02", False),
    ]:
        assert ("内容有误" in page(client, query)) is there, query


def test_record_is_exported_as_shown(client, written):
    client.force_login(factories.person("审计"))
    exported = b"".join(client.get(f"{REPORT}?export=csv").streaming_content).decode()
    assert "信息公开科" in exported and "内容有误" in exported


def test_record_offers_nothing_that_changes_it(client, written):
    client.force_login(factories.administrator())
    assert client.post(REPORT).status_code == 405
    assert "/delete/" not in page(client).split("<main")[1]
