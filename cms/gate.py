"""The one gate before the public: every way to publish (button, workflow, schedule, import, code) passes it.

Each app registers its checks on start-up (``apps.py``); the check is called with the item as it would be published and
the day, and answers with sentences an editor understands. No sentence means: may be published.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cms.punctuation import set_apart

Check = Callable[[object, date], Iterable[str]]
_checks: list[tuple[type, Check]] = []
_readers: list[tuple[type, Callable[[object, datetime], None]]] = []
_followers: list[tuple[type, Callable[[object, object], None]]] = []


PASSAGE = 0x676F6E67  # the advisory lock's number, "gong"


class Refused(Exception):
    """Something may not be done now; the sentences say why and what would help. Nothing has been changed."""

    def __init__(self, *sentences: str):
        self.sentences = [str(sentence) for sentence in sentences]
        super().__init__(set_apart(self.sentences))


def register(model: type, check: Check) -> None:
    """Let ``check`` judge every ``model`` (and what inherits from it) before it becomes public."""
    if (model, check) not in _checks:
        _checks.append((model, check))


def refusals(item: object, on: date) -> list[str]:
    """Why ``item`` may not be published on the day ``on``; empty when it may."""
    return [str(sentence) for model, check in _checks if isinstance(item, model) for sentence in check(item, on)]


def one_at_a_time() -> None:
    """Let no second item be judged before this transaction ends, so that two cannot both take the last free number.

    SQLite's IMMEDIATE transactions are one at a time already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PASSAGE])


def require(item: object, on: date) -> None:
    """Raise ``Refused`` with every reason at once, so that an editor mends them in one go."""
    if sentences := refusals(item, on):
        raise Refused(*sentences)


def read_drafts(model: type, function: Callable[[object, datetime], None]) -> None:
    """Have ``function(item, now)`` called when a draft of a ``model`` has been stored, before anybody asks to publish it."""
    if (model, function) not in _readers:
        _readers.append((model, function))


def drafted(item: object, now: datetime) -> None:
    for model, function in _readers:
        if isinstance(item, model):
            function(item, now)


def follow(model: type, function: Callable[[object, object], None]) -> None:
    """Have ``function(item, user)`` called when a ``model`` that was not public has been published, in the same transaction."""
    if (model, function) not in _followers:
        _followers.append((model, function))


def went_public(item: object, user: object) -> None:
    for model, function in _followers:
        if isinstance(item, model):
            function(item, user)


class RefusalMiddleware:
    """Shows a refusal that no view caught: on staff screens as a message where the person was, elsewhere as a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        staff_home = reverse("wagtailadmin_home")
        if not request.path.startswith(staff_home):
            return render(request, "refused.html", {"sentences": exception.sentences}, status=409)
        for sentence in exception.sentences:
            messages.error(request, sentence)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":  # the dialogue in which a review step is taken
            return JsonResponse({"step": "success", "redirect": staff_home})
        return redirect(request.path if request.method == "POST" else staff_home)
