"""Which policies an imported interpretation explains."""

from collections import defaultdict

from django.db.models import Q

from disclosure.imports.rows import Entry
from disclosure.imports.sameness import Shelf
from disclosure.models import PolicyDocument
from disclosure.numbers import number_key
from disclosure.titles import interpreted_keys, names, plain_key, title_key

LATER = 400  # days by which sites list a policy later than its interpretation (they list in batches)
# Titles that name several documents (``关于印发《甲》《乙》的通知``); their key holds the first only.
SEVERAL = Q(title__contains="》《") | Q(title__contains="》和《") | Q(title__contains="》、《") | Q(title__contains="》及《")
EARLIER = 400  # days between an interpretation and the policy which it cites by number alone


def policies_for(entries: list[Entry], staged: Shelf | None = None) -> dict[str, list[PolicyDocument]]:
    """source id of an interpretation -> the policies it explains: by the names in its title, else by the number it cites.

    ``staged`` holds what a dry run would have written.
    """
    wanted = {entry.source_id: interpreted_keys(entry.title) for entry in entries}
    by_title, by_number = _policies_called(
        {key for found in wanted.values() for key in found}, {cited_key(entry) for entry in entries}, staged
    )
    found = {}
    for entry in entries:
        named = [policy for key in wanted[entry.source_id] for policy in by_title[key]]
        cited = [policy for policy in by_number[cited_key(entry)] if _cited_by(entry, policy)]
        found[entry.source_id] = _public_first([policy for policy in named if _in_time(entry, policy)] or named or cited)
    return found


def _policies_called(titles: set[str], numbers: set[str], staged: Shelf | None) -> tuple[dict[str, list], dict[str, list]]:
    light = PolicyDocument._base_manager.only("pk", "title", "live", "title_key", "number_key", "written_on", "published_on")
    by_title, by_number = defaultdict(list), defaultdict(list)
    for policy in light.filter(title_key__in=titles - {""}):
        by_title[policy.title_key].append(policy)
    for policy in light.filter(SEVERAL):
        for name in map(title_key, names(policy.title)):
            if policy.title_key != name:
                by_title[name].append(policy)
    for policy in light.filter(number_key__in=numbers - {""}):
        by_number[policy.number_key].append(policy)
    for kind, group in (("title", by_title), ("number", by_number)):
        for key in titles | numbers if staged else ():
            group[key] += [known.item for known in staged.by_key.get((kind, key), ())]
    return by_title, by_number


def cited_key(entry: Entry) -> str:
    return number_key(entry.related_number or entry.document_number)


def _in_time(entry: Entry, policy: PolicyDocument) -> bool:
    """An interpretation does not explain what came long after it."""
    day, other = entry.published_on, policy.published_on or policy.written_on
    return not day or not other or (other - day).days <= LATER


def _cited_by(entry: Entry, policy: PolicyDocument) -> bool:
    """The number a legacy entry cites is often that of the document above; it counts where the titles share their matter."""
    day, other = entry.published_on, policy.published_on or policy.written_on
    near = not day or not other or abs((other - day).days) <= EARLIER
    matter = policy.title_key.removeprefix("关于")[:8]
    return near and len(matter) >= 6 and matter in plain_key(entry.title)


def _public_first(policies: list[PolicyDocument]) -> list[PolicyDocument]:
    once = list({policy.pk or id(policy): policy for policy in policies}.values())
    return [policy for policy in once if policy.live] or once
