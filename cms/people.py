"""Puts our screens for people in the place of Wagtail's (INSTALLED_APPS names this instead of wagtail.users)."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    user_viewset = "cms.admin.users.PeopleViewSet"
