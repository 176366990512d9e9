"""The annual report's cells, counting, checks, texts and layout, without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.papers.paper import Paragraph, Table
from disclosure.annual_report import cells, checks, counting, layout, texts
from disclosure.annual_report.counting import Counted
from disclosure.annual_report.year_numbers import year_numbers
from disclosure.outcomes import Row

YEAR = 2026
DAYS = st.dates(date(2024, 6, 1), date(2027, 6, 30))


@st.composite
def cases(draw) -> Counted:
    received = draw(DAYS)
    replied = draw(st.none() | st.dates(received, date(2027, 12, 31)))
    row = draw(st.sampled_from(list(Row))) if replied else None
    return Counted(draw(st.sampled_from(cells.KINDS)), received, replied, row)


def full(**figures) -> dict:
    """Noughts in all cells but those named, a dot written as two underscores."""
    return dict.fromkeys(cells.NAMES, 0) | {code.replace("__", "."): value for code, value in figures.items()}


def failed(verdicts) -> dict:
    return {verdict.id: verdict.cells for verdict in verdicts if not verdict.ok}


# -- cells and layout ----------------------------------------------------------------------------------------------


def test_report_has_ten_175_and_fifteen_cells():
    assert (len(cells.ACTIVE), len(cells.APPLICATIONS), len(cells.REMEDIES)) == (10, 175, 15)
    assert (len(cells.ROWS), len(cells.COLUMNS)) == (25, 7)


def test_every_table_has_each_of_its_cells_once_and_no_place_left_empty():
    for table, codes in zip(layout.tables({}), (cells.ACTIVE, cells.APPLICATIONS, cells.REMEDIES), strict=True):
        assert sorted(cell.name for cell in table.cells if cell.name) == sorted(codes)
        covered = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        ]
        assert sorted(covered) == [(row, column) for row in range(table.height) for column in range(len(table.widths))]


def test_figure_of_table_3_is_read_with_its_column_and_its_rows():
    table = layout.table_3(full(legal_service__refused_6=4))
    cell = next(one for one in table.cells if one.name == "legal_service.refused_6")
    heads = [head.text for head in table.heads_of(cell)]
    assert (cell.text, heads) == (
        "4",
        ["申请人情况", "法人或其他组织", "法律服务机构", "三、本年度办理结果", "（三）不予公开", "6.属于四类过程性信息"],
    )


def test_paper_has_the_six_sections_with_the_tables_in_the_second_third_and_fourth():
    made = layout.paper("标题", "单位", {"overall": "新收{{ total.new }}件。"}, full(total__new=7))
    shape = [getattr(block, "text", None) or block.caption for block in made.blocks]
    assert [one for one in shape if one in texts.SECTIONS.values()] == list(texts.SECTIONS.values())
    assert made.blocks[1] == Paragraph("新收7件。")
    assert [shape.index(block.caption) for block in made.blocks if isinstance(block, Table)] == [3, 5, 7]


def test_figures_survive_their_json():
    figures = full(total__new=3, fees__amount=Decimal("342.18"), normative__made=None)
    kept = cells.as_json(figures)
    assert cells.from_json(kept) == figures
    assert list(kept) == ["active", "applications", "reconsideration", "litigation_direct", "litigation_after"]
    assert list(kept["applications"]) == list(cells.ROWS)
    assert list(kept["applications"]["new"]) == [*cells.KINDS, "total"]


# -- counting ------------------------------------------------------------------------------------------------------


@given(st.lists(cases(), max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_cases_give_a_table_that_meets_its_checks_and_an_independent_count(found):
    table = counting.count(found, YEAR)
    assert failed(checks.check(full() | table)) == {}
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    open_before = [one for one in found if one.received_on < first and (one.replied_on is None or one.replied_on >= first)]
    open_after = [one for one in found if one.received_on <= last and (one.replied_on is None or one.replied_on > last)]
    assert table["total.new"] == len([one for one in found if first <= one.received_on <= last])
    assert table["total.carried_in"] == len(open_before)
    assert table["total.carried_out"] == len(open_after)
    for row in Row:
        for kind in cells.KINDS:
            ended = [one for one in found if one.row == row and one.kind == kind and first <= one.replied_on <= last]
            assert table[f"{kind}.{row.value}"] == len(ended)


@given(st.lists(cases(), max_size=40))
@settings(deadline=None, max_examples=40)
def test_list_behind_each_cell_is_as_long_as_its_figure(found):
    table = counting.count(found, YEAR)
    for code in cells.APPLICATIONS:
        column, row = code.split(".")
        assert len(counting.behind(found, YEAR, row, column)) == table[code]


def test_what_one_year_carries_out_the_next_carries_in():
    found = [Counted("research", date(2025, 12, 20)), Counted("natural_person", date(2025, 12, 30), date(2026, 1, 9), Row.GRANTED)]
    before, after = counting.count(found, 2025), counting.count(found, 2026)
    assert [before[f"{column}.carried_out"] for column in cells.COLUMNS] == [after[f"{column}.carried_in"] for column in cells.COLUMNS]
    assert failed(checks.check(full() | after, before=full() | before)) == {}


# -- checks --------------------------------------------------------------------------------------------------------

HANGZHOU = full(  # Hangzhou's report on 2025, the figures that law.md quotes; organisations in one column
    natural_person__new=13612, commercial__new=457, total__new=14069,
    natural_person__carried_in=535, commercial__carried_in=25, total__carried_in=560,
    natural_person__granted=13364, commercial__granted=446, total__granted=13810,
    natural_person__total=13364, commercial__total=446, total__total=13810,
    natural_person__carried_out=783, commercial__carried_out=36, total__carried_out=819,
    reconsideration__upheld=376, reconsideration__corrected=97, reconsideration__other=196, reconsideration__pending=121,
    reconsideration__total=790, litigation_direct__upheld=16, litigation_direct__corrected=1, litigation_direct__other=12,
    litigation_direct__pending=27, litigation_direct__total=56, litigation_after__upheld=74, litigation_after__corrected=1,
    litigation_after__other=30, litigation_after__pending=51, litigation_after__total=156,
)  # fmt: skip


def test_hangzhou_meets_the_checks():
    assert failed(checks.check(HANGZHOU)) == {}


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"total.new": 14068}, {"C1": ("total.new", "total.carried_in", "total.total", "total.carried_out"), "C3": ("total.new",)}),
        ({"commercial.refused_5": 1}, {"C2": ("commercial.total",), "C3": ("total.refused_5",)}),
        ({"reconsideration.total": 789}, {"C4": ("reconsideration.total",)}),
        ({"penalties.decisions": None}, {"C7": ("penalties.decisions",)}),
        ({"licences.decisions": Decimal("1.5")}, {"C7": ("licences.decisions",)}),
        ({"coercive.decisions": -1}, {"C7": ("coercive.decisions",)}),
    ],
    ids=["row", "column", "remedies", "empty", "broken-number", "below-nought"],
)
def test_wrong_cell_is_named(wrong, expected):
    assert failed(checks.check(HANGZHOU | wrong)) == expected


def test_carried_in_that_does_not_meet_the_year_before_is_named():
    before = HANGZHOU | {"natural_person.carried_out": 535, "commercial.carried_out": 26, "total.carried_out": 561}
    assert failed(checks.check(HANGZHOU, before=before)) == {"C5": ("commercial.carried_in", "total.carried_in")}


def test_documents_that_do_not_add_up_warn_and_do_not_block():
    before = full(normative__valid=10, natural_person__carried_out=0)
    found = checks.check(full(normative__made=2, normative__valid=11), before=before)
    assert [(one.id, one.cells, one.blocks) for one in found if not one.ok] == [("C6", ("normative.valid",), False)]


def test_figure_that_the_records_do_not_give_is_named_unless_it_was_entered_by_hand():
    figures, counted = full(normative__made=3, normative__valid=3), full(normative__made=2, normative__valid=3)
    assert failed(checks.check(figures, counted=counted)) == {"C9": ("normative.made",)}
    assert failed(checks.check(figures, counted=counted, by_hand=True)) == {}


def test_superior_report_is_the_sum_of_its_units():
    units = [full(penalties__decisions=3), full(penalties__decisions=4, fees__amount=Decimal("0.5"))]
    assert failed(checks.check(cells.added(units), units=units)) == {}
    assert failed(checks.check(cells.added(units) | {"penalties.decisions": 8}, units=units)) == {"C10": ("penalties.decisions",)}


# -- texts ---------------------------------------------------------------------------------------------------------


def test_placeholder_is_filled_from_the_table_and_may_quote_a_sum():
    figures = full(total__refused_1=1, total__refused_8=2, research__new=4, fees__amount=Decimal("342.180"))
    text = "不予公开{{ total.refused }}件，组织{{organisations.new}}件，收费{{ fees.amount }}万元，诉讼{{ litigation.total }}件"
    assert texts.filled(text, figures) == "不予公开3件，组织4件，收费342.18万元，诉讼0件"


@pytest.mark.parametrize("text", ["{{ total.nothing }}", "{{ total }}", "收到{{", "{{ x.y.z }}"])
def test_placeholder_that_names_no_figure_is_refused(text):
    with pytest.raises(texts.TextRefused, match="不是表格中的数字"):
        texts.check_placeholders(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("全年新收政府信息公开申请41件，上年结转3件。", ["total.carried_in"]),
        ("新收申请1,041件。", ["total.new"]),
        ("行政处罚96件，行政复议1件，行政诉讼0件。", ["penalties.decisions", "reconsideration.total"]),
        ("2025年现行有效规范性文件占比92%，不予公开3件。", ["total.refused"]),
        ("新收{{ total.new }}件。", []),
    ],
    ids=["next-to-right-one", "separators", "tables-2-and-4", "share-is-no-count", "bound"],
)
def test_typed_number_that_differs_from_the_table_is_found(text, codes):
    found = texts.misquoted(text, full(total__new=41, total__carried_in=2))
    assert [quote.code for quote in found] == codes


def test_section_that_still_holds_its_prompt_is_unwritten():
    assert texts.unwritten(texts.BEGINNING) == ["一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"]
    assert texts.unwritten({"overall": "甲", "problems": "乙", "others": "本年未收取信息处理费。"}) == []


# -- the numbers of the year ----------------------------------------------------------------------------------------


def test_year_numbers_tell_volume_outcomes_grounds_and_time():
    found = [
        Counted("natural_person", date(2026, 1, 5), date(2026, 1, 8), Row.GRANTED, due_on=date(2026, 2, 2)),
        Counted("natural_person", date(2026, 3, 2), date(2026, 3, 30), Row.REFUSED_6, due_on=date(2026, 3, 30)),
        Counted("research", date(2026, 4, 1), date(2026, 4, 10), Row.GRANTED),
        Counted("other", date(2026, 12, 31)),
        Counted("other", date(2025, 11, 3), date(2025, 11, 5), Row.PARTIAL),
    ]
    numbers = year_numbers(found, YEAR, lambda start, end: (end - start).days)
    assert (numbers.received, numbers.answered, numbers.median_days, numbers.early) == (4, 3, 9, 0.5)
    assert numbers.outcomes == {Row.GRANTED: 2, Row.REFUSED_6: 1}
    assert numbers.grounds == {"E16b": 1}
