"""一件申请: what every verb does before and after its own part. `take` locks and checks, `settle` writes down what happened.

A verb works on the application that it is given: whoever holds an older version of it, from a page that was opened before
somebody else acted, is refused.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cms import audit, calendars, clock, outbox, term_words
from cms.gate import Refused
from cms.models import Deadline, User
from cms.terms import Due, TermError
from cms.workdays import CalendarError
from disclosure import application_clock
from disclosure.application_clock import Happened, Kind
from disclosure.application_words import PUBLIC
from disclosure.applications import lawful
from disclosure.models import Application, ApplicationEvent
from disclosure.workflow import Action, next_state

MAIL = "application-mail"  # the outbox kind that tells an applicant that something happened


class ApplicationRefused(Refused):
    """Something that may not be done to this application now."""


def take(application: Application, action: Action, by: User | None, now: datetime) -> Application:
    """Lock the application for ``action`` and move its state in memory; `settle` writes it. ``by`` None: the applicant.

    Raises ApplicationRefused and IllegalMove. Belongs in a transaction.
    """
    held = application.version
    current = Application.objects.select_for_update().filter(pk=application.pk).values_list("version", flat=True).get()
    if current != held:
        raise ApplicationRefused(_already_moved(application))
    application.refresh_from_db()
    if sentences := lawful.refusals(application, action, by, timezone.localdate(now)):
        raise ApplicationRefused(*sentences)
    application.state = next_state(application.state, action)
    return application


def settle(
    application: Application,
    kind: Kind,
    on: date,
    by: User | None,
    now: datetime,
    data: Mapping | None = None,
    reason: str = "",
    ahead: bool = False,
) -> ApplicationEvent:
    """Write down what happened on a day: the event, the application, its clocks, the record, a word to the applicant.

    ``ahead``: the day may be still to come, since what is filed after office hours counts from the next working day. Raises
    ApplicationRefused for a day that cannot be; then nothing has been changed.
    """
    require_day(application, kind, on, on if ahead else timezone.localdate(now))
    told = happened(application)
    also = Happened(kind, on, dict(data or {}))
    calendar, practice = calendars.calendar(), calendars.practice()
    try:
        before = application_clock.reply_due(told, calendar, practice)
        every = application_clock.runs([*told, also], calendar, practice)
        after = application_clock.reply_due([*told, also], calendar, practice)
    except (TermError, CalendarError) as error:
        raise ApplicationRefused(term_words.refusal(error)) from None
    data = {**also.data, **_moved(before, after)}
    event = ApplicationEvent.objects.create(application=application, kind=kind, on=on, at=now, by=by, data=data)
    application.version += 1
    application.save()
    _keep_time(application, every, now)
    audit.record(by, f"application.{kind}", application, reason=reason, on=on, applicant=by is None)
    if application.mail_wanted and kind in PUBLIC:
        outbox.add(MAIL, {"application": application.pk, "event": event.pk})
    return event


def happened(application: Application) -> list[Happened]:
    return [event.happened for event in application.events.all()]


def reply_due(application: Application) -> Due | None:
    """By when the authority replies, as the events stand, with the ledger that officers and applicants both see.

    None while it waits for the applicant, and where the matter ended otherwise. Raises TermError and CalendarError.
    """
    return application_clock.reply_due(happened(application), calendars.calendar(), calendars.practice())


def require_day(application: Application, kind: Kind, on: date, today: date) -> None:
    """Raises ApplicationRefused for a day that is still to come, or that lies before the application came in."""
    if on > today:
        raise ApplicationRefused(_("日期%(day)s还没有到，请核对。") % {"day": term_words.day(on)})
    first = application.received_on or timezone.localdate(application.filed_at)
    if on < first and kind is not Kind.FILED:
        raise ApplicationRefused(_("日期%(day)s早于收到申请之日（%(first)s），请核对。") % {"day": on, "first": first})


def require_words(words: str, sentence: str) -> str:
    """The words without what surrounds them. Raises ApplicationRefused with ``sentence`` where there are none."""
    if not words.strip():
        raise ApplicationRefused(sentence)
    return words.strip()


def close(application: Application, outcome: str, on: date, ground: str = "") -> None:
    """In memory: what it ended in, and when; written by `settle`."""
    application.outcome, application.ground, application.closed_on = outcome, ground, on


def _moved(before: Due | None, after: Due | None) -> dict:
    """That the day of the reply changed: kept with the event that changed it."""
    if before is None or after is None or before.date == after.date:
        return {}
    return {"moved": [before.date.isoformat(), after.date.isoformat()]}


def _keep_time(application: Application, every: list[application_clock.Run], now: datetime) -> None:
    """The stored deadlines follow the events; closed ones keep the day that they had."""
    for run in every:
        if run.closed_on:
            outcome = Deadline.Outcome.DROPPED if run.dropped else Deadline.Outcome.DONE
            clock.close(application, run.term, run.closed_on, slot=run.slot, outcome=outcome)
        else:
            told = {"events": run.events, "consultations": run.consultations, "number": run.number, "basis": run.basis}
            clock.start(application, run.term, run.start, now, slot=run.slot, owner=application.handler, **told)


def _already_moved(application: Application) -> str:
    last = application.events.select_related("by").order_by("-pk").first()
    told = {"who": last.by or _("申请人"), "what": last.get_kind_display(), "at": timezone.localtime(last.at).strftime("%Y-%m-%d %H:%M")}
    return _("您打开页面以后，这件申请已经有了新的情况：%(at)s %(who)s“%(what)s”。请核对后再办。") % told
