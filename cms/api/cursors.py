"""Cursors: where a list was left, as text that nobody need understand. Pure."""

import base64
import binascii

from django.utils.translation import gettext as _

LONGEST = 100  # characters


class BadCursor(ValueError):
    """The cursor did not come from an answer of ours; its sentence is for whoever asked."""

    def __init__(self):
        super().__init__(_("cursor 应取自上一次回答的 next 地址，请不要自己构造。"))


def of(place: str) -> str:
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def place(cursor: str) -> str:
    """What ``of`` was given. Raises BadCursor."""
    if len(cursor) > LONGEST or not cursor.isascii():
        raise BadCursor
    try:
        found = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise BadCursor from None
    if of(found) != cursor:
        raise BadCursor
    return found


def number(cursor: str) -> int:
    """The number in a cursor that holds one. Raises BadCursor."""
    return as_number(place(cursor))


def as_number(text: str) -> int:
    """Raises BadCursor for what no database of ours has as a number."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise BadCursor
    return int(text)
