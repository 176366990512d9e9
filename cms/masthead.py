"""What stands on every page: whose site it is, the main columns, emergencies, the visitor's choices."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop
from wagtail.models import Page, Site

from cms import metatags, preferences
from cms.models import EmergencyNotice, SiteIdentity

POLICIES = gettext_noop("政策与解读")
ORGANISATION = gettext_noop("机构")


@dataclass
class Masthead:
    """Asks the database only for what a template uses, and once."""

    request: HttpRequest

    @cached_property
    def site(self) -> Site | None:
        return Site.find_for_request(self.request)

    @cached_property
    def identity(self) -> SiteIdentity:
        found = SiteIdentity.objects.filter(site=self.site).first() if self.site else None
        return found or SiteIdentity()

    @cached_property
    def preferences(self) -> preferences.Preferences:
        return getattr(self.request, "preferences", None) or preferences.read(self.request.COOKIES)

    @property
    def path(self) -> str:
        return self.request.get_full_path()

    @property
    def tags(self) -> metatags.Tags:
        identity = self.identity
        return metatags.site_tags(identity.name, identity.domain or self.request.get_host(), identity.site_code)

    @cached_property
    def navigation(self) -> list[dict]:
        """The catalogue, the columns that editors put into the menu, the organisation."""
        entries = [{"url": reverse("policies"), "title": POLICIES}, *self._columns()]
        entries.append({"url": reverse("directory"), "title": ORGANISATION})
        for entry in entries:
            entry["current"] = self.request.path.startswith(entry["url"])
        return entries

    def _columns(self) -> list[dict]:
        """Pages right below the home page that are meant for menus."""
        if self.site is None:
            return []
        home = self.site.root_page
        columns = Page.objects.live().in_menu().filter(path__startswith=home.path, depth=home.depth + 1).order_by("path")
        return [{"url": f"/{slug}/", "title": title} for slug, title in columns.values_list("slug", "title")]

    @cached_property
    def emergencies(self) -> list[EmergencyNotice]:
        return list(EmergencyNotice.objects.active().annotate(updated_at=Max("updates__at")))


def masthead(request: HttpRequest) -> dict[str, Masthead]:
    """Context processor."""
    return {"masthead": Masthead(request)}
