"""What became of each row: counted, with reasons, for the screen and as a CSV file."""

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.punctuation import listed
from disclosure.imports.rows import Entry


class Outcome(models.TextChoices):
    IMPORTED = "imported", _("新增")
    CHANGED = "changed", _("更新")
    UNCHANGED = "unchanged", _("未变")
    MERGED = "merged", _("与已有文件相同，并入")
    REFUSED = "refused", _("拒绝")


@dataclass(frozen=True)
class Line:
    """One row's fate."""

    line: int
    source_id: str
    title: str
    outcome: Outcome
    remarks: tuple[str, ...] = ()


def fate(entry: Entry, outcome: Outcome, *remarks: str) -> Line:
    """The line of an entry; each remark once."""
    return Line(entry.line, entry.source_id, entry.title[:200], outcome, tuple(dict.fromkeys(remarks)))


@dataclass
class Report:
    """Counts of everything, and the lines that somebody should look at."""

    lines: list[Line] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    remarks: Counter = field(default_factory=Counter)
    made: dict[str, list[str]] = field(default_factory=dict)
    policies: int = 0  # new rows that were policies
    tied: int = 0  # interpretations imported earlier that found their policy in this file
    broken: str = ""  # why reading ended before the end of the file

    def add(self, line: Line) -> None:
        self.counts[line.outcome] += 1
        if line.outcome != Outcome.UNCHANGED:
            self.remarks.update((line.outcome, _general(remark)) for remark in line.remarks)
        if line.remarks or line.outcome in (Outcome.REFUSED, Outcome.MERGED):
            self.lines.append(line)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def summary(self) -> list[str]:
        """The report as lines of text."""
        told = [f"{outcome.label}：{self.counts[outcome]}" for outcome in Outcome]
        text = [gettext("共 %(total)d 行。") % {"total": self.total} + "　".join(told)]
        for name, made in self.made.items():
            if made:
                text.append(
                    gettext("新建%(name)s %(count)d 个：%(some)s")
                    % {"name": name, "count": len(made), "some": listed(made[:10]) + ("…" if len(made) > 10 else "")}
                )
        if self.tied:
            text.append(gettext("以前导入的解读中，有 %(count)d 件在本次找到了所解读的政策。") % {"count": self.tied})
        for (outcome, remark), count in self.remarks.most_common(30):
            text.append(f"  {Outcome(outcome).label}｜{remark}　×{count}" if count > 1 else f"  {Outcome(outcome).label}｜{remark}")
        if self.broken:
            text.append(self.broken)
        return text

    def write(self, path: Path) -> None:
        """Every row that was refused, merged or came with a remark, as CSV that spreadsheet programs open."""
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow([gettext("行"), gettext("来源编号"), gettext("标题"), gettext("结果"), gettext("说明")])
            for line in self.lines:
                cells = [line.line, line.source_id, line.title, line.outcome.label, " ".join(line.remarks)]
                rows.writerow([_harmless(cell) for cell in cells])


def _general(remark: str) -> str:
    """Remarks that differ only in a title are counted together."""
    return re.sub(r"《.*》", "《…》", remark)


def _harmless(cell) -> str:
    """A cell that a spreadsheet would run as a formula is kept as text."""
    text = str(cell)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
