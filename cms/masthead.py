"""What stands on every page: whose site it is, the main columns, emergencies, the visitor's choices."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop

from cms import frame, metatags, preferences
from cms.models import EmergencyNotice, SiteIdentity

POLICIES = gettext_noop("政策与解读")
ORGANISATION = gettext_noop("机构")


@dataclass
class Masthead:
    """Looks up only what a template uses."""

    request: HttpRequest

    @property
    def identity(self) -> SiteIdentity:
        return frame.identity(self.request)

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
        menu = [(place.url, place.title) for place in frame.places(self.request) if place.in_menu and place.depth == 1]
        entries = [(reverse("policies"), POLICIES), *menu, (reverse("directory"), ORGANISATION)]
        return [{"url": url, "title": title, "current": self.request.path.startswith(url)} for url, title in entries]

    @property
    def standing(self) -> str:
        """Where the menu says that we are: by it, and by nothing else of the address, two menus differ."""
        return " ".join(f"{entry['url']}{'' if entry['url'] == self.path else '…'}" for entry in self.navigation if entry["current"])

    def keep(self, name: str, render: Callable[[], SafeString]) -> SafeString:
        """A part of the page that is the same on all of them, for visitors of the same preferences."""
        return frame.keep(self.request, f"{name} {self.preferences.variant} {get_language()}", render)

    @property
    def emergencies(self) -> list[EmergencyNotice]:
        return frame.emergencies(self.request)


def masthead(request: HttpRequest) -> dict[str, Masthead]:
    """Context processor."""
    return {"masthead": Masthead(request)}
