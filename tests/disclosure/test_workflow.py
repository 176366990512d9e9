"""The table of moves of an application: one way through it, and a sentence for every other."""

import pytest

from disclosure.workflow import ACTIONS, MOVES, STATES, Action, IllegalMove, State, actions_from, next_state


@pytest.mark.parametrize("state", State)
def test_move_goes_by_the_table_and_no_other_way(state):
    for action in Action:
        if state in MOVES[action].begins:
            assert next_state(state, action) == (MOVES[action].ends or state) and action in actions_from(state)
        else:
            with pytest.raises(IllegalMove) as refused:
                next_state(state, action)
            assert str(refused.value) and action not in actions_from(state)


def test_every_state_and_move_has_a_name():
    assert (set(STATES), set(ACTIONS), set(MOVES)) == (set(State), set(Action), set(Action))


def test_every_state_but_the_last_leads_to_the_archive():
    reached = {State.ARCHIVED}
    for _step in State:
        reached |= {state for rule in MOVES.values() if rule.ends in reached for state in rule.begins}
    assert reached == set(State)


@pytest.mark.parametrize(
    ("state", "action", "sentence"),
    [
        ("replied", "extend", "申请已答复，不能再“延长答复期限”。"),
        ("filed", "search", "收到申请之日还没有确认：请先“确认收到”。"),
        ("registered", "sign", "申请现在是“已登记”，不能“签发”。"),
    ],
)
def test_refusal_says_what_is_the_case(state, action, sentence):
    with pytest.raises(IllegalMove) as refused:
        next_state(state, action)
    assert str(refused.value) == sentence
