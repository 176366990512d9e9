"""Writes what has been understood: a batch in one transaction, everything through the gate, nothing half."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, models, transaction
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms import findings, gate, outbox, stamps
from cms.personal_data import Allowed
from disclosure import index_numbers
from disclosure.imports.renewal import renew, worked_on
from disclosure.imports.report import Line, Outcome, fate
from disclosure.imports.rows import INTERPRETATION, POLICY, Entry
from disclosure.imports.sameness import Shelf, is_order, known_from_entry
from disclosure.imports.ties import policies_for
from disclosure.imports.vocabulary import Columns, Themes, Units
from disclosure.models import Interpretation, PolicyDocument, PolicyIssuer, SourceRecord

MODELS = {POLICY: PolicyDocument, INTERPRETATION: Interpretation}


@dataclass
class Staged:
    """A new item that passed the gate, with the rows it comes from."""

    item: PolicyDocument | Interpretation
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Batch:
    """What becomes of a batch before it is written."""

    staged: list[Staged] = field(default_factory=list)
    merged: list[tuple[Entry, object]] = field(default_factory=list)  # into items that stood here before
    lines: list[Line] = field(default_factory=list)


class Writer:
    """Writes batches of entries of one kind; ``now`` is the moment of the import."""

    def __init__(self, now: datetime, today: date, dry_run: bool = False, leave_out_numbers: bool = False):
        self.now, self.today, self.dry_run, self.leave_out_numbers = now, today, dry_run, leave_out_numbers
        self.units, self.themes, self.columns = Units(dry_run), Themes(), Columns(dry_run)
        self._shelves: dict[type, Shelf] = {}

    @property
    def made(self) -> dict[str, list[str]]:
        return {_("单位"): self.units.made, _("栏目"): self.columns.made}

    @cached_property
    def let_through(self) -> Allowed:
        """The telephones and addresses that are no finding, as they stand when the import begins."""
        return findings.allowed()

    # -- a batch --------------------------------------------------------------------------------------------------

    def write_new(self, entries: list[Entry]) -> list[Line]:
        """Import entries that were never imported before; answers with what became of each.

        All in one transaction; when the database refuses that, each alone, so that only the bad one is left out.
        """
        if not entries:
            return []
        self.prepare(entries)
        try:
            with transaction.atomic():
                return self._write(entries)
        except OperationalError:
            raise  # the database is busy or gone: no row's fault
        except Exception as error:
            if len(entries) == 1:
                return [fate(entries[0], Outcome.REFUSED, _("写入时出错：%(error)s") % {"error": str(error)[:300]})]
            return [line for entry in entries for line in self.write_new([entry])]

    def prepare(self, entries: list[Entry]) -> None:
        """Units and columns are made outside the batch's transaction: they are shared, and remembered when it fails."""
        self.units.make(name for entry in entries for name in (*entry.issuers, entry.publisher))
        for entry in entries:
            self.columns.get(entry)

    def _write(self, entries: list[Entry]) -> list[Line]:
        model = MODELS[entries[0].kind]
        batch = self._judge(entries, model)
        if not self.dry_run:
            self._number(batch.staged)
            self._insert([staged.item for staged in batch.staged], model)
            findings.inherit([staged.item for staged in batch.staged], self.today, self.now, self.let_through)
            self._record(batch)
            renewed = [self._fill(item, entry) for entry, item in batch.merged]
            note([staged.item for staged in batch.staged] + [item for item in renewed if item])
        for staged in batch.staged:
            batch.lines.append(fate(staged.entries[0], Outcome.IMPORTED, *staged.entries[0].notes))
            batch.lines += [fate(entry, Outcome.MERGED, _same_as(staged.item)) for entry in staged.entries[1:]]
        batch.lines += [fate(entry, Outcome.MERGED, _same_as(item)) for entry, item in batch.merged]
        return batch.lines

    def _judge(self, entries: list[Entry], model: type) -> Batch:
        batch, shelf = Batch(), self._shelf(entries, model)
        policies = policies_for(entries, self._shelves.get(PolicyDocument)) if model is Interpretation else {}
        fresh: dict[int, Staged] = {}
        for entry in entries:
            known = known_from_entry(entry, None)
            found = shelf.find(known)
            if found is not None and id(found) in fresh:
                fresh[id(found)].entries.append(entry)
                self._complete(found, entry)
            elif found is not None:
                batch.merged.append((entry, found))
            else:
                self.doubt(entry, shelf)
                item = self.build(entry, policies.get(entry.source_id, []))
                if sentences := self._refusals(item, shelf):
                    batch.lines.append(fate(entry, Outcome.REFUSED, *sentences))
                    continue
                fresh[id(item)] = Staged(item, [entry])
                known.item = item
                shelf.add(known)
        batch.staged = list(fresh.values())
        return batch

    def _shelf(self, entries: list[Entry], model: type) -> Shelf:
        """A dry run keeps what it would have written on the shelf; a real one asks the database."""
        if not self.dry_run:
            return Shelf(entries, model)
        shelf = self._shelves.setdefault(model, Shelf([], model))
        shelf.load(entries, model)
        return shelf

    def doubt(self, entry: Entry, shelf: Shelf) -> None:
        """Where it was asked for, a number that another document has is left out instead of the whole row."""
        if not self.leave_out_numbers or not entry.number_key or is_order(entry.document_number):
            return
        if holders := shelf.holders(entry.number_key):
            told = {"number": entry.document_number, "title": holders[0].title}
            entry.notes.append(_("来源所标文号 %(number)s 已用于《%(title)s》，本件未采用该文号。") % told)
            entry.document_number = entry.number_key = ""

    def _refusals(self, item, shelf: Shelf) -> list[str]:
        item.from_source = True
        if isinstance(item, PolicyDocument):
            item.known_holders = shelf.holders(item.number_key) if item.number_key else []
        return gate.refusals(item, self.today)

    # -- items ----------------------------------------------------------------------------------------------------

    def build(self, entry: Entry, policies: Iterable[PolicyDocument] = ()) -> PolicyDocument | Interpretation:
        """The item of an entry as it will be public, not saved."""
        item = MODELS[entry.kind](**self.fields(entry))
        item.attachments = []  # said, so that nobody asks the database
        if isinstance(item, PolicyDocument):
            units = {id(unit): unit for unit in map(self.units.get, entry.issuers) if unit}.values()
            item.issuers = [PolicyIssuer(unit=unit, lead=not n, sort_order=n) for n, unit in enumerate(units)]
            item.acts = []
        else:
            item.policies = list(policies)
            if not item.policies.count():
                entry.notes.append(_("没有找到所解读的政策，单独公开。"))
        return item

    def fields(self, entry: Entry) -> dict:
        theme, remark = self.themes.get(entry.theme)
        if remark:
            entry.notes.append(remark)
        common = {
            "title": entry.title,
            "summary": entry.summary,
            "body": entry.html,
            "column": self.columns.get(entry),
            "theme": theme,
            "publisher": self.units.get(entry.publisher or next(iter(entry.issuers), "")),
            "written_on": entry.written_on,
            "published_on": entry.published_on,
            "keywords": entry.keywords,
            "source_url": entry.url,
            "index_number": entry.index_number or None,
            "legacy": True,
            "live": True,
            "has_unpublished_changes": False,
            "released_at": self.now,
            "first_published_at": self.now,
            "last_published_at": self.now,
        }
        return common | (self._policy_fields(entry) if entry.kind == POLICY else {"form": entry.form})

    def _policy_fields(self, entry: Entry) -> dict:
        names = ("document_number", "number_key", "genre", "normative", "plan", "trial", "in_force_on", "expires_on", "declared_validity")
        return {name: getattr(entry, name) for name in names}

    def _number(self, staged: list[Staged]) -> None:
        """Index numbers: those of the source where they are free, new ones for the rest."""
        brought = [one.item.index_number for one in staged if one.item.index_number]
        taken, wanting = index_numbers.used(brought), []
        for one in staged:
            item = one.item
            if isinstance(item, PolicyDocument):
                item.fill_expiry()
            if item.index_number and item.index_number not in taken:
                taken.add(item.index_number)
                continue
            if item.index_number:
                one.entries[0].notes.append(_("索引号 %(number)s 已被使用，另行编号。") % {"number": item.index_number})
            wanting.append(item)
        years = [(item.published_on or self.today).year for item in wanting]
        for item, number in zip(wanting, index_numbers.allocate_for(years), strict=True):
            item.index_number = number

    # -- rows -----------------------------------------------------------------------------------------------------

    def _insert(self, items: list, model: type) -> None:
        if not items:
            return
        model.objects.bulk_create(items)
        if model is PolicyDocument:
            PolicyIssuer.objects.bulk_create([issuer for item in items for issuer in item.issuers.all()])
        else:
            link = Interpretation.policies.through
            pairs = [(item.pk, policy.pk) for item in items for policy in item.policies.all()]
            link.objects.bulk_create([link(interpretation_id=one, policydocument_id=other) for one, other in pairs])
            stamps.bump(*{f"policy:{other}" for _one, other in pairs})  # their pages show the interpretation from now on
        self._first_revisions(items, model)

    def _first_revisions(self, items: list, model: type) -> None:
        """Each item's first revision, as ``save_revision`` would have written it, in two statements for all."""
        kind = ContentType.objects.get_for_model(model)
        Revision.objects.bulk_create(
            Revision(
                content_type=kind,
                base_content_type=kind,
                object_id=str(item.pk),
                object_str=item.title,
                created_at=self.now,
                content=item.serializable_data(),
            )
            for item in items
        )
        own = Revision.objects.filter(base_content_type=kind, object_id=Cast(models.OuterRef("pk"), models.CharField()))
        rows = model._base_manager.filter(pk__in=[item.pk for item in items])
        rows.update(latest_revision=models.Subquery(own.values("pk")[:1]), live_revision=models.Subquery(own.values("pk")[:1]))

    def _record(self, batch: Batch) -> None:
        pairs = [(entry, staged.item) for staged in batch.staged for entry in staged.entries] + batch.merged
        SourceRecord.objects.bulk_create(
            SourceRecord(
                source_id=entry.source_id,
                content_type=ContentType.objects.get_for_model(item),
                object_id=item.pk,
                digest=entry.digest,
                imported_at=self.now,
            )
            for entry, item in pairs
        )

    # -- what stands already --------------------------------------------------------------------------------------

    def _complete(self, item, entry: Entry) -> bool:
        """Fill in what the item lacks and this source knows; answers whether anything was."""
        if not item.body and entry.html:
            item.body = entry.html
        elif not (item.theme_id is None and self.themes.get(entry.theme)[0]):
            return False
        item.theme = item.theme or self.themes.get(entry.theme)[0]
        item.source_url = item.source_url or entry.url
        return True

    def _fill(self, item, entry: Entry):
        """Complete an item that stood here before, unless a person has worked on it. Answers the item when it changed."""
        if worked_on(item) or not item.live or not self._complete(item, entry):
            return None
        renew(item, self)
        return item


def note(items: list) -> None:
    """One index entry for the whole batch, in its transaction."""
    by_model = defaultdict(list)
    for item in items:
        by_model[item._meta.label_lower].append(item.pk)
    for label, keys in by_model.items():
        outbox.add("index", {"model": label, "pks": keys})


def _same_as(item) -> str:
    return _("与《%(title)s》是同一文件。") % {"title": item.title}
