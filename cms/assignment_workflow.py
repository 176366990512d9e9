"""督办事项的状态: which moves a task may make. The one table behind buttons, refusals and documentation. Pure."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    RETURNED = "returned"
    CLOSED = "closed"


class Action(StrEnum):
    COMPLETE = "complete"  # the owner says that it is mended, with evidence
    RETURN = "return"  # whoever supervises is not satisfied
    CLOSE = "close"  # whoever supervises is satisfied, or the matter has fallen away
    SETTLE = "settle"  # the check that found the fault finds it no more


STATES = {
    State.OPEN: _("待办"),
    State.DONE: _("已办，待核销"),
    State.RETURNED: _("退回重办"),
    State.CLOSED: _("已核销"),
}
ACTIONS = {
    Action.COMPLETE: _("报告办结"),
    Action.RETURN: _("退回重办"),
    Action.CLOSE: _("核销"),
    Action.SETTLE: _("复查通过，自动核销"),
}
MOVES: dict[tuple[State, Action], State] = {
    (State.OPEN, Action.COMPLETE): State.DONE,
    (State.RETURNED, Action.COMPLETE): State.DONE,
    (State.DONE, Action.RETURN): State.RETURNED,
    (State.DONE, Action.CLOSE): State.CLOSED,
    (State.OPEN, Action.CLOSE): State.CLOSED,
    (State.RETURNED, Action.CLOSE): State.CLOSED,
    (State.OPEN, Action.SETTLE): State.CLOSED,
    (State.DONE, Action.SETTLE): State.CLOSED,
    (State.RETURNED, Action.SETTLE): State.CLOSED,
}
OPEN_STATES = (State.OPEN, State.DONE, State.RETURNED)
OWED = (State.OPEN, State.RETURNED)  # something is still to be done by the owner


class IllegalMove(ValueError):
    """A move that the table does not have."""

    def __init__(self, state: State, action: Action):
        self.state, self.action = state, action
        super().__init__(f"{state} {action}")


def next_state(state: str, action: Action) -> State:
    """Where the move leads. Raises IllegalMove."""
    found = MOVES.get((State(state), action))
    if found is None:
        raise IllegalMove(State(state), action)
    return found


def actions_from(state: str) -> list[Action]:
    """What a person may do next; to settle is for the system alone."""
    return [action for (start, action) in MOVES if start == state and action is not Action.SETTLE]
