"""`manage.py due`: every worked case, the day and its reasons, and a sentence for whatever cannot be computed."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms import registry

CASES = Path(__file__).with_name("deadline_cases.csv")
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "deadline_cases.csv"
WORKED = list(csv.DictReader(CASES.open(encoding="utf-8")))


@pytest.fixture(autouse=True)
def database(db):
    """The calendar stands in the database."""


def due(*arguments: str) -> str:
    out = StringIO()
    call_command("due", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def answers(path: Path) -> dict[str, tuple[str, str]]:
    return {row["case_id"]: (row["due"], row["provisional"]) for row in csv.DictReader(StringIO(due("--cases", str(path))))}


def expected(path: Path) -> dict[str, tuple[str, str]]:
    return {row["case_id"]: (row["expected"], row["provisional"]) for row in csv.DictReader(path.open(encoding="utf-8"))}


def test_every_worked_case_ends_on_its_day():
    assert answers(CASES) == expected(CASES)


def test_every_case_counted_by_hand_from_the_notices_ends_on_its_day():
    """The shared cases lie beside a checkout, not in it; where they lie, all of them."""
    path = SHARED if SHARED.exists() else CASES
    assert answers(path) == expected(path)


def test_worked_cases_use_every_term():
    assert {row["rule"] for row in WORKED} == set(registry.terms.entries)


def test_one_term_prints_its_day_its_reasons_and_each_day():
    printed = due("OGI_REPLY_20WD", "--start", "2026-02-02")
    assert printed.startswith("2026-03-06")
    assert "春节放假" in printed and "2月14日调休上班" in printed and "国务院办公厅关于2026年部分节假日安排的通知" in printed
    assert "  20  2026-03-06 星期五" in printed
    assert len([line for line in printed.splitlines() if line[6:10].isdecimal() and line[10] == "-"]) == 33


def test_extras_are_given_after_one_another():
    printed = due("OGI_REPLY_EXTENDED", "--start", "2019-03-18", "--extra", "extension_wd=10", "known_on=2019-03-21")
    assert printed.startswith("2019-04-30")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["OGI_REPLY_20WD", "--start", "1990-05-01"], "1990年5月1日（星期二）太早：工作日安排从2004年起才有记录。", id="1990"),
        pytest.param(["OGI_REPLY_20WD", "--start", "2060-05-01"], "最远只能暂按惯例推算到2031年。", id="2060"),
        pytest.param(["OGI_REPLY_20WD", "--start", "2026-02-29"], "日期写作 2026-02-02", id="29-february"),
        pytest.param(["OGI_REPLY_20WD", "--start", "02/03/2026"], "日期写作 2026-02-02", id="other-writing"),
        pytest.param(["OGI_REPLY_EXTENDED", "--start", "2026-01-05", "--extra", "extension_wd=21"], "应在 1 到 20 之间", id="21-days"),
        pytest.param(["OGI_REPLY_EXTENDED", "--start", "2026-01-05", "--extra", "extension_wd=-1"], "不能理解", id="less-than-none"),
        pytest.param(["OGI_REPLY_EXTENDED", "--start", "2026-01-05", "--extra", "extension_wd=九"], "不能理解", id="no-digits"),
        pytest.param(["OGI_REPLY_20WD", "--start", "2026-01-05", "--extra", "consult_sent=2026-01-02"], "早于", id="before-its-start"),
        pytest.param(["NO_SUCH_RULE", "--start", "2026-01-05"], "没有名为“NO_SUCH_RULE”的期限", id="unknown-rule"),
        pytest.param(["OGI_REPLY_20WD", "--start", "2026-01-05", "--extra", "jurisdiction=XX"], "没有“XX”的工作日安排", id="unknown-place"),
        pytest.param(["OGI_REPLY_20WD", "--start", "2026-01-05", "--extra", "weather=rain"], "没有“weather”这样的说明", id="unknown-extra"),
        pytest.param(["OGI_REPLY_20WD", "--start", "2026-01-05", "--extra", "fee_paid"], "不能理解", id="no-value"),
        pytest.param(["OGI_REPLY_20WD"], "要给出起算的日期：收到申请之日", id="no-start"),
        pytest.param(["ANNUAL_REPORT_DEPT"], "要给出年度（year）", id="no-year"),
        pytest.param(["ANNUAL_REPORT_DEPT", "--extra", "year=1999"], "太早", id="year-before-the-records"),
        pytest.param([], "请给出期限的名称", id="nothing"),
        pytest.param(["--cases", "/nowhere/cases.csv"], "不能读取", id="no-file"),
    ],
)
def test_what_cannot_be_computed_is_a_sentence(arguments, sentence):
    with pytest.raises(CommandError) as refused:
        due(*arguments)
    assert sentence in str(refused.value)


def test_day_that_was_not_yet_announced_is_an_expectation():
    assert "暂定" in due("OGI_REPLY_20WD", "--start", "2025-12-25", "--extra", "known_on=2025-06-01")


def test_case_that_cannot_be_computed_stops_no_other(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("case_id,rule,start,extra\nA,NONE,2026-01-05,\nB,CONSULT_SIMPLE_1WD,2026-01-05,\nC,OGI_REPLY_20WD,2060-01-01,\n")
    printed = due("--cases", str(path))
    assert "B,2026-01-06,no" in printed and "A,," in printed and "C,," in printed
    assert "没有名为“NONE”的期限" in printed


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"case_id,rule\nA,B\n"], ids=["not-text", "other-columns"])
def test_file_that_holds_no_cases_is_refused(tmp_path, content):
    path = tmp_path / "cases.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        due("--cases", str(path))
