"""What was imported before: renewed when its source changed, tied when its policy came later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms import findings, gate
from disclosure.imports.report import Line, Outcome, fate
from disclosure.imports.rows import INTERPRETATION, POLICY, Entry
from disclosure.imports.sameness import Shelf
from disclosure.imports.ties import policies_for
from disclosure.models import Interpretation, PolicyDocument, PolicyIssuer, SourceRecord

if TYPE_CHECKING:
    from disclosure.imports.writing import Writer

# What a source does not take back: that it was released here, and under which number.
KEPT = frozenset("legacy live has_unpublished_changes released_at first_published_at last_published_at index_number expires_on".split())
TOGETHER = 200  # interpretations looked up at once


def write_changed(writer: Writer, entry: Entry, record: SourceRecord) -> Line:
    """Import a row again that its source has changed; what a person worked on here, or took down, is left alone."""
    item = record.item
    if sentence := _protected(item, entry):
        return fate(entry, Outcome.REFUSED, sentence)
    writer.prepare([entry])
    try:
        with transaction.atomic():
            changed = _overwrite(writer, item, entry)
            if not writer.dry_run:
                SourceRecord.objects.filter(pk=record.pk).update(digest=entry.digest, imported_at=writer.now)
    except gate.Refused as refused:
        return fate(entry, Outcome.REFUSED, *refused.sentences)
    except IntegrityError as error:
        return fate(entry, Outcome.REFUSED, _("写入时出错：%(error)s") % {"error": str(error)[:300]})
    return fate(entry, Outcome.CHANGED if changed else Outcome.UNCHANGED, *entry.notes)


def _protected(item, entry: Entry) -> str:
    """Why the item may not be overwritten; "" when it may."""
    if item is None:
        return _("以前导入的条目已被删除，没有再次导入。")
    if item.taken_down_at:
        return _("该内容已紧急下线，没有更新。")
    if worked_on(item):
        return _("该条目导入后在后台修改过，没有覆盖。")
    if isinstance(item, PolicyDocument) != (entry.kind == POLICY):
        return _("以前作为“%(kind)s”导入，没有改变类别。") % {"kind": item._meta.verbose_name}
    return ""


def _overwrite(writer: Writer, item, entry: Entry) -> bool:
    """Bring the item to what the source now says; answers whether anything is different."""
    policies = policies_for([entry])[entry.source_id] if isinstance(item, Interpretation) else []
    if isinstance(item, PolicyDocument):
        writer.doubt(entry, Shelf([entry], PolicyDocument).without(item))
    fresh = writer.build(entry, policies)
    changed = {name: new for name, new in writer.fields(entry).items() if name not in KEPT and getattr(item, name) != new}
    for name, new in changed.items():
        setattr(item, name, new)
    if isinstance(item, PolicyDocument) and (related := _units(item) != _units(fresh)):
        item.issuers = [PolicyIssuer(unit=one.unit, lead=one.lead, sort_order=one.sort_order) for one in fresh.issuers.all()]
    elif related := isinstance(item, Interpretation) and not set(policies) <= set(item.policies.all()):
        item.policies = policies
    if not changed and not related:
        return False
    item.from_source = True
    gate.require(item, writer.today)
    if not writer.dry_run:
        renew(item, writer)
    return True


def _units(policy: PolicyDocument) -> list:
    return [issuer.unit_id for issuer in policy.issuers.all()]


def tie_late(writer: Writer) -> int:
    """Tie interpretations that came before their policies; answers how many found one."""
    waiting = Interpretation.objects.visible().filter(legacy=True, policies=None).select_related("latest_revision")
    keys, tied = list(waiting.values_list("pk", flat=True)), 0
    for start in range(0, len(keys), TOGETHER):
        items = waiting.in_bulk(keys[start : start + TOGETHER])
        found = policies_for([Entry(str(pk), INTERPRETATION, item.title, published_on=item.published_on) for pk, item in items.items()])
        for pk, item in items.items():
            policies = [policy for policy in found[str(pk)] if policy.live]
            if policies and not worked_on(item):
                with transaction.atomic():
                    item.policies = policies
                    renew(item, writer)
                tied += 1
    return tied


def renew(item, writer: Writer) -> None:
    """Publish the item as it now is, with a revision; Wagtail's own way, so gate, history and index follow."""
    findings.inherit([item], writer.today, writer.now, writer.let_through)
    item.save_revision(clean=False).publish(log_action=False, skip_permission_checks=True)


def worked_on(item) -> bool:
    """Whether a person has edited the item here since it was imported (imports write revisions without a user)."""
    revision = item.latest_revision
    return bool(revision and revision.user_id) or item.has_unpublished_changes
