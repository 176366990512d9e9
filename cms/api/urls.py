from django.urls import path, re_path

from cms.api import views

urlpatterns = [
    path("api/", views.index, name="api"),
    path("api/v1/openapi.json", views.description, name="openapi"),
    # with or without the last slash: programs forget it, and a redirect loses what a POST would have been told
    re_path(r"^api/v1/(?P<name>[a-z-]+)/?$", views.listing, name="api_list"),
    re_path(r"^api/v1/(?P<name>[a-z-]+)/(?P<pk>[0-9]+)/?$", views.one, name="api_one"),
    re_path(r"^api/", views.nothing),
]
