"""The census over many documents: how long it takes, and whether its memory grows with them."""

import resource
import time
from datetime import UTC, date, datetime

ROWS = 2000
ON = date(2026, 11, 24)
BODY = (
    "<h2>一、总体要求</h2><p>为保障公众健康，制定本办法。</p><h3>（一）目标</h3><p>{}</p>"
    + "<p>各单位要认真组织实施，保证各项任务落到实处。</p>" * 40
)
LINK = '<a href="https://office{}.example/notice/{}">办事指南</a>'


def census(count: int) -> dict:
    """Half of ``count`` documents first and then all of them: seconds, peak MB and findings of each run; then the links read."""
    from cms import census as site
    from cms.links import register

    found = {"documents": count, "runs": []}
    for upto in (count // 2, count):
        _documents(upto)
        began, worked = time.perf_counter(), time.process_time()
        report = site.run(ON)
        run = {"documents": upto, "seconds": time.perf_counter() - began, "processor_seconds": time.process_time() - worked}
        found["runs"].append({**run, "findings": sum(entry.count for entry in report.entries), "peak_mb": _peak_mb()})
    began = time.perf_counter()
    links = register.gather(datetime(2026, 11, 24, tzinfo=UTC))
    return {**found, "links": links, "gathered_seconds": time.perf_counter() - began, "peak_mb": _peak_mb()}


def _documents(upto: int) -> None:
    """Public policies written without the verbs: one in ten has a link, one in fifty leaves out a level of headings."""
    from disclosure.models import PolicyDocument

    moment = datetime(2026, 3, 4, tzinfo=UTC)
    first = PolicyDocument.objects.count()
    for start in range(first, upto, ROWS):
        PolicyDocument.objects.bulk_create(
            PolicyDocument(
                title=f"关于第{number}项工作的通知",
                body=BODY.format(LINK.format(number % 50, number) if number % 10 == 0 else "略。").replace(*_fault(number)),
                normative=number % 4 == 0,
                in_force_on=date(2026, 4, 1),
                written_on=date(2026, 3, 2),
                published_on=date(2026, 3, 4),
                live=True,
                released_at=moment,
            )
            for number in range(start, min(start + ROWS, upto))
        )


def _fault(number: int) -> tuple[str, str]:
    return ("h3>", "h4>") if number % 50 == 0 else ("", "")


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
