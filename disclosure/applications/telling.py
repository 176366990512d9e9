"""告知: what is said to whom when something happens, and how the reminders speak of an application."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import outbox, registry, sealed, tasks
from cms.assignments import person_for
from cms.models import User
from cms.registry import DeadlineSubject, OwnedWork
from disclosure.application_words import KINDS
from disclosure.applications import query_codes, receiving
from disclosure.applications.case import MAIL
from disclosure.models import Applicant, Application, ApplicationEvent


def address(application: Application) -> str:
    """Of its staff screen."""
    return reverse("application_case", args=[application.pk])


def owners(application: Application) -> list[User]:
    """Who answers for it while nobody handles it: the office."""
    return [] if application.handler_id else [person for person in [person_for(None)] if person]


def mail(payloads: list[dict]) -> None:
    """The handler of the outbox kind MAIL: that something happened, and where to read of it; nothing of what it is about.

    The addresses are opened here and not before, so that the queue does not hold them.
    """
    for payload in payloads:
        event = ApplicationEvent.objects.select_related("application").filter(pk=payload["event"]).first()
        if event is None:
            continue
        application = event.application
        page = settings.BASE_URL + application.get_absolute_url()
        context = {"application": application, "what": event.get_kind_display(), "on": event.on, "address": page}
        text = render_to_string("mail/application.txt", context)
        subject = _("政府信息公开申请 %(number)s：%(what)s") % {"number": application.number, "what": event.get_kind_display()}
        _send(application, subject, text, f"<application-event-{event.pk}@gongkai>")


def _send(application: Application, subject: str, text: str, message_id: str) -> None:
    people = application.applicants.filter(part=Applicant.Part.APPLICANT)
    to = [found for person in people if (found := sealed.opened(person.sealed).get("email"))]
    if to:
        tasks.send_mails([{"to": to, "subject": subject, "text": text, "message_id": message_id}])


def forget(now: datetime) -> None:
    """The periodic job: what only limits floods and guesses is forgotten after an hour."""
    query_codes.forget(now)
    receiving.forget_senders(now)


def _give(application: Application, to: User) -> None:
    application.handler = to
    application.save(update_fields=["handler"])
    application.deadlines.open().update(owner=to)


CLOCK = DeadlineSubject(url=address, owners=owners)
IN_HAND = OwnedWork(gettext_lazy("政府信息公开申请"), lambda user: list(Application.objects.open().filter(handler=user)), _give)


def register() -> None:
    registry.deadline_subjects.register(Application._meta.label, CLOCK)
    registry.owned_work.register("applications", IN_HAND)
    registry.periodic.register("application-limits", ("disclosure.applications.telling.forget", 3600))
    outbox.handler(MAIL, mail)
    registry.audit_actions.register("application.identified", gettext_lazy("查看申请人证件号码和联系方式"))
    registry.audit_actions.register("application.ledger", gettext_lazy("导出依申请公开台账"))
    registry.audit_actions.register("application.paper", gettext_lazy("查看申请材料"))
    for kind, name in KINDS.items():
        registry.audit_actions.register(f"application.{kind}", name)
