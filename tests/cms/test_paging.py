import pytest

from cms.paging import NoSuchPage, page_number, paginate

THINGS = list(range(95))


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "abc", "１", "9" * 30, "1e9"])
def test_page_number_that_is_none_is_refused_with_a_sentence(text):
    with pytest.raises(NoSuchPage, match="页码"):
        page_number(text)


def test_page_beyond_the_last_is_refused_with_a_sentence():
    with pytest.raises(NoSuchPage, match="一共 5 页"):
        paginate(THINGS, "1000000000", total=95)


def test_page_deeper_than_a_database_should_leaf_is_refused_with_a_sentence():
    with pytest.raises(NoSuchPage, match="缩小范围"):
        paginate(THINGS, "501", total=1_000_000)


@pytest.mark.parametrize("text", [None, "", "1", " 1 "])
def test_first_page_is_shown_without_a_number(text):
    pages = paginate(THINGS, text, total=95)
    assert (pages.items, pages.previous, pages.next) == (THINGS[:20], None, 2)


def test_numbers_show_ends_neighbours_and_gaps():
    assert paginate(THINGS * 20, "50", total=1900).numbers == [1, None, 48, 49, 50, 51, 52, None, 95]


def test_empty_list_has_one_empty_page():
    pages = paginate([], "1", total=0)
    assert (pages.count, pages.items, pages.numbers) == (1, [], [1])
