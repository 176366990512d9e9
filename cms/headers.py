"""What a browser is told about every answer: nothing of ours comes from, or goes to, another host."""

from collections.abc import Callable
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

OURS = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
}
# Wagtail's own screens still write some styles and scripts inline (date fields, inline panels); none of them needs eval.
STAFF = OURS | {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "frame-src": "'self' blob:",
}
NOT_USED = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


class HeadersMiddleware:
    """Stands outside the page cache, so that kept pages carry the headers as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.public, self.staff = policy(OURS), policy(STAFF)

    @cached_property
    def desk(self) -> str:
        """Where the staff's screens begin; looked up once, since it is asked of every kept page too."""
        return reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        desk = request.path.startswith(self.desk)
        response.headers.setdefault("Content-Security-Policy", self.staff if desk else self.public)
        response.headers.setdefault("Permissions-Policy", NOT_USED)
        if response.headers.get("Content-Encoding") == "None":  # what Wagtail's sendfile says of every file that it serves
            del response.headers["Content-Encoding"]
        return response
