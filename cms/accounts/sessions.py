"""What a session of the staff is worth, and how all of a person's are ended."""

from django.contrib.sessions.models import Session

from cms.accounts import second_factor
from cms.models import User


def complete(user: User) -> bool:
    """Whether the person has shown everything that signing in asks of them."""
    if getattr(user, "otp_device", None) is not None:
        return True
    return second_factor.device_of(user) is None and not second_factor.required_for(user)


def end_all(user: User) -> int:
    """End every session of a person; answers with their number."""
    ended = 0
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
            ended += 1
    return ended
