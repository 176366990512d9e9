"""信息处理费的计算, as a page and as JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cms import metatags, regulations, stamps
from cms.deadline_views import CRUMB, answer_json, in_asked_language
from disclosure import fees
from disclosure.fees import FeeRefused, Method


def page(request: HttpRequest) -> HttpResponse:
    """The form; and, once it is filled in, the sum band by band."""
    stamps.depends(request, stamps.FRAME)  # nothing of ours but what stands around every page
    method = request.GET.get("method", "")
    context = {
        "methods": [{"value": one, "tariff": fees.TARIFFS[one], "chosen": one == method} for one in Method],
        "quantity": request.GET.get("quantity", "")[:40],
        "sources": [regulations.article("fees/method")],
        "tags": metatags.column_tags(_("信息处理费计算"), "办事服务"),
        "crumbs": [{"title": CRUMB, "url": "/deadlines/"}],
        "crumb_title": "信息处理费计算",
    }
    status = 200
    if request.GET.keys() & {"method", "quantity"}:
        try:
            context["fee"] = fees.read(request.GET.getlist("method"), request.GET.get("quantity", ""))
        except FeeRefused as refused:
            context |= {"refused": refused, "errors": [{"id": refused.field, "error": refused}]}
            status = 400
    return render(request, "disclosure/fees.html", context, status=status)


def data(request: HttpRequest) -> JsonResponse:
    """The same for machines; in the language that the cookie or else Accept-Language names."""
    stamps.depends(request, stamps.FRAME)
    return in_asked_language(request, _answer)


def _answer(request: HttpRequest) -> JsonResponse:
    try:
        fee = fees.read(request.GET.getlist("method"), request.GET.get("quantity", ""))
    except FeeRefused as refused:
        return answer_json({"error": str(refused), "field": refused.field}, status=400)
    bands = [{"first": p.band.first, "last": p.band.last, "rate": p.band.rate, "count": p.count, "yuan": p.yuan} for p in fee.parts]
    article = regulations.article(fee.tariff.source)
    return answer_json(
        {
            "method": fee.method.value,
            "quantity": fee.quantity,
            "yuan": fee.yuan,
            "bands": bands,
            "reasons": fee.explain(),
            "sources": [article.as_data()],
        }
    )
