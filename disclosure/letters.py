"""文书: composed from a template and what happened, shown before it is signed, signed and numbered by the signer, sent and served.

What is signed is the text: number, title, addressee, body, signing body and day, kept with a digest and never changed. PDF and
DOCX are written from it; where an electronic seal is set (LETTER_SEAL) the sealed PDF is kept too.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import audit, outbox, personal_data, term_words
from cms.gate import Refused
from cms.models import User
from cms.papers import pdf as pdf_writer
from cms.papers import word
from cms.papers.paper import Paper, Paragraph
from cms.terms import TermError
from cms.workdays import CalendarError
from disclosure import letter_facts
from disclosure.application_clock import Kind
from disclosure.letter_facts import OUTCOMES_OF, day
from disclosure.letter_kinds import CALLING, FORMS, LetterKind, fill, lacking, letter_of
from disclosure.models import Application, ApplicationEvent, Letter, LetterNumber, LetterSettings, LetterTemplate
from disclosure.remedies import OrgansMissing
from disclosure.workflow import HANDLE, SIGN

CHINESE = "zh-hans"
MAIL = "letter-mail"  # the outbox kind that sends a letter to its applicant
ACTS = {"letter.signed": gettext_lazy("签发文书"), "letter.sent": gettext_lazy("发出文书"), "letter.served": gettext_lazy("登记文书送达")}


class LetterRefused(Refused):
    """A letter that may not be signed, sent or served as it is."""


@dataclass(frozen=True)
class Composed:
    """A letter before it has a number. ``missing``: why it may not be signed."""

    kind: LetterKind
    outcome: str
    title: str
    addressee: str
    text: str
    organ: str
    dated: date
    missing: list[str]

    def paper(self, number: str = "") -> Paper:
        return _paper(self.title, number, self.addressee, self.text, self.organ, self.dated)


def owed(application: Application) -> list[ApplicationEvent]:
    """Events that call for a letter and have none yet; the reply's own is signed with the reply."""
    events = application.events.filter(kind__in=CALLING - {Kind.SIGNED}, letter=None)
    return list(events)


def compose(application: Application, event: ApplicationEvent | None, on: date) -> Composed:
    """The letter as it would be signed on ``on``; ``event`` None: the reply as drafted. Raises LetterRefused."""
    if event is None and not hasattr(application, "reply"):
        raise LetterRefused(_("还没有拟写答复。"))
    kind = letter_of(event.happened.kind, event.data) if event else LetterKind.REPLY
    outcome = _outcome(application, event) if kind is LetterKind.REPLY else ""
    template = LetterTemplate.objects.filter(kind=kind, outcome=outcome).first()
    if template is None:
        raise LetterRefused(_("没有这种文书的模板。"))
    with translation.override(CHINESE):
        try:
            facts = letter_facts.facts(application, kind, event, outcome, LetterSettings.now())
        except OrgansMissing as error:
            raise LetterRefused(str(error)) from None
        except (TermError, CalendarError) as error:
            raise LetterRefused(term_words.refusal(error)) from None
    text = fill(template.body, facts)
    to = facts.get("对方") or facts["申请人"]
    missing = [*lacking(kind, outcome, text, facts), *_of_all(template.title, to, text, facts, on)]
    return Composed(kind, outcome, template.title, to, text, facts["本机关"], on, missing)


@transaction.atomic
def sign(application: Application, event: ApplicationEvent, on: date, by: User, now: datetime) -> Letter:
    """Number the letter and keep its text. ``on``: the day that stands in it. Raises LetterRefused."""
    if not by.has_perm(SIGN):
        raise LetterRefused(_("文书由签发人签发，您没有签发的权限。"))
    Application.objects.select_for_update().get(pk=application.pk)  # two signers of one letter: the second is told
    if event.application_id != application.pk or event.kind not in CALLING:
        raise LetterRefused(_("这一步不需要文书。"))
    if Letter.objects.filter(event=event).exists():
        raise LetterRefused(_("这份文书已经签发。"))
    if not event.on <= on <= timezone.localdate(now):
        raise LetterRefused(_("成文日期应在%(first)s和今天之间。") % {"first": term_words.day(event.on)})
    composed = compose(application, event, on)
    if composed.missing:
        raise LetterRefused(*composed.missing)
    letter = _numbered(application, event, composed, by)
    _seal(letter)
    letter.save()
    audit.record(by, "letter.signed", application, number=letter.number, sha256=letter.sha256)
    return letter


@transaction.atomic
def send(letter: Letter, way: str, on: date, by: User, now: datetime) -> Letter:
    """Sent by the way that was asked for, or by another one that is named. Raises LetterRefused."""
    letter = _taken(letter, by, on, now)
    if letter.sent_on:
        raise LetterRefused(_("%(letter)s已经发出。") % {"letter": letter})
    if way not in Application.Delivery.values:
        raise LetterRefused(_("请选择用什么方式送达。"))
    if on < letter.dated:
        raise LetterRefused(_("发出日不能早于成文日期。"))
    letter.sent_on, letter.way = on, way
    letter.save(update_fields=["sent_on", "way"])
    if way == Application.Delivery.EMAIL and letter.for_applicant:
        outbox.add(MAIL, {"letter": letter.pk})
    audit.record(by, "letter.sent", letter.application, number=letter.number, way=way, on=on)
    return letter


@transaction.atomic
def serve(letter: Letter, proof: str, on: date, by: User, now: datetime) -> Letter:
    """``proof``: how it is known that it arrived. Raises LetterRefused."""
    letter = _taken(letter, by, on, now)
    if letter.sent_on is None:
        raise LetterRefused(_("文书还没有发出。"))
    if letter.served_on:
        raise LetterRefused(_("%(letter)s已经登记送达。") % {"letter": letter})
    if not proof.strip():
        raise LetterRefused(_("请写明送达的凭据，例如签收人、邮件号码。"))
    if on < letter.sent_on:
        raise LetterRefused(_("送达日不能早于发出日。"))
    letter.served_on, letter.proof = on, proof.strip()[:300]
    letter.save(update_fields=["served_on", "proof"])
    audit.record(by, "letter.served", letter.application, number=letter.number, on=on, proof=letter.proof)
    return letter


def paper(letter: Letter) -> Paper:
    return _paper(letter.title, letter.number, letter.addressee, letter.text, letter.organ, letter.dated)


def pdf(letter: Letter) -> bytes:
    """The sealed one where there is one."""
    if letter.sealed:
        with letter.sealed.open("rb") as file:
            return file.read()
    return pdf_writer.pdf(paper(letter))


def docx(letter: Letter) -> bytes:
    return word.docx(paper(letter))


def digest(letter: Letter) -> str:
    """SHA-256 of what was signed; whoever has the letter can compute it again."""
    lines = (letter.number, letter.title, letter.addressee, letter.text, letter.organ, letter.dated.isoformat())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def next_number(kind: LetterKind, year: int) -> int:
    """The next number of the kind in the year; its counter stays locked until the caller's transaction ends."""
    counter = LetterNumber.objects.filter(kind=kind, year=year)
    if not counter.update(last=F("last") + 1):
        LetterNumber.objects.get_or_create(kind=kind, year=year)
        counter.update(last=F("last") + 1)
    return counter.get().last


# -- inside ------------------------------------------------------------------------------------------------------------


def _outcome(application: Application, event: ApplicationEvent | None) -> str:
    return OUTCOMES_OF.get(Kind(event.kind), "") or application.reply.outcome if event else application.reply.outcome


def _of_all(title: str, to: str, text: str, facts: Mapping[str, str], on: date) -> list[str]:
    """What no letter may lack or hold, whatever its kind."""
    sentences = [] if title.strip() and to else [_("文书没有标题或者主送，不能签发。")]
    if not facts["本机关"]:
        sentences.append(_("文书没有署名：这件申请没有受理机关，不能签发。"))
    if any(one.kind == personal_data.Kind.IDENTITY for one in personal_data.find(f"{title}\n{text}", on)):
        sentences.append(_("文书中有居民身份证号码，请删去以后再签发。"))
    return sentences


def _numbered(application: Application, event: ApplicationEvent, composed: Composed, by: User) -> Letter:
    year = composed.dated.year
    sequence = next_number(composed.kind, year)
    number = f"{LetterSettings.now().mark}公开{FORMS[composed.kind].sign}〔{year}〕{sequence}号"
    letter = Letter(application=application, event=event, kind=composed.kind, outcome=composed.outcome, signed_by=by)
    letter.year, letter.sequence, letter.number = year, sequence, number
    letter.title, letter.addressee, letter.text = composed.title, composed.addressee, composed.text
    letter.organ, letter.dated = composed.organ, composed.dated
    letter.sha256 = digest(letter)
    return letter


def _seal(letter: Letter) -> None:
    if not settings.LETTER_SEAL:
        return
    try:
        sealed = import_string(settings.LETTER_SEAL)(pdf_writer.pdf(paper(letter)))
    except Exception as error:  # whatever a seal of another house raises: an unsealed letter does not go out as a sealed one
        raise LetterRefused(_("电子签章没有成功，文书没有签发：%(error)s") % {"error": error}) from error
    letter.sealed_sha256 = hashlib.sha256(sealed).hexdigest()
    letter.sealed.save("sealed.pdf", ContentFile(sealed), save=False)


def _taken(letter: Letter, by: User, on: date, now: datetime) -> Letter:
    if not by.has_perm(HANDLE):
        raise LetterRefused(_("您没有办理这一步的权限。"))
    if on > timezone.localdate(now):
        raise LetterRefused(_("日期%(day)s还没有到，请核对。") % {"day": term_words.day(on)})
    return Letter.objects.select_for_update().select_related("application").get(pk=letter.pk)


def _paper(title: str, number: str, addressee: str, text: str, organ: str, dated: date) -> Paper:
    blocks = tuple(Paragraph(line) for line in text.splitlines())
    return Paper(title, blocks, organ, number, addressee, (organ, day(dated)))
