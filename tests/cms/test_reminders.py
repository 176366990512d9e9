"""Reminders: what is due and not yet spoken of, once, to whoever answers for it."""

import re
from datetime import date, datetime, time
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms import calendars, clock, office_hours, outbox, registry, reminder_steps, reminders, tasks
from cms.accounts import lifecycle
from cms.models import AuditRecord, ClockSettings, Deadline, JobRun, LocalTerm, OutboxItem, Reminder, ReminderSettings, TermSteps
from cms.reminder_decisions import CHUNK, Office, Why
from cms.reminder_steps import Steps
from cms.workdays import Notice, State
from tests import factories
from tests.factories import at
from tests.instance import Instance

pytestmark = pytest.mark.django_db
HEAD, LEADER = "信息公开机构负责人", "领导"


@pytest.fixture
def owner():
    return factories.person("编辑", display_name="编辑甲", email="owner@example.com", unit=factories.unit("甲处"))


@pytest.fixture
def head():
    return factories.person(HEAD, display_name="负责人乙", email="head@example.com")


def sent() -> list[int]:
    return list(Reminder.objects.filter(fate="sent").order_by("pk").values_list("step", flat=True))


def overtaken() -> list[int]:
    return list(Reminder.objects.filter(fate="overtaken").order_by("pk").values_list("step", flat=True))


def letters(moment) -> list[tuple[str, str]]:
    """Work through the outbox as it is at ``moment``: to whom, and about what."""
    mail.outbox.clear()
    outbox.drain(lambda: moment)
    return [(message.to[0], message.subject) for message in mail.outbox]


def told() -> list[str]:
    return [each["name"] for each in Reminder.objects.filter(fate="sent").latest("pk").told]


# -- steps -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "latest", "after"),
    [(12, None, 10), (10, 10, 5), (9, 10, 5), (5, 5, 3), (1, 1, 0), (0, 0, -1), (-1, -1, -6), (-5, -1, -6), (-6, -6, -11), (-11, -11, -16)],
)
def test_step_reached_and_step_to_come(left, latest, after):
    assert (Steps().latest(left), Steps().after(left)) == (latest, after)


def test_overdue_every_working_day_is_a_step_every_day():
    assert [Steps(every=1).latest(left) for left in (-1, -2, -3)] == [-1, -2, -3]


def test_overdue_without_repetition_is_one_step():
    steps = Steps(every=0)
    assert (steps.latest(-40), steps.after(-1)) == (-1, None)


def test_steps_between_two_are_those_that_were_passed():
    assert list(Steps().between(-6, 5)) == [3, 1, 0, -1]


def test_no_step_is_longer_than_its_term():
    assert reminder_steps.standing(registry.terms.get("OGI_CORRECTION_NOTICE_7WD"), 7).before == (5, 3, 1, 0)


def test_nobody_is_late_for_the_first_day_on_which_something_may_end():
    steps = reminder_steps.standing(registry.terms.get("LEGALITY_REVIEW_MIN_7WD"), 7)
    assert (steps.latest(-30), steps.after(0)) == (0, None)


@pytest.mark.parametrize("written", ["", "十", "5 61", "-1", "3.5"])
def test_steps_that_cannot_be_read_are_refused(written):
    with pytest.raises(ValueError):
        reminder_steps.read(written)


def test_steps_are_read_in_any_order_and_writing():
    assert reminder_steps.read("1、10，3 0") == (10, 3, 1, 0)


def test_number_of_another_law_and_of_local_practice_bounds_the_steps(owner):
    other = factories.deadline(owner=owner, number=4, basis="另有规定")
    LocalTerm.objects.create(settings=ClockSettings.objects.create(), term="INTERPRETATION_3WD", number=2, basis="本地规定")
    office = Office(at("2026-03-03"))
    assert (office.steps_of(other).before, office.steps("INTERPRETATION_3WD").before) == ((3, 1, 0), (1, 0))


# -- office hours ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        (at("2026-03-16", "10:00"), at("2026-03-16", "10:00")),
        (at("2026-03-16", "08:59"), at("2026-03-16", "09:00")),
        (at("2026-03-16", "17:00"), at("2026-03-17", "09:00")),
        (at("2026-03-14", "10:00"), at("2026-03-16", "09:00")),
        (at("2026-02-14", "10:00"), at("2026-02-14", "10:00")),
        (at("2026-02-14", "18:00"), at("2026-02-24", "09:00")),
        (at("2026-10-08", "18:00"), at("2026-10-09", "09:00")),
        (at("2026-10-09", "18:00"), at("2026-10-10", "09:00")),
    ],
    ids=["open", "early", "closed", "weekend", "made-up Saturday", "before the festival", "after it", "before a made-up Saturday"],
)
def test_office_opens_next(now, opening):
    assert office_hours.next_open(now, calendars.calendar(), time(9), time(17)) == opening


def test_reminder_written_outside_office_hours_leaves_when_the_office_opens(owner):
    factories.deadline(owner=owner)
    reminders.run(at("2026-03-14"))
    assert letters(at("2026-03-16", "08:59")) == []
    about = f"答复政府信息公开申请：《{Deadline.objects.get().subject_label}》还剩 10 个工作日（3月30日星期一到期）"
    assert letters(at("2026-03-16", "09:00")) == [("owner@example.com", about)]


def test_reminder_before_a_made_up_saturday_leaves_on_that_saturday(owner):
    factories.deadline(owner=owner, start=date(2026, 9, 8), opened="2026-09-08")  # due on 12 October
    reminders.run(at("2026-10-09", "18:00"))
    said = Reminder.objects.get(fate="sent")
    assert (said.step, said.on, said.leaves_at) == (1, date(2026, 10, 10), at("2026-10-10", "09:00"))


# -- what is due and not yet spoken of ---------------------------------------------------------------------------------


def test_nothing_is_said_before_the_first_step(owner):
    factories.deadline(owner=owner)
    assert reminders.run(at("2026-03-13")).reminded == 0
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(("day", "step"), [("2026-03-16", 10), ("2026-03-23", 5), ("2026-03-25", 3), ("2026-03-27", 1), ("2026-03-30", 0)])
def test_each_step_is_said_on_its_day(owner, day, step):
    factories.deadline(owner=owner)
    reminders.run(at(day))
    assert sent() == [step]


def test_overdue_is_said_on_the_first_working_day_and_every_fifth(owner):
    factories.deadline(owner=owner)
    for day in ("2026-03-31", "2026-04-01", "2026-04-03", "2026-04-07", "2026-04-08", "2026-04-09"):
        reminders.run(at(day))
    assert sent() == [-1, -6]


def test_scheduler_away_for_three_days_says_the_last_step_and_records_the_others(owner):
    factories.deadline(owner=owner)
    reminders.run(at("2026-03-23"))
    reminders.run(at("2026-03-27"))
    assert (sent(), overtaken()) == ([5, 1], [10, 3])
    assert len(letters(at("2026-03-27"))) == 2


def test_second_run_says_nothing_again(owner):
    factories.deadline(owner=owner)
    reminders.run(at("2026-03-16"))
    assert reminders.run(at("2026-03-16", "10:10")).reminded == 0
    assert (sent(), OutboxItem.objects.filter(kind="reminder").count()) == ([10], 1)


def test_steps_over_when_the_clock_was_started_are_not_counted_as_missed(owner):
    factories.deadline(owner=owner, opened="2026-03-26")
    reminders.run(at("2026-03-26"))
    assert (sent(), overtaken()) == ([3], [])


def test_closed_deadline_is_left_alone(owner):
    clock.close(factories.deadline(owner=owner).subject, "OGI_REPLY_20WD", date(2026, 3, 10))
    assert reminders.run(at("2026-03-30")).reminded == 0


def test_what_was_closed_after_it_was_written_does_not_leave(owner):
    row = factories.deadline(owner=owner)
    reminders.run(at("2026-03-15"))
    clock.close(row.subject, "OGI_REPLY_20WD", date(2026, 3, 15))
    assert letters(at("2026-03-16")) == []
    assert Reminder.objects.get().told[0]["kept_back"] is True


def test_page_of_a_deadline_says_what_was_decided_and_then_what_was_sent(client, owner):
    row = factories.deadline(owner=owner)
    reminders.run(at("2026-04-03", "18:00"))  # the fourth working day after its day; the letter leaves on the fifth
    client.force_login(owner)
    page = client.get(reverse("clock_ledger", args=[row.pk])).content.decode()
    assert "决定提醒" in page and "编辑甲：还没有发出，定于 2026-04-07 09:00" in page
    assert "已超过 5 个工作日（以 2026-04-07 计）" in re.sub(r"<[^>]+>", "", page)
    letters(at("2026-04-07", "09:00"))
    left = timezone.localtime(datetime.fromisoformat(Reminder.objects.get(fate="sent").told[0]["left_at"]))
    assert f"编辑甲：{left:%Y-%m-%d %H:%M} 已发出" in client.get(reverse("clock_ledger", args=[row.pk])).content.decode()


def test_letter_says_from_which_day_a_moved_deadline_came_and_why(owner):
    row = factories.deadline(owner=owner)
    clock.start(row.subject, "OGI_REPLY_20WD", date(2026, 3, 3), at("2026-03-04"))
    reminders.run(at("2026-03-17"))
    letters(at("2026-03-17"))
    assert "（3月31日星期二到期）\n  原为3月30日星期一到期，改期原因：事项有新的情况" in mail.outbox[0].body


def test_steps_that_an_administrator_set_hold(owner):
    TermSteps.objects.create(settings=ReminderSettings.load(), term="OGI_REPLY_20WD", before="7 2", every=1)
    factories.deadline(owner=owner)
    for day in ("2026-03-16", "2026-03-19", "2026-03-26", "2026-03-31", "2026-04-01"):
        reminders.run(at(day))
    assert sent() == [7, 2, -1, -2]


def test_set_step_that_is_no_number_is_refused_with_a_sentence():
    with pytest.raises(ValidationError, match="请写 0 到 60 之间的整数"):
        TermSteps(settings=ReminderSettings.load(), term="OGI_REPLY_20WD", before="十天").full_clean()


# -- a notice that moves a date ----------------------------------------------------------------------------------------


def moved(days: dict[str, State], at_moment) -> None:
    """A notice of single days becomes known, and moves what it moves."""
    stated = {date.fromisoformat(day): state for day, state in days.items()}
    notice = Notice("CN-2026-x", "CN", 2026, "调整", at_moment.date(), stated, covers_year=False)
    calendars.record(notice)
    clock.recompute(at_moment, "放假调休通知有调整")


def test_date_moved_earlier_between_two_reminders_loses_no_step(owner):
    row = factories.deadline(owner=owner)
    reminders.run(at("2026-03-23"))
    moved({"2026-03-28": State.WORK, "2026-03-29": State.WORK}, at("2026-03-24"))
    row.refresh_from_db()
    assert row.due_on == date(2026, 3, 28)
    reminders.run(at("2026-03-25"))
    assert list(Reminder.objects.filter(due_on=row.due_on).order_by("-step").values_list("step", "fate")) == [
        (10, "overtaken"),
        (5, "overtaken"),
        (3, "sent"),
    ]


def test_date_moved_earlier_on_the_day_of_a_reminder_is_said_the_same_day(owner):
    factories.deadline(owner=owner)
    reminders.run(at("2026-03-25"))
    moved({"2026-03-28": State.WORK}, at("2026-03-25", "11:00"))
    assert reminders.run(at("2026-03-25", "12:00")).reminded == 1
    assert [subject.split("》")[1] for _to, subject in letters(at("2026-03-25", "12:01"))] == ["还剩 3 个工作日（3月28日星期六到期）"]


def test_date_moved_later_is_reminded_of_by_its_new_day(owner):
    row = factories.deadline(owner=owner)
    reminders.run(at("2026-03-27"))
    moved({"2026-03-30": State.OFF, "2026-03-31": State.OFF}, at("2026-03-27", "18:00"))
    row.refresh_from_db()
    assert row.due_on == date(2026, 4, 1)
    for day in ("2026-04-01", "2026-04-02"):
        reminders.run(at(day))
    assert sent() == [1, 0, -1]


def test_date_moved_later_on_the_day_of_a_reminder_is_not_said_twice(owner):
    factories.deadline(owner=owner)
    reminders.run(at("2026-03-25"))
    moved({"2026-03-30": State.OFF}, at("2026-03-25", "11:00"))
    assert reminders.run(at("2026-03-25", "12:00")).reminded == 0
    assert list(Reminder.objects.filter(fate="spared").values_list("step", "due_on")) == [(3, date(2026, 3, 31))]


def test_date_moved_later_before_the_reminder_left_is_said_with_its_new_day(owner):
    factories.deadline(owner=owner)
    reminders.run(at("2026-03-24", "18:00"))
    moved({"2026-03-30": State.OFF}, at("2026-03-24", "19:00"))
    reminders.run(at("2026-03-24", "20:00"))
    assert [subject.split("》")[1] for _to, subject in letters(at("2026-03-25"))] == ["还剩 3 个工作日（3月31日星期二到期）"]


# -- one bad row, a kill, two at once ----------------------------------------------------------------------------------


def test_row_that_raises_stops_no_other_and_is_named(owner):
    bad, good = factories.deadline(owner=owner), factories.deadline(owner=owner)
    Deadline.objects.filter(pk=bad.pk).update(term="NO_SUCH_TERM")
    done = reminders.run(at("2026-03-16"))
    assert (done.reminded, done.unsaid) == (1, 1)
    assert Reminder.objects.get().deadline == good
    assert f"《{bad.subject_label}》没有提醒：出错" in done.named[0]


def test_row_that_the_database_refuses_stops_no_other_and_parts_no_letter(owner):
    first, bad, last = (factories.deadline(owner=owner) for _ in range(3))
    with connection.cursor() as cursor:
        guard = f"CREATE TRIGGER refuses BEFORE INSERT ON cms_reminder WHEN NEW.deadline_id = {bad.pk} BEGIN SELECT RAISE(ABORT, 'no'); END"
        if connection.vendor == "postgresql":
            guard = f"ALTER TABLE cms_reminder ADD CONSTRAINT refuses CHECK (deadline_id <> {bad.pk})"
        cursor.execute(guard)
    done = reminders.run(at("2026-03-16"))
    assert (done.reminded, done.unsaid) == (2, 1)
    assert [row.deadline for row in Reminder.objects.order_by("pk")] == [first, last]
    assert letters(at("2026-03-16")) == [("owner@example.com", "2 件事项的期限")]


def test_job_that_could_not_say_everything_names_it_in_its_record(owner):
    bad = factories.deadline(owner=owner)
    Deadline.objects.filter(pk=bad.pk).update(term="NO_SUCH_TERM")
    tasks.run_due_jobs(at("2026-03-16"))
    assert f"1 项期限没有能够提醒：{bad.pk} 《{bad.subject_label}》" in JobRun.objects.get(name="reminders").last_error


def test_reminder_and_its_letter_are_written_together_or_not_at_all(owner):
    factories.deadline(owner=owner)
    OutboxItem.objects.all().delete()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE cms_outboxitem ADD CONSTRAINT refuses CHECK (kind <> 'reminder')")
        else:
            cursor.execute("CREATE TRIGGER full BEFORE INSERT ON cms_outboxitem BEGIN SELECT RAISE(ABORT, 'full'); END")
    assert reminders.run(at("2026-03-16")).unsaid == 1
    assert not Reminder.objects.exists()


def test_worker_killed_between_record_and_sending_leaves_the_letter_to_the_next(owner):
    factories.deadline(owner=owner)
    reminders.run(at("2026-03-16"))
    outbox._claim(at("2026-03-16"))  # taken in hand, and then no more is heard of it
    assert letters(at("2026-03-16", "10:00")) == []
    assert len(letters(at("2026-03-16", "10:05"))) == 1


def test_letter_that_cannot_be_written_stops_no_other(owner, head):
    bad, good = factories.deadline(owner=owner), factories.deadline(owner=head)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE cms_outboxitem ADD CONSTRAINT refuses CHECK (payload->>'person' <> '{owner.pk}')")
        else:
            refused = f"NEW.payload ->> 'person' = {owner.pk} BEGIN SELECT RAISE(ABORT, 'no'); END"
            cursor.execute(f"CREATE TRIGGER refuses BEFORE INSERT ON cms_outboxitem WHEN {refused}")
    done = reminders.run(at("2026-03-16"))
    assert (done.reminded, done.unsaid, Reminder.objects.get().deadline) == (1, 1, good)
    assert f"《{bad.subject_label}》没有提醒：出错" in done.named[0]
    assert [to for to, _subject in letters(at("2026-03-16"))] == ["head@example.com"]


def test_two_runs_at_once_over_connections_of_their_own_say_everything_once(migrated):
    instance = Instance("reminders")
    try:
        migrated(instance)
        said, records, lines = instance.manage("shell", "-v0", "-c", OVERDUE + AT_ONCE).split()
    finally:
        instance.remove()
    assert (said, records, lines) == ("700", "700", "700")


OVERDUE = """
from django.utils import timezone
from cms.models import *
from django.contrib.contenttypes.models import ContentType
unit = Department.objects.create(name="甲处")
owner = User.objects.create(username="owner", email="owner@example.com", unit=unit)
now = timezone.now()
kind = ContentType.objects.get_for_model(Department)
day = timezone.localdate()
Deadline.objects.bulk_create(Deadline(term="OGI_REPLY_20WD", slot=str(n), content_type=kind, object_id=unit.pk, subject_label=str(n),
    start=day, jurisdiction="CN", due_on=day, calendar_version="", owner=owner, opened_at=now) for n in range(700))
"""
# Two processes, each with its own connection, begin in the same moment; one start of Django serves both.
AT_ONCE = """
import multiprocessing
from django.db import connections
from cms import reminders
forked = multiprocessing.get_context("fork")
both, said = forked.Barrier(2), forked.SimpleQueue()
def go():
    both.wait(60)
    said.put(reminders.run(now).reminded)
connections.close_all()
processes = [forked.Process(target=go) for _ in range(2)]
for process in processes:
    process.start()
for process in processes:
    process.join()
assert [process.exitcode for process in processes] == [0, 0]
print(said.get() + said.get())
print(Reminder.objects.filter(fate="sent").count(), sum(len(item.payload["lines"]) for item in OutboxItem.objects.filter(kind="reminder")))
"""


# -- to whom -----------------------------------------------------------------------------------------------------------


def test_owner_alone_is_told_before_the_day(owner, head):
    factories.person(LEADER, email="leader@example.com", unit=owner.unit)
    factories.deadline(owner=owner)
    reminders.run(at("2026-03-16"))
    assert told() == ["编辑甲"]


def test_heads_of_the_unit_are_told_on_the_day(owner, head):
    factories.person(LEADER, display_name="处长丙", email="leader@example.com", unit=owner.unit)
    factories.deadline(owner=owner)
    reminders.run(at("2026-03-30"))
    assert told() == ["编辑甲", "处长丙"]


def test_heads_of_the_disclosure_office_are_told_when_it_is_overdue(owner, head):
    factories.person(LEADER, display_name="处长丙", email="leader@example.com", unit=owner.unit)
    factories.deadline(owner=owner)
    reminders.run(at("2026-03-31"))
    assert told() == ["编辑甲", "处长丙", "负责人乙"]


def test_head_who_is_also_the_owner_is_told_once(head):
    factories.deadline(owner=head)
    reminders.run(at("2026-03-31"))
    assert told() == ["负责人乙"]


@pytest.mark.parametrize("lacking", [{"is_active": False}, {"email": ""}], ids=["account closed", "no address"])
def test_owner_who_cannot_be_reached_is_replaced_by_the_heads(owner, head, lacking):
    for name, value in lacking.items():
        setattr(owner, name, value)
    owner.save()
    factories.deadline(owner=owner)
    reminders.run(at("2026-03-16"))
    assert told() == ["负责人乙"]


def test_deadline_of_nobody_goes_to_the_heads_of_the_disclosure_office(head):
    factories.deadline()
    reminders.run(at("2026-03-16"))
    assert told() == ["负责人乙"]


def test_deadline_that_nobody_can_be_told_of_is_said_as_soon_as_somebody_can(db):
    factories.deadline()
    assert reminders.run(at("2026-03-16")).named[0].endswith("没有人可以提醒：承办人、单位负责人和信息公开机构负责人都没有可用的邮箱")
    factories.person(HEAD, email="head@example.com")
    assert reminders.run(at("2026-03-17")).reminded == 1


def test_person_with_several_matters_gets_one_letter(owner):
    for _ in range(3):
        factories.deadline(owner=owner)
    reminders.run(at("2026-03-16"))
    assert letters(at("2026-03-16")) == [("owner@example.com", "3 件事项的期限")]
    assert mail.outbox[0].body.count("还剩 10 个工作日（3月30日星期一到期）") == 3


def test_person_with_more_matters_than_are_read_at_once_gets_one_letter(owner):
    first = factories.deadline(owner=owner)
    copies = [Deadline.objects.get(pk=first.pk) for _ in range(CHUNK)]
    for number, copy in enumerate(copies):
        copy.pk, copy.slot = None, str(number)
    Deadline.objects.bulk_create(copies)
    reminders.run(at("2026-03-16"))
    assert letters(at("2026-03-16")) == [("owner@example.com", f"{CHUNK + 1} 件事项的期限")]
    assert not Reminder.objects.exclude(told__0__has_key="left_at").exists()


def test_thing_that_is_no_more_is_named_and_nobody_is_told(owner):
    row = factories.deadline(owner=owner)
    row.subject.delete()
    assert reminders.run(at("2026-03-16")).named[0].endswith("没有提醒：事项已经不存在")


def test_open_deadlines_are_work_that_is_handed_over(owner, head):
    row = factories.deadline(owner=owner)
    lifecycle.hand_over(owner, head, head, "调离")
    row.refresh_from_db()
    assert row.owner == head
    assert any("未办结的期限" in item for item in AuditRecord.objects.latest("pk").details["items"])


# -- dry run -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(owner, head):
    """One of each: to be said, said, not yet, closed, without a term."""
    rows = [factories.deadline(owner=owner, start=date(2026, 3, day)) for day in (2, 3, 20)]
    clock.close(factories.deadline(owner=owner, start=date(2026, 3, 4)).subject, "OGI_REPLY_20WD", date(2026, 3, 5))
    reminders.run(at("2026-03-16"))
    reminders.run(at("2026-03-17"))
    lost = factories.deadline(owner=owner)
    Deadline.objects.filter(pk=lost.pk).update(term="NO_SUCH_TERM")
    return rows


def test_dry_run_says_of_each_why(mixed):
    said = {one.deadline.pk: one for one in reminders.decisions(at("2026-03-23"))}
    assert [said[row.pk].why for row in mixed] == [Why.REMIND, Why.REMINDED, Why.NOT_YET]
    assert sorted(one.why for one in said.values()) == ["closed", "failed", "not_yet", "remind", "reminded"]


def test_dry_run_prints_a_sentence_for_each(mixed):
    out = StringIO()
    call_command("reminders", dry_run=True, on="2026-03-23", stdout=out)
    first, second, third = (row.subject_label for row in mixed)
    lines = out.getvalue()
    assert f"2026-03-30 OGI_REPLY_20WD 《{first}》提醒编辑甲（到期前 5 个工作日）" in lines
    assert f"《{second}》不提醒：已经提醒过，下一次在2026-03-24（到期前 5 个工作日）" in lines
    assert f"《{third}》不提醒：还不到时候，下一次在2026-04-03（到期前 10 个工作日）" in lines
    assert "不提醒：2026-03-05已办结" in lines
    assert "共 5 项，将提醒 1 项。" in lines


def test_dry_run_decides_as_the_real_one(mixed):
    would = [(one.deadline.pk, one.step, one.overtaken) for one in reminders.decisions(at("2026-03-27")) if one.why is Why.REMIND]
    before = set(Reminder.objects.values_list("pk", flat=True))
    reminders.run(at("2026-03-27"))
    new = Reminder.objects.exclude(pk__in=before)
    assert [(pk, step) for pk, step, _ in would] == list(new.filter(fate="sent").values_list("deadline_id", "step").order_by("deadline_id"))
    assert sum(len(passed) for _, _, passed in would) == new.filter(fate="overtaken").count() > 0


def test_dry_run_writes_nothing(mixed):
    before = (Reminder.objects.count(), OutboxItem.objects.count())
    list(reminders.decisions(at("2026-03-27")))
    assert (Reminder.objects.count(), OutboxItem.objects.count()) == before


REFUSED = [({"on": "2026-03-27"}, "--on 只能与 --dry-run 同用"), ({"on": "明天", "dry_run": True}, "不是日期")]


@pytest.mark.parametrize(("options", "sentence"), REFUSED, ids=["a day without dry run", "no day"])
def test_command_refuses_with_a_sentence(db, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("reminders", **options)


# -- cost --------------------------------------------------------------------------------------------------------------


def test_run_asks_the_database_as_often_for_thirty_as_for_one(owner, head):
    factories.deadline(owner=owner)
    reminders.run(at("2026-03-13"))  # makes the rows of the settings
    with CaptureQueriesContext(connection) as one:
        reminders.run(at("2026-03-23"))
    for _ in range(29):
        factories.deadline(owner=owner)
    reminders.run(at("2026-03-13"))  # makes the rows of the settings
    with CaptureQueriesContext(connection) as thirty:
        reminders.run(at("2026-03-25"))
    assert len(Reminder.objects.filter(step=3)) == 30
    assert len(thirty) == len(one)
