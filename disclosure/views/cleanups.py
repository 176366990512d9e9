"""规范性文件清理结果 as the public reads it: the batches that were published, and what each decided."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cms import metatags, stamps
from disclosure import showing
from disclosure.cleanup_workflow import Outcome
from disclosure.models import Cleanup
from disclosure.models.cleanup import CLEANUPS

TITLE = "规范性文件清理结果"


def results(request: HttpRequest) -> HttpResponse:
    stamps.depends(request, CLEANUPS)
    context = {
        "batches": Cleanup.objects.published().newest_first(),
        "tags": metatags.column_tags(TITLE, "政策文件"),
        "crumb_title": TITLE,
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "disclosure/cleanups.html", context)


def result(request: HttpRequest, pk: int) -> HttpResponse:
    """One list, by what was decided. A document that is no longer public is named without a link."""
    stamps.depends(request, CLEANUPS, stamps.CATALOGUE)
    found = get_object_or_404(Cleanup.objects.published(), pk=pk)
    rows = list(found.rows.select_related("policy").defer("policy__body"))
    groups = [(outcome.label, [row for row in rows if row.outcome == outcome]) for outcome in Outcome]
    context = {
        "cleanup": found,
        "groups": [(label, some) for label, some in groups if some],
        "linked": {row.pk for row in rows if showing.is_visible(row.policy)},
        "count": len(rows),
        "day": timezone.localdate(found.published_at),
        "tags": metatags.column_tags(found.title, "政策文件"),
        "crumbs": [{"title": TITLE, "url": reverse("cleanups")}],
        "crumb_title": found.title,
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "disclosure/cleanup.html", context)
