"""公开的期限 (Article 26): each policy document is public within twenty working days of being formed or changed, or sooner
where another law says so. Its clock follows the draft; why it starts and ends as it does: docs/decisions/publication-term.md.
"""

import logging
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from cms import calendars, clock, gate, registry, terms
from cms.models import Deadline
from cms.registry import DeadlineSubject
from cms.terms import TermError
from cms.workdays import CalendarError
from disclosure.models import DisclosureAttribute, PolicyDocument

logger = logging.getLogger(__name__)

TERM = "OGI_PUBLISH_20WD"
DROPPED = Deadline.Outcome.DROPPED


def register() -> None:
    gate.follow_drafts(PolicyDocument, follow_draft)
    gate.follow_releases(PolicyDocument, follow_release)
    registry.deadline_subjects.register(PolicyDocument._meta.label, SPOKEN_OF)


def unit_of(policy: PolicyDocument) -> int | None:
    if policy.publisher_id:
        return policy.publisher_id
    return getattr(policy.lead_issuer, "pk", None)


SPOKEN_OF = DeadlineSubject(
    url=lambda policy: reverse("wagtailsnippets_disclosure_policydocument:edit", args=[policy.pk]),
    owners=lambda policy: [],
    unit=unit_of,
)


def deadlines() -> models.QuerySet:
    """Every clock of Article 26, running or closed."""
    return Deadline.objects.filter(term=TERM)


def follow_draft(policy: PolicyDocument, revision: Revision | None, now: datetime) -> None:
    """A draft was written: its clock starts, is set anew, or ends because nothing is owed any more."""
    if policy.live and (revision is None or not policy.has_unpublished_changes or _renewed_by_import(policy, revision)):
        return
    if not owed(policy):
        clock.close(policy, TERM, timezone.localdate(now), outcome=DROPPED)
    elif policy.first_published_at is None or revision is not None:  # taking back what was public forms nothing new
        _run(policy, now, owner=revision.user if revision else None)


def follow_release(policy: PolicyDocument, revision: Revision) -> None:
    """What was owed has become public."""
    if _renewed_by_import(policy, revision):
        return
    first = policy.first_published_at == policy.last_published_at
    on = policy.published_on if first and policy.published_on else timezone.localdate(policy.last_published_at)
    if not clock.close(policy, TERM, on) and first and _run(policy, policy.last_published_at, formed=True):
        clock.close(policy, TERM, on)  # written by a way that nobody follows, and public before it was found
    if policy.has_unpublished_changes:  # an earlier version went out than the last one written
        _run(policy.get_latest_revision_as_object(), policy.last_published_at, owner=policy.latest_revision.user)


def catch_up(now: datetime) -> int:
    """Start the clocks of drafts that were written by a way that nobody follows, end those of drafts that are no more.

    Answers how many of both. Safe to repeat.
    """
    kind = ContentType.objects.get_for_model(PolicyDocument)
    tracked = Deadline.objects.filter(content_type=kind, object_id=models.OuterRef("pk"), term=TERM)
    drafts = PolicyDocument.objects.filter(live=False, first_published_at=None).exclude(models.Exists(tracked))
    started = 0
    for policy in drafts.select_related("latest_revision__user").iterator(chunk_size=100):
        revision = policy.latest_revision
        started += owed(policy) and _run(policy, now, owner=revision.user if revision else None)
    there = PolicyDocument.objects.filter(pk=models.OuterRef("object_id"))
    orphans = deadlines().open().filter(content_type=kind).exclude(models.Exists(there))
    return started + orphans.update(closed_on=timezone.localdate(now), outcome=DROPPED)


def owed(policy: PolicyDocument) -> bool:
    """Has this draft to be published? Not before it is signed (成文日期): until then the information is not formed."""
    gone = policy.taken_down_at or policy.expired
    return policy.attribute == DisclosureAttribute.ACTIVE and policy.written_on is not None and not gone


def why_not_counted(policy: PolicyDocument) -> CalendarError | TermError | None:
    """What keeps the clock of a draft from running although it is owed: a day of which the calendar knows nothing."""
    try:
        terms.compute(registry.terms.get(TERM), policy.written_on, calendars.calendar())
    except (CalendarError, TermError) as error:
        return error
    return None


def _renewed_by_import(policy: PolicyDocument, revision: Revision) -> bool:
    """An import brings what was public elsewhere long ago; what a person writes on it afterwards is followed."""
    return policy.legacy and revision.user_id is None


def _run(policy: PolicyDocument, now: datetime, owner=None, formed: bool = False) -> bool:
    """Have the clock run from where it should; answers whether it does."""
    running = Deadline.objects.of(policy).open().filter(term=TERM).first()
    since = policy.written_on if formed or policy.first_published_at is None else _changed_on(policy, running, now)
    number, basis = policy.publish_within, policy.publish_within_law
    if running and _says(running, since, number, basis, str(policy)[:300], owner):
        return True
    try:
        clock.start(policy, TERM, since, now, number=number, basis=basis, owner=owner)
    except (CalendarError, TermError) as error:  # a draft is saved whatever its date; the edit screen says why nothing runs
        logger.info("no publication term for policy %s: %s", policy.pk, error)
        clock.close(policy, TERM, timezone.localdate(now), outcome=DROPPED)
        return False
    return True


def _changed_on(policy: PolicyDocument, running: Deadline | None, now: datetime) -> date:
    """When what is public was changed: the day of the first draft after publication, or the new 成文日期 if it has one."""
    day = timezone.localdate(running.opened_at if running else now)
    public = PolicyDocument.objects.filter(pk=policy.pk).values_list("written_on", flat=True).first()
    return policy.written_on if policy.live and public and policy.written_on > public else day


def _says(running: Deadline, since: date, number: int | None, basis: str, label: str, owner) -> bool:
    same_hand = owner is None or running.owner_id == owner.pk
    told = (running.start, running.number, running.basis, running.subject_label)
    return same_hand and told == (since, number, basis, label)
