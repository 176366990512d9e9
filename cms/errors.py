"""Error pages: a sentence in the visitor's language and the proper status."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from cms.admin.selection import NoSuchSelection
from cms.paging import NoSuchPage


def bad_request(request: HttpRequest, exception: SuspiciousOperation) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A sentence is shown only where it was written for the visitor."""
    sentence = str(exception) if isinstance(exception, (NoSuchPage, NoSuchSelection)) else ""
    return render(request, "errors/404.html", {"sentence": sentence}, status=404)


def gone(request: HttpRequest) -> HttpResponse:
    """For what was public and was taken down."""
    return render(request, "errors/410.html", status=410)


def server_error(request: HttpRequest) -> HttpResponse:
    """Stands by itself: what failed may be what every page needs."""
    return HttpResponse(loader.get_template("errors/500.html").render(), status=500)
