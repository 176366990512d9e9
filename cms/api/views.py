"""The API's addresses: lists, things, the description for machines and the one for people."""

import time
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import frame, metatags, paging, stamps
from cms.accounts.locking import client_address
from cms.api import openapi, resources
from cms.api.answers import Refused, answer, open_to_all, unless_unchanged
from cms.api.cursors import BadCursor
from cms.api.fields import dictionary, told
from cms.api.limits import Limit
from cms.api.resources import MOST, PER_PAGE

LARGEST_NUMBER = 10**18
ASKED = Limit(settings.API_PER_MINUTE, 60)


@open_to_all
def listing(request: HttpRequest, name: str) -> HttpResponse:
    """``/api/v1/policies/``: some of the things, and the address of the next ones."""
    _require_patience(request)
    resource = _known(name)
    today = timezone.localdate()
    cursor, limit, chosen = _asked(request, resource)

    def make() -> HttpResponse:
        try:
            page = resource.things(request, chosen, cursor, limit, today)
        except BadCursor as bad:
            raise Refused(400, "bad_cursor", str(bad)) from None
        except paging.NoSuchPage as bad:
            raise Refused(400, "bad_parameter", str(bad)) from None
        return answer({"items": page.items, "next": _next(request, page.next)})

    return unless_unchanged(request, resource.tags, today, make)


@open_to_all
def one(request: HttpRequest, name: str, pk: str) -> HttpResponse:
    """``/api/v1/policies/12/``: one thing with everything that is given about it."""
    _require_patience(request)
    resource = _known(name)
    if not resource.single or request.GET:
        raise Refused(404, "not_found", _("没有这个地址。"))
    today, number = timezone.localdate(), int(pk[:19])

    def make() -> HttpResponse:
        found = resource.rows().filter(pk=number).first() if number < LARGEST_NUMBER else None
        if found is None:
            raise _missing(resource, number)
        return answer(told((*resource.fields, *resource.more), found, today))

    tags = (f"{resource.tag}:{number}",) if resource.tag else resource.tags
    return unless_unchanged(request, tags, today, make)


@open_to_all
def description(request: HttpRequest) -> HttpResponse:
    """``/api/v1/openapi.json``."""
    base = settings.BASE_URL.rstrip("/")
    today = timezone.localdate()
    return unless_unchanged(request, (), today, lambda: answer(openapi.document(base, frame.identity(request).name)))


@open_to_all
def nothing(request: HttpRequest) -> HttpResponse:
    """Whatever else begins with /api/."""
    raise Refused(404, "not_found", _("没有这个地址。"))


def index(request: HttpRequest) -> HttpResponse:
    """``/api/``: the same for people to read."""
    stamps.depends(request, stamps.FRAME)
    given = [
        {
            "resource": resource,
            "address": f"/api/v1/{resource.name}/",
            "fields": dictionary((*resource.fields, *resource.more)),
        }
        for resource in resources.every()
    ]
    context = {
        "given": given,
        "per_page": PER_PAGE,
        "most": MOST,
        "per_minute": settings.API_PER_MINUTE,
        "tags": metatags.column_tags(_("数据接口"), "政府信息公开"),
        "crumb_title": _("数据接口"),
    }
    return render(request, "cms/api.html", context)


def _require_patience(request: HttpRequest) -> None:
    if seconds := ASKED.wait(client_address(request), time.monotonic()):
        sentence = _("请求过于频繁：每分钟最多 %(most)d 次，请 %(seconds)d 秒后再试；要取全部数据，请下载开放数据文件。")
        said = sentence % {"most": settings.API_PER_MINUTE, "seconds": seconds}
        raise Refused(429, "too_often", said, Retry_After=str(seconds))


def _known(name: str) -> resources.Resource:
    resource = resources.named(name)
    if resource is None:
        raise Refused(404, "not_found", _("没有这个地址。"))
    return resource


def _asked(request: HttpRequest, resource: resources.Resource) -> tuple[str, int, Mapping[str, str]]:
    """Cursor, limit and what narrows the list. A parameter that is not known is an error: ignored, it would give more than the
    program that asked believes."""
    known = {parameter.name: parameter for parameter in resource.parameters}
    if strange := sorted(set(request.GET) - {"cursor", "limit", *known}):
        sentence = _("没有参数 %(name)s，可用的参数：%(known)s。")
        raise Refused(400, "unknown_parameter", sentence % {"name": strange[0][:50], "known": ", ".join([*known, "cursor", "limit"])})
    chosen = {name: request.GET[name].strip() for name in known if request.GET.get(name, "").strip()}
    for name, parameter in known.items():
        if parameter.required and name not in chosen:
            raise Refused(400, "missing_parameter", _("请给出参数 %(name)s。") % {"name": name})
        if parameter.choices and chosen.get(name, parameter.choices[0]) not in parameter.choices:
            sentence = _("参数 %(name)s 可以是：%(choices)s。") % {"name": name, "choices": ", ".join(parameter.choices)}
            raise Refused(400, "bad_parameter", sentence)
    limit = request.GET.get("limit", str(PER_PAGE))
    if not (limit.isascii() and limit.isdecimal() and len(limit) < 6 and 1 <= int(limit) <= MOST):
        raise Refused(400, "bad_limit", _("limit 应为 1 到 %(most)d 的整数。") % {"most": MOST})
    return request.GET.get("cursor", ""), int(limit), chosen


def _next(request: HttpRequest, cursor: str) -> str | None:
    if not cursor:
        return None
    params = request.GET.copy()
    params["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{params.urlencode()}")


def _missing(resource: resources.Resource, number: int) -> Refused:
    """410 for what was taken down, 404 for everything else: whether a draft exists is nobody's business."""
    model = resource.rows().model
    withdrawn = hasattr(model, "taken_down_at") and model.objects.filter(pk=number, taken_down_at__isnull=False)
    if number < LARGEST_NUMBER and withdrawn and withdrawn.exists():
        return Refused(410, "gone", _("这项内容已经撤下。"))
    return Refused(404, "not_found", _("没有这项内容。"))
