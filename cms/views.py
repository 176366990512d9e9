"""The public pages of the ground floor that are not in the page tree: directory, register, emergencies, notices."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cms import metatags, paging, reading, registry, stamps
from cms.models import Department, EmergencyNotice, Place
from cms.units import branches


def directory(request: HttpRequest) -> HttpResponse:
    tags = metatags.column_tags(_("机构与联系方式"), "机构职能")
    units = Department.objects.visible().defer("duties")
    return render(request, "cms/directory.html", {"branches": branches(units), "tags": tags, "crumb_title": "机构"})


def department(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Department.objects.select_related("parent"), pk=pk)
    if unit.kind == Department.Kind.OUTSIDE:
        raise Http404
    context = {
        "unit": unit,
        "below": unit.units.visible(),
        "blocks": [make(unit) for name, make in registry.unit_blocks],
        "tags": metatags.column_tags(unit.name, "机构职能", unit.duties[:100]),
        "crumbs": [{"url": "/directory/", "title": "机构"}],
        "crumb_title": unit.name,
    }
    return render(request, "cms/department.html", context)


def places(request: HttpRequest) -> HttpResponse:
    """The register: found by any part of name, address or services, narrowed by kind and district."""
    stamps.depends(request, stamps.PLACES)
    params = {name: request.GET.get(name, "").replace("\0", "")[:100] for name in ("q", "kind", "district", "page")}
    found = Place.objects.visible()
    for word in params["q"].split()[:5]:
        found = found.filter(Q(name__icontains=word) | Q(address__icontains=word) | Q(services__icontains=word))
    if kind := params["kind"]:
        found = found.filter(kind=kind)
    if district := params["district"]:
        found = found.filter(district=district)
    context = {
        "pages": paging.paginate(found, params["page"]),
        "kinds": Place.Kind.choices,
        "districts": Place.objects.visible().exclude(district="").order_by("district").values_list("district", flat=True).distinct(),
        "params": params,
        "tags": metatags.column_tags(_("机构与服务点"), "办事服务"),
        "crumb_title": "机构与服务点",
    }
    return render(request, "cms/places.html", context)


def emergency(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(EmergencyNotice.objects.visible(), pk=pk)
    return render(request, "cms/emergency.html", emergency_context(request, notice))


def emergency_context(request: HttpRequest, notice: EmergencyNotice) -> dict:
    updates = sorted(notice.updates.all(), key=lambda update: update.at, reverse=True)
    tags = metatags.column_tags("突发事件信息", "回应关切")
    tags += metatags.article_tags(notice.title, updates[0].at if updates else notice.started_at, updates[0].source if updates else "本机关")
    return {"notice": notice, "updates": updates, "tags": tags, "crumb_title": notice.title}


@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Says where a link outside government leads, before it leads there; passes on links of our own pages only."""
    url = request.GET.get("to", "")
    if not reading.may_pass(url, request.GET.get("s", "")):
        sentence = _("这个链接不是本站给出的，因此不予跳转。")
        return render(request, "errors/400.html", {"sentence": sentence}, status=400)
    context = {"to": url, "host": reading.host_of(url), "back": _back(request), "crumb_title": _("离开本站")}
    return render(request, "cms/leave.html", context)


def _back(request: HttpRequest) -> str:
    """The page that the visitor came from, when it is one of ours."""
    came_from = request.headers.get("Referer", "")
    return came_from if came_from.startswith(f"{request.scheme}://{request.get_host()}/") else "/"


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/privacy.html", {"crumb_title": _("隐私说明")})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/accessibility.html", {"crumb_title": _("无障碍说明")})


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /leave/", "Disallow: /preferences/", "Disallow: /search/"]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
