"""How a visitor wants to see the site: language, size of print, contrast. Kept in cookies of a year's life, set by plain
forms, so that all of it works without scripts and outlives the session (国办公开办函〔2021〕28号 on sites for the elderly).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

A_YEAR = 365 * 24 * 3600  # seconds
CHOICES = {"language": ("zh-hans", "en"), "size": ("normal", "large"), "contrast": ("normal", "high")}
COOKIES = {"language": settings.LANGUAGE_COOKIE_NAME, "size": "size", "contrast": "contrast"}


@dataclass(frozen=True)
class Preferences:
    language: str
    size: str
    contrast: str

    @property
    def variant(self) -> str:
        """Distinguishes the renderings of one address; part of the key of every cached page."""
        return f"{self.language}.{self.size}.{self.contrast}"

    @property
    def html_lang(self) -> str:
        return "en" if self.language == "en" else "zh-Hans"


def read(cookies: dict[str, str]) -> Preferences:
    """The visitor's choices; whatever a cookie says that we do not offer counts as the first choice."""
    chosen = {name: cookies.get(COOKIES[name]) for name in CHOICES}
    return Preferences(**{n: value if value in CHOICES[n] else CHOICES[n][0] for n, value in chosen.items()})


class PreferencesMiddleware:
    """Stands where Django's LocaleMiddleware would: the language is the visitor's choice, never the browser's guess."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.preferences = read(request.COOKIES)
        request.LANGUAGE_CODE = request.preferences.language
        with translation.override(request.preferences.language):
            response = self.get_response(request)
            if response.get("Content-Type", "").startswith("text/html"):
                patch_vary_headers(response, ["Cookie"])
                response.headers.setdefault("Content-Language", request.preferences.html_lang)
        return response


# No CSRF token: it changes nothing but the look of the visitor's own pages, and a token would make every page of the
# site different for everyone, so that none could be cached.
@csrf_exempt
@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "/")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, values in CHOICES.items():
        if (value := request.POST.get(name)) in values:
            response.set_cookie(COOKIES[name], value, max_age=A_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response
