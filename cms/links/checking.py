"""The check of links in the background: a few at a time, one host once in a round, and what follows from each answer."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from cms import audit, stamps
from cms.gate import Refused
from cms.links import asking, own_site
from cms.links.asking import Guard, is_public
from cms.links.quarantine import VOUCHED_FOR, Answer, Standing, State, after
from cms.models import Link, User

ROUND = 20  # seconds between two rounds, and so between two visits to one host
HOSTS = 8  # asked at the same time in one round
LOOKED_AT = 400  # links that are due among which a round chooses
INSIDE = 40  # pages of our own in a round
INSIDE_SECONDS = 3  # which end that part of a round earlier
CLAIM = timedelta(minutes=10)  # after a kill in the middle of a round they are due again
ONLINE = timedelta(hours=24)  # an answer within this time says that the outside can be reached


class LinkRefused(Refused):
    """Something that may not be done to this link."""


def check_due(now: datetime, may_ask: Guard = is_public) -> int:
    """One round of the periodic job; answers how many links it asked. Two workers never ask the same one."""
    chosen = _choose(now)
    if not chosen:
        return 0
    outside = [link for link in chosen if link.outside]
    with ThreadPoolExecutor(max_workers=HOSTS) as pool:
        answers = list(pool.map(partial(asking.ask, may_ask=may_ask), [link.address for link in outside]))
    online = any(answer.status for answer in answers) or _answered_lately(now)
    for link, answer in zip(outside, answers, strict=True):
        note(link.pk, answer, now, online)
    asked, began = len(outside), time.monotonic()
    for link in chosen:
        if not link.outside and time.monotonic() - began < INSIDE_SECONDS:
            note(link.pk, own_site.ask(link.address), now)
            asked += 1
    return asked


@transaction.atomic
def _choose(now: datetime) -> list[Link]:
    """Links whose time has come, at most one of each host, and claimed."""
    due = list(Link.objects.due(now).select_for_update(skip_locked=_can_skip())[:LOOKED_AT])
    hosts: dict[str, Link] = {}
    for link in due:
        if link.outside:
            hosts.setdefault(urlsplit(link.address).hostname or "", link)
    chosen = [*list(hosts.values())[:HOSTS], *[link for link in due if not link.outside][:INSIDE]]
    Link.objects.filter(pk__in=[link.pk for link in chosen]).update(due_at=now + CLAIM)
    return chosen


def _can_skip() -> bool:
    return transaction.get_connection().features.has_select_for_update_skip_locked


def _answered_lately(now: datetime) -> bool:
    return Link.objects.filter(outside=True, status__isnull=False, checked_at__gte=now - ONLINE).exists()


@transaction.atomic
def note(pk: int, answer: Answer, now: datetime, online: bool = True) -> None:
    """Keep an answer; pages that show a link that has died, or lives again, are made anew."""
    link = Link.objects.select_for_update().filter(pk=pk).first()
    if link is None:  # taken out of the text meanwhile
        return
    before = Standing(State(link.state), link.failures, link.failing_since)
    standing, link.due_at = after(before, answer, link.outside, now, online)
    link.state, link.failures, link.failing_since = standing.state, standing.failures, standing.failing_since
    link.status, link.trouble, link.checked_at = answer.status, answer.trouble or "", now
    link.save()
    if link.outside and State.DEAD in (before.state, standing.state) and before.state != standing.state:
        stamps.bump(stamps.FRAME)


@transaction.atomic
def check_again(link: Link, by: User, now: datetime) -> None:
    """Have it asked in the next round."""
    Link.objects.filter(pk=link.pk).update(due_at=now)
    audit.record(by, "link.again", link)


@transaction.atomic
def vouch(link: Link, reason: str, by: User, now: datetime) -> None:
    """A person has opened it: it counts as good for a quarter. Raises LinkRefused."""
    if not reason.strip():
        raise LinkRefused(_("请写明是怎样打开的：何时、用什么网络，看到了什么。"))
    kept = Link.objects.select_for_update().get(pk=link.pk)
    dead = kept.state == State.DEAD
    kept.state, kept.failures, kept.failing_since, kept.trouble = State.GOOD, 0, None, ""
    kept.checked_at, kept.due_at = now, now + VOUCHED_FOR
    kept.save()
    audit.record(by, "link.vouch", kept, reason=reason)
    if dead and kept.outside:
        stamps.bump(stamps.FRAME)
