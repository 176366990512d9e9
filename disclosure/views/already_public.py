"""While somebody describes what is wanted: the public documents that answer it, and the word that one of them does."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from disclosure import already_public

COUNTED = "already_public"  # in the session: what this visitor has said already


@never_cache
@require_POST
def offered(request: HttpRequest) -> HttpResponse:
    """A part of a page. Asked by POST, so that no log holds what somebody is looking for."""
    found = already_public.offers(request.POST.get("title", ""), request.POST.get("document_number", ""))
    return render(request, "components/already_public.html", {"offers": found})


@never_cache
@require_POST
def answers(request: HttpRequest) -> HttpResponse:
    """这就是我要的: counted once for a visitor and a document, then the document opens. The draft of the form stays."""
    try:
        url, title = already_public.offered(request.POST.get("offer", ""))
    except signing.BadSignature:
        return redirect("applications")
    said = request.session.get(COUNTED, [])
    if url not in said:
        already_public.count(url, title, timezone.localdate())
        request.session[COUNTED] = [*said, url][-20:]
    return redirect(url)
