"""查询码: with the receipt number, what opens the status page. Told once, kept as a keyed print, hard to guess: forty bits of chance,
and few tries."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cms import receipts, sealed
from cms.gate import Refused
from disclosure.models import Application, FailedLook

KEEP_DONE = timedelta(hours=1)
FROM_ONE = 10  # wrong codes an hour from one address
FOR_ONE = 30  # wrong codes an hour for one number, wherever they come from


class CodeRefused(Refused):
    """No application is opened with this number and code."""


def new_code() -> str:
    return "".join(secrets.choice(receipts.ALPHABET) for _place in range(receipts.LENGTH))


def print_of(number: str, code: str) -> str:
    return sealed.print_of("query-code", f"{number} {code}")


def find(number: str, code: str, address: str, now: datetime) -> Application:
    """The application that number and code belong to. Raises CodeRefused, with the same words whichever of them is wrong."""
    sender, since = sealed.print_of("sender", address), now - KEEP_DONE
    read, typed = receipts.read(number), "".join(code.upper().split())
    lately = FailedLook.objects.filter(at__gt=since)
    if lately.filter(sender=sender).count() >= FROM_ONE or (read and lately.filter(number=read).count() >= FOR_ONE):
        raise CodeRefused(_("编号或者查询码输错的次数太多，请一小时后再试，或者打电话询问。"))
    found = Application.objects.filter(number=read).first() if read else None
    if found is None or not sealed.same(found.code_print, print_of(found.number, typed)):
        with transaction.atomic():
            FailedLook.objects.create(number=read, sender=sender, at=now)
        raise CodeRefused(_("没有这个编号，或者查询码不对，请核对。编号形如 YS20261120-7F3K9QXM，查询码是八位字母和数字。"))
    return found


def forget(now: datetime) -> int:
    """The failed tries have done their part; answers how many were forgotten."""
    return FailedLook.objects.filter(at__lt=now - KEEP_DONE).delete()[0]
