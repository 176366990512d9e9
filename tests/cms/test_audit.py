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
