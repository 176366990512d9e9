"""The life of an account: invited, in use, its work handed over, closed. Each verb is recorded."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from cms import audit, outbox, registry
from cms.accounts import second_factor, sessions
from cms.gate import Refused
from cms.models import User
from cms.punctuation import listed


class AccountRefused(Refused):
    """Something that may not be done to this account."""


@dataclass(frozen=True)
class Work:
    """What lies in a person's hands, of one kind."""

    name: str
    items: list


def invite(user: User, by: User) -> str:
    """Send a link with which the person chooses a password, once, within PASSWORD_RESET_TIMEOUT; returns the link.

    Serves a lost password as well. Raises AccountRefused for a closed account.
    """
    if not user.is_active:
        raise AccountRefused(_("账户已停用，请先恢复再邀请。"))
    link = settings.BASE_URL + reverse(
        "account_invitation",
        args=[urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)],
    )
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    with transaction.atomic():
        if user.email:
            context = {"user": user, "by": by, "link": link, "hours": hours, "site": settings.WAGTAIL_SITE_NAME}
            subject = _("请启用您的“%(site)s”账户") % {"site": settings.WAGTAIL_SITE_NAME}
            outbox.mail([user.email], subject, render_to_string("mail/invitation.txt", context))
        audit.record(by, "account.invite", user, mailed=bool(user.email))
    return link


def work_of(user: User) -> list[Work]:
    """What is open in a person's hands, kind by kind, as the apps register it."""
    found = (Work(str(entry.name), list(entry.open(user))) for _key, entry in registry.owned_work)
    return [work for work in found if work.items]


@transaction.atomic
def hand_over(user: User, to: User, by: User, reason: str) -> int:
    """Give everything open to another person, and tell that person; returns the number of items."""
    if to.pk == user.pk or not to.is_active:
        raise AccountRefused(_("请选择另一位在用的人员接手。"))
    given = []
    for _key, entry in registry.owned_work:
        for item in entry.open(user):
            entry.give(item, to)
            given.append(f"{entry.name}：{item}")
    audit.record(by, "account.hand-over", user, reason=reason, to=to.pk, to_label=str(to), items=given)
    if given and to.email:
        text = render_to_string("mail/handed_over.txt", {"user": user, "to": to, "given": given})
        outbox.mail([to.email], _("%(name)s的工作已移交给您") % {"name": user}, text)
    return len(given)


@transaction.atomic
def close(user: User, by: User, reason: str) -> None:
    """End an account: no sign-in, no session, no second factor left. What the person did stays under their name."""
    if user.pk == by.pk:
        raise AccountRefused(_("不能停用自己的账户。"))
    if not reason.strip():
        raise AccountRefused(_("请写明停用的原因。"))
    if left := work_of(user):
        kinds = listed(_("%(kind)s %(count)d 项") % {"kind": work.name, "count": len(work.items)} for work in left)
        raise AccountRefused(_("还有未移交的工作（%(kinds)s），请先移交。") % {"kinds": kinds})
    User.objects.select_for_update().get(pk=user.pk)
    user.refresh_from_db()
    if user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        raise AccountRefused(_("这是最后一个超级管理员，不能停用。"))
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    second_factor.remove(user, by, reason)
    ended = sessions.end_all(user)
    audit.record(by, "account.close", user, reason=reason.strip(), sessions=ended)


@transaction.atomic
def reopen(user: User, by: User, reason: str) -> str:
    """Bring a closed account back with an invitation; returns its link."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(by, "account.reopen", user, reason=reason)
    return invite(user, by)
