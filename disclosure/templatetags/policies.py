"""Tags about policy documents; they work on rows with what they need already fetched."""

from datetime import date

from django import template

from disclosure import showing
from disclosure.models import PolicyDocument

register = template.Library()


@register.simple_tag
def validity(policy: PolicyDocument, today: date) -> showing.State:
    """The validity as words, tone and sign; no query on rows from ``listings.rows_of_policies``."""
    return showing.validity_state(policy, today)
