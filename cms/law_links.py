"""Where an article that a term rests on is read: the one place that knows the library's addresses."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def address(reference: str) -> str:
    """Of "ogi/33"."""
    return f"/law/{reference}/"


def links(references: Iterable[str]) -> list[tuple[str, str]]:
    """(words, address) of each."""
    return [(_("依据 %(reference)s") % {"reference": reference}, address(reference)) for reference in references]
