"""What an address of the staff's screens selects by number must be a number: Wagtail looks it up unasked and would fail."""

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

SELECTING = ("wagtail_bulk_action", "wagtailadmin_choose_page", "chosen_multiple")  # begin or end of the addresses' names
NUMBERS = ("id", "childOf", "target_pages[]")
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)  # a key of the database has no more digits


class NoSuchSelection(Http404):
    """The address selects what cannot exist; its sentence is for whoever followed it."""


class SelectionMiddleware:
    """Asked once the view is known, so that it costs the public nothing but a look at the path."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        if not request.path.startswith(self.prefix):
            return
        name = request.resolver_match.url_name or ""
        if not (name.startswith(SELECTING) or name.endswith(SELECTING)):
            return
        selected = [value for parameter in NUMBERS for value in request.GET.getlist(parameter)]
        if not all(value == "all" or NUMBER.fullmatch(value) for value in selected):
            raise NoSuchSelection(_("地址里选定的项目不存在，请回到列表重新选择。"))
