"""Keeps a staff session to its limits: idle time, a day's work at the latest, and nothing without its second factor."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cms.accounts import second_factor, sessions

# What a person without a second factor yet may open: signing in and out, and what those pages are made of.
OPEN = {
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "account_verify",
    "account_enrol",
}
# Wagtail's pages ask this by themselves every few seconds: nobody needs to sit there for it.
BY_ITSELF = ("editing-sessions/",)
NOTE_EVERY = 60  # seconds between two notes of the last activity


class StaffSessionMiddleware:
    """On staff screens only; what the public sees costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(self.prefix) and request.user.is_authenticated and _has_ended(request, self.prefix):
            logout(request)
            messages.warning(request, _("您较长时间没有操作或登录已满一天，为安全起见已退出，请重新登录。"))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not request.path.startswith(self.prefix) or not request.user.is_authenticated:
            return None
        if request.resolver_match.url_name in OPEN or sessions.complete(request.user):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"error": _("请先完成两步验证。")}, status=403)
        step = "account_verify" if second_factor.device_of(request.user) else "account_enrol"
        return redirect(f"{reverse(step)}?{urlencode({'next': request.get_full_path()})}")


def _has_ended(request: HttpRequest, prefix: str) -> bool:
    now = int(timezone.now().timestamp())
    session = request.session
    since, seen = session.get("since"), session.get("seen")
    if since is None or seen is None:
        session["since"], session["seen"] = now, now
        return False
    if now - seen > settings.SESSION_IDLE_SECONDS or now - since > settings.SESSION_LONGEST_SECONDS:
        return True
    if now - seen > NOTE_EVERY and not request.path.removeprefix(prefix).startswith(BY_ITSELF):
        session["seen"] = now
    return False
