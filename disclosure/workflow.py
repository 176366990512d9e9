"""依申请公开的办理状态: the states of an application and the one table of moves; buttons, refusals, documentation and tests come
from it. Pure.

Who may make a move stands with it. Moves that leave the state as it is (a consultation, an extension) are in the table too.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.gate import Refused


class State(StrEnum):
    FILED = "filed"
    REGISTERED = "registered"
    CORRECTING = "correcting"
    EXPLAINING = "explaining"
    PAYING = "paying"
    HANDLING = "handling"
    REVIEW = "review"
    SIGNING = "signing"
    SIGNED = "signed"
    REPLIED = "replied"
    SERVED = "served"
    ENDED = "ended"
    ARCHIVED = "archived"


class Action(StrEnum):
    CONFIRM = "confirm"
    ASK_CORRECTION = "ask_correction"
    CORRECT = "correct"
    ABANDON = "abandon"
    ASK_REASONS = "ask_reasons"
    GIVE_REASONS = "give_reasons"
    DEFER = "defer"
    NOTIFY_FEE = "notify_fee"
    PAY = "pay"
    LAPSE = "lapse"
    SEARCH = "search"
    HAND_OVER = "hand_over"
    RETURN = "return"
    CONSULT = "consult"
    RECORD_OPINION = "record_opinion"
    OVERRIDE = "override"
    EXTEND = "extend"
    DRAFT = "draft"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PASS = "pass"
    SIGN = "sign"
    REPLY = "reply"
    SERVE = "serve"
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"


STATES = {
    State.FILED: gettext_lazy("待确认收到"),
    State.REGISTERED: gettext_lazy("已登记"),
    State.CORRECTING: gettext_lazy("待申请人补正"),
    State.EXPLAINING: gettext_lazy("待申请人说明理由"),
    State.PAYING: gettext_lazy("待申请人缴费"),
    State.HANDLING: gettext_lazy("正在办理"),
    State.REVIEW: gettext_lazy("正在审核"),
    State.SIGNING: gettext_lazy("待签发"),
    State.SIGNED: gettext_lazy("已签发"),
    State.REPLIED: gettext_lazy("已答复"),
    State.SERVED: gettext_lazy("已送达"),
    State.ENDED: gettext_lazy("已终止"),
    State.ARCHIVED: gettext_lazy("已归档"),
}
ACTIONS = {
    Action.CONFIRM: gettext_lazy("确认收到"),
    Action.ASK_CORRECTION: gettext_lazy("告知补正"),
    Action.CORRECT: gettext_lazy("收到补正"),
    Action.ABANDON: gettext_lazy("视为放弃（逾期不补正）"),
    Action.ASK_REASONS: gettext_lazy("要求说明理由"),
    Action.GIVE_REASONS: gettext_lazy("收到理由"),
    Action.DEFER: gettext_lazy("确定延迟答复的期限"),
    Action.NOTIFY_FEE: gettext_lazy("通知缴费"),
    Action.PAY: gettext_lazy("已经缴费"),
    Action.LAPSE: gettext_lazy("视为放弃（逾期不缴费）"),
    Action.SEARCH: gettext_lazy("开始办理"),
    Action.HAND_OVER: gettext_lazy("交承办单位"),
    Action.RETURN: gettext_lazy("承办单位反馈"),
    Action.CONSULT: gettext_lazy("征求意见"),
    Action.RECORD_OPINION: gettext_lazy("收到意见"),
    Action.OVERRIDE: gettext_lazy("因公共利益决定公开"),
    Action.EXTEND: gettext_lazy("延长答复期限"),
    Action.DRAFT: gettext_lazy("拟写答复"),
    Action.SUBMIT: gettext_lazy("送审"),
    Action.SEND_BACK: gettext_lazy("退回重办"),
    Action.PASS: gettext_lazy("审核通过"),
    Action.SIGN: gettext_lazy("签发"),
    Action.REPLY: gettext_lazy("答复申请人"),
    Action.SERVE: gettext_lazy("登记送达"),
    Action.ARCHIVE: gettext_lazy("归档"),
    Action.WITHDRAW: gettext_lazy("申请人撤回"),
}

REGISTER = "disclosure.register_application"
HANDLE = "disclosure.handle_application"
SUPPLY = "disclosure.supply_application"
REVIEW = "disclosure.review_application"
APPROVE = "disclosure.approve_application"
SIGN = "disclosure.sign_application"


@dataclass(frozen=True)
class Rule:
    begins: tuple[State, ...]
    ends: State | None  # None: the state stays
    permission: str
    applicant: bool = False  # the applicant may do it on the status page


OPEN = (State.REGISTERED, State.HANDLING)
WORKED = (State.HANDLING, State.REVIEW, State.SIGNING)
BEFORE_SIGNATURE = (
    *(State.FILED, State.REGISTERED, State.CORRECTING, State.EXPLAINING, State.PAYING),
    *WORKED,
)
MOVES = {
    Action.CONFIRM: Rule((State.FILED,), State.REGISTERED, REGISTER),
    Action.ASK_CORRECTION: Rule(OPEN, State.CORRECTING, HANDLE),
    Action.CORRECT: Rule((State.CORRECTING,), State.REGISTERED, HANDLE, applicant=True),
    Action.ABANDON: Rule((State.CORRECTING,), State.ENDED, HANDLE),
    Action.ASK_REASONS: Rule(OPEN, State.EXPLAINING, HANDLE),
    Action.GIVE_REASONS: Rule((State.EXPLAINING,), State.HANDLING, HANDLE, applicant=True),
    Action.DEFER: Rule((State.HANDLING,), None, APPROVE),
    Action.NOTIFY_FEE: Rule(OPEN, State.PAYING, HANDLE),
    Action.PAY: Rule((State.PAYING,), State.HANDLING, HANDLE),
    Action.LAPSE: Rule((State.PAYING,), State.ENDED, HANDLE),
    # without an answer to the question for reasons, handling goes on too: silence is not a reason
    Action.SEARCH: Rule((State.REGISTERED, State.EXPLAINING), State.HANDLING, HANDLE),
    Action.HAND_OVER: Rule((State.HANDLING,), None, HANDLE),
    Action.RETURN: Rule(WORKED, None, SUPPLY),
    Action.CONSULT: Rule(OPEN, State.HANDLING, HANDLE),
    # a letter may be found late, while the reply is being reviewed
    Action.RECORD_OPINION: Rule(WORKED, None, HANDLE),
    Action.OVERRIDE: Rule((State.HANDLING,), None, APPROVE),
    Action.EXTEND: Rule((State.REGISTERED, *WORKED), None, APPROVE),
    Action.DRAFT: Rule((State.HANDLING,), None, HANDLE),
    Action.SUBMIT: Rule((State.HANDLING,), State.REVIEW, HANDLE),
    Action.SEND_BACK: Rule((State.REVIEW, State.SIGNING), State.HANDLING, REVIEW),
    Action.PASS: Rule((State.REVIEW,), State.SIGNING, REVIEW),
    Action.SIGN: Rule((State.SIGNING,), State.SIGNED, SIGN),
    Action.REPLY: Rule((State.SIGNED,), State.REPLIED, HANDLE),
    Action.SERVE: Rule((State.REPLIED,), State.SERVED, HANDLE),
    Action.ARCHIVE: Rule((State.SERVED, State.ENDED), State.ARCHIVED, HANDLE),
    Action.WITHDRAW: Rule(BEFORE_SIGNATURE, State.ENDED, HANDLE, applicant=True),
}

ANSWERED = frozenset({State.SIGNED, State.REPLIED, State.SERVED})
CLOSED = frozenset({State.REPLIED, State.SERVED, State.ENDED, State.ARCHIVED})
APPLICANTS = frozenset({State.CORRECTING, State.EXPLAINING, State.PAYING})  # the next step is the applicant's
# what is said instead of the plain sentence, where it helps
_SAID = {
    (State.FILED, Action.SEARCH): gettext_lazy("收到申请之日还没有确认：请先“确认收到”。"),
    (State.CORRECTING, Action.ASK_CORRECTION): gettext_lazy("已经告知过补正：补正的内容应当一次性告知（条例第三十条）。"),
    (State.CORRECTING, Action.EXTEND): gettext_lazy("正在等申请人补正，答复期限自收到补正之日起重新计算，现在没有期限可以延长。"),
    (State.PAYING, Action.EXTEND): gettext_lazy("正在等申请人缴费，期限自缴费次日起重新计算，现在没有期限可以延长。"),
}


class IllegalMove(Refused):
    """A move that the present state does not allow."""


def why_not(state: str, action: str) -> str:
    """The sentence that says why the state does not allow the move; empty when it does."""
    here, move = State(state), Action(action)
    if here in MOVES[move].begins:
        return ""
    if said := _SAID.get((here, move)):
        return str(said)
    told = {"state": STATES[here], "action": ACTIONS[move]}
    if here in CLOSED or here in ANSWERED:
        return _("申请%(state)s，不能再“%(action)s”。") % told
    return _("申请现在是“%(state)s”，不能“%(action)s”。") % told


def next_state(state: str, action: str) -> State:
    """Where the move leads. Raises IllegalMove with what is the case."""
    if sentence := why_not(state, action):
        raise IllegalMove(sentence)
    return MOVES[Action(action)].ends or State(state)


def actions_from(state: str) -> list[Action]:
    return [action for action, rule in MOVES.items() if State(state) in rule.begins]
