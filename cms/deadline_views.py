"""期限计算器, as a page and as JSON. The days are those of the calendar that holds now; today is only for what remains."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from cms import calculator, calendars, matters, metatags, registry, stamps
from cms.calculator import NotUnderstood

CRUMB = "期限计算器"


def deadlines(request: HttpRequest) -> HttpResponse:
    """Which matter; then its form; then, once that is filled in, the day and why."""
    stamps.depends(request, calendars.CALENDAR)
    name = request.GET.get("matter") or request.GET.get("rule")
    matter = matters.matter(name) if name else None
    if matter is None:
        return _choice(request, unknown=bool(name))
    asked = calculator.ask(matter, request.GET)
    context = {
        "asked": asked,
        "today": timezone.localdate(),
        "basis": calendars.practice().bases.get(matter.term_name, ""),
        "tags": metatags.column_tags(_("期限计算器"), "办事服务"),
        "crumbs": [{"title": CRUMB, "url": request.path}],
        "crumb_title": matter.question,
    }
    return render(request, "cms/deadline.html", context, status=400 if asked.refused else 200)


def _choice(request: HttpRequest, unknown: bool) -> HttpResponse:
    context = {
        "unknown": unknown,
        "groups": matters.CITIZENS,
        "officers": matters.officers(),
        "tags": metatags.column_tags(_("期限计算器"), "办事服务", _("答复、缴费、复议、信访到哪一天，为什么是这一天。")),
        "crumb_title": CRUMB,
    }
    return render(request, "cms/deadlines.html", context, status=400 if unknown else 200)


def deadlines_json(request: HttpRequest) -> JsonResponse:
    """The same for machines; in the language that the cookie or else Accept-Language names."""
    stamps.depends(request, calendars.CALENDAR)
    return in_asked_language(request, _json)


def _json(request: HttpRequest) -> JsonResponse:
    if not request.GET:
        return answer_json({"rules": calculator.rules(registry.terms.entries, calendars.practice())})
    try:
        return answer_json(calculator.as_data(calculator.answer_for(request.GET)))
    except NotUnderstood as refused:
        return answer_json({"error": str(refused), "field": refused.field}, status=400)


def in_asked_language(request: HttpRequest, answer: Callable[[HttpRequest], JsonResponse]) -> JsonResponse:
    """An answer for machines in the language of the cookie or else of Accept-Language, and kept apart by them."""
    with translation.override(translation.get_language_from_request(request)):
        response = answer(request)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def answer_json(data: dict, status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
