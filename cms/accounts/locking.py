"""Lock-out after failed sign-ins: django-axes counts by name and address together; here stands what it says and records."""

from datetime import datetime

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms import audit
from cms.models import AuditRecord, User


def client_address(request: HttpRequest) -> str:
    """The visitor's address: the last hop that our own proxies vouch for, never what the visitor claims."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    count = settings.TRUSTED_PROXIES
    return hops[-count] if 0 < count <= len(hops) else request.META.get("REMOTE_ADDR", "")


def sentence() -> str:
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return _("登录失败次数过多，账户已锁定。请 %(minutes)d 分钟后再试，或请站点管理员解除锁定。") % {"minutes": minutes}


def note(username: str, address: str, now: datetime) -> None:
    """Record a lock: once for each, not for each knock at a locked door."""
    names = {"details__username": username, "details__address": address}
    if not AuditRecord.objects.filter(action="account.locked", at__gte=now - settings.AXES_COOLOFF_TIME, **names).exists():
        person = User.objects.filter(username=username).first()
        audit.record(None, "account.locked", person, username=username, address=address)


def is_locked(user: User, now: datetime) -> bool:
    """Whether anybody who tries this name from somewhere is locked out at the moment."""
    attempts = AccessAttempt.objects.filter(username=user.username, attempt_time__gte=now - settings.AXES_COOLOFF_TIME)
    return attempts.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT).exists()


def unlock(user: User, by: User) -> None:
    """Forget the failed attempts of a person, wherever they came from."""
    reset(username=user.username)
    audit.record(by, "account.unlock", user)
