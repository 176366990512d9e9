"""What the ground floor adds to Wagtail's admin: registers, people, one look, the gate before pages."""

from django.contrib.auth.models import Permission
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from cms import gate, serve
from cms.accounts import hooks as accounts
from cms.admin import (
    assignments,
    audit,
    campaigns,
    census,
    clock,
    clock_settings,
    findings,
    found_errors,
    links,
    notices,
    office_log,
    review,
    statistics,
    wordings,
)
from cms.admin.refusals import tell
from cms.admin.registers import EmergencyViewSet, RegisterGroup
from cms.models import Gated

hooks.register("before_serve_document", serve.before_serve_document)
accounts.register()
audit.register()
notices.register()
clock_settings.register()
clock.register()
findings.register()
review.register()
assignments.register()
census.register()
found_errors.register()
wordings.register()
links.register()
statistics.register()
campaigns.register()
office_log.register()
register_snippet(RegisterGroup)
register_snippet(EmergencyViewSet)

# Wagtail's entries that nobody here needs: its own manuals and its list of snippets without a menu of their own.
UNWANTED = {"help", "snippets"}


@hooks.register("before_publish_page")
def pass_the_gate(request, page):
    """Asked before Wagtail acts, so that the refusal stands on the edit page and the draft is kept."""
    if not isinstance(page, Gated) or (page.go_live_at and page.go_live_at > timezone.now()):
        return None
    page.release_of = page.latest_revision_id
    if sentences := gate.refusals(page, timezone.localdate()):
        tell(request, page, gate.Refused(*sentences))
        return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("insert_global_admin_css")
def look():
    return format_html('<link rel="stylesheet" href="{}">', static("gongkai/admin.css"))


@hooks.register("construct_main_menu")
def menu(request, items):
    items[:] = [item for item in items if item.name not in UNWANTED]


@hooks.register("register_admin_menu_item")
def calculator():
    return MenuItem(_("期限计算器"), reverse("deadlines"), icon_name="time", order=850)


@hooks.register("construct_homepage_summary_items")
def no_summary(request, items):
    items.clear()


@hooks.register("register_permissions")
def own_permissions():
    """Shown where an administrator edits a role."""
    ours = ["take_down", "read_audit", "fast_track", "supervise_assignment"]
    return Permission.objects.filter(content_type__app_label="cms", codename__in=ours)
