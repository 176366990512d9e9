"""文书的电子邮件: a letter goes as a PDF to the addresses of its applicants, which are opened here and not before."""

from django.conf import settings
from django.template.loader import render_to_string

from cms import outbox, sealed, tasks
from disclosure import letters
from disclosure.models import Applicant, Letter


def mail(payloads: list[dict]) -> None:
    """The handler of the outbox kind `letters.MAIL`; may be repeated, the Message-ID tells."""
    for payload in payloads:
        letter = Letter.objects.select_related("application").get(pk=payload["letter"])
        people = letter.application.applicants.filter(part=Applicant.Part.APPLICANT)
        to = [found for person in people if (found := sealed.opened(person.sealed).get("email"))]
        if not to:
            continue
        context = {"letter": letter, "address": settings.BASE_URL + letter.application.get_absolute_url()}
        text = render_to_string("mail/letter.txt", context)
        attached = [(f"{letter.number}.pdf", letters.pdf(letter), "application/pdf")]
        told = {"to": to, "subject": str(letter), "text": text, "message_id": f"<letter-{letter.pk}@gongkai>", "attachments": attached}
        tasks.send_mails([told])


def register() -> None:
    outbox.handler(letters.MAIL, mail, batch=20)
