"""Tags about policy documents; they work on rows with what they need already fetched."""

from datetime import date
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from disclosure import showing
from disclosure.models import PolicyDocument

register = template.Library()


@register.simple_tag
def validity_stamp(policy: PolicyDocument, today: date, quiet: bool = False) -> SafeString:
    """The validity in words on a row from ``listings.rows_of_policies``: what is usual stands lightly, or not at all."""
    state = showing.validity_state(policy, today)
    if state.tone != "good":
        return _stamp(str(state.label), state.tone, state.icon)
    return SafeString("") if quiet else _stamp(str(state.label), "light", state.icon)


@lru_cache(maxsize=64)
def _stamp(label: str, tone: str, icon: str) -> SafeString:
    return render_to_string("components/state.html", {"label": label, "tone": tone, "icon": icon})
