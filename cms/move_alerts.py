"""改期的告知: each owner gets one mail with all that moved and, on the desk, an alert for each move; earlier days first."""

from collections.abc import Iterable, Iterator
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
from cms.models import Deadline, DeadlineMove, MoveAlert, User
from cms.roles import ROLES

CHUNK = 2000
LINES = 100  # moves that a mail names; the rest stand on the desk
HEADS = ROLES["disclosure_head"].name


@dataclass(frozen=True)
class Told:
    """How many people were told, and how many moves nobody could be told of by mail."""

    people: int
    untold: int


@dataclass(frozen=True)
class Letter:
    """One person's mail about the moves of one moment; ``unowned``: to a head, about those that nobody can be told of."""

    person: User
    moved: int
    earlier: int
    unowned: bool = False


def tell(at: datetime, reason: str) -> Told:
    """Tell of every move made at ``at``, in the transaction that made them.

    Moves of an owner who is not there or has no mail, or of no owner, go to the heads of the disclosure office.
    """
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        moves = DeadlineMove.objects.made_at(at)
        unreachable = moves.unreachable().aggregate(**_COUNTS)
        heads = list(User.objects.filter(groups__name=HEADS, is_active=True).order_by("pk")) if unreachable["moved"] else []
        alerts = _alerts(moves, heads)
        while some := list(islice(alerts, CHUNK)):  # a notice moves a hundred thousand: never all of them in memory
            MoveAlert.objects.bulk_create(some, batch_size=500)
        to_heads = [Letter(head, **unreachable, unowned=True) for head in heads if head.email]
        own = _own_letters(moves)
        for letter, some in _with_moves(own, moves):
            _mail(letter, some, reason)
        for letter in to_heads:
            _mail(letter, moves.unreachable().loudest_first()[:LINES], reason)
    return Told(len({letter.person.pk for letter in [*own, *to_heads]}), 0 if to_heads else unreachable["moved"])


def see(alerts: models.QuerySet, now: datetime) -> None:
    """The person has read them: the desk shows them no longer."""
    alerts.unseen().update(seen_at=now)


def hand_over(deadlines: Iterable[Deadline], to: User) -> None:
    """What the former owners have not seen yet of these matters goes along to whoever takes them over."""
    going = MoveAlert.objects.unseen().filter(move__deadline__in=deadlines, unowned=False).exclude(user=to)
    going.filter(move__in=MoveAlert.objects.filter(user=to).values("move")).delete()  # of those the new owner knows already
    going.update(user=to)


_COUNTS = {"moved": Count("pk"), "earlier": Count("pk", filter=Q(to_on__lt=F("from_on")))}


def _alerts(moves: models.QuerySet, heads: list[User]) -> Iterator[MoveAlert]:
    columns = ("pk", "deadline__owner", "from_on", "to_on")
    owned = moves.filter(deadline__owner__is_active=True).loudest_first()
    for move, owner, was, becomes in owned.values_list(*columns).iterator(CHUNK):
        yield MoveAlert(user_id=owner, move_id=move, earlier=becomes < was)
    if heads:
        for move, owner, was, becomes in moves.unreachable().loudest_first().values_list(*columns).iterator(CHUNK):
            for head in heads:
                if head.pk != owner:  # a head without mail has the alert as its owner
                    yield MoveAlert(user=head, move_id=move, earlier=becomes < was, unowned=True)


def _own_letters(moves: models.QuerySet) -> list[Letter]:
    reachable = moves.filter(deadline__owner__is_active=True).exclude(deadline__owner__email="")
    counted = list(reachable.values("deadline__owner").order_by("deadline__owner").annotate(**_COUNTS))
    owners = User.objects.in_bulk([one["deadline__owner"] for one in counted])
    return [Letter(owners[one["deadline__owner"]], one["moved"], one["earlier"]) for one in counted]


def _with_moves(letters: list[Letter], moves: models.QuerySet) -> Iterator[tuple[Letter, list[DeadlineMove]]]:
    """Each letter with its loudest moves; those of all owners in one pass, as asking for each anew would read them all each time."""
    of = {letter.person.pk: letter for letter in letters}
    rows = moves.filter(deadline__owner__is_active=True).exclude(deadline__owner__email="")
    rows = rows.loudest_first().order_by("deadline__owner", "is_later", "to_on", "pk")
    for owner, some in groupby(rows.iterator(CHUNK), key=lambda move: move.deadline.owner_id):
        yield of[owner], list(islice(some, LINES))


def _mail(letter: Letter, moves: Iterable[DeadlineMove], reason: str) -> None:
    context = {
        "letter": letter,
        "reason": reason,
        "moves": [(move, registry.terms.get(move.deadline.term)) for move in moves],
        "more": max(letter.moved - LINES, 0),
        "link": settings.BASE_URL + reverse("move_alerts"),
    }
    outbox.mail([letter.person.email], subject(letter), render_to_string("mail/moved.txt", context))


def subject(letter: Letter) -> str:
    """What a person reads first: whether anything is due earlier than it was."""
    if letter.earlier:
        return _("期限提前：%(earlier)d 项须更早办结（共 %(moved)d 项改期）") % {"earlier": letter.earlier, "moved": letter.moved}
    return _("期限改期：%(moved)d 项延后") % {"moved": letter.moved}
