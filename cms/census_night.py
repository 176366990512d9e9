"""The census of each night: kept as history, its faults turned into tasks, mended ones closed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cms import assignments, census, found_errors
from cms.census import Report
from cms.models import Assignment, CensusDay, CensusResult, Department

ORIGIN = "census"
KEPT = 50  # findings that stand in the history of one rule and day


def nightly(now: datetime) -> None:
    """The periodic job: the first time on each day that it is called, the census; each time, what has become late or may be forgotten."""
    if not CensusDay.objects.filter(on=timezone.localdate(now)).exists():
        record(now)
    assignments.escalate(now)
    found_errors.forget_senders(now)


def record(now: datetime) -> Report:
    """Take the census of today, keep it, and bring the tasks to what it found. May run again on the same day."""
    on = timezone.localdate(now)
    mended = set(Assignment.objects.open().filter(origin=ORIGIN).values_list("key", flat=True))
    report = census.run(on, mended.discard)
    keep(report)
    hand_out(report, now)
    assignments.settle(sorted(mended), now)
    return report


@transaction.atomic
def keep(report: Report) -> CensusDay:
    """One row a day and rule; a second census of the day takes the place of the first."""
    totals = {name: report.count(weight) for name, weight in zip(("vetoes", "deductions", "warnings"), census.WEIGHTS, strict=True)}
    day, _made = CensusDay.objects.update_or_create(on=report.on, defaults={"score": report.score, **totals})
    day.results.all().delete()
    CensusResult.objects.bulk_create(
        CensusResult(
            day=day,
            rule=entry.rule.code,
            weight=entry.weight,
            count=entry.count,
            points=entry.points,
            findings=[_kept(entry, finding) for finding in entry.findings[:KEPT]],
        )
        for entry in report.entries
    )
    return day


def _kept(entry: census.Entry, finding: census.Finding) -> dict:
    return {
        "key": census.task_key(entry.rule, finding),
        "subject": finding.subject,
        "url": finding.url,
        "since": finding.since.isoformat() if finding.since else None,
        "days_left": finding.days_left,
        "evidence": finding.evidence,
    }


def hand_out(report: Report, now: datetime) -> int:
    """A task for each fault that counts and has none; answers how many are new."""
    units = {unit.pk: unit for unit in Department.objects.ours()}
    made = 0
    for entry in report.entries:
        for finding in entry.findings:
            if finding.days_left <= 0:
                _task, new = assignments.give_out(
                    census.task_key(entry.rule, finding),
                    census.task_title(entry.rule, finding),
                    now,
                    origin=ORIGIN,
                    label=finding.subject,
                    url=finding.url,
                    fault=finding.evidence,
                    source=entry.rule.source,
                    unit=units.get(finding.unit),
                )
                made += new
    return made
