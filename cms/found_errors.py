"""我为政府网站找错: the verbs. A report becomes a task of whoever answers for the page; the answer is public once released."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms import assignments, audit, receipts, stamps
from cms.gate import Refused
from cms.models import ColumnPage, Department, FoundError, ServiceGuidePage, User

ORIGIN = "found-error"
TERM = "FOUND_ERROR_3WD"
ANSWERS = "found-errors"  # the tag of the page of answers
AN_HOUR = timedelta(hours=1)
FROM_ONE = 5  # reports an hour from one address: enough for a careful reader, too few for a flood
FROM_ALL = 200  # an hour from everybody


class ReportRefused(Refused):
    """A report that is not taken now."""


class AnswerRefused(Refused):
    """An answer that may not be given or released."""


def digest(address: str) -> str:
    """Names a sender for the limit without keeping the address."""
    return salted_hmac("found-errors", address, algorithm="sha256").hexdigest()


def place_of(url: str) -> str:
    """The path of an address of this site; empty where it is none."""
    path = urlsplit(url.strip()).path
    return path[:500] if path.startswith("/") and not path.startswith("//") else ""


def page_at(path: str) -> Page | None:
    """The page that stands at a path, where it is one of the page tree."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return None
    parts = [part for part in path.split("/") if part]
    wanted = "/".join([site.root_page.url_path.rstrip("/"), *parts]) + "/"
    found = Page.objects.live().filter(url_path=wanted).first()
    return found.specific if found else None


def unit_of(page: Page | None) -> Department | None:
    """Who answers for a page: its own unit, or the owner of the nearest column that it stands in."""
    if page is None:
        return None
    if isinstance(page, ServiceGuidePage) and page.unit_id:
        return page.unit
    columns = ColumnPage.objects.ancestor_of(page, inclusive=True).filter(owner_unit__isnull=False).order_by("-depth")
    nearest = columns.select_related("owner_unit").first()
    return nearest.owner_unit if nearest else None


def receive(kind: str, url: str, description: str, contact: str, address: str, now: datetime) -> FoundError:
    """Take a report down and make its task. Raises ReportRefused for what comes too fast."""
    sender, since = digest(address), now - AN_HOUR
    with transaction.atomic():
        lately = FoundError.objects.filter(received_at__gt=since)
        if lately.filter(sender=sender).count() >= FROM_ONE or lately.count() >= FROM_ALL:
            raise ReportRefused(_("最近一小时收到的找错留言太多，请稍后再试，或者打电话告诉我们。"))
        path = place_of(url)
        page = page_at(path) if path else None
        number = receipts.new_number("ZC", timezone.localdate(now))
        kind_words = FoundError.Kind(kind).label
        task, _new = assignments.give_out(
            f"{ORIGIN}:{number}",
            f"{_('找错')}：{kind_words} {page.title if page else path}",
            now,
            origin=ORIGIN,
            term=TERM,
            subject=page,
            label=page.title if page else path,
            url=path,
            source="inspection/found-errors",
            unit=unit_of(page),
        )
        found = FoundError(number=number, kind=kind, page_url=path or url[:500], page_title=page.title if page else "")
        found.description, found.contact, found.sender = description, contact, sender
        found.received_at, found.assignment = now, task
        found.save()
    return found


@transaction.atomic
def answer(found: FoundError, question: str, words: str, by: User, now: datetime) -> None:
    """Write down what is answered and in which words the matter is told to the public. Raises AnswerRefused."""
    kept = _locked(found)
    if kept.released_at:
        raise AnswerRefused(_("答复已经公开，请先撤回再修改。"))
    if not question.strip() or not words.strip():
        raise AnswerRefused(_("请写公开的问题摘要和答复，都不要写个人信息。"))
    kept.question, kept.answer, kept.answered_at = question.strip()[:200], words.strip()[:2000], now
    kept.save(update_fields=["question", "answer", "answered_at"])
    audit.record(by, "found-error.answer", kept)


@transaction.atomic
def release(found: FoundError, by: User, now: datetime) -> None:
    """Make the answer public, for the one who asked and for all. Raises AnswerRefused."""
    kept = _locked(found)
    if not kept.answer:
        raise AnswerRefused(_("还没有答复，不能公开。"))
    kept.released_at, kept.released_by = now, by
    kept.save(update_fields=["released_at", "released_by"])
    audit.record(by, "found-error.release", kept)
    stamps.bump(ANSWERS)


@transaction.atomic
def take_back(found: FoundError, reason: str, by: User) -> None:
    """The answer is public no longer. Raises AnswerRefused."""
    if not reason.strip():
        raise AnswerRefused(_("请写明撤回的原因。"))
    kept = _locked(found)
    kept.released_at = kept.released_by = None
    kept.save(update_fields=["released_at", "released_by"])
    audit.record(by, "found-error.take-back", kept, reason=reason)
    stamps.bump(ANSWERS)


def forget_senders(now: datetime) -> int:
    """The digests have done their part; answers how many were emptied."""
    return FoundError.objects.filter(received_at__lt=now - AN_HOUR).exclude(sender="").update(sender="")


def _locked(found: FoundError) -> FoundError:
    return FoundError.objects.select_for_update().get(pk=found.pk)
