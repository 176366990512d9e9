"""The table of terms in docs/deadlines.md, written from what each app states (tests/cms/test_calculator.py holds them equal)."""

from cms import registry, regulations
from cms.terms import Sense, Term, Unit

UNITS = {Unit.WORKING_DAYS: "个工作日", Unit.DAYS: "日", Unit.MONTHS: "个月"}
SENSES = {Sense.LATEST: "最迟", Sense.EARLIEST: "最早", Sense.COUNTS: "计入", Sense.COUNTS_AFTER: "次日计入"}


def table() -> str:
    head = "| 名称 | 事项 | 期限 | 从哪天起 | 可以给出 | 依据 |\n| --- | --- | --- | --- | --- | --- |"
    return "\n".join([head, *(_row(name, term) for name, term in registry.terms)])


def _row(name: str, term: Term) -> str:
    given = "、".join(f"`{event}`" + ("（必填）" if event in term.needs else "") for event in term.needs + term.takes)
    articles = "、".join(regulations.article(reference, "zh").citation for reference in term.sources)
    return f"| `{name}` | {term.title} | {length(term)} | {term.starts} | {given} | {articles} |"


def length(term: Term) -> str:
    """最迟 20 个工作日; 最早 30 日，遇休息日顺延."""
    local = "（可另设）" if term.local else ""
    if term.unit is Unit.FIXED:
        month, day = divmod(term.number, 100)
        return f"{'次年' if term.year_after else '当年'}{month}月{day}日{local}"
    back = "之前 " if term.backward else " "
    return f"{SENSES[term.sense]}{back}{term.number} {UNITS[term.unit]}{local}" + ("，遇休息日顺延" if term.rolls else "")
