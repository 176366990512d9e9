"""Tags about policy documents."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from disclosure.showing import State

register = template.Library()


@register.simple_tag
def validity_stamp(state: State, quiet: bool = False) -> SafeString:
    """The validity in words on a row from ``listings.rows_of_policies``: what is usual stands lightly, or not at all."""
    if state.tone != "good":
        return _stamp(*state)
    return SafeString("") if quiet else _stamp(state.label, "light", state.icon)


@lru_cache(maxsize=64)
def _stamp(label: str, tone: str, icon: str) -> SafeString:
    return render_to_string("components/state.html", {"label": label, "tone": tone, "icon": icon})
