"""普查: what an inspection of the site would find today. The rules come from every app (`registry.census_rules`).

A rule's ``find`` streams its findings, so memory stays flat at any number of documents: of one rule the first SHOWN are
kept, the others are counted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from cms import calendars, registry, terms
from cms.census_score import WEIGHTS, Block, Weight, passes, score
from cms.models import CensusSettings

SHOWN = 500


@dataclass(frozen=True)
class Finding:
    """One fault, or one that is near. ``since`` is the day from which it counts, before or after today."""

    key: str  # names the thing in the task: "page:12"
    subject: str
    url: str
    evidence: str
    since: date | None = None
    days_left: int = 0  # until it counts
    unit: int | None = None  # who answers for it

    @property
    def label(self) -> str:
        return f"{self.subject} {self.url}".strip()


@dataclass(frozen=True)
class Rule:
    """A row of an app's table. ``find(on)`` gives what is wrong on the day ``on``, and what soon will be."""

    code: str
    name: str
    source: str  # in the library: "inspection/veto-3"
    weight: Weight
    find: Callable[[date], Iterable[Finding]]
    points: float = 0  # for each finding
    most: float = 20  # that this rule may take in all
    least: int = 1  # findings from which on it counts; fewer are warnings
    block: Block = Block.SITE
    fault: tuple[str, str] | None = None  # code and name of one thing's fault, where several rules count the same


@dataclass(frozen=True)
class Updates:
    """What a list holds by a day, and the last day on which it grew."""

    count: int
    last: date | None


@dataclass
class Entry:
    """The findings of one rule that have one weight today."""

    rule: Rule
    weight: Weight
    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    points: float = 0

    def add(self, finding: Finding) -> None:
        self.count += 1
        if len(self.findings) < SHOWN:
            self.findings.append(finding)

    def shown(self) -> Iterator[Finding]:
        yield from self.findings
        if more := self.count - len(self.findings):
            yield Finding("more", str(self.rule.name), "", _("还有 %(count)d 项没有逐一列出。") % {"count": more})


@dataclass
class Report:
    on: date
    score: float
    entries: list[Entry]

    @property
    def passed(self) -> bool:
        return passes(self.score)

    def of(self, weight: Weight) -> list[Entry]:
        return [entry for entry in self.entries if entry.weight is weight]

    def count(self, weight: Weight) -> int:
        return sum(entry.count for entry in self.of(weight))

    def as_json(self) -> dict:
        """What ``census --json`` prints."""
        kinds = {"vetoes": Weight.VETO, "deductions": Weight.DEDUCTION, "warnings": Weight.WARNING}
        lists = {name: [described(e.rule, f) for e in self.of(weight) for f in e.shown()] for name, weight in kinds.items()}
        return {"on": self.on.isoformat(), "score": self.score, **lists}


def described(rule: Rule, finding: Finding) -> dict:
    since = finding.since.isoformat() if finding.since else None
    return {"rule": rule.code, "subject": finding.label, "since": since, "evidence": finding.evidence}


def rules(settings: CensusSettings) -> Iterator[Rule]:
    """Every rule as it counts here; those that are switched off are left out."""
    own = {row.rule: row for row in settings.rules.all()}
    for _code, rule in registry.census_rules:
        row = own.get(rule.code)
        if row is None:
            yield rule
        elif not row.off:
            yield replace(rule, weight=Weight(row.weight), points=float(row.points), least=row.least)


def run(on: date, seen: Callable[[str], None] = lambda key: None) -> Report:
    """The census of a day. ``seen`` is told the key of every fault that counts (`task_key`), those not kept included."""
    settings = CensusSettings.load()
    entries: list[Entry] = []
    taken: dict[Block, float] = defaultdict(float)
    for rule in rules(settings):
        if rule.block is Block.SERVICES and settings.without_services:
            continue
        for entry in _weighed(rule, on, settings.warn_days, seen):
            entries.append(entry)
            taken[rule.block] += entry.points
    vetoed = any(entry.weight is Weight.VETO for entry in entries)
    return Report(on, score(vetoed, taken, settings.without_services, float(settings.bonus)), entries)


def _weighed(rule: Rule, on: date, warn_days: int, seen: Callable[[str], None]) -> list[Entry]:
    counts, near = Entry(rule, rule.weight), Entry(rule, Weight.WARNING)
    for finding in rule.find(on):
        if finding.days_left <= 0:
            counts.add(finding)
            seen(task_key(rule, finding))
        elif finding.days_left <= warn_days:
            near.add(finding)
    if counts.count < rule.least:
        counts.weight = Weight.WARNING
    if counts.weight is Weight.DEDUCTION:
        counts.points = min(rule.points * counts.count, rule.most)
    if counts.weight is Weight.WARNING and counts.count:
        counts.findings += near.findings[: SHOWN - len(counts.findings)]
        counts.count += near.count
        near = Entry(rule, Weight.WARNING)
    return [entry for entry in (counts, near) if entry.count]


def task_key(rule: Rule, finding: Finding) -> str:
    """Names the fault and not the rule, so that what two rules count makes one task."""
    return f"census:{rule.fault[0] if rule.fault else rule.code}:{finding.key}"


def task_title(rule: Rule, finding: Finding) -> str:
    return f"{rule.fault[1] if rule.fault else rule.name}：{finding.subject}"


class Window:
    """By which day a list must grow again, by a term of the clock; reads calendar and practice once."""

    def __init__(self) -> None:
        self.calendar, self.practice = calendars.calendar(), calendars.practice()

    def counts_on(self, term: str, last: date, number: int | None = None) -> date:
        """The day on which a list last updated on ``last`` begins to count as stale."""
        stated = registry.terms.get(term)
        if number:
            stated = terms.with_number(stated, number)
            return terms.compute(stated, last, self.calendar).date
        return terms.compute(stated, last, self.calendar, practice=self.practice).date


def left(until: date, on: date) -> int:
    """Days until ``until``; none once it is there."""
    return max(0, (until - on).days)


def in_words(report: Report) -> Iterator[str]:
    """The report as lines of text."""
    yield _("%(day)s 普查：%(score)s 分，%(result)s") % {
        "day": report.on.isoformat(),
        "score": report.score,
        "result": _("合格") if report.passed else _("不合格"),
    }
    for weight, name in WEIGHTS.items():
        yield ""
        yield f"{name} {report.count(weight)}"
        for entry in report.of(weight):
            yield f"  {entry.rule.name}（{entry.rule.code}）" + (f" -{entry.points:g}" if entry.points else "")
            for finding in entry.shown():
                yield f"    {finding.since or '          '}  {finding.label}  {finding.evidence}"
