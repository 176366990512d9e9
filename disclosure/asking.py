"""公开前问其他机关: whom a body is asked as, what it may answer, and the one table of moves. No queries, no clock.

What is doubtful is put before the authority in charge or the secrecy authority, whose answer binds (Article 17); what concerns
other bodies is consulted with them, and what they say is weighed (Article 11). Silence is no consent in either.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.gate import Refused

MAY_ASK = "disclosure.change_policydocument"


class Asked(models.TextChoices):
    """As what a body is asked."""

    SECRECY = "secrecy", gettext_lazy("报保密行政管理部门确定（条例第十七条）")
    COMPETENT = "competent", gettext_lazy("报有关主管部门确定（条例第十七条）")
    CONCERNED = "concerned", gettext_lazy("与涉及的机关协商（条例第十一条）")


BINDING = (Asked.SECRECY, Asked.COMPETENT)
TERMS = {Asked.SECRECY: "DOUBT_REFERRED_10WD", Asked.COMPETENT: "DOUBT_REFERRED_10WD", Asked.CONCERNED: "BODY_CONSULTED_10WD"}


class Opinion(models.TextChoices):
    YES = "yes", gettext_lazy("可以公开")
    CHANGED = "changed", gettext_lazy("删改后可以公开")
    NO = "no", gettext_lazy("不宜公开")


class State(models.TextChoices):
    WAITING = "waiting", gettext_lazy("等待答复")
    ANSWERED = "answered", gettext_lazy("已答复")
    DECIDED = "decided", gettext_lazy("已说明理由后决定")
    WITHDRAWN = "withdrawn", gettext_lazy("已撤回")


class Act(models.TextChoices):
    ANSWER = "answer", gettext_lazy("登记答复")
    DECIDE = "decide", gettext_lazy("说明理由后决定公开")
    WITHDRAW = "withdraw", gettext_lazy("撤回")


@dataclass(frozen=True)
class Rule:
    begins: tuple[State, ...]
    ends: State
    permission: str


MOVES = {
    Act.ANSWER: Rule((State.WAITING,), State.ANSWERED, "disclosure.confirm_policydocument"),
    Act.DECIDE: Rule((State.WAITING, State.ANSWERED), State.DECIDED, "disclosure.decide_policydocument"),
    Act.WITHDRAW: Rule((State.WAITING,), State.WITHDRAWN, "disclosure.confirm_policydocument"),
}


class IllegalMove(Refused):
    """An act that the present state does not allow, or that is not this person's."""


def next_state(state: str, act: str, asked: str, opinion: str = "") -> State:
    """Raises IllegalMove with what is the case."""
    if state not in MOVES[Act(act)].begins:
        raise IllegalMove(_("现在是“%(state)s”，不能“%(act)s”。") % {"state": State(state).label, "act": Act(act).label})
    if act == Act.DECIDE and not may_be_decided(state, asked, opinion):
        raise IllegalMove(_("有疑义的，由被请示的机关确定，本机关不能代为决定。"))
    return MOVES[Act(act)].ends


def may_be_decided(state: str, asked: str, opinion: str) -> bool:
    """May this authority go on for a reason of its own? Not past a doubt that is open, nor past a binding no."""
    if asked in BINDING:
        return state == State.ANSWERED and opinion == Opinion.CHANGED
    return state == State.WAITING or opinion in (Opinion.CHANGED, Opinion.NO)


def acts_from(state: str, asked: str, opinion: str = "") -> list[Act]:
    return [act for act, rule in MOVES.items() if state in rule.begins and (act != Act.DECIDE or may_be_decided(state, asked, opinion))]


def holds_back(state: str, opinion: str) -> bool:
    """Does publication wait for this?"""
    return state == State.WAITING or (state == State.ANSWERED and opinion != Opinion.YES)
