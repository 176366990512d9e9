"""What the gate asks of a catalogue item before it becomes public: sentences that an editor can act on."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import gate, review
from cms.models import Gated
from disclosure import asked_bodies, attribution
from disclosure.models import CatalogueItem, DisclosureAttribute, Interpretation, PolicyAct, PolicyDocument
from disclosure.models.policy import ends
from disclosure.numbers import parse
from disclosure.source_review import State

TITLE_LIMIT = 200  # characters; official titles stay under 120


def register() -> None:
    gate.register(Gated, check_taken_down)
    gate.register(CatalogueItem, check_catalogue_item)
    gate.register(PolicyDocument, check_policy)
    gate.register(PolicyDocument, check_source_review)
    gate.register(PolicyDocument, asked_bodies.check)
    gate.register(Interpretation, check_interpretation)


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


def check_source_review(policy: PolicyDocument, on: date) -> Iterator[str]:
    """The attribute was decided at the source, and so; what is older than the rule passes without."""
    since = settings.SOURCE_REVIEW_FROM
    review = attribution.review_of(policy) if policy.pk else None
    if review is not None and review.state != State.NONE:
        if review.state != State.DECIDED:
            yield _("公开属性还没有决定（%(state)s）。") % {"state": review.get_state_display()}
        elif review.attribute != policy.attribute:
            yield _("公开属性与签发人决定的“%(decided)s”不一致。") % {"decided": review.get_attribute_display()}
    elif since and not policy.legacy and policy.written_on and policy.written_on >= since:
        yield _("公开属性还没有经过认定：请在“公开属性认定”页提出。")


def check_policy(policy: PolicyDocument, on: date) -> Iterator[str]:
    if not policy.written_on and not policy.legacy and not policy.source_url:
        yield _("请填写成文日期（签发日期）。")
    if not policy.legacy and not policy.issuers.count():
        yield _("请填写制发机关。")
    if sum(issuer.lead for issuer in policy.issuers.all()) > 1:
        yield _("联合发文只能有一个牵头机关。")
    yield from check_number(policy)
    yield from check_interpretation_ready(policy, on)
    yield from check_acts(policy)


def check_number(policy: PolicyDocument) -> Iterator[str]:
    """One document number, one document. Orders (令) are left out: one order issues or amends several rules at once, and
    presidential orders begin anew with each term."""
    number = parse(policy.document_number)
    if number is None or number.word.endswith("令"):
        return
    for other in number_holders(policy, number.key)[:1]:
        yield _("发文字号 %(number)s 已用于《%(title)s》，请核对。") % {"number": policy.document_number, "title": other.title}


def number_holders(policy: PolicyDocument, key: str):
    """Other public documents with this number; an import has looked them up for a whole batch beforehand."""
    if policy.known_holders is not None:
        return policy.known_holders
    return PolicyDocument.objects.visible().filter(number_key=key).exclude(pk=policy.pk)


def check_interpretation_ready(policy: PolicyDocument, on: date) -> Iterator[str]:
    """A policy aimed at enterprises or citizens is published together with its interpretation (国办发〔2016〕80号)."""
    if not (policy.for_enterprises or policy.for_citizens):
        return
    if policy.interpretation_waiver and policy.interpretation_due_on:
        return
    written = list(policy.interpretations.all()) if policy.pk else []
    reasons = {item: list(unready(item, policy, on)) for item in written if not item.live}
    if any(item.live for item in written) or any(not why for why in reasons.values()):
        return
    yield _("这份政策面向企业或者公众，须与解读同步公开：请先撰写解读，或者写明暂无解读的理由和补发日期。")
    for item, why in reasons.items():
        yield _("解读《%(title)s》还不能发布：%(why)s") % {"title": item.title, "why": " ".join(why)}


def unready(interpretation: Interpretation, policy: PolicyDocument, on: date) -> Iterator[str]:
    """Why an interpretation could not go out together with ``policy``; nothing when it could."""
    if interpretation.workflow_in_progress:
        yield _("正在审核。")
    if interpretation.go_live_at and timezone.localdate(interpretation.go_live_at) > on:
        yield _("定于 %(day)s 发布。") % {"day": timezone.localdate(interpretation.go_live_at)}
    draft = interpretation.get_latest_revision_as_object()
    draft.release_of = draft.latest_revision_id
    yield from review.check_reviewed(draft, on)
    yield from check_taken_down(draft, on)
    yield from check_catalogue_item(draft, on)
    yield from check_content(draft)
    yield from check_others_public(draft, policy)


def check_acts(policy: PolicyDocument) -> Iterator[str]:
    for act in policy.acts.all():
        if act.subject_id == policy.pk:
            yield _("文件不能修改或者废止它自己。")
        elif act.kind in PolicyAct.ENDING and policy.pk and ends(act.subject_id, policy.pk):
            yield _("循环废止：《%(title)s》已经直接或者间接废止了本文件。") % {"title": act.subject.title}


def check_interpretation(item: Interpretation, on: date) -> Iterator[str]:
    if not item.legacy and not item.policies.count():
        yield _("请选择所解读的政策。")
    yield from check_others_public(item, None)
    yield from check_content(item)


def check_others_public(item: Interpretation, besides: PolicyDocument | None) -> Iterator[str]:
    """No interpretation of what is not public; ``besides`` is the policy that is just being published."""
    for policy in item.policies.all():
        if not policy.live and policy != besides:
            yield _("所解读的《%(title)s》尚未公开；发布该政策时，本解读会一同发布。") % {"title": policy.title}


def check_content(item: Interpretation) -> Iterator[str]:
    """Something to read, or to read aloud, whatever the form."""
    if not (item.body or item.picture_id or item.video_id or item.transcript or item.attachments.count() or item.source_url):
        yield _("解读还没有内容：请填写正文，或者上传图片、视频。")
    if item.picture_id and not item.picture_text:
        yield _("请为解读图片填写文字说明，供读屏软件朗读。")
    if item.video_id and not item.transcript:
        yield _("请为解读视频附上文字稿。")
