"""Applications for disclosure, and the people of the office that handle them; each step is taken by the verb that the screens use."""

import random
from datetime import date, timedelta

from cms import sealed
from cms.models import Department
from disclosure.applications import answering, receiving, searching
from disclosure.applications.answering import Answer
from disclosure.applications.receiving import Asked, Receipt, Who
from disclosure.models import Application, LetterSettings
from disclosure.outcomes import OUTCOMES, ROWS_OF_GROUNDS
from disclosure.workflow import State

from .clocks import at
from .people import person, unit

RESIDENT = "11010519491231002X"  # the example of GB 11643: nobody's
PARTIAL = Answer("partial", ["E15"], "其中涉及第三方的商业秘密。", {"papers": "随文提供检查结果汇总表。"})


def authority() -> None:
    """What a letter names: the body that signs it, and where one turns against it."""
    Department.objects.update_or_create(name="澄江市卫生健康委员会", defaults={"kind": "authority"})
    told = {"reconsideration": "澄江市人民政府", "court": "澄江市中级人民法院", "contact": "澄江市人民路1号，0571-80000000"}
    if not LetterSettings.objects.exists():
        LetterSettings.objects.create(mark="澄卫", **told)


def office() -> dict:
    """Officer, head, legal reviewer, signer and a unit's handler."""
    authority()
    roles = {"officer": "信息公开工作人员", "head": "信息公开机构负责人", "legal": "法制审核", "signer": "签发人"}
    return {key: person(role) for key, role in roles.items()} | {"handler": person("承办部门", unit=unit("卫生监督所"))}


def who(**fields) -> Who:
    return Who(**{"name": "林若溪", "identity_kind": "resident", "identity_number": RESIDENT, "telephone": "13800000000", **fields})


def asked(**fields) -> Asked:
    return Asked(**{"applicant_kind": "natural_person", "title": "2025年度职业健康检查机构监督检查结果", **fields})


def registered(by, on: str = "2026-03-02", channel: str = "in_person", **fields) -> Receipt:
    """Handed in on a Monday: by itself it is due on 30 March 2026."""
    return receiving.register([who()], asked(**fields), channel, date.fromisoformat(on), by, at(on))


def filed(on: str = "2026-03-02", **fields) -> Receipt:
    return receiving.file_online([who(**fields)], asked(), [], "203.0.113.7", at(on))


def being_handled(by, on: str = "2026-03-02") -> Application:
    application = registered(by, on).application
    return searching.begin(application, date.fromisoformat(on), by, at(on))


def drafted(office: dict, answer: Answer = PARTIAL, on: str = "2026-03-02") -> Application:
    application = being_handled(office["officer"], on)
    answering.draft(application, answer, date.fromisoformat(on), office["officer"], at(on))
    return application


def replied(office: dict, answer: Answer = PARTIAL, on: str = "2026-03-02") -> Application:
    application, day, now = drafted(office, answer, on), date.fromisoformat(on), at(on)
    answering.submit(application, day, office["officer"], now)
    answering.passed(application, day, office["legal"], now)
    answering.sign(application, day, office["signer"], now)
    return answering.reply(application, day, office["officer"], now)


def give_address(application: Application, email: str) -> None:
    for one in application.applicants.all():
        one.sealed = sealed.seal({**sealed.opened(one.sealed), "email": email})
        one.save()


def year_of_applications(count: int, year: int, of) -> list[Application]:
    """Rows of a unit as verbs would have left them, by a fixed seed: received and ended around a year, in every outcome."""
    chance, first = random.Random(year), date(year - 1, 11, 1)
    made = []
    for place in range(count):
        received = first + timedelta(chance.randrange(450))
        closed = received + timedelta(chance.randrange(60)) if chance.random() < 0.9 else None
        outcome = chance.choice(list(OUTCOMES)) if closed else ""
        ground = chance.choice(list(ROWS_OF_GROUNDS)) if outcome in ("refused", "partial") else ""
        made.append(
            Application(
                number=f"YS{received:%Y%m%d}-{place:08d}",
                channel="in_person",
                applicant_kind=chance.choice(Application.ApplicantKind.values),
                title="职业健康检查机构监督检查结果",
                unit=of,
                state=State.REPLIED if closed else State.HANDLING,
                filed_at=at(received.isoformat()),
                received_on=received,
                outcome=outcome,
                ground=ground,
                closed_on=closed,
            )
        )
    return Application.objects.bulk_create(made)
