"""What counts as a link, and in which one form its address is kept. Pure: works on markup that ``cms.sanitize`` has written."""

import re
from collections.abc import Collection, Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit, urlunsplit

from django.utils.encoding import iri_to_uri

LONGEST = 1000  # characters of an address as it is kept; longer ones no browser of a reader copes with for sure
REFERENCES = ("page", "document")  # Wagtail's links within the site, by number: kept as "page:12"
_ANCHOR = re.compile(r"<a\s([^<>]*)>", re.I)
_VALUE = re.compile(r'([a-z-]+)="([^"]*)"', re.I)


def in_markup(html: str) -> Iterator[str]:
    """The addresses of its links as they were written; Wagtail's own as "page:12"."""
    for anchor in _ANCHOR.findall(html):
        values = {name.lower(): unescape(value) for name, value in _VALUE.findall(anchor)}
        if values.get("linktype") in REFERENCES and values.get("id", "").isdigit():
            yield f"{values['linktype']}:{values['id']}"
        elif values.get("href"):
            yield values["href"]


def outside(address: str) -> str:
    """The form in which an address on another site is kept: no fragment, host in lower case. Empty where it is no web address."""
    try:
        parts = urlsplit(address.strip())
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.username:
            return ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a port or a bracket that is none
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.lower()
    kept = iri_to_uri(urlunsplit((parts.scheme.lower(), host + port, parts.path or "/", parts.query, "")))
    return kept if len(kept) <= LONGEST else ""


def placed(address: str, base: str, own: Collection[str]) -> tuple[str, bool] | None:
    """How an address that stands on the page ``base`` (a path) is kept, and whether it leads outside.

    ``own`` are the names of this site. None for what is no page: mail, telephone, a place on the same page.
    """
    address = address.strip()
    if address.partition(":")[0] in REFERENCES:
        return address, False
    if not address or address.startswith("#"):
        return None
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if not parts.scheme and not parts.netloc or host in own and parts.scheme.lower() in ("http", "https"):
        path = urlsplit(urljoin(base or "/", urlunsplit(("", "", parts.path, parts.query, ""))))
        kept = iri_to_uri(urlunsplit(("", "", path.path or "/", path.query, "")))
        return (kept, False) if len(kept) <= LONGEST else None
    kept = outside(address)
    return (kept, True) if kept else None
