"""Addresses of numbered things. A list has one and more on each row, and Django works each out from the whole URL table."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

_SOME_NUMBER = 987654321


def numbered(name: str, pk: int) -> str:
    """The address of the view ``name``, whose one argument is the number ``pk``; the table is asked once for each view."""
    before, after = _around(name, get_script_prefix())
    return f"{before}{pk}{after}"


@lru_cache(maxsize=64)
def _around(name: str, prefix: str) -> tuple[str, str]:
    before, _number, after = reverse(name, args=[_SOME_NUMBER]).partition(str(_SOME_NUMBER))
    return before, after
