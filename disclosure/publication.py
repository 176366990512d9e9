"""What may become public and how it stops being so: the gate's checks and the verbs publish, withdraw, restore, correct."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms import audit, gate
from cms.gate import Refused
from disclosure.models import CatalogueItem, DisclosureAttribute, Interpretation, PolicyAct, PolicyDocument
from disclosure.models.policy import ends
from disclosure.numbers import number_key

TITLE_LIMIT = 200  # characters; official titles stay under 120


# -- what the gate asks -------------------------------------------------------------------------------------------


def check_taken_down(item, on: date) -> Iterator[str]:
    if item.taken_down_at:
        yield _("该内容已紧急下线（原因：%(reason)s），须先解除下线才能再次公开。") % {"reason": item.takedown_reason}


def check_catalogue_item(item: CatalogueItem, on: date) -> Iterator[str]:
    """名称、生成日期 and the disclosure attribute (Articles 12 and 13)."""
    if not item.title.strip():
        yield _("请填写标题。")
    if len(item.title) > TITLE_LIMIT:
        yield _("标题有 %(length)d 个字，最多 %(limit)d 个字，请缩短。") % {"length": len(item.title), "limit": TITLE_LIMIT}
    if item.attribute != DisclosureAttribute.ACTIVE:
        yield _("公开属性是“%(attribute)s”，只有“主动公开”的内容可以发布。") % {"attribute": item.get_attribute_display()}
    if item.published_on and item.published_on > on:
        yield _("公开日期 %(day)s 在将来；如需定时发布，请改用“定时发布”。") % {"day": item.published_on}
    if item.written_on and item.written_on > on:
        yield _("成文日期 %(day)s 在将来，请核对。") % {"day": item.written_on}


def check_policy(policy: PolicyDocument, on: date) -> Iterator[str]:
    if not policy.written_on and not policy.source_url:
        yield _("请填写成文日期（签发日期）。")
    if not policy.issuers.count():
        yield _("请填写制发机关。")
    if sum(issuer.lead for issuer in policy.issuers.all()) > 1:
        yield _("联合发文只能有一个牵头机关。")
    yield from check_number(policy)
    yield from check_interpretation_ready(policy)
    yield from check_acts(policy)


def check_number(policy: PolicyDocument) -> Iterator[str]:
    """One document number, one document."""
    key = number_key(policy.document_number)
    if not key:
        return
    for other in PolicyDocument.objects.visible().filter(number_key=key).exclude(pk=policy.pk)[:1]:
        yield _("发文字号 %(number)s 已用于《%(title)s》，请核对。") % {"number": policy.document_number, "title": other.title}


def check_interpretation_ready(policy: PolicyDocument) -> Iterator[str]:
    """A policy aimed at enterprises or citizens is published together with its interpretation (国办发〔2016〕80号)."""
    if not (policy.for_enterprises or policy.for_citizens):
        return
    if policy.pk and policy.interpretations.exists():
        return
    if not (policy.interpretation_waiver and policy.interpretation_due_on):
        yield _("这份政策面向企业或者公众，须与解读同步公开：请先撰写解读，或者写明暂无解读的理由和补发日期。")


def check_acts(policy: PolicyDocument) -> Iterator[str]:
    for act in policy.acts.all():
        if act.subject_id == policy.pk:
            yield _("文件不能修改或者废止它自己。")
        elif act.kind in PolicyAct.ENDING and policy.pk and ends(act.subject_id, policy.pk):
            yield _("循环废止：《%(title)s》已经直接或者间接废止了本文件。") % {"title": act.subject.title}


def check_interpretation(item: Interpretation, on: date) -> Iterator[str]:
    policies = list(item.policies.all())
    if not policies:
        yield _("请选择所解读的政策。")
    for policy in policies:
        if not policy.live:
            yield _("所解读的《%(title)s》尚未公开；发布该政策时，本解读会一同发布。") % {"title": policy.title}
    yield from check_content(item)


def check_content(item: Interpretation) -> Iterator[str]:
    """Something to read, or to read aloud, whatever the form."""
    if not (item.body or item.picture_id or item.video_id or item.transcript or item.attachments.count() or item.source_url):
        yield _("解读还没有内容：请填写正文，或者上传图片、视频。")
    if item.picture_id and not item.picture_text:
        yield _("请为解读图片填写文字说明，供读屏软件朗读。")
    if item.video_id and not item.transcript:
        yield _("请为解读视频附上文字稿。")


def register_checks() -> None:
    from cms.models import Gated

    gate.register(Gated, check_taken_down)
    gate.register(CatalogueItem, check_catalogue_item)
    gate.register(PolicyDocument, check_policy)
    gate.register(Interpretation, check_interpretation)


# -- verbs --------------------------------------------------------------------------------------------------------


def publish(item, by=None, log_action: bool | str = True) -> None:
    """Publish the latest draft of an item or a page, now. Raises ``Refused`` with every reason; then nothing has changed."""
    with transaction.atomic():
        revision = item.latest_revision or item.save_revision(user=by)
        revision.publish(user=by, log_action=log_action, skip_permission_checks=True)
    item.refresh_from_db()


def publish_companions(policy: PolicyDocument, by=None) -> None:
    """Interpretations that waited for their policy go out with it; one that is not ready yet stays a draft."""
    for item in policy.interpretations.filter(live=False, taken_down_at=None, go_live_at=None):
        try:
            publish(item, by)
        except Refused as refused:
            audit.record(by, "publish.refused", item, reason=str(refused))


def publish_due(now: datetime) -> tuple[int, int]:
    """What was scheduled up to ``now``: publish and expire each item apart. Answers (done, refused); safe to repeat.

    Wagtail's own ``publish_scheduled`` stops at the first item that raises and never reaches the rest.
    """
    done = refused = 0
    for revision in Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at"):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
            done += 1
        except Refused as reasons:
            refused += 1
            revision.approved_go_live_at = None  # stays a draft; its owner sees why
            revision.save(update_fields=["approved_go_live_at"])
            audit.record(None, "publish.refused", revision.content_object, reason=str(reasons))
    return done, refused


def withdraw(item, reason: str, by, now: datetime) -> None:
    """Emergency takedown: the item leaves pages, cache, index, feeds and exports; the reason is recorded.

    Raises ``Refused`` when no reason is given or the item is not public.
    """
    if not reason.strip():
        raise Refused(_("请写明紧急下线的原因。"))
    with transaction.atomic():
        locked = type(item).objects.select_for_update().get(pk=item.pk)
        if not locked.live:
            raise Refused(_("该内容目前没有公开，无需下线。"))
        locked.taken_down_at, locked.takedown_reason = now, reason
        locked.save(update_fields=["taken_down_at", "takedown_reason"])
        locked.unpublish(user=by)
        audit.record(by, "publish.withdraw", locked, reason=reason)
    item.refresh_from_db()


def restore(item, reason: str, by) -> None:
    """End a takedown; the item is a draft again and passes the gate anew when it is published."""
    with transaction.atomic():
        locked = type(item).objects.select_for_update().get(pk=item.pk)
        if not locked.taken_down_at:
            raise Refused(_("该内容没有被紧急下线。"))
        locked.taken_down_at, locked.takedown_reason = None, ""
        locked.save(update_fields=["taken_down_at", "takedown_reason"])
        audit.record(by, "publish.restore", locked, reason=reason)
    item.refresh_from_db()
