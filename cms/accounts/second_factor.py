"""The second factor: a time code from an authenticator app (RFC 6238), with recovery codes for the day the phone is lost.

Anybody may turn it on; roles named in SECOND_FACTOR_ROLES must, before they can do anything else.
"""

from base64 import b32encode

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms import audit
from cms.gate import Refused
from cms.models import User
from cms.roles import ROLES

RECOVERY_CODES = 10
DEVICE_NAME = "authenticator"
RECOVERY_NAME = "recovery"


class CodeRefused(Refused):
    """A code that is wrong, used, or tried too often."""


def device_of(user: User) -> TOTPDevice | None:
    """The person's confirmed authenticator."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def required_for(user: User) -> bool:
    """Whether one of the person's roles obliges to a second factor."""
    names = [ROLES[slug].name if slug in ROLES else slug for slug in settings.SECOND_FACTOR_ROLES]
    if user.is_superuser and "superuser" in names:
        return True
    return bool(names) and user.groups.filter(name__in=names).exists()


def begin(user: User) -> TOTPDevice:
    """The authenticator that is being set up; the same until it is confirmed, so that reloading the page changes nothing."""
    return TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": DEVICE_NAME})[0]


def qr_code(device: TOTPDevice) -> str:
    """An inline SVG of the device's address: no picture to fetch, no script, no style."""
    return segno.make(device.config_url, error="m").svg_inline(scale=5, border=4, light="#fff")


def key_in_words(device: TOTPDevice) -> str:
    """The key for typing in by hand, in groups of four."""
    key = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def confirm(device: TOTPDevice, code: str) -> list[str]:
    """Take the new authenticator into use after its first right code; returns the recovery codes, shown this once."""
    # Outside the transaction below: a wrong code must be counted.
    _require(device.verify_token("".join(code.split())), device)
    with transaction.atomic():
        TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save()
        audit.record(device.user, "account.second-factor", device.user)
        return renew_recovery_codes(device.user)


def renew_recovery_codes(user: User) -> list[str]:
    """Ten fresh codes, each good for one sign-in; the old ones are void."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=RECOVERY_NAME, confirmed=True)
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def verify(user: User, code: str):
    """Return the device that accepts the code (the authenticator's or a recovery code), or raise CodeRefused."""
    code = code.strip().lower().replace(" ", "").replace("-", "")
    kind = TOTPDevice if code.isdigit() else StaticDevice
    with transaction.atomic():
        device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
        accepted = device is not None and device.verify_token(code)
        if accepted and kind is StaticDevice:
            audit.record(user, "account.recovery-code", user, left=device.token_set.count())
    _require(accepted, device)
    return device


@transaction.atomic
def remove(user: User, by: User, reason: str = "") -> None:
    """Take the second factor away: one's own, or another's when the phone and the codes are lost."""
    had, _kinds = TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    if had:
        audit.record(by, "account.second-factor-off", user, reason=reason)


def _require(accepted: bool, device) -> None:
    if accepted:
        return
    allowed, refusal = device.verify_is_allowed() if device is not None else (True, None)
    if not allowed and (until := (refusal or {}).get("locked_until")):
        at = timezone.localtime(until).strftime("%H:%M:%S")
        raise CodeRefused(_("验证码不正确。为防止猜测，请在 %(at)s 之后再试。") % {"at": at})
    raise CodeRefused(_("验证码不正确或已经用过。请等下一个验证码出现后再输入，并核对手机时间。"))
