"""规范性文件清理: the states of a row, the one table of moves, and what may come of it. No queries, no clock."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.gate import Refused


class State(models.TextChoices):
    LISTED = "listed", gettext_lazy("待提出意见")
    PROPOSED = "proposed", gettext_lazy("待决定")
    RETURNED = "returned", gettext_lazy("退回重新提出")
    DECIDED = "decided", gettext_lazy("已决定")


class Act(models.TextChoices):
    PROPOSE = "propose", gettext_lazy("提出意见")
    RETURN = "return", gettext_lazy("退回")
    DECIDE = "decide", gettext_lazy("决定")


class Outcome(models.TextChoices):
    """What becomes of a document. One that is to be amended stays in force as it is until the amending one is public."""

    KEPT = "kept", gettext_lazy("继续有效")
    AMENDED = "amended", gettext_lazy("拟修改")
    REPEALED = "repealed", gettext_lazy("废止")
    EXPIRED = "expired", gettext_lazy("宣布失效")


class Why(models.TextChoices):
    """Why a document is in the batch."""

    EXPIRES = "expires", gettext_lazy("有效期将满")
    EVALUATE = "evaluate", gettext_lazy("应当评估")
    CONTRADICTED = "contradicted", gettext_lazy("引用的法律、法规已有变化")


@dataclass(frozen=True)
class Rule:
    begins: tuple[State, ...]
    ends: State
    permission: str
    reason: bool = True


MOVES = {
    # what was proposed may be proposed otherwise as long as nobody has decided
    Act.PROPOSE: Rule((State.LISTED, State.PROPOSED, State.RETURNED), State.PROPOSED, "disclosure.change_cleanup"),
    Act.RETURN: Rule((State.PROPOSED,), State.RETURNED, "disclosure.decide_cleanup"),
    Act.DECIDE: Rule((State.PROPOSED,), State.DECIDED, "disclosure.decide_cleanup", reason=False),
}


class CleanupRefused(Refused):
    """Something that may not be done to this row or batch now."""


def next_state(state: str, act: str) -> State:
    """Where the move leads. Raises CleanupRefused."""
    rule = MOVES[Act(act)]
    if state not in rule.begins:
        raise CleanupRefused(_("这一件现在是“%(state)s”，不能“%(act)s”。") % {"state": State(state).label, "act": Act(act).label})
    return rule.ends


def acts_from(state: str) -> list[Act]:
    return [act for act, rule in MOVES.items() if state in rule.begins]
