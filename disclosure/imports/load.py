"""A whole import: the file read twice (policies, then what interprets them), in batches, resumable at any row."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from cms import audit, review, tables
from cms.headings import IGNORED, UnknownColumn
from disclosure.imports import renewal, rows
from disclosure.imports.columns import HEADINGS
from disclosure.imports.report import Line, Outcome, Report
from disclosure.imports.writing import Writer
from disclosure.models import SourceRecord

BATCH = 200  # rows in one transaction

Progress = Callable[[float, Report], None]


@dataclass(frozen=True)
class Raw:
    """A row with our column names, not yet understood."""

    line: int
    values: dict
    source_id: str
    digest: str
    part: float


def run(path: Path, chosen: dict[str, str], writer: Writer, progress: Progress | None = None) -> Report:
    """Import a file. Raises ``UnreadableFile`` or ``UnknownColumn`` before anything is written.

    What stood in an older catalogue was public already; it passes without a review of each, and the record says so.
    """
    with review.excused(_("导入原有目录：%(file)s") % {"file": path.name}, recorded=not writer.dry_run):
        return _run(path, chosen, writer, progress)


def _run(path: Path, chosen: dict[str, str], writer: Writer, progress: Progress | None) -> Report:
    report = Report()
    waiting: set[int] = set()
    source = _Source(path, chosen, report)
    for batch in _batches(source.rows()):
        _import(batch, writer, report, waiting)
        if progress:
            progress(batch[-1].part * (0.9 if waiting else 1), report)
    if waiting:
        for batch in _batches(raw for raw in _Source(path, chosen, Report()).rows() if raw.line in waiting):
            _import(batch, writer, report, None)
    if report.policies and not writer.dry_run:
        report.tied = renewal.tie_late(writer)
    if progress:
        progress(1.0, report)
    report.made = writer.made
    if not writer.dry_run:
        counts = {str(outcome): count for outcome, count in report.counts.items()}
        audit.record(None, "import.documents", reason=path.name, **counts)
    return report


def _import(batch: list[Raw], writer: Writer, report: Report, waiting: set[int] | None) -> None:
    """One batch; interpretations are put off to the second reading, when every policy of the file is there (``waiting``)."""
    known = {record.source_id: record for record in SourceRecord.objects.filter(source_id__in=[raw.source_id for raw in batch])}
    new: dict[str, list[rows.Entry]] = {rows.POLICY: [], rows.INTERPRETATION: []}
    changed = []
    for raw in batch:
        record = known.get(raw.source_id)
        if record and record.digest == raw.digest:
            report.add(Line(raw.line, raw.source_id, "", Outcome.UNCHANGED))
            continue
        try:
            entry = rows.understand(raw.values, raw.line)
        except rows.RowRefused as refused:
            report.add(Line(raw.line, raw.source_id, str(raw.values.get("title", ""))[:200], Outcome.REFUSED, tuple(refused.sentences)))
            continue
        entry.digest = raw.digest
        if waiting is not None and entry.kind == rows.INTERPRETATION:
            waiting.add(raw.line)
        elif record:
            changed.append((entry, record))
        else:
            new[entry.kind].append(entry)
    for entries in new.values():
        for line in writer.write_new(entries):
            report.add(line)
    report.policies += len(new[rows.POLICY])
    for entry, record in changed:
        report.add(renewal.write_changed(writer, entry, record))


def _batches(raws: Iterator[Raw]) -> Iterator[list[Raw]]:
    while batch := list(islice(raws, BATCH)):
        yield batch


class _Source:
    """The rows of the file that can be told apart; what cannot is reported at once."""

    def __init__(self, path: Path, chosen: dict[str, str], report: Report):
        self.path, self.chosen, self.report = path, chosen, report
        self.seen: dict[str, tuple[int, str]] = {}
        self.names: dict[tuple, dict[str, str]] = {}

    def rows(self) -> Iterator[Raw]:
        found = tables.read(self.path)
        try:
            for row in found:
                if raw := self._raw(row):
                    yield raw
        except tables.UnreadableFile as broken:
            if not self.report.total and not self.seen:
                raise
            self.report.broken = str(broken)
        else:
            if not self.seen and not self.report.total:
                raise tables.UnreadableFile(_("文件里没有一行数据：%(path)s") % {"path": self.path.name})

    def _raw(self, row: tables.Row) -> Raw | None:
        if row.error:
            return self._refuse(row, row.error)
        try:
            names = self._names(tuple(row.values))
        except UnknownColumn as unknown:
            if not self.seen and not self.report.total:
                raise
            return self._refuse(row, str(unknown))
        values = {ours: row.values[theirs] for theirs, ours in names.items() if ours != IGNORED}
        source_id = rows.source_id(values)
        digest = _digest(values)
        first, before = self.seen.setdefault(source_id, (row.line, digest[:16]))
        if first != row.line:
            if before == digest[:16]:
                return self._refuse(row, _("与第 %(line)d 行完全重复。") % {"line": first}, source_id)
            return self._refuse(
                row, _("来源编号 %(id)s 在第 %(line)d 行已经用过，内容不同。") % {"id": source_id, "line": first}, source_id
            )
        return Raw(row.line, values, source_id, digest, row.part)

    def _names(self, names: tuple) -> dict[str, str]:
        if names not in self.names:
            self.names[names] = HEADINGS.resolve(list(names), self.chosen)
        return self.names[names]

    def _refuse(self, row: tables.Row, sentence: str, source_id: str = "") -> None:
        self.report.add(Line(row.line, source_id, str(row.values.get("title", ""))[:200], Outcome.REFUSED, (sentence,)))


def _digest(values: dict) -> str:
    """Of the row as it came, so that an unchanged one is recognised without being understood."""
    told = {name: value for name, value in values.items() if value not in ("", None, [], False)}
    return hashlib.sha256((rows.RULES + json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)).encode()).hexdigest()
