"""规范表述: the list, and what the last check of everything public found."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from cms import paging
from cms.models import JobRun, WordedPage, Wording

PER_PAGE = 50
JOB = "wordings"  # its name among the periodic jobs
SHOWS = {"forbidden": gettext_lazy("不得使用"), "error_prone": gettext_lazy("容易写错"), "legacy": gettext_lazy("历史数据中容易写错")}
FILTERS = {
    "forbidden": {"forbidden": True},
    "error_prone": {"forbidden": False, "legacy": False},
    "legacy": {"forbidden": False, "legacy": True},
}


class WordingViewSet(ModelViewSet):
    model = Wording
    icon = "openquote"
    menu_label = gettext_lazy("规范表述")
    menu_order = 115
    name = "wordings"
    add_to_admin_menu = True
    form_fields = ["level", "text", "suggestion", "exceptions", "note", "active"]
    list_display = [
        "text",
        "suggestion",
        Column("level", label=gettext_lazy("类别"), accessor="get_level_display"),
        Column("active", label=gettext_lazy("启用"), accessor=lambda row: _("是") if row.active else _("否")),
    ]
    list_filter = ["level", "active"]
    search_fields = ["text", "suggestion"]
    list_per_page = 100


def found(request: HttpRequest) -> HttpResponse:
    """By page, forbidden wordings first, each with the way to where it is mended."""
    shows = request.GET.get("shows") if request.GET.get("shows") in FILTERS else "forbidden"
    counts = {name: WordedPage.objects.filter(**only).count() for name, only in FILTERS.items()}
    rows = WordedPage.objects.filter(**FILTERS[shows]).select_related("unit")
    pages = paging.paginate(rows.prefetch_related("subject"), request.GET.get("page"), counts[shows], per_page=PER_PAGE)
    finder = AdminURLFinder(request.user)
    context = {
        "page_title": _("表述检查"),
        "rows": [(row, (row.subject and finder.get_edit_url(row.subject)) or row.url) for row in pages.items],
        "pages": pages,
        "params": {"shows": shows},
        "shows": [(name, words, counts[name]) for name, words in SHOWS.items()],
        "last": JobRun.objects.filter(name=JOB).exclude(finished_at=None).values_list("finished_at", flat=True).first()
        or WordedPage.objects.values_list("found_at", flat=True).first(),  # by the command
        "may_run": request.user.has_perm("cms.change_wording"),
        "list_url": reverse("wordings:index") if request.user.has_perm("cms.view_wording") else "",
    }
    return render(request, "desk/worded_pages.html", context)


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """The check is due now: the worker runs it at its next beat, since it may take longer than a person waits."""
    if not request.user.has_perm("cms.change_wording"):
        raise PermissionDenied
    JobRun.objects.filter(name=JOB).update(started_at=None)
    messages.success(request, _("已安排，几分钟后刷新本页。"))
    return redirect("worded_pages")


def register() -> None:
    hooks.register("register_admin_viewset", WordingViewSet)
    hooks.register(
        "register_admin_urls",
        lambda: [
            path("worded-pages/", found, name="worded_pages"),
            path("worded-pages/again/", again, name="worded_pages_again"),
        ],
    )
    hooks.register(
        "register_reports_menu_item",
        lambda: MenuItem(_("表述检查"), reverse("worded_pages"), name="worded-pages", icon_name="edit", order=91),
    )
