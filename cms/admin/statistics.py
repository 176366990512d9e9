"""统计 on the desk: the charts of the public page, among the staff's own screens."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.chart_views import context_of


def statistics(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/statistics.html", context_of(request))


def register() -> None:
    hooks.register("register_admin_urls", lambda: [path("statistics/", statistics, name="desk_statistics")])
    hooks.register(
        "register_admin_menu_item",
        lambda: MenuItem(_("公开统计"), reverse("desk_statistics"), name="statistics", icon_name="table", order=108),
    )
