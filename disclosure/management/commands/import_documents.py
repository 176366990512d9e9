"""`manage.py import_documents FILE`: policies and interpretations from an older catalogue (docs/import.md)."""

import sys
import time
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.headings import UnknownColumn
from cms.tables import UnreadableFile
from cms.tasks import refresh_statistics
from disclosure.imports import load
from disclosure.imports.columns import HEADINGS
from disclosure.imports.report import Report
from disclosure.imports.writing import Writer


class Command(BaseCommand):
    help = "导入历史文件（JSONL、JSONL.GZ、CSV 或者 XLSX）。可以随时中断，再次运行会从断处继续；重复运行不产生重复条目。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--columns", default="", metavar="MAP", help="列名对照：“来源列名=本系统列名”，逗号隔开，或者写有对照的文件（也可以是 JSON）。"
        )
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入。")
        parser.add_argument(
            "--number-taken",
            choices=["refuse", "leave-out"],
            default="refuse",
            help="发文字号已被另一文件使用时：refuse 拒绝该行（默认）；leave-out 照常收录，不采用该文号并在报告中说明。",
        )
        parser.add_argument("--report", type=Path, metavar="FILE.csv", help="把被拒绝、并入和有说明的行写入这个文件。")

    def handle(self, *, file: Path, columns: str, dry_run: bool, number_taken: str = "refuse", report: Path | None = None, **options):
        now = timezone.now()
        writer = Writer(now, timezone.localdate(now), dry_run, leave_out_numbers=number_taken == "leave-out")
        progress = Progress(self.stderr)
        try:
            found = load.run(file, HEADINGS.read_map(columns), writer, progress)
        except (UnreadableFile, UnknownColumn) as error:
            raise CommandError(str(error)) from None
        progress.end()
        if not dry_run:
            refresh_statistics(now)
        if dry_run:
            self.stdout.write(_("试运行，没有写入任何数据。"))
        for line in found.summary():
            self.stdout.write(line)
        if report:
            found.write(report)
            self.stdout.write(_("逐行说明：%(path)s") % {"path": report})
        if found.broken:
            raise CommandError(found.broken)


class Progress:
    """One line that renews itself on a terminal; elsewhere a line every ten seconds."""

    def __init__(self, out):
        self.out, self.started, self.shown = out, time.monotonic(), float("-inf")
        self.terminal = sys.stderr.isatty()

    def __call__(self, part: float, report: Report) -> None:
        moment = time.monotonic()
        if moment - self.shown < (0.5 if self.terminal else 10):
            return
        self.shown = moment
        rate = report.total / max(moment - self.started, 0.001)
        told = _("%(percent)3d%%　%(rows)d 行　每秒 %(rate)d 行") % {"percent": part * 100, "rows": report.total, "rate": rate}
        self.out.write(f"\r{told}", ending="" if self.terminal else "\n")

    def end(self) -> None:
        if self.terminal:
            self.out.write("")
