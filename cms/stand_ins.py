"""代办人: a person who is away names who is told instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cms import audit
from cms.gate import Refused
from cms.models import StandIn, User


@dataclass(frozen=True)
class Told:
    """Somebody who is told, and for whom when it is not their own matter."""

    person: User
    instead_of: User | None = None


@transaction.atomic
def name(person: User, stand_in: User, first_day: date, last_day: date, by: User, today: date, also_person: bool = False) -> StandIn:
    """Have ``stand_in`` told in the place of ``person`` from one day up to and including another.

    Raises Refused for days that are over or overlap others, and for a stand-in who cannot stand in.
    """
    User.objects.select_for_update().get(pk=person.pk)  # two absences entered at once are judged one after the other
    if stand_in.pk == person.pk:
        raise Refused(_("代办人不能是本人。"))
    if not stand_in.is_active:
        raise Refused(_("%(name)s的账户已停用，请另选代办人。") % {"name": stand_in})
    if last_day < first_day:
        raise Refused(_("最后一天早于第一天，请核对。"))
    if last_day < today:
        raise Refused(_("这段时间已经过去。"))
    if other := person.absences.filter(Q(first_day__lte=last_day) & Q(last_day__gte=first_day)).select_related("stand_in").first():
        told = {"name": other.stand_in, "first": other.first_day, "last": other.last_day}
        raise Refused(_("%(first)s至%(last)s已指定%(name)s代办，请先取消。") % told)
    made = StandIn.objects.create(person=person, stand_in=stand_in, first_day=first_day, last_day=last_day, also_person=also_person)
    days = {"first_day": first_day, "last_day": last_day}
    audit.record(by, "account.stand-in", person, to=stand_in.pk, to_label=str(stand_in), also_person=also_person, **days)
    return made


@transaction.atomic
def end(absence: StandIn, by: User) -> None:
    """The person is back, or the choice was a mistake: from now on the person is told again."""
    told = {"to": absence.stand_in_id, "to_label": str(absence.stand_in), "first_day": absence.first_day, "last_day": absence.last_day}
    audit.record(by, "account.stand-in-end", absence.person, **told)
    absence.delete()


def away(on: date) -> dict[int, StandIn]:
    """Who is away on a day: the number of the person, and the absence."""
    return {absence.person_id: absence for absence in StandIn.objects.on(on).select_related("stand_in")}


def told(person: User, absences: Mapping[int, StandIn]) -> list[Told]:
    """Who is told in the place of ``person``: the stand-in, or the stand-in's own where that one is away too.

    A circle of people who are all away, and a stand-in whose account is closed, lead back to the person: better a letter
    that waits on a desk than one that nobody gets.
    """
    here, seen = person, {person.pk}
    while absence := absences.get(here.pk):
        here = absence.stand_in
        if here.pk in seen or not here.is_active:
            return [Told(person)]
        seen.add(here.pk)
    if here.pk == person.pk:
        return [Told(person)]
    own = [Told(person)] if absences[person.pk].also_person else []
    return [Told(here, person), *own]
