"""改期的告知: each owner gets one mail with all that moved and an alert on the desk; earlier days first and in the subject."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms import outbox, registry
from cms.models import DeadlineMove, MoveAlert, User
from cms.roles import ROLES

LINES = 100  # moves that a mail names; the rest stand on the desk
HEADS = ROLES["disclosure_head"].name


@dataclass(frozen=True)
class Told:
    """How many people were told, and how many moves nobody could be told of by mail."""

    people: int
    untold: int


def tell(at: datetime, reason: str) -> Told:
    """Tell of every move made at ``at``, in the transaction that made them.

    Moves of an owner who is not there or has no mail, or of no owner, go to the heads of the disclosure office.
    """
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        moves = DeadlineMove.objects.made_at(at)
        counted = _count(moves.filter(deadline__owner__is_active=True).values("deadline__owner"))
        owners = User.objects.in_bulk([one["deadline__owner"] for one in counted])
        alerts = [_alert(owners[one["deadline__owner"]], one, at, reason) for one in counted]
        unreachable = moves.unreachable().aggregate(**_COUNTS)
        heads = User.objects.filter(groups__name=HEADS, is_active=True).order_by("pk") if unreachable["moved"] else []
        alerts += [_alert(head, unreachable, at, reason, unowned=True) for head in heads]
        alerts = MoveAlert.objects.bulk_create(alerts, batch_size=200)
        mailed = [_mail(alert, some) for alert, some in _with_moves(alerts, moves) if alert.user.email]
        untold = 0 if any(alert.unowned for alert in mailed) else unreachable["moved"]
    return Told(len({alert.user_id for alert in mailed}), untold)


def see(alert: MoveAlert, now: datetime) -> None:
    """The person has read it: the desk shows it no longer."""
    MoveAlert.objects.unseen().filter(pk=alert.pk).update(seen_at=now)


_COUNTS = {"moved": Count("pk"), "earlier": Count("pk", filter=Q(to_on__lt=F("from_on")))}


def _count(groups: models.QuerySet) -> list[dict]:
    return list(groups.order_by("deadline__owner").annotate(**_COUNTS))


def _alert(user: User, counts: dict, at: datetime, reason: str, unowned: bool = False) -> MoveAlert:
    return MoveAlert(user=user, unowned=unowned, reason=reason, moved=counts["moved"], earlier=counts["earlier"], at=at)


def _with_moves(alerts: list[MoveAlert], moves: models.QuerySet) -> Iterator[tuple[MoveAlert, list[DeadlineMove]]]:
    """Each alert with its loudest moves; those of all owners in one pass, as asking for each anew would read them all each time."""
    own = {alert.user_id: alert for alert in alerts if not alert.unowned}
    order = ("deadline__owner", "is_later", "to_on", "pk")
    rows = moves.filter(deadline__owner__is_active=True)
    for owner, some in groupby(rows.loudest_first().order_by(*order).iterator(2000), key=lambda move: move.deadline.owner_id):
        yield own[owner], list(islice(some, LINES))
    for alert in alerts:
        if alert.unowned:
            yield alert, list(alert.moves[:LINES])


def _mail(alert: MoveAlert, moves: list[DeadlineMove]) -> MoveAlert:
    context = {
        "alert": alert,
        "moves": [(move, registry.terms.get(move.deadline.term)) for move in moves],
        "more": max(alert.moved - LINES, 0),
        "link": settings.BASE_URL + reverse("move_alert", args=[alert.pk]),
    }
    outbox.mail([alert.user.email], subject(alert), render_to_string("mail/moved.txt", context))
    return alert


def subject(alert: MoveAlert) -> str:
    """What a person reads first: whether anything is due earlier than it was."""
    if alert.earlier:
        return _("期限提前：%(earlier)d 项须更早办结（共 %(moved)d 项改期）") % {"earlier": alert.earlier, "moved": alert.moved}
    return _("期限改期：%(moved)d 项延后") % {"moved": alert.moved}
