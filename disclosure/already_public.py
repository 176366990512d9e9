"""已经公开的: what answers a description before anybody applies for it. It is offered, it is counted, and it keeps nobody from applying."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.db import transaction
from django.db.models import F, Sum

from cms import registry
from disclosure.models import AnsweredByPublic

SHORTEST = 4  # characters of a description that say enough to look for
LONGEST = 200
SALT = "already-public"


@dataclass(frozen=True)
class Offer:
    """A public document. ``token`` is our word that it was offered, so that nothing else is counted or opened."""

    url: str
    title: str
    note: str

    @property
    def token(self) -> str:
        return signing.dumps([self.url, self.title], salt=SALT)


def offers(title: str, number: str = "") -> list[Offer]:
    """The best few; nothing while no search is installed, or for a description that is too short."""
    find: Callable | None = registry.public_answers.get("search")
    text = " ".join(part.strip() for part in (title, number) if part.strip())[:LONGEST]
    if find is None or len(text) < SHORTEST:
        return []
    return [Offer(url, name, note) for url, name, note in find(text)]


def offered(token: str) -> tuple[str, str]:
    """Address and title. Raises django.core.signing.BadSignature for what was never offered."""
    url, title = signing.loads(token, salt=SALT)
    return url, title


@transaction.atomic
def count(url: str, title: str, today: date) -> None:
    """这就是我要的, once more on this day; of who said so nothing is kept."""
    row, _new = AnsweredByPublic.objects.get_or_create(url=url[:500], on=today, defaults={"title": title[:300]})
    AnsweredByPublic.objects.filter(pk=row.pk).update(times=F("times") + 1)


def counted_in(year: int) -> int:
    return AnsweredByPublic.objects.filter(on__year=year).aggregate(all=Sum("times"))["all"] or 0
