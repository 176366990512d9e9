"""链接 on staff screens: what does not open, where it stands, who answers for it, and the verbs: ask again, a person's word."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms import paging
from cms.assignments import SUPERVISE
from cms.gate import Refused
from cms.links import checking
from cms.links.quarantine import State
from cms.models import Link

SHOWS = {
    State.DEAD: gettext_lazy("已失效"),
    State.FAILING: gettext_lazy("观察中"),
    State.UNCLEAR: gettext_lazy("机器判断不了"),
    State.GOOD: gettext_lazy("可以打开"),
    State.UNCHECKED: gettext_lazy("尚未检查"),
}
LOOKS = {
    State.DEAD: ("warning", "bad"),
    State.FAILING: ("time", "wait"),
    State.UNCLEAR: ("help", "quiet"),
    State.GOOD: ("check", "good"),
    State.UNCHECKED: ("time", "quiet"),
}
PLACES = 5  # of one link, on the list


def listed(request: HttpRequest) -> HttpResponse:
    shows = request.GET.get("shows") if request.GET.get("shows") in SHOWS else State.DEAD
    found = Link.objects.filter(state=shows).order_by("outside", "failing_since", "pk").prefetch_related("places__unit")
    pages = paging.paginate(found, request.GET.get("page"))
    icon, tone = LOOKS[State(shows)]
    context = {
        "rows": [_row(link) for link in pages.items],
        "state": {"words": SHOWS[State(shows)], "icon": icon, "tone": tone},
        "pages": pages,
        "params": {"shows": shows},
        "shows": SHOWS.items(),
        "may_vouch": request.user.has_perm(SUPERVISE),
    }
    return render(request, "desk/links.html", context)


def _row(link: Link) -> dict:
    places = list(link.places.all())
    return {"link": link, "places": places[:PLACES], "more": max(0, len(places) - PLACES)}


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    link, now = get_object_or_404(Link, pk=pk), timezone.now()
    try:
        if request.POST.get("action") == "again":
            checking.check_again(link, request.user, now)
            messages.success(request, _("已排队，一分钟内重新检查：%(address)s") % {"address": link})
        elif request.POST.get("action") == "vouch" and request.user.has_perm(SUPERVISE):
            checking.vouch(link, request.POST.get("reason", "")[:500], request.user, now)
            messages.success(request, _("已确认可以打开，90天后再检查：%(address)s") % {"address": link})
        else:
            messages.error(request, _("您不能对这个链接这样做。"))
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    shows = request.POST.get("shows", "")
    return redirect(reverse("links") + (f"?shows={shows}" if shows in SHOWS else ""))


def register() -> None:
    hooks.register(
        "register_admin_urls",
        lambda: [path("links/", listed, name="links"), path("links/<int:pk>/", act, name="link_act")],
    )
    hooks.register("register_admin_menu_item", lambda: MenuItem(_("链接检查"), reverse("links"), name="links", icon_name="link", order=107))
