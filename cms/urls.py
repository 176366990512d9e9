"""The whole site's addresses; composition, so it may name every app."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path, re_path, register_converter
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import chart_views, deadline_views, found_error_views, preferences, registry, serve, views, workday_views
from cms.accounts import urls as accounts
from cms.admin import review

register_converter(workday_views.FourDigits, "year")

handler400 = "cms.errors.bad_request"
handler403 = "cms.errors.forbidden"
handler404 = "cms.errors.not_found"
handler500 = "cms.errors.server_error"

urlpatterns = [
    path("admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/", review.page_step),
    path("admin/", include(wagtailadmin_urls)),
    path("", include(accounts.public)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("disclosure.urls")),
    path("", include("search.urls")),
    path("directory/", views.directory, name="directory"),
    path("directory/<int:pk>/", views.department, name="department"),
    path("places/", views.places, name="places"),
    path("emergency/<int:pk>/", views.emergency, name="emergency"),
    path("", include("cms.regulations.urls")),
    path("workdays/", workday_views.this_year, name="workdays"),
    path("workdays/<year:number>/", workday_views.year, name="workdays_year"),
    path("workdays/<year:number>.ics", workday_views.ics, name="workdays_ics"),
    path("deadlines/", deadline_views.deadlines, name="deadlines"),
    path("deadlines.json", deadline_views.deadlines_json, name="deadlines_json"),
    path("found-errors/", found_error_views.answered, name="found_errors"),
    path("found-errors/report/", found_error_views.report, name="found_error_report"),
    path("found-errors/<str:number>/", found_error_views.status, name="found_error"),
    path("", include("cms.api.urls")),
    path("statistics/", chart_views.statistics, name="statistics"),
    path("statistics/<slug:name>.csv", chart_views.statistics_csv, name="statistics_csv"),
    path("leave/", views.leave, name="leave"),
    path("preferences/", preferences.set_preferences, name="preferences"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots),
    path("sitemap.xml", sitemaps.index, {"sitemaps": registry.sitemaps.entries, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": registry.sitemaps.entries}, name="sitemap"),
    # Pictures as they are shown; originals have no address.
    re_path(r"^media/(?P<path>images/[^/]+)$", serve.picture),
    path("", include(wagtail_urls)),
]
