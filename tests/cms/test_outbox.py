"""The outbox is the truth of what has still to happen."""

from datetime import timedelta

import pytest
from celery import Celery
from django.core import mail
from django.db import transaction
from django.utils import timezone

from cms import outbox, registry, tasks
from cms.celery import REDIS
from cms.models import JobRun, OutboxItem


@pytest.fixture
def seen(db):
    """What the handler of the kind "probe" was given, call by call; a payload with "fail" makes it raise."""
    calls = []

    def act(payloads):
        calls.append(payloads)
        if any(payload.get("fail") for payload in payloads):
            raise RuntimeError("接口不通")

    outbox.handler("probe", act, batch=10)
    yield calls
    del outbox._handlers["probe"]


def drain(now=None):
    return outbox.drain(lambda: now or timezone.now())


def test_item_is_rolled_back_with_its_cause(seen):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.add("probe", {"n": 1})
        raise ZeroDivisionError
    assert not OutboxItem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_adding_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        outbox.add("probe", {})


@pytest.mark.django_db(transaction=True)
def test_item_is_offered_to_the_worker_after_commit(seen):
    with transaction.atomic():
        outbox.add("probe", {"n": 1})
        assert seen == []
    assert seen == [[{"n": 1}]]


@pytest.fixture
def weighed(db):
    """Like ``seen``, of a kind whose payloads name several things; three at once."""
    calls = []
    outbox.handler("weighed", calls.append, batch=3, things=lambda payload: payload["things"])
    yield calls
    del outbox._handlers["weighed"]


@pytest.mark.parametrize(
    ("things", "batches"),
    [
        ([1, 1, 1, 1], [[1, 1, 1], [1]]),
        ([2, 1, 2, 2], [[2, 1], [2], [2]]),
        ([9, 1, 9], [[9], [1], [9]]),
    ],
    ids=["one-each", "several-each", "more-than-fit"],
)
def test_batch_holds_no_more_things_than_its_handler_takes_but_one_item_at_least(weighed, things, batches):
    with transaction.atomic():
        for count in things:
            outbox.add("weighed", {"things": count})
    drain()
    assert [[payload["things"] for payload in call] for call in weighed] == batches


@pytest.mark.django_db(transaction=True)
def test_broker_failure_breaks_neither_the_request_nor_the_item(seen, monkeypatch):
    nowhere = Celery(broker="redis://127.0.0.1:1/0", set_as_current=False)
    nowhere.conf.update(broker_transport_options=REDIS, task_publish_retry=False)
    monkeypatch.setattr(tasks, "work", nowhere.task(lambda: None, name="work"))
    with transaction.atomic():
        outbox.add("probe", {"n": 1})
    assert seen == []
    tasks.tick()
    assert seen == [[{"n": 1}]]


def test_items_of_one_kind_are_handed_over_together(seen):
    outbox.add_many("probe", [(f"k{n}", {"n": n}) for n in range(12)])
    assert drain() == 12
    assert [len(call) for call in seen] == [10, 2]


@pytest.mark.parametrize("count", [1, 30])
def test_adding_many_takes_a_fixed_number_of_queries(seen, count, django_assert_num_queries):
    with transaction.atomic():
        outbox.add_many("probe", [(f"k{n}", {"n": 0}) for n in range(count)])
    with django_assert_num_queries(4), transaction.atomic():  # savepoint, select, one update, release
        outbox.add_many("probe", [(f"k{n}", {"n": n}) for n in range(count)])
    assert OutboxItem.objects.pending().count() == count


def test_pending_items_with_the_same_key_coalesce_into_the_latest(seen):
    for n in range(3):
        outbox.add("probe", {"n": n}, key="doc:1")
    outbox.add("probe", {"n": 9}, key="doc:2")
    drain()
    assert seen == [[{"n": 2}, {"n": 9}]]


def test_item_in_hand_is_not_coalesced_with_a_newer_one(seen):
    outbox.add("probe", {"n": 1}, key="doc:1")
    now = timezone.now()
    OutboxItem.objects.update(claimed_until=now + timedelta(seconds=30))
    outbox.add("probe", {"n": 2}, key="doc:1")
    assert OutboxItem.objects.pending().count() == 2


def test_item_waits_until_it_is_due(seen):
    tomorrow = timezone.now() + timedelta(days=1)
    outbox.add("probe", {"n": 1}, due_at=tomorrow)
    assert drain() == 0
    assert drain(tomorrow) == 1


def test_one_bad_item_stops_nothing(seen):
    outbox.add_many("probe", [("a", {"n": 1}), ("b", {"n": 2, "fail": True}), ("c", {"n": 3})])
    assert drain() == 2
    bad = OutboxItem.objects.pending().get()
    assert (bad.payload["n"], bad.attempts, bad.last_error) == (2, 1, "RuntimeError: 接口不通")


def test_failed_item_is_tried_again_ever_later_until_done(seen):
    outbox.add("probe", {"fail": True})
    now, waits = timezone.now(), []
    for _ in range(12):
        drain(now)
        due = OutboxItem.objects.get().due_at
        waits.append((due - now).total_seconds())
        now = due
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    OutboxItem.objects.update(payload={})
    assert drain(now) == 1
    assert OutboxItem.objects.get().last_error == ""


def test_item_of_an_unknown_kind_is_kept_and_says_so(seen):
    outbox.add("nobody", {})
    outbox.add("probe", {"n": 1})
    assert drain() == 1
    assert OutboxItem.objects.pending().get().last_error == "NoHandler: nothing handles outbox items of the kind nobody"


def test_item_claimed_by_a_killed_worker_is_taken_up_when_the_claim_lapses(seen):
    outbox.add("probe", {"n": 1})
    now = timezone.now()
    assert len(outbox._claim(now)) == 1  # and then the worker is killed
    assert drain(now + timedelta(seconds=29)) == 0
    assert drain(now + timedelta(seconds=31)) == 1


def test_late_worker_does_not_mark_an_item_that_another_took_over(seen):
    outbox.add("probe", {"n": 1})
    now = timezone.now()
    late = outbox._claim(now)
    assert len(outbox._claim(now + timedelta(seconds=31))) == 1
    outbox._handle(late, lambda: now)
    assert OutboxItem.objects.pending().count() == 1


def test_done_items_are_forgotten_after_a_week(seen):
    outbox.add("probe", {})
    drain()
    now = timezone.now()
    assert outbox.prune(now + timedelta(days=6)) == 0
    assert outbox.prune(now + timedelta(days=8)) == 1


def test_mail_leaves_by_the_outbox_with_a_message_id_that_a_repetition_keeps(work_outbox):
    outbox.mail(["office@example.org"], "收到一件申请", "正文", "<p>正文</p>")
    work_outbox()
    OutboxItem.objects.update(done_at=None)
    work_outbox()
    first, second = mail.outbox
    assert (first.to, first.subject, first.body) == (["office@example.org"], "收到一件申请", "正文")
    assert first.message()["Message-ID"] == second.message()["Message-ID"]


# periodic jobs: "due and not yet done"


ran = []


def ring(now):
    ran.append(now)


def break_down(now):
    raise RuntimeError("坏了")


@pytest.fixture
def jobs(db, monkeypatch):
    ran.clear()
    jobs = {"bad": (f"{__name__}.break_down", 60), "good": (f"{__name__}.ring", 60)}
    monkeypatch.setattr(registry.periodic, "entries", jobs)


def test_periodic_job_runs_when_its_period_has_passed_however_often_it_is_asked(jobs):
    now = timezone.now()
    for seconds in (0, 1, 59, 60, 61, 600):
        tasks.run_due_jobs(now + timedelta(seconds=seconds))
    assert ran == [now, now + timedelta(seconds=60), now + timedelta(seconds=600)]


def test_failing_periodic_job_stops_no_other_and_is_recorded(jobs):
    tasks.run_due_jobs(timezone.now())
    assert len(ran) == 1
    assert JobRun.objects.get(name="bad").last_error == "RuntimeError: 坏了"
    assert JobRun.objects.get(name="good").last_error == ""
