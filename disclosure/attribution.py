"""How a policy comes by its disclosure attribute: proposed by the drafter, looked at by the disclosure office, decided by the
signer (Articles 10, 13 to 18). One verb; what is allowed stands in ``disclosure/source_review.py``."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import clock
from cms.models import Department, User
from disclosure import asked_bodies
from disclosure.exemptions import EXEMPTIONS
from disclosure.models import DisclosureAttribute, PolicyDocument, SourceReview, SourceStep
from disclosure.source_review import MOVES, Act, Basis, IllegalMove, State, next_state

REREVIEW = "ATTRIBUTE_REREVIEW"


@dataclass(frozen=True)
class Statement:
    """What a proposal or a decision states."""

    attribute: str
    ground: str = ""
    reason: str = ""
    basis: str = ""


def review_of(policy: PolicyDocument) -> SourceReview:
    """The stored one, or an unsaved one where nobody has proposed anything."""
    return SourceReview.objects.filter(policy=policy.pk).first() or SourceReview(policy=policy)


def led_by_another(policy: PolicyDocument) -> bool:
    """A joint document whose lead is another body: the lead's attribute holds (Article 10)."""
    issuers = list(policy.issuers.select_related("unit"))
    return len(issuers) > 1 and any(issuer.lead and issuer.unit.kind == Department.Kind.OUTSIDE for issuer in issuers)


def why_not(review: SourceReview, act: str, by: User) -> list[str]:
    """Why this person may not take this act now, beyond the table of moves: the right to it, and another pair of eyes."""
    sentences = []
    if not by.has_perm(MOVES[Act(act)].permission):
        sentences.append(_("“%(act)s”需要相应的权限。") % {"act": Act(act).label})
    before = review.steps.order_by("-pk").first() if review.pk else None
    if act != Act.PROPOSE and before and before.by_id == by.pk:
        sentences.append(_("上一步是您办理的，须由另一位同事办理这一步。"))
    return sentences


@transaction.atomic
def take(policy: PolicyDocument, act: str, by: User, now: datetime, said: Statement | None = None, words: str = "") -> SourceReview:
    """Take one step; ``said`` goes with a proposal and a decision. Raises IllegalMove; then nothing has changed."""
    PolicyDocument.objects.select_for_update().get(pk=policy.pk)
    review = review_of(policy)
    ends = next_state(review.state, act)
    if why := why_not(review, act, by):
        raise IllegalMove(*why)
    if MOVES[Act(act)].words and not words.strip():
        raise IllegalMove(_("请写明理由。"))
    if act in (Act.PROPOSE, Act.DECIDE):
        _state(review, policy, act, said)
        words = words or said.reason
    review.state, review.run = ends, None
    review.save()
    SourceStep.objects.create(review=review, act=act, by=by, at=now, attribute=review.attribute, ground=review.ground, words=words.strip())
    if ends == State.DECIDED:
        carry_out(review, by, now)
    return review


def require_whole(said: Statement | None, with_basis: bool) -> None:
    """Raises IllegalMove when something is missing: an attribute; a reason and a ground where they are owed; the basis."""
    if said is None or said.attribute not in DisclosureAttribute.values:
        raise IllegalMove(_("请选择公开属性。"))
    if said.attribute != DisclosureAttribute.ACTIVE and not said.reason.strip():
        raise IllegalMove(_("不主动公开的，请说明理由。"))
    if said.attribute == DisclosureAttribute.WITHHELD and said.ground not in EXEMPTIONS:
        raise IllegalMove(_("不予公开的，请选择依据（条例第十四条至第十六条）。"))
    if with_basis and said.basis not in Basis.values:
        raise IllegalMove(_("请选择本机关为什么负责公开（条例第十条）。"))


def _state(review: SourceReview, policy: PolicyDocument, act: str, said: Statement | None) -> None:
    require_whole(said, with_basis=act == Act.PROPOSE)
    if act == Act.DECIDE and led_by_another(policy) and said.attribute != review.attribute:
        raise IllegalMove(_("联合发文的公开属性以牵头机关认定的为准。"))
    active = said.attribute == DisclosureAttribute.ACTIVE
    if act == Act.DECIDE and active and asked_bodies.in_doubt(policy):
        raise IllegalMove(_("还有疑义没有确定，或者已经确定不宜公开，不能决定为主动公开（条例第十七条）。"))
    review.attribute, review.reason = said.attribute, said.reason.strip()
    review.ground = "" if active else said.ground
    review.basis = said.basis or review.basis


def carry_out(review: SourceReview, by: User, now: datetime) -> None:
    """The decision stands in the draft; what is not disclosed is registered and comes up again (Article 18)."""
    draft = review.policy.get_latest_revision_as_object()
    if (draft.attribute, draft.attribute_reason) != (review.attribute, review.reason):
        draft.attribute, draft.attribute_reason = review.attribute, review.reason
        draft.save_revision(user=by)
    if not review.policy.live:
        PolicyDocument.objects.filter(pk=review.policy_id).update(attribute=review.attribute, attribute_reason=review.reason)
    today = timezone.localdate(now)
    if review.attribute == DisclosureAttribute.ACTIVE:
        clock.close(review.policy, REREVIEW, today)
    else:
        clock.start(review.policy, REREVIEW, today, now, owner=by)
