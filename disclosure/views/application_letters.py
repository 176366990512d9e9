"""What an applicant takes home from the status page: letters that were sent, and the files given with the reply."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from disclosure.letter_files import answer
from disclosure.models import Application, Paper
from disclosure.views.applications import may_see
from disclosure.workflow import State

ANSWERED = frozenset({State.REPLIED, State.SERVED, State.ARCHIVED})


@never_cache
def letter(request: HttpRequest, number: str, pk: int, name: str) -> HttpResponse:
    if not may_see(request, number):
        return redirect("applications")
    application = get_object_or_404(Application, number=number)
    return answer(get_object_or_404(application.letters.to_applicant(), pk=pk), name)


@never_cache
def given(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    if not may_see(request, number):
        return redirect("applications")
    application = get_object_or_404(Application, number=number, state__in=ANSWERED)
    paper = get_object_or_404(application.papers.filter(kind=Paper.Kind.GIVEN), pk=pk)
    return FileResponse(paper.file.open("rb"), as_attachment=True, filename=paper.name, content_type=paper.mime)


def for_applicant(application: Application) -> dict:
    """As `components/letters.html` shows it."""
    papers = application.papers.filter(kind=Paper.Kind.GIVEN) if application.state in ANSWERED else Paper.objects.none()
    return {"letters": list(application.letters.to_applicant()), "papers": list(papers)}
