"""年度报告所计的申请: the applications of a unit as table 3 looks at them, and where each one is opened."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse

from cms.models import Deadline
from disclosure.annual_report import cases
from disclosure.annual_report.counting import Counted
from disclosure.application_clock import REPLIES
from disclosure.models import Application
from disclosure.outcomes import row_of

FACTS = ("pk", "number", "applicant_kind", "received_on", "closed_on", "outcome", "ground", "reply_due_on")


def counted(unit: int, year: int) -> Iterator[Counted]:
    """Those received up to the end of the year and not ended before it; one query, read in pieces.

    What was never received (withdrawn before the day of receipt was confirmed) is no application that the report counts.
    """
    screen = reverse("application_case", args=[0])
    for pk, number, kind, received, closed, outcome, ground, due in _of(unit, year).iterator(chunk_size=2000):
        row = row_of(outcome, ground) if closed else None
        yield Counted(kind, received, closed, row, pk, number, screen.replace("/0/", f"/{pk}/"), due)


def _of(unit: int, year: int) -> QuerySet:
    return (
        Application.objects.filter(unit=unit, received_on__year__lte=year)
        .exclude(closed_on__year__lt=year)
        .annotate(reply_due_on=_reply_due())
        .order_by("received_on", "pk")
        .values_list(*FACTS)
    )


def _reply_due() -> Subquery:
    """The last day of its term of reply; of a closed case the day that held when it was answered."""
    kind = ContentType.objects.get_for_model(Application)
    terms = Deadline.objects.filter(content_type=kind, object_id=OuterRef("pk"), term__in=REPLIES)
    kept = terms.exclude(outcome=Deadline.Outcome.DROPPED).order_by(F("closed_on").desc(nulls_first=True), "-pk")
    return Subquery(kept.values("due_on")[:1])


def register() -> None:
    cases.register(counted)
