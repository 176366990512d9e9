"""The ways in which an application may end."""

import pytest

from cms import regulations
from disclosure.exemptions import EXEMPTIONS
from disclosure.outcomes import OUTCOMES, ROWS_OF_GROUNDS, Bears, GroundMissing, Remedy, Row, articles_of, row_of


def test_every_row_of_table_three_is_reached_by_an_outcome():
    reached = {outcome.row for outcome in OUTCOMES.values() if outcome.row} | set(ROWS_OF_GROUNDS.values())
    assert reached == set(Row)


def test_every_ground_has_a_row_of_its_own():
    assert list(ROWS_OF_GROUNDS) == list(EXEMPTIONS) and len(set(ROWS_OF_GROUNDS.values())) == len(EXEMPTIONS)


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=OUTCOMES)
def test_articles_of_an_outcome_stand_in_the_library(outcome):
    assert [regulations.article(reference).number for reference in outcome.articles] == [one.partition("/")[2] for one in outcome.articles]


def test_refusal_without_a_ground_has_no_row():
    with pytest.raises(GroundMissing, match="第十四条至第十六条"):
        row_of("refused")


def test_partial_disclosure_is_counted_as_such_whatever_is_withheld():
    assert {row_of("partial", ground) for ground in EXEMPTIONS} == {Row.PARTIAL}


def test_articles_of_the_ground_come_before_that_of_the_refusal():
    assert articles_of("refused", ("E16a", "E15")) == ("ogi/16-1", "ogi/15", "ogi/36-1-3")


def test_only_what_rests_on_a_ground_goes_to_reconsideration_first():
    first = {code for code, outcome in OUTCOMES.items() if outcome.remedy is Remedy.RECONSIDERATION_FIRST}
    assert first == {code for code, outcome in OUTCOMES.items() if Bears.GROUND in outcome.bears}
