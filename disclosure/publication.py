"""How what must be public becomes so and stops being so: publish, withdraw, restore, and what was scheduled.

What may be published at all is asked by the gate (``cms/gate.py``, ``disclosure/gate_checks.py``)."""

import logging
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import DraftStateMixin, Page, Revision

from cms import audit
from cms.gate import Refused
from cms.models import Gated
from disclosure.models import PolicyDocument

logger = logging.getLogger(__name__)


def publish(item, by=None, log_action: bool | str = True) -> None:
    """Publish the latest draft of an item or a page, now. Raises ``Refused`` with every reason; then nothing has changed."""
    with transaction.atomic():
        revision = item.latest_revision or item.save_revision(user=by)
        revision.publish(user=by, log_action=log_action, skip_permission_checks=True)
    item.refresh_from_db()


def publish_companions(policy: PolicyDocument, by=None) -> None:
    """Interpretations that waited for their policy go out with it; one that is not ready yet, is under review or has a
    moment of its own stays a draft."""
    for item in policy.interpretations.filter(live=False, taken_down_at=None, go_live_at=None):
        if item.workflow_in_progress:
            continue
        try:
            publish(item, by)
        except Refused as refused:
            note_refusal(item, refused, by)


def note_refusal(item, refused: Exception, by) -> None:
    """Keep on record that something was not published, and why: it stands on its owner's desk until it is."""
    audit.record(by, "publish.refused", item, reason=str(refused))


def publish_due(now: datetime) -> tuple[int, int]:
    """What was scheduled up to ``now``: publish and expire each item apart. Answers (done, refused); safe to repeat.

    Wagtail's own ``publish_scheduled`` stops at the first item that raises and never reaches the rest.
    """
    done = expire_due(now)
    refused = 0
    for revision in Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at"):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
            done += 1
        except Exception as reasons:  # whatever is wrong with one item, the others are published
            if not isinstance(reasons, Refused):
                logger.exception("revision %s could not be published on time", revision.pk)
            refused += 1
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)  # a draft again; its owner sees why
            note_refusal(revision.content_object, reasons, revision.user)
    return done, refused


def expire_due(now: datetime) -> int:
    """Take back what was to be public only until ``now``. Answers with the number of items."""
    count = 0
    for model in apps.get_models():
        if issubclass(model, Gated) and issubclass(model, DraftStateMixin):
            for item in model.objects.filter(live=True, expire_at__lte=now).order_by("expire_at"):
                with transaction.atomic():
                    item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
                    take_back_companions(item, None)
                count += 1
    return count


def withdraw(item, reason: str, by, now: datetime) -> None:
    """Emergency takedown: the item leaves pages, cache, index, feeds and exports; the reason is recorded.

    What interprets nothing else that is public leaves with its policy. Raises ``Refused`` when no reason is given or the
    item is not public.
    """
    if not reason.strip():
        raise Refused(_("请写明紧急下线的原因。"))
    with transaction.atomic():
        locked = type(item).objects.select_for_update().get(pk=item.pk)
        if not locked.live:
            raise Refused(_("该内容目前没有公开，无需下线。"))
        locked.taken_down_at, locked.takedown_reason = now, reason.strip()
        locked.save(update_fields=["taken_down_at", "takedown_reason"])
        _take_back(locked, by)
        audit.record(by, "publish.withdraw", locked, reason=reason.strip())
        take_back_companions(locked, by)
    item.refresh_from_db()


def take_back(item, by) -> None:
    """Take something off the site because its disclosure attribute is another now; what explains only it leaves with it."""
    _take_back(item, by)
    take_back_companions(item, by)


def _take_back(item, by) -> None:
    """Whoever may take down need not be allowed to publish."""
    action = UnpublishPageAction if isinstance(item, Page) else UnpublishAction
    action(item, user=by).execute(skip_permission_checks=True)


def take_back_companions(item, by) -> None:
    """What interprets nothing else that is public leaves with its policy; it goes out again with it, too."""
    if not isinstance(item, PolicyDocument):
        return
    for interpretation in item.interpretations.filter(live=True):
        if not interpretation.policies.filter(live=True).exists():
            _take_back(interpretation, by)


def restore(item, reason: str, by) -> None:
    """End a takedown; the item is a draft again and passes the gate anew when it is published."""
    with transaction.atomic():
        locked = type(item).objects.select_for_update().get(pk=item.pk)
        if not locked.taken_down_at:
            raise Refused(_("该内容没有被紧急下线。"))
        locked.taken_down_at, locked.takedown_reason = None, ""
        locked.save(update_fields=["taken_down_at", "takedown_reason"])
        audit.record(by, "publish.restore", locked, reason=reason.strip())
    item.refresh_from_db()
