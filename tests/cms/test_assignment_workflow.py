"""The table of moves of a task."""

import pytest

from cms.assignment_workflow import MOVES, Action, IllegalMove, State, actions_from, next_state


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_move_leads_where_the_table_says_or_is_refused(state, action):
    if (state, action) in MOVES:
        assert next_state(state, action) == MOVES[state, action]
    else:
        with pytest.raises(IllegalMove):
            next_state(state, action)


def test_nothing_leads_out_of_closed():
    assert actions_from(State.CLOSED) == []


def test_people_are_offered_every_move_but_the_systems_own():
    assert actions_from(State.DONE) == [Action.RETURN, Action.CLOSE]
