"""Answers in JSON: their language, their errors, their headers, and when nothing has changed."""

import json
from collections.abc import Callable, Collection
from datetime import date
from functools import wraps
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from cms import stamps

METHODS = ("GET", "HEAD", "OPTIONS")
JSON = "application/json; charset=utf-8"


class Refused(Exception):
    """The request cannot be answered; its sentence is for whoever wrote the program that asked."""

    def __init__(self, status: int, code: str, sentence: str, **headers: str):
        super().__init__(sentence)
        self.status, self.code, self.headers = status, code, headers


def language(header: str) -> str:
    """English for those who want it more than Chinese; the record itself is in Chinese either way."""
    for wanted, _weight in parse_accept_lang_header(header):
        if wanted.split("-")[0] in ("zh", "en"):
            return "en" if wanted.startswith("en") else "zh-hans"
    return "zh-hans"


def answer(values, status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(values, ensure_ascii=False, separators=(",", ":")), status=status, content_type=JSON)


def error(refused: Refused) -> HttpResponse:
    said = {"status": refused.status, "code": refused.code, "sentence": str(refused)}
    response = answer({"error": said}, refused.status)
    for name, value in refused.headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def open_to_all(view: Callable) -> Callable:
    """Around every view of the API: methods, language, errors, and that pages of any site may read it (there is nothing in it
    that depends on who asks, and no cookie is looked at)."""

    @csrf_exempt  # nothing is ever changed here; without it a POST would get a page about forms instead of a 405 in JSON
    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        with translation.override(language(request.headers.get("Accept-Language", ""))):
            response = _answered(view, request, *args, **kwargs)
            response.headers["Content-Language"] = "en" if get_language() == "en" else "zh-Hans"
        patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Cache-Control", "no-cache")  # ask again each time: a takedown reaches every copy
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        return response

    return answered


def _answered(view: Callable, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    if request.method == "OPTIONS":
        headers = {"Allow": ", ".join(METHODS), "Access-Control-Allow-Methods": ", ".join(METHODS)}
        headers |= {"Access-Control-Allow-Headers": "Accept-Language, If-None-Match", "Access-Control-Max-Age": "86400"}
        return HttpResponse(status=204, headers=headers)
    try:
        if request.method not in METHODS:
            raise Refused(405, "read_only", _("这里只供读取，请用 GET。"), Allow=", ".join(METHODS))
        return view(request, *args, **kwargs)
    except Refused as refused:
        return error(refused)


def unless_unchanged(request: HttpRequest, tags: Collection[str], today: date, make: Callable[[], HttpResponse]) -> HttpResponse:
    """What ``make`` gives, or 304 when what the tags stand for is as it was when the client last asked: then one query and
    nothing is made. The day counts too: at midnight documents expire without anybody writing anything."""
    seen = sorted(stamps.versions({stamps.FRAME, *tags}).items())
    known = [seen, today.isoformat(), get_language(), request.build_absolute_uri()]
    tag = f'"{blake2b(json.dumps(known).encode(), digest_size=12).hexdigest()}"'
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None and unchanged.status_code == 304:
        return unchanged
    response = make()
    response.headers["ETag"] = tag
    return response
