"""源头认定公开属性: the states and the one table of moves; buttons, refusals and tests come from it. No queries, no clock."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.gate import Refused


class State(models.TextChoices):
    NONE = "none", gettext_lazy("尚未提出")
    PROPOSED = "proposed", gettext_lazy("待信息公开机构核对")
    RETURNED = "returned", gettext_lazy("已退回起草人")
    CONFIRMED = "confirmed", gettext_lazy("已核对，待签发人决定")
    DISPUTED = "disputed", gettext_lazy("有不同意见，待签发人决定")
    DECIDED = "decided", gettext_lazy("已决定")


class Act(models.TextChoices):
    PROPOSE = "propose", gettext_lazy("提出公开属性")
    CONFIRM = "confirm", gettext_lazy("同意")
    DISPUTE = "dispute", gettext_lazy("提出不同意见")
    SEND_BACK = "send_back", gettext_lazy("退回起草人")
    DECIDE = "decide", gettext_lazy("决定")


class Basis(models.TextChoices):
    """Why this body answers for it (Article 10)."""

    MADE = "made", gettext_lazy("本机关制作")
    KEPT = "kept", gettext_lazy("从公民、法人和其他组织获取，由本机关保存")
    FIRST = "first", gettext_lazy("从其他行政机关获取，本机关最初获取")
    LEAD = "lead", gettext_lazy("联合制作，由牵头机关负责")


class BatchAct(models.TextChoices):
    """What is done to many older documents at once (``disclosure/backlog.py``), and never to a single one."""

    REVIEW = "backlog", gettext_lazy("历史文件批量认定")
    UNDO = "undo", gettext_lazy("撤销批量认定")


@dataclass(frozen=True)
class Rule:
    begins: tuple[State, ...]
    ends: State
    permission: str
    words: bool = False  # must say why


MOVES = {
    # a decision is opened anew by proposing again: circumstances change (Article 18)
    Act.PROPOSE: Rule((State.NONE, State.RETURNED, State.DECIDED), State.PROPOSED, "disclosure.change_policydocument"),
    Act.CONFIRM: Rule((State.PROPOSED,), State.CONFIRMED, "disclosure.confirm_policydocument"),
    Act.DISPUTE: Rule((State.PROPOSED,), State.DISPUTED, "disclosure.confirm_policydocument", words=True),
    Act.SEND_BACK: Rule((State.PROPOSED,), State.RETURNED, "disclosure.confirm_policydocument", words=True),
    Act.DECIDE: Rule((State.CONFIRMED, State.DISPUTED), State.DECIDED, "disclosure.decide_policydocument"),
}


class IllegalMove(Refused):
    """An act that the present state does not allow, or that is not this person's."""


def next_state(state: str, act: str) -> State:
    """Raises IllegalMove with what is the case."""
    rule = MOVES[Act(act)]
    if state not in rule.begins:
        raise IllegalMove(_("公开属性现在是“%(state)s”，不能“%(act)s”。") % {"state": State(state).label, "act": Act(act).label})
    return rule.ends


def acts_from(state: str) -> list[Act]:
    return [act for act, rule in MOVES.items() if state in rule.begins]
