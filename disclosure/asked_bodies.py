"""请示与协商 (Articles 11 and 17): asking other bodies before a policy becomes public, and what becomes of each question.

What is allowed stands in ``disclosure/asking.py``; each question has a day of its own, and silence reminds its asker.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import audit, clock
from cms.models import Deadline, User
from cms.registry import DeadlineSubject
from disclosure import timeliness
from disclosure.asking import BINDING, MAY_ASK, MOVES, TERMS, Act, Asked, IllegalMove, Opinion, State, holds_back, next_state
from disclosure.models import AskedBody, PolicyDocument

MOST_BODIES = 20  # asked at once


@dataclass(frozen=True)
class Answer:
    opinion: str
    on: date | None
    paper: str
    words: str = ""


@transaction.atomic
def ask(policy: PolicyDocument, asked: str, bodies: list[str], question: str, by: User, now: datetime) -> list[AskedBody]:
    """Put one question to one or several bodies; each has its own day. Raises IllegalMove; then nothing has changed."""
    PolicyDocument.objects.select_for_update().get(pk=policy.pk)
    names = list(dict.fromkeys(name.strip()[:200] for name in bodies if name.strip()))
    if not by.has_perm(MAY_ASK):
        raise IllegalMove(_("提出请示或者协商，需要修改政策文件的权限。"))
    if asked not in Asked.values:
        raise IllegalMove(_("请选择事由。"))
    if not names or len(names) > MOST_BODIES:
        raise IllegalMove(_("请写明机关名称，每行一个，一次最多 %(most)d 个。") % {"most": MOST_BODIES})
    if not question.strip():
        raise IllegalMove(_("请写明要对方答复的问题。"))
    running = set(AskedBody.objects.filter(policy=policy, asked=asked, state=State.WAITING).values_list("body", flat=True))
    if known := [name for name in names if name in running]:
        raise IllegalMove(*(_("已经问过%(body)s，正在等待答复。") % {"body": name} for name in known))
    made = []
    for name in names:
        row = AskedBody.objects.create(policy=policy, asked=asked, body=name, question=question.strip(), by=by, at=now)
        clock.start(row, TERMS[Asked(asked)], timezone.localdate(now), now, owner=by)
        audit.record(by, "asked-body.ask", policy, reason=row.question, body=name, asked=asked)
        made.append(row)
    return made


def why_not(act: str, by: User) -> list[str]:
    """Why this person may not take this act, beyond the table of moves."""
    return [] if by.has_perm(MOVES[Act(act)].permission) else [_("“%(act)s”需要相应的权限。") % {"act": Act(act).label}]


@transaction.atomic
def take(row: AskedBody, act: str, by: User, now: datetime, answer: Answer | None = None, reason: str = "") -> AskedBody:
    """Record an answer (with ``answer``), decide or withdraw (with ``reason``). Raises IllegalMove; then nothing has changed."""
    PolicyDocument.objects.select_for_update().get(pk=row.policy_id)
    kept = AskedBody.objects.select_for_update().select_related("policy").get(pk=row.pk)
    kept.state = next_state(kept.state, act, kept.asked, kept.opinion)
    if why := why_not(act, by):
        raise IllegalMove(*why)
    today = timezone.localdate(now)
    if act == Act.ANSWER:
        _answer(kept, answer, today)
        kept.recorded_by, kept.recorded_at, said = by, now, kept.words
    else:
        if not reason.strip():
            raise IllegalMove(_("请写明理由。"))
        kept.reason, kept.closed_by, kept.closed_at = reason.strip(), by, now
        said = kept.reason
    kept.save()
    if act == Act.ANSWER:
        clock.close(kept, TERMS[Asked(kept.asked)], kept.answered_on)
    else:
        clock.close(kept, TERMS[Asked(kept.asked)], today, outcome=Deadline.Outcome.DROPPED)
    audit.record(by, f"asked-body.{act}", kept.policy, reason=said, body=kept.body, opinion=kept.opinion, paper=kept.paper)
    return kept


def _answer(kept: AskedBody, answer: Answer | None, today: date) -> None:
    if answer is None or answer.opinion not in Opinion.values:
        raise IllegalMove(_("请选择对方的意见。"))
    if answer.on is None or not timezone.localdate(kept.at) <= answer.on <= today:
        raise IllegalMove(_("请填写答复日期：不早于提出之日，不晚于今天。"))
    if not answer.paper.strip():
        raise IllegalMove(_("请写明答复文件的文号或者名称。"))
    if answer.opinion == Opinion.CHANGED and not answer.words.strip():
        raise IllegalMove(_("请写明对方要求删改哪些内容。"))
    kept.opinion, kept.answered_on = answer.opinion, answer.on
    kept.paper, kept.words = answer.paper.strip()[:200], answer.words.strip()[:500]


def holding(policy: PolicyDocument) -> list[AskedBody]:
    """The rows for which publication waits: of each body the last that was not withdrawn."""
    last = {(row.asked, row.body): row for row in policy.asked_bodies.exclude(state=State.WITHDRAWN)}
    return [row for row in last.values() if holds_back(row.state, row.opinion)]


def in_doubt(policy: PolicyDocument) -> bool:
    """Is a doubt open, or answered with a no that binds? Then nobody decides that it is disclosed (Article 17)."""
    return any(row.asked in BINDING and (row.state == State.WAITING or row.opinion == Opinion.NO) for row in holding(policy))


def check(policy: PolicyDocument, on: date) -> Iterator[str]:
    """What the gate says of bodies that were asked."""
    if policy.pk is None or policy.from_source:
        return
    for row in holding(policy):
        told = {"body": row.body, "day": row.answered_on, "paper": row.paper, "words": row.words}
        if row.state == State.WAITING and row.asked in BINDING:
            yield _("是否可以公开还有疑义，正在等%(body)s确定；答复登记以前不能发布（条例第十七条）。") % told
        elif row.state == State.WAITING:
            yield _("正在与%(body)s协商；登记答复，或者由签发人说明理由作出决定以后才能发布（条例第十一条）。") % told
        elif row.opinion == Opinion.CHANGED:
            yield _("%(body)s要求删改（%(words)s）：删改后请签发人在“公开属性认定”页写明怎样处理。") % told
        elif row.asked in BINDING:
            yield _("%(body)s已于 %(day)s 确定不宜公开（%(paper)s），不能发布。") % told
        else:
            yield _("%(body)s不同意公开（%(paper)s）：须由签发人说明理由作出决定以后才能发布。") % told


SPOKEN_OF = DeadlineSubject(
    url=lambda row: reverse("desk_source_review", args=[row.policy_id]),
    owners=lambda row: [],
    unit=lambda row: timeliness.unit_of(row.policy),
)
