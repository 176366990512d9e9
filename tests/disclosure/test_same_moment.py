"""Two editors act at the same moment, each over a connection of his own to one real database (SQLite or PostgreSQL)."""

import pytest

from tests.editor import Editor
from tests.instance import Instance

NUMBER = "澄卫规〔2026〕77号"


@pytest.fixture(scope="module")
def editors(migrated):
    instance = Instance("same_moment")
    there = []
    try:
        migrated(instance)
        there += [Editor(instance), Editor(instance)]
        yield there
    finally:
        for editor in there:
            editor.leave()
        instance.remove()


def at_once(editors, act, *arguments):
    """Each is told before either has answered."""
    told = [editor.told(act, argument) for editor, argument in zip(editors, arguments, strict=True)]
    return [editor.answer() for editor in told]


def test_of_two_drafts_with_one_document_number_published_at_once_one_goes_public_and_the_other_is_told(editors):
    titles = ["先送来的通知", "后送来的通知"]
    drafts = [editors[0].told("draft", title, NUMBER).answer() for title in titles]
    refusals = at_once(editors, "publish", *drafts)
    winner, loser = sorted((0, 1), key=lambda i: len(refusals[i]))
    assert refusals[winner] == []
    assert refusals[loser] == [f"发文字号 {NUMBER} 已用于《{titles[winner]}》，请核对。"]
    assert editors[0].told("public", NUMBER).answer() == [titles[winner]]


def test_the_first_two_index_numbers_of_a_year_allocated_at_once_differ(editors):
    first, second = at_once(editors, "allocate", 2031, 2031)
    assert sorted([first[-5:], second[-5:]]) == ["00001", "00002"]


def test_two_index_numbers_allocated_at_once_differ(editors):
    before = editors[0].told("allocate", 2032).answer()
    numbers = at_once(editors, "allocate", 2032, 2032)
    assert len({before, *numbers}) == 3


def test_two_letters_numbered_at_once_get_two_numbers(editors):
    assert sorted(at_once(editors, "number_letter", 2031, 2031)) == [1, 2]


def test_of_two_reviewers_at_once_exactly_one_counts_and_the_other_is_told(editors):
    pk = editors[0].told("in_review", "两人同时审核的通知").answer()
    names = ("first", "second")
    for editor, name in zip(editors, names, strict=True):
        editor.told("approve", pk, name)
    refusals = [editor.answer() for editor in editors]
    winner, loser = sorted((0, 1), key=lambda i: len(refusals[i]))
    assert refusals[winner] == []
    (sentence,) = refusals[loser]
    assert sentence.startswith(f"{names[winner]}已于 ") and sentence.endswith("您的操作没有生效。")


def test_of_two_officers_who_set_one_attribute_at_once_exactly_one_counts_and_the_other_is_told(editors):
    pk = editors[0].told("old", "两人同时认定的通知").answer()
    names = ("officer", "colleague")
    for editor, name in zip(editors, names, strict=True):
        editor.told("set_attribute", pk, name)
    refusals = [editor.answer() for editor in editors]
    winner, loser = sorted((0, 1), key=lambda i: len(refusals[i]))
    assert refusals[winner] == []
    (sentence,) = refusals[loser]
    assert sentence.startswith(f"《两人同时认定的通知》已由{names[winner]}于 ")
