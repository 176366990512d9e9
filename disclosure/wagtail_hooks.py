"""What the catalogue adds to Wagtail's admin."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from disclosure import publication
from disclosure.admin import (
    annual_report,
    applications,
    asked,
    backlog,
    bulk,
    cleanups,
    desk,
    duty_panels,
    intake,
    letters,
    preview,
    review_panels,
    source,
    standard_catalogue,
    standard_import,
    views,
)
from disclosure.admin.viewsets import CatalogueGroup
from disclosure.models import CatalogueItem

register_snippet(CatalogueGroup)
backlog.register()
applications.register()
letters.register()
annual_report.register()
hooks.register("register_bulk_action", bulk.PublishPages, order=100)
hooks.register("register_bulk_action", bulk.PublishItems)


@hooks.register("register_admin_urls")
def desk_urls():
    item = "<slug:app>/<slug:model>/<int:pk>/"
    return [
        path(f"desk/withdraw/{item}", views.withdraw, name="desk_withdraw"),
        path(f"desk/restore/{item}", views.restore, name="desk_restore"),
        path("desk/source/<int:pk>/", source.source_review, name="desk_source_review"),
        path("desk/source/<int:pk>/ask/", asked.ask, name="desk_ask"),
        path("desk/asked/<int:pk>/", asked.act, name="desk_asked"),
        path("desk/intake/", intake.upload, name="desk_intake"),
        path("desk/preview/<slug:kind>/<int:pk>/", preview.preview, name="desk_preview"),
        path("desk/used/", views.used, name="desk_used"),
        path("desk/policies/", views.policies, name="desk_policies"),
    ]


# Wagtail's, in whose place stand ours: what waits leads to the page where it is decided.
STOCK_PANELS = ("recent_edits", "locked_pages", "workflow_objects_to_moderate")


@hooks.register("register_admin_urls")
def standard_catalogue_urls():
    edition = "standard-catalogue/<int:pk>/"
    act, verbs = standard_catalogue.act, standard_catalogue.VERBS
    return [
        path(edition, standard_catalogue.edition, name="standard_desk"),
        path(f"{edition}import/", standard_import.upload, name="standard_desk_import"),
        path(f"{edition}export/", standard_import.export, name="standard_desk_export"),
        path("standard-catalogue/import/<int:pk>/", standard_import.confirm, name="standard_desk_confirm"),
        *(path(f"{edition}{verb}/", act, {"verb": verb}, f"standard_desk_{verb}") for verb in verbs),
    ]


hooks.register("register_admin_urls", cleanups.addresses)
hooks.register("register_admin_menu_item", cleanups.menu_item)


@hooks.register("register_admin_viewset")
def standard_rows():
    return standard_catalogue.RowViewSet()


@hooks.register("construct_homepage_panels")
def desk_panels(request, panels):
    stock = [panel for panel in panels if getattr(panel, "name", "") not in STOCK_PANELS]
    duties = [duty_panels.MyAssignments(), duty_panels.CensusWarnings(), *duty_panels.expiring(request)]
    panels[:] = [*stock, *desk.panels(), review_panels.AskedOthers(), *duties]


@hooks.register("register_page_header_buttons")
def page_takedown(page, user, view_name, next_url=None):
    return views.takedown_buttons(user, page.specific)


@hooks.register("after_unpublish")
def take_along(request, item):
    """What explains only this policy leaves with it, as in a takedown."""
    publication.take_back_companions(item, request.user)


@hooks.register("before_delete_snippet")
def keep_public_items(request, items):
    """What is public is taken back first, so that nothing disappears by one click."""
    if public := [item for item in items if isinstance(item, CatalogueItem) and item.live]:
        for item in public:
            messages.error(request, _("《%(title)s》已公开，不能直接删除；请先撤回。") % {"title": item})
        return redirect(items[0].snippet_viewset.get_url_name("list"))
