"""What stands between words that are listed: 、；： in Chinese, other signs in English."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def listed(words: Iterable) -> str:
    """Names one after another."""
    return _("、").join(str(word) for word in words)


def set_apart(parts: Iterable) -> str:
    """Titles or sentences, which may have commas of their own."""
    return _("；").join(str(part) for part in parts)


def labelled(name: object, value: object) -> str:
    return f"{name}{_('：')}{value}"
