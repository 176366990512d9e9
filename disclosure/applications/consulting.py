"""征求意见: third parties (Article 32: silence leaves the decision to the authority) and other bodies (Article 34: silence is consent)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cms import sealed
from cms.models import User
from disclosure.application_clock import Kind
from disclosure.applications.case import ApplicationRefused, require_words, settle, take
from disclosure.models import Application, ConsultedParty
from disclosure.workflow import Action

STANCES = ConsultedParty.Stance


@dataclass(frozen=True)
class Addressee:
    kind: str  # third_party, agency
    name: str
    contact: str = ""


@transaction.atomic
def ask(application: Application, whom: Addressee, on: date, by: User, now: datetime, delivered_on: date | None = None) -> ConsultedParty:
    """The letter goes out on ``on``; its fifteen working days run from the day on which it was received, ``delivered_on`` if known.

    Raises ApplicationRefused.
    """
    take(application, Action.CONSULT, by, now)
    name = require_words(whom.name, _("请写明向谁征求意见。"))
    if whom.kind not in ConsultedParty.Addressee.values:
        raise ApplicationRefused(_("请选择征求谁的意见：第三方还是其他行政机关。"))
    if delivered_on and delivered_on < on:
        raise ApplicationRefused(_("对方收到之日不能早于发出之日。"))
    contact = sealed.seal({"contact": whom.contact.strip()})
    party = ConsultedParty(application=application, addressee=whom.kind, name=name, sealed=contact, sent_on=on, delivered_on=delivered_on)
    party.save()
    data = {"party": party.pk, "addressee": whom.kind, "delivered_on": delivered_on.isoformat() if delivered_on else ""}
    settle(application, Kind.CONSULTED, on, by, now, data)
    return party


@transaction.atomic
def answered(party: ConsultedParty, stance: str, reason: str, on: date, by: User, now: datetime) -> ConsultedParty:
    """An opinion came in on ``on``; a letter that is found later counts from its own day. Raises ApplicationRefused."""
    application = take(party.application, Action.RECORD_OPINION, by, now)
    party.refresh_from_db(fields=["answered_on", "sent_on"])
    if party.answered_on:
        raise ApplicationRefused(_("%(name)s的意见已经登记。") % {"name": party})
    if stance not in STANCES.values:
        raise ApplicationRefused(_("请选择对方是否同意公开。"))
    if stance == STANCES.OBJECTS:
        require_words(reason, _("不同意公开的，请写明对方的理由。"))
    if on < party.sent_on:
        raise ApplicationRefused(_("收到意见之日不能早于发出征求意见书之日。"))
    party.answered_on, party.stance, party.reason = on, stance, reason.strip()
    party.save()
    settle(application, Kind.OPINION, on, by, now, {"party": party.pk, "stance": stance})
    return party


@transaction.atomic
def override(party: ConsultedParty, reason: str, on: date, by: User, now: datetime) -> ConsultedParty:
    """Not to disclose would gravely harm the public interest: it is disclosed, and the third party is told in writing what and why.

    Raises ApplicationRefused.
    """
    application = take(party.application, Action.OVERRIDE, by, now)
    party.refresh_from_db()
    reason = require_words(reason, _("请写明不公开会对公共利益造成什么重大影响，并书面告知第三方。"))
    if party.addressee != ConsultedParty.Addressee.THIRD_PARTY or party.stance != STANCES.OBJECTS:
        raise ApplicationRefused(_("只有第三方不同意公开的，才需要因公共利益决定。"))
    party.overridden_on = on
    party.save(update_fields=["overridden_on"])
    settle(application, Kind.OVERRIDDEN, on, by, now, {"party": party.pk, "reason": reason}, reason=reason)
    return party


def settled(party: ConsultedParty) -> str:
    """What silence means once the term is over: of an agency consent, of a third party that the authority decides."""
    if party.stance:
        return party.get_stance_display()
    if party.addressee == ConsultedParty.Addressee.AGENCY:
        return _("逾期未提出意见的，视为同意公开。")
    return _("逾期未提出意见的，由本机关决定是否公开。")
