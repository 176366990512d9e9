"""办事场景: which statements rest on documents that have changed since they were checked, and who is told of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import assignments
from cms.models import Assignment
from disclosure.blocks import PARTS
from disclosure.models import PolicyAct, PolicyDocument, ScenePage, Validity
from disclosure.showing import is_visible

ORIGIN = "scene"
ENDED = (Validity.REPEALED, Validity.EXPIRED)


@dataclass
class Statement:
    """A statement of a scene with the documents behind it, and in sentences what became of them."""

    key: str  # of the block
    kind: str
    value: object
    policies: list[PolicyDocument] = field(default_factory=list)  # those that are public
    changes: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.value["title"] or str(PARTS.get(self.kind, ""))


def statements(page: ScenePage, today: date) -> list[Statement]:
    """The statements of a page in their order. A fixed number of queries."""
    return [one for some in _of([page], today).values() for one in some]


def _of(pages: list[ScenePage], today: date) -> dict[int, list[Statement]]:
    blocks = [(page, block) for page in pages for block in page.body if block.block_type == "statement"]
    cited = {pk for _page, block in blocks for pk in _cited(block)}
    acts = Prefetch("suffered", PolicyAct.objects.select_related("actor").defer("actor__body"))
    known = PolicyDocument.objects.filter(pk__in=cited).defer("body").prefetch_related(acts).in_bulk()
    found: dict[int, list[Statement]] = {page.pk: [] for page in pages}
    for page, block in blocks:
        made = Statement(str(block.id), block.value["kind"], block.value)
        for pk in _cited(block):
            policy = known.get(pk)
            if policy is not None and is_visible(policy):
                made.policies.append(policy)
            made.changes += _changes(policy, block.value["checked_on"], page.last_published_at, today)
        found[page.pk].append(made)
    return found


def _cited(block) -> list[int]:
    return list(dict.fromkeys(policy.pk for policy in block.value["policies"] if policy is not None))


def _changes(policy: PolicyDocument | None, checked_on: date, published_at: datetime | None, today: date) -> Iterable[str]:
    """At most one sentence: the gravest of what happened to a document since the statement was checked."""
    if policy is None or not is_visible(policy):
        return [_("依据的一份文件已不再公开。")]
    named = {"title": policy.title}
    validity = policy.validity_on(today)
    if validity in ENDED:
        words = _("依据的《%(title)s》已废止。") if validity == Validity.REPEALED else _("依据的《%(title)s》已失效。")
        return [words % named]
    if any(act.actor.live and checked_on <= act.effective_on <= today for act in policy.suffered.all()):
        return [_("依据的《%(title)s》已有修改。") % named]
    changed = policy.last_published_at
    if changed and (timezone.localdate(changed) > checked_on or published_at and changed > published_at):
        return [_("依据的《%(title)s》有更新。") % named]
    return []


def watch(now: datetime) -> int:
    """The periodic job: a task for each statement that rests on something changed, and none any more once it does not.

    Answers how many tasks are new. Safe to repeat.
    """
    today = timezone.localdate(now)
    pages = list(ScenePage.objects.live().filter(taken_down_at=None).select_related("unit"))
    by_page = _of(pages, today)
    new, owed = 0, set()
    for page in pages:
        for one in by_page[page.pk]:
            if one.changes:
                owed.add(key_of(page, one))
                new += _give_out(page, one, now)
    open_keys = Assignment.objects.open().filter(origin=ORIGIN).values_list("key", flat=True)
    assignments.settle(set(open_keys) - owed, now)
    return new


def key_of(page: ScenePage, statement: Statement) -> str:
    return f"{ORIGIN}:{page.pk}:{statement.key}"


def _give_out(page: ScenePage, one: Statement, now: datetime) -> bool:
    title = _("核对办事场景《%(page)s》中的“%(statement)s”") % {"page": page.title, "statement": one.title}
    _made, new = assignments.give_out(
        key_of(page, one),
        title,
        now,
        origin=ORIGIN,
        subject=page,
        label=page.title,
        url=page.url or "",
        fault="".join(one.changes),
        unit=page.unit,
    )
    return new
