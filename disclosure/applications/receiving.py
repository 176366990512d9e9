"""收到申请: filed over the Internet or entered by staff, and the confirmation that fixes the day of receipt (Article 31)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import audit, calendars, office_hours, personal_data, receipts, sealed, term_words
from cms.models import ClockSettings, Department, User
from cms.models.department import check_credit_code
from disclosure.application_clock import Kind
from disclosure.applications import papers, query_codes
from disclosure.applications.case import ApplicationRefused, settle, take
from disclosure.applications.papers import Given
from disclosure.channels import CHANNELS, ONLINE
from disclosure.models import Applicant, Application, Filing
from disclosure.workflow import REGISTER, Action, State

PREFIX = "YS"
KEEP_DONE = timedelta(hours=1)
FROM_ALL = 500  # filings an hour from everybody


@dataclass(frozen=True)
class Who:
    """An applicant or a representative, as filled in."""

    name: str
    identity_kind: str
    identity_number: str
    part: str = Applicant.Part.APPLICANT
    contact_name: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True)
class Asked:
    """What is applied for and how it is wanted; there is no purpose, for nobody may ask for one (Article 27)."""

    applicant_kind: str
    title: str
    document_number: str = ""
    features: str = ""
    form: str = Application.Form.ELECTRONIC
    delivery: str = Application.Delivery.ONLINE
    help_needed: str = ""
    mail_wanted: bool = False


@dataclass(frozen=True)
class Receipt:
    """What is told once: whoever has both may ask how the matter stands."""

    application: Application
    code: str
    papers: list = field(default_factory=list)

    @property
    def number(self) -> str:
        return self.application.number


@transaction.atomic
def file_online(people: Sequence[Who], asked: Asked, files: Iterable[Given], address: str, now: datetime) -> Receipt:
    """An application over the Internet. Raises ApplicationRefused, UploadRefused; then nothing is kept.

    Its day of receipt is that of the confirmation, or as the setting ONLINE_RECEIPT says.
    """
    sender = sealed.print_of("sender", address)
    lately = Filing.objects.filter(at__gt=now - KEEP_DONE)
    if lately.filter(sender=sender).count() >= settings.FILINGS_PER_HOUR or lately.count() >= FROM_ALL:
        raise ApplicationRefused(_("最近一小时提交的申请太多，请稍后再试，或者当面、邮寄提出。您填写的内容还在，没有丢失。"))
    Filing.objects.create(sender=sender, at=now)
    receipt = _enter(people, asked, ONLINE, files, None, now)
    application, today = receipt.application, timezone.localdate(now)
    settle(application, Kind.FILED, today, None, now, {"confirm": settings.ONLINE_RECEIPT == "confirmed"})
    if settings.ONLINE_RECEIPT == "filed":
        _receive(application, _counted_day(now), None, now, ahead=True)
    return receipt


@transaction.atomic
def register(
    people: Sequence[Who],
    asked: Asked,
    channel: str,
    on: date,
    by: User,
    now: datetime,
    tracking_number: str = "",
    files: Iterable[Given] = (),
) -> Receipt:
    """An application that came in otherwise, entered by staff. ``on``: the day of submission, of signing, or of its arrival.

    Raises ApplicationRefused, UploadRefused; then nothing is kept.
    """
    way = CHANNELS.get(channel)
    if not by.has_perm(REGISTER):
        raise ApplicationRefused(_("您没有登记申请的权限。"))
    if way is None or channel == ONLINE:
        raise ApplicationRefused(_("请选择申请是怎样提交的。"))
    if on > timezone.localdate(now):
        raise ApplicationRefused(_("收到申请的日期%(day)s还没有到，请核对。") % {"day": term_words.day(on)})
    if way.tracked and not tracking_number.strip():
        raise ApplicationRefused(_("挂号信、特快专递请填写邮件号码。"))
    receipt = _enter(people, asked, channel, files, by, now, on=on, tracking_number=tracking_number.strip())
    application = receipt.application
    settle(application, Kind.FILED, on, by, now, {"confirm": way.confirmed})
    if not way.confirmed:
        _receive(application, on, by, now)
    return receipt


@transaction.atomic
def confirm(application: Application, on: date, by: User, now: datetime) -> Application:
    """与申请人确认: the day on which both sides confirm is the day of receipt (Article 31). Raises ApplicationRefused."""
    take(application, Action.CONFIRM, by, now)
    if application.handler is None:
        application.handler = by
    _receive(application, on, by, now, state=application.state)
    return application


def identities(application: Application, by: User) -> list[tuple[Applicant, dict[str, str]]]:
    """Identity numbers and contact data of an application, opened for ``by``; the look is recorded. Raises ApplicationRefused."""
    if not (by.has_perm("disclosure.identify_application") or application.handler_id == by.pk):
        raise ApplicationRefused(_("只有承办这件申请的人可以查看申请人的证件号码和联系方式。"))
    audit.record(by, "application.identified", application)
    return [(person, sealed.opened(person.sealed)) for person in application.applicants.all()]


def earlier(application: Application) -> list[Application]:
    """Other applications of the same people, the latest first: for the monthly count of fees and repeated ones (Article 36(6))."""
    prints = application.applicants.filter(part=Applicant.Part.APPLICANT).values("identity_print")
    found = Application.objects.filter(applicants__identity_print__in=prints).exclude(pk=application.pk)
    return list(found.distinct().order_by("-filed_at")[:50])


def alike(numbers: Iterable[str], title: str) -> Application | None:
    """One of these that is under way and asks for a thing of the same name: told to whoever is about to send it again."""
    return Application.objects.open().filter(number__in=numbers, title=title.strip()).first()


def forget_senders(now: datetime) -> int:
    return Filing.objects.filter(at__lt=now - KEEP_DONE).delete()[0]


def require_person(who: Who, today: date) -> None:
    """Raises ApplicationRefused for a name or an identity number that cannot be, and for one who cannot be reached."""
    if not who.name.strip():
        raise ApplicationRefused(_("请填写姓名或者名称。"))
    number = identity_number(who)
    if not number:
        raise ApplicationRefused(_("请填写%(name)s的证件号码。") % {"name": who.name})
    if who.identity_kind == Applicant.Identity.RESIDENT and not personal_data.is_identity(number, today):
        raise ApplicationRefused(_("身份证号码不对：位数、出生日期或者校验码有错，请核对。"))
    if who.identity_kind == Applicant.Identity.CREDIT_CODE:
        try:
            check_credit_code(number)
        except ValidationError as error:
            raise ApplicationRefused(*error.messages) from None
    if not (who.telephone.strip() or who.email.strip() or who.address.strip()):
        raise ApplicationRefused(_("请填写%(name)s的联系方式：电话、电子邮箱和通信地址至少填一项。") % {"name": who.name})


def identity_number(who: Who) -> str:
    return "".join(personal_data.plain_width(who.identity_number).upper().split()).replace("-", "")


def _enter(people, asked: Asked, channel: str, files, by: User | None, now: datetime, on: date | None = None, tracking_number: str = ""):
    """The rows of a new application, with its number and its code."""
    today = timezone.localdate(now)
    _require(people, asked, today)
    number, code = receipts.new_number(PREFIX, today), query_codes.new_code()
    application = Application(number=number, code_print=query_codes.print_of(number, code), channel=channel, **vars(asked))
    application.tracking_number, application.handler = tracking_number, by
    application.unit = Department.objects.filter(kind=Department.Kind.AUTHORITY).first()
    application.filed_at = now if on in (None, today) else timezone.make_aware(datetime.combine(on, timezone.localtime(now).time()))
    application.save()
    for who in people:
        _person(application, who)
    return Receipt(application, code, [papers.keep(application, one, by, now) for one in files])


def _require(people: Sequence[Who], asked: Asked, today: date) -> None:
    if not any(who.part == Applicant.Part.APPLICANT for who in people):
        raise ApplicationRefused(_("请填写申请人。"))
    for who in people:
        require_person(who, today)
    numbers = [identity_number(who) for who in people if who.part == Applicant.Part.APPLICANT]
    if len(set(numbers)) < len(numbers):
        raise ApplicationRefused(_("同一个申请人填写了两次，请核对证件号码。"))
    _require_way(people, asked)
    if not asked.title.strip():
        raise ApplicationRefused(_("请写明所申请信息的名称，或者便于查询的描述。"))


def _require_way(people: Sequence[Who], asked: Asked) -> None:
    """What is to be sent needs a place to go."""
    by_mail = asked.delivery == Application.Delivery.EMAIL or asked.mail_wanted
    if by_mail and not any(who.email.strip() for who in people):
        raise ApplicationRefused(_("要用电子邮件通知或者答复的，请填写电子邮箱。"))
    if asked.delivery == Application.Delivery.POST and not any(who.address.strip() for who in people):
        raise ApplicationRefused(_("要邮寄的，请填写通信地址。"))


def _person(application: Application, who: Who) -> None:
    number = identity_number(who)
    facts = {"identity_number": number, "telephone": who.telephone, "email": who.email, "address": who.address}
    Applicant.objects.create(
        application=application,
        part=who.part,
        name=who.name.strip(),
        contact_name=who.contact_name.strip(),
        identity_kind=who.identity_kind,
        identity_print=sealed.print_of(f"identity-{who.identity_kind}", number),
        sealed=sealed.seal({name: fact.strip() for name, fact in facts.items()}),
    )


def _receive(application: Application, on: date, by: User | None, now: datetime, state: str = State.REGISTERED, ahead=False) -> None:
    filed = timezone.localdate(application.filed_at)
    if on < filed:
        raise ApplicationRefused(_("收到申请之日不能早于提交之日（%(day)s）。") % {"day": term_words.day(filed)})
    application.state, application.received_on = state, on
    settle(application, Kind.RECEIVED, on, by, now, ahead=ahead)


def _counted_day(now: datetime) -> date:
    """The day of filing, or after office hours the next working day."""
    hours = ClockSettings.load()
    local = timezone.localtime(now)
    return office_hours.next_open(local, calendars.calendar(), hours.office_opens, hours.office_closes).date()
