"""The sample authority's applications: those that its report on 2025 counts, and since then some in every state and outcome.

Written as rows, as the verbs would have left them, for two hundred courses taken step by step would make loading slow. All of
it comes from one seed; the days of those since 2026 end with the day of loading, so that clocks run.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cms import calendars, clock, receipts, sealed
from cms.models import Deadline, User
from cms.personal_data import identity_check_sign
from cms.sample.loader import AUTHORITY, unit
from disclosure import application_clock
from disclosure.annual_report import cells
from disclosure.application_clock import Happened, Kind
from disclosure.applications import query_codes
from disclosure.models import Applicant, Application, ApplicationEvent, Reply
from disclosure.outcomes import OUTCOMES, ROWS_OF_GROUNDS, Bears, Row
from disclosure.workflow import State

SINCE = date(2026, 1, 5)
ANSWERED_SINCE = 139
MATTERS = (
    *("职业健康检查机构监督检查结果", "医疗机构校验结果", "公共场所卫生监督抽检结果", "托育机构备案情况", "院前急救站点设置方案"),
    *("生活饮用水水质监测结果", "基本公共卫生服务补助资金分配结果", "家庭医生签约服务考核结果", "医疗废物集中处置检查记录"),
)
NAMES = "甲乙丙丁戊己庚辛壬癸"
ENDS = {"not_corrected": Kind.NOT_CORRECTED, "not_paid": Kind.NOT_PAID, "withdrawn": Kind.WITHDRAWN}
WAITS = {  # what happened last where a matter is open, in working days after its receipt
    State.FILED: (),
    State.REGISTERED: (),
    State.CORRECTING: ((Kind.CORRECTION_ASKED, 2),),
    State.EXPLAINING: ((Kind.REASONS_ASKED, 2),),
    State.PAYING: ((Kind.FEE_NOTIFIED, 3),),
    State.HANDLING: ((Kind.SEARCHED, 1),),
    State.REVIEW: ((Kind.SEARCHED, 1), (Kind.DRAFTED, 2), (Kind.SUBMITTED, 3)),
    State.SIGNING: ((Kind.SEARCHED, 1), (Kind.DRAFTED, 2), (Kind.SUBMITTED, 3), (Kind.PASSED, 3)),
    State.SIGNED: ((Kind.SEARCHED, 1), (Kind.DRAFTED, 2), (Kind.SUBMITTED, 3), (Kind.PASSED, 3), (Kind.SIGNED, 4)),
}
SAID = {
    Kind.CORRECTION_ASKED: {"items": "请写明所申请信息的年份。"},
    Kind.CORRECTED: {"words": "2025年度。"},
    Kind.NOT_CORRECTED: {"reason": "补正期限届满，没有收到补正，也没有说明理由。"},
    Kind.REASONS_ASKED: {"words": "请说明一个月内提出多件申请的理由。"},
    Kind.FEE_NOTIFIED: {"yuan": 100, "reason": "本月第十一件，按件收费。"},
    Kind.EXTENDED: {"working_days": 10, "reason": "需要汇总各区的记录。"},
    Kind.SERVED: {"proof": "网上查看"},
    Kind.WITHDRAWN: {"words": "已经在网站上找到。"},
}


@dataclass(frozen=True)
class Course:
    """How an application went: received, and then what on which working day after."""

    kind: str
    received: date
    state: State
    steps: tuple[tuple[Kind, int], ...]
    outcome: str = ""
    ground: str = ""


def load(today: date) -> None:
    """Writes all of them, or nothing where there are any already."""
    if Application.objects.exists():
        return
    chance = random.Random(20250101)
    Writer(chance).write([*_of_2025(chance), *_answered_since(chance, today), *_open(today)])


# -- courses ----------------------------------------------------------------------------------------------------------


def _of_2025(chance: random.Random) -> Iterator[Course]:
    """Exactly what table 3 of the report on 2025 says."""
    described = json.loads((Path(__file__).parent / "annual_reports.json").read_text(encoding="utf-8"))["2025"]
    for kind in cells.KINDS:
        ended = [row for row in Row for _one in range(described.get(f"{kind}.{row.value}", 0))]
        carried = described.get(f"{kind}.{cells.CARRIED_IN}", 0)
        left = described.get(f"{kind}.{cells.CARRIED_OUT}", 0)
        for place, row in enumerate([*ended, *[Row.GRANTED] * left]):
            late = place >= len(ended)
            received = date(2024, 12, 25) if place < carried else date(2025, 12, 24) if late else _spread(place, len(ended), 2025)
            yield _ended(chance, kind, received, *_outcome_of(row))


def _spread(place: int, count: int, year: int) -> date:
    return date(year, 1, 6) + timedelta(place * 310 // count)


def _outcome_of(row: Row) -> tuple[str, str]:
    grounds = {one: ground for ground, one in ROWS_OF_GROUNDS.items()}
    if row in grounds:
        return "refused", grounds[row]
    return next(code for code, outcome in OUTCOMES.items() if outcome.row is row), "E15" if row is Row.PARTIAL else ""


def _answered_since(chance: random.Random, today: date) -> Iterator[Course]:
    """Each outcome by turns and each ground of refusal, the last of them long enough ago to have ended."""
    last = max(calendars.calendar().nth_before(today, 50), SINCE)
    kinds, grounds, outcomes = cycle(cells.KINDS), cycle(ROWS_OF_GROUNDS), cycle(OUTCOMES)
    for place in range(ANSWERED_SINCE):
        outcome = next(outcomes)
        ground = next(grounds) if Bears.GROUND in OUTCOMES[outcome].bears else ""
        yield _ended(chance, next(kinds), SINCE + (last - SINCE) * place // ANSWERED_SINCE, outcome, ground)


def _ended(chance: random.Random, kind: str, received: date, outcome: str, ground: str) -> Course:
    if outcome in ENDS:
        asked = {"not_corrected": ((Kind.CORRECTION_ASKED, 3),), "not_paid": ((Kind.FEE_NOTIFIED, 3),)}.get(outcome, ())
        after = {"not_corrected": 15, "not_paid": 25, "withdrawn": 6}[outcome]
        return Course(kind, received, State.ENDED, (*asked, (ENDS[outcome], after)), outcome, ground)
    corrected, day = chance.random() < 0.2, chance.randrange(9, 19)
    extended = not corrected and chance.random() < 0.1
    asked = ((Kind.CORRECTION_ASKED, 3), (Kind.CORRECTED, 6)) if corrected else ()
    longer = ((Kind.EXTENDED, day - 2),) if extended else ()
    course = (*asked, (Kind.SEARCHED, 7), *longer, (Kind.DRAFTED, day - 2), (Kind.SUBMITTED, day - 2), (Kind.PASSED, day - 1))
    course += ((Kind.SIGNED, day), (Kind.REPLIED, day))
    state = chance.choice((State.REPLIED, State.SERVED, State.ARCHIVED))
    served = ((Kind.SERVED, day + 2),) if state is not State.REPLIED else ()
    archived = ((Kind.ARCHIVED, day + 4),) if state is State.ARCHIVED else ()
    return Course(kind, received, state, (*course, *served, *archived), outcome, ground)


def _open(today: date) -> Iterator[Course]:
    """Two in each state that is still open, received in the last three weeks."""
    calendar = calendars.calendar()
    for place, (state, steps) in enumerate([*WAITS.items(), *WAITS.items()]):
        since = steps[-1][1] + place // 2 if steps else place % 4
        yield Course(cells.NATURAL, calendar.nth_before(today, since) if since else today, state, steps)


# -- rows -------------------------------------------------------------------------------------------------------------


class Writer:
    """The rows of courses, with the people of the sample office."""

    def __init__(self, chance: random.Random):
        self.chance, self.unit = chance, unit(AUTHORITY)
        self.calendar, self.practice = calendars.calendar(), calendars.practice()
        self.people = {name: User.objects.get(username=name) for name in ("disclosure", "legal", "signer")}

    def write(self, courses: list[Course]) -> None:
        told = [self._told(course) for course in courses]
        rows = [self._application(*pair) for pair in zip(courses, told, strict=True)]
        made = list(zip(Application.objects.bulk_create(rows), courses, told, strict=True))
        Applicant.objects.bulk_create(self._applicant(one, place % 60) for place, (one, _course, _told) in enumerate(made))
        ApplicationEvent.objects.bulk_create(self._event(one, event) for one, _course, events in made for event in events)
        Reply.objects.bulk_create(
            self._reply(one, course, events) for one, course, events in made if any(e.kind is Kind.DRAFTED for e in events)
        )
        for one, _course, events in made:
            self._keep_time(one, events)

    def _told(self, course: Course) -> list[Happened]:
        filed = Happened(Kind.FILED, course.received, {"confirm": course.state is State.FILED})
        if course.state is State.FILED:
            return [filed]
        after = [Happened(kind, self.calendar.nth_after(course.received, days), SAID.get(kind, {})) for kind, days in course.steps]
        return [filed, Happened(Kind.RECEIVED, course.received), *after]

    def _application(self, course: Course, events: list[Happened]) -> Application:
        days = {event.kind: event.on for event in events}
        closed = next((days[kind] for kind in application_clock.ENDS if kind in days), None)
        tail = "".join(self.chance.choices(receipts.ALPHABET, k=receipts.LENGTH))
        number = f"YS{course.received:%Y%m%d}-{tail}"
        return Application(
            number=number,
            code_print=query_codes.print_of(number, query_codes.new_code()),
            channel="online" if course.state is State.FILED else self.chance.choice(["in_person", "spoken"]),
            applicant_kind=course.kind,
            title=f"{course.received.year - 1}年度{self.chance.choice(MATTERS)}",
            unit=self.unit,
            handler=None if course.state is State.FILED else self.people["disclosure"],
            state=course.state,
            version=len(events),
            filed_at=_moment(course.received),
            received_on=days.get(Kind.RECEIVED),
            outcome=course.outcome if closed else "",
            ground=course.ground if closed else "",
            closed_on=closed,
            served_on=days.get(Kind.SERVED),
        )

    def _applicant(self, one: Application, person: int) -> Applicant:
        """Sixty people and bodies that do not exist; a few of them applied more than once."""
        body = one.applicant_kind != cells.NATURAL
        start = f"119999{1960 + person % 40}0101{person:03d}"  # no place in the country has this region
        number, kind = start + identity_check_sign(start), Applicant.Identity.RESIDENT
        if body:
            number, kind = f"SAMPLE{person:03d}", Applicant.Identity.PASSPORT
        name = f"{'申请单位' if body else '申请人'}{NAMES[person // 10]}{NAMES[person % 10]}"
        printed = sealed.print_of(f"identity-{kind}", number)
        facts = {"identity_number": number, "telephone": f"0899-0000 {person:04d}"}
        return Applicant(application=one, name=name, identity_kind=kind, identity_print=printed, sealed=sealed.seal(facts))

    def _event(self, one: Application, event: Happened) -> ApplicationEvent:
        by = self.people["legal" if event.kind is Kind.PASSED else "signer" if event.kind is Kind.SIGNED else "disclosure"]
        by = None if event.kind in (Kind.FILED, Kind.CORRECTED, Kind.WITHDRAWN) else by
        return ApplicationEvent(application=one, kind=event.kind, on=event.on, at=_moment(event.on), by=by, data=event.data)

    def _reply(self, one: Application, course: Course, events: list[Happened]) -> Reply:
        days = {event.kind: event.on for event in events}
        outcome = OUTCOMES[course.outcome or "granted"]
        return Reply(
            application=one,
            outcome=outcome.code,
            grounds=[course.ground] if course.ground else [],
            reason="经检索和审查，情况如上。" if outcome.needs_reason else "",
            details={bears.value: "见本机关网站或者向本机关窗口查询。" for bears in outcome.bears if bears is not Bears.GROUND},
            drafted_by=self.people["disclosure"],
            passed_by=self.people["legal"] if Kind.PASSED in days else None,
            signed_by=self.people["signer"] if Kind.SIGNED in days else None,
            signed_on=days.get(Kind.SIGNED),
        )

    def _keep_time(self, one: Application, events: list[Happened]) -> None:
        """The clocks that run, and the term of reply of what was answered."""
        for run in application_clock.runs(events, self.calendar, self.practice):
            if run.closed_on is None:
                told = {"events": run.events, "number": run.number, "basis": run.basis}
                clock.start(one, run.term, run.start, _moment(events[-1].on), slot=run.slot, owner=one.handler, **told)
            elif run.term in application_clock.REPLIES and not run.dropped:
                self._closed(one, run).save()

    def _closed(self, one: Application, run: application_clock.Run) -> Deadline:
        due = application_clock.due(run, self.calendar, self.practice)
        return Deadline(
            term=run.term,
            content_type=ContentType.objects.get_for_model(Application),
            object_id=one.pk,
            subject_label=str(one)[:300],
            start=run.start,
            events={name.value: value.isoformat() if isinstance(value, date) else value for name, value in run.events.items()},
            jurisdiction=self.calendar.jurisdiction,
            due_on=due.date,
            provisional=due.provisional,
            cautious_on=due.cautious,
            calendar_version=due.version,
            owner=one.handler,
            opened_at=_moment(run.start),
            closed_on=run.closed_on,
            outcome=Deadline.Outcome.DONE,
        )


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(10)))
