"""封存的个人信息: what is encrypted at rest (identity numbers, contact data), and how the same person is recognised without opening it.

``SEALING_KEYS`` holds Fernet keys, the newest first: the first one seals, each of them opens, so that a key is changed by
putting a new one in front. The last one also makes the prints by which a person is recognised, so it stays where it is.
"""

import hmac
import json
from collections.abc import Mapping
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from cms.gate import Refused


class Unreadable(Refused):
    """None of the keys opens it."""


def seal(facts: Mapping[str, str]) -> str:
    """The facts as one encrypted text; what is empty is left out, and nothing at all stays an empty text."""
    told = {name: value for name, value in facts.items() if value}
    return _keyring(tuple(settings.SEALING_KEYS)).encrypt(json.dumps(told, ensure_ascii=False).encode()).decode() if told else ""


def opened(token: str) -> dict[str, str]:
    """What was sealed. Raises Unreadable. Whoever shows it to a person records the look (`cms.audit`)."""
    if not token:
        return {}
    try:
        return json.loads(_keyring(tuple(settings.SEALING_KEYS)).decrypt(token.encode()))
    except InvalidToken:
        raise Unreadable(_("这些个人信息用现有的密钥打不开，请告知管理员。")) from None


def resealed(token: str) -> str:
    """The same facts under the newest key. Raises Unreadable."""
    return seal(opened(token))


def print_of(purpose: str, text: str) -> str:
    """A keyed digest (64 signs): equal for equal texts of one purpose, of no use to whoever lacks the key."""
    return hmac.new(settings.SEALING_KEYS[-1].encode(), f"{purpose}\0{text}".encode(), "sha256").hexdigest()


def same(one: str, other: str) -> bool:
    """Compares two prints without telling by its time how far they agree."""
    return hmac.compare_digest(one, other)


@lru_cache(maxsize=4)
def _keyring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
