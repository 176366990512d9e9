"""The clock: how long a notice and a run of reminders take while 100,000 terms run, and what memory they need."""

import resource
import time
from datetime import date, timedelta

ROWS = 2000
# What a notice might say: every later term of the year before reaches into it, so most of them move.
NOTICE = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月6日放假。
二、春节：2月5日（周五）至12日（周五）放假调休，共8天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""


def notice(count: int, people: int = 200) -> dict:
    """``count`` open deadlines of ``people`` owners: the diff, then the entry with moves, alerts and mails; seconds and MB."""
    from django.utils import timezone

    from cms import calendars, notice_entry, terms
    from cms.models import DeadlineMove
    from cms.notice_text import About

    _deadlines(count, people)
    calendar = calendars.calendar()
    term = _reply()
    began, worked = time.perf_counter(), time.process_time()
    for number in range(count):
        terms.compute(term, _start(number), calendar)
    computed, computed_work = time.perf_counter() - began, time.process_time() - worked
    today = date(2026, 11, 24)
    about = About(2027, "CN", today)
    before, began = _peak_mb(), time.perf_counter()
    foreseen = notice_entry.foresee(NOTICE, about, today)
    shown, between = time.perf_counter() - began, _peak_mb()
    began, worked = time.perf_counter(), time.process_time()
    done = notice_entry.enter(NOTICE, about, foreseen.digest, None, timezone.now(), today)
    entered, entered_work = time.perf_counter() - began, time.process_time() - worked
    assert DeadlineMove.objects.count() == done.moved == foreseen.moves.moved
    return {
        "deadlines": count,
        "computed_seconds": computed,
        "shown_seconds": shown,
        "entered_seconds": entered,
        "processor_seconds": {"computed": computed_work, "entered": entered_work},  # without waiting for others on the machine
        "moved": done.moved,
        "earlier": done.earlier,
        "people": people,
        "peak_mb": {"before": before, "shown": between, "entered": _peak_mb()},
    }


def reminders(count: int, people: int = 200) -> dict:
    """Two runs over ``count`` open deadlines: the first of all, when much is to be said, and the next one ten minutes later."""
    from datetime import datetime

    from django.utils import timezone

    from cms import reminders as reminding
    from cms.models import Deadline, OutboxItem

    if not Deadline.objects.open().exists():  # else those that a notice was entered with
        _deadlines(count, people)
    now = datetime(2026, 11, 24, 10, tzinfo=timezone.get_default_timezone())
    before, runs = _peak_mb(), []
    for moment in (now, now + timedelta(minutes=10)):
        began, worked = time.perf_counter(), time.process_time()
        done = reminding.run(moment)
        took = {"seconds": time.perf_counter() - began, "processor_seconds": time.process_time() - worked}
        runs.append({**took, "reminded": done.reminded, "unsaid": done.unsaid})
    letters = OutboxItem.objects.filter(kind="reminder").count()
    return {"deadlines": count, "runs": runs, "letters": letters, "peak_mb": {"before": before, "after": _peak_mb()}}


def _deadlines(count: int, people: int) -> None:
    """Terms of replies begun from October 2026 to March 2027, as `clock.start` would have written them; of the owners' own."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from cms import calendars, terms
    from cms.models import Deadline, User

    owners = [User(username=f"bench{number}", email=f"bench{number}@example.invalid") for number in range(people)]
    owners = User.objects.bulk_create(owners)
    kind, calendar, now, term = ContentType.objects.get_for_model(User), calendars.calendar(), timezone.now(), _reply()
    for first in range(0, count, ROWS):
        rows = []
        for number in range(first, min(first + ROWS, count)):
            start = _start(number)
            due = terms.compute(term, start, calendar)
            rows.append(
                Deadline(
                    term=term.name,
                    content_type=kind,
                    object_id=owners[number % people].pk,
                    slot=str(number),
                    subject_label=f"第{number}号申请",
                    start=start,
                    jurisdiction=calendar.jurisdiction,
                    due_on=due.date,
                    provisional=due.provisional,
                    cautious_on=due.cautious,
                    calendar_version=due.version,
                    owner=owners[number % people],
                    opened_at=now,
                )
            )
        Deadline.objects.bulk_create(rows)


def _start(number: int) -> date:
    return date(2026, 10, 1) + timedelta(days=number % 180)


def _reply():
    from cms import due_questions

    return due_questions.term("OGI_REPLY_20WD")


def _peak_mb() -> int:
    """The most memory that this process ever held, in MB (Linux counts in KB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
