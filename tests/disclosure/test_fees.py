"""信息处理费: each sum of the tariff, its explanation, and what is refused."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from disclosure import fees
from disclosure.fees import FeeRefused, Method

PIECES, PAGES = Method.PER_PIECE_MONTH, Method.PER_PAGE_APPLICATION


@pytest.mark.parametrize(
    ("quantity", "yuan"),
    [(0, 0), (1, 0), (10, 0), (11, 100), (20, 1000), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (50, 7000), (51, 7400)]
    + [(60, 11000), (100, 37000)],
)
def test_pieces_of_a_month_cost(quantity, yuan):
    assert fees.fee(PIECES, quantity).yuan == yuan


@pytest.mark.parametrize(
    ("quantity", "yuan"),
    [(0, 0), (1, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (250, 4700)],
)
def test_pages_of_an_application_cost(quantity, yuan):
    assert fees.fee(PAGES, quantity).yuan == yuan


@pytest.mark.parametrize("method", Method)
def test_one_more_never_costs_less(method):
    sums = [fees.fee(method, quantity).yuan for quantity in range(400)]
    assert sums == sorted(sums)


@pytest.mark.parametrize("method", Method)
def test_the_parts_of_a_fee_hold_all_that_is_counted(method):
    for quantity in (0, 1, 30, 31, 107, 400):
        assert sum(part.count for part in fees.fee(method, quantity).parts) == quantity


def test_explanation_names_each_band_and_the_sum():
    assert fees.fee(PIECES, 31).explain() == [
        "第 1 至 10 件：不收费。",
        "第 11 至 30 件：20 件，每件 100 元，计 2,000 元。",
        "第 31 件：1 件，每件 200 元，计 200 元。",
        "合计 2,200 元。",
    ]


@pytest.mark.parametrize(
    ("methods", "quantity", "field", "sentence"),
    [
        ([], "3", "method", "请选择按件还是按量计收。"),
        ([""], "3", "method", "请选择按件还是按量计收。"),
        ([PIECES, PAGES], "3", "method", "按件和按量只能选择一种，不能同时计收。"),
        (["by_weight"], "3", "method", "没有“by_weight”这种计收方式；可以用的是：per_piece_month、per_page_application。"),
        ([PIECES], "", "quantity", "请填写数量。"),
        ([PIECES], "-1", "quantity", "数量不能是负数。"),
        ([PIECES], "三", "quantity", "“三”不是整数。"),
        ([PIECES], "3.5", "quantity", "“3.5”不是整数。"),
        ([PIECES], "10001", "quantity", "数量太大：最多计算到 10,000件。"),
        ([PAGES], "9" * 5000, "quantity", "数量太大：最多计算到 1,000,000页。"),
    ],
    ids=["no method", "empty method", "both methods", "unknown method", "no number", "negative", "a word", "a half", "large", "absurd"],
)
def test_what_cannot_be_computed_is_refused_with_a_sentence(methods, quantity, field, sentence):
    with pytest.raises(FeeRefused) as refused:
        fees.read(methods, quantity)
    assert (refused.value.field, str(refused.value)) == (field, sentence)


def test_digits_of_full_width_are_read():
    assert fees.read([PAGES], "１０１").yuan == 720


def run(*args, **options) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("fee", *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_command_answers_every_case_of_a_file(tmp_path):
    rows = [("a", PIECES, "31"), ("b", PAGES, "250")]
    path = tmp_path / "cases.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("case_id", "method", "quantity", "expected_yuan"), *((*row, "") for row in rows)])
    assert run(cases=path) == ("case_id,yuan\na,2200\nb,4700\n", "")


def test_command_leaves_the_sum_of_a_bad_case_empty_and_says_why(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text(f"case_id,method,quantity\na,{PIECES},-1\nb,{PIECES},11\n")
    assert run(cases=path) == ("case_id,yuan\na,\nb,100\n", "a：数量不能是负数。\n")


def test_command_refuses_a_file_without_its_columns(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("case,number\n1,2\n")
    with pytest.raises(CommandError, match="应有 case_id、method、quantity 各列"):
        run(cases=path)


def test_command_explains_one_sum():
    assert (
        run("per_page_application", "31")[0] == "10\n  第 1 至 30 页：不收费。\n  第 31 页：1 页，每页 10 元，计 10 元。\n  合计 10 元。\n"
    )


@pytest.mark.parametrize("arguments", [(), ("per_piece_month", "x")], ids=["nothing", "no number"])
def test_command_refuses_with_a_sentence(arguments):
    with pytest.raises(CommandError, match="。$"):
        run(*arguments)


@pytest.mark.django_db
def test_page_shows_the_sum_band_by_band(client):
    text = client.get("/deadlines/fees/", {"method": PIECES, "quantity": "60"}).content.decode()
    assert "11,000 元" in text and all(sentence in text for sentence in fees.fee(PIECES, 60).explain())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["method=per_piece_month&method=per_page_application&quantity=3", "quantity=3", "method=per_piece_month&quantity=%00<b>"]
)
def test_page_keeps_the_form_and_says_what_to_mend(client, query):
    answer = client.get(f"/deadlines/fees/?{query}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode() and 'name="quantity"' in answer.content.decode()


@pytest.mark.django_db
def test_json_gives_the_bands_and_the_sum(client):
    answer = client.get("/deadlines/fees.json", {"method": PAGES, "quantity": "31"}).json()
    assert answer == {
        "method": "per_page_application",
        "quantity": 31,
        "yuan": 10,
        "bands": [
            {"first": 1, "last": 30, "rate": 0, "count": 30, "yuan": 0},
            {"first": 31, "last": 100, "rate": 10, "count": 1, "yuan": 10},
        ],
        "reasons": fees.fee(PAGES, 31).explain(),
        "sources": [
            {"reference": "fees/per-volume", "label": "《政府信息公开信息处理费管理办法》按量计收", "url": "/law/fees/per-volume/"}
        ],
    }


@pytest.mark.django_db
def test_json_refuses_with_the_sentence_and_its_field(client):
    answer = client.get("/deadlines/fees.json", {"method": PAGES, "quantity": "-3"})
    assert (answer.status_code, answer.json()) == (400, {"error": "数量不能是负数。", "field": "quantity"})
