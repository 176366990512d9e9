"""What a listing says about an item: its state in words, with the icon and the tone that go with it. Pure."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.models import DisclosureAttribute, Validity


class State(NamedTuple):
    words: str
    icon: str
    tone: str  # good, wait, bad, quiet: a class beside the words, never instead of them


VALIDITY_ICONS = {
    Validity.VALID: ("check", "good"),
    Validity.AMENDED: ("edit", "good"),
    Validity.NOT_YET: ("time", "wait"),
    Validity.EXPIRED: ("circle-xmark", "bad"),
    Validity.REPEALED: ("circle-xmark", "bad"),
}


def publication_state(item) -> State:
    """``item.scheduled_for`` is annotated by the listing (``with_schedule``)."""
    if item.taken_down_at:
        return State(_("已紧急下线"), "warning", "bad")
    if item.live and item.has_unpublished_changes:
        return State(_("已公开，有未发布的修改"), "edit", "wait")
    if item.live:
        return State(_("已公开"), "check", "good")
    if item.scheduled_for:
        moment = timezone.localtime(item.scheduled_for).strftime("%m-%d %H:%M")
        return State(_("定于 %(moment)s 发布") % {"moment": moment}, "time", "wait")
    if item.attribute != DisclosureAttribute.ACTIVE:
        return State(item.get_attribute_display(), "lock", "quiet")
    if item.expired:
        return State(_("已到期撤下"), "time", "quiet")
    return State(_("草稿"), "draft", "quiet")


def validity_state(policy, today) -> State:
    found = policy.validity_on(today)
    return State(found.label, *VALIDITY_ICONS[found])
