"""`manage.py import_places FILE`: the register of institutions and offline points from a list (docs/import.md)."""

from datetime import date
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from cms import registers
from cms.headings import UnknownColumn
from cms.tables import UnreadableFile


class Command(BaseCommand):
    help = "导入机构与服务点名录（CSV、XLSX 或者 JSONL）。重复运行只更新有变化的条目。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--columns", default="", metavar="MAP", help="列名对照：“来源列名=本系统列名”。")
        parser.add_argument(
            "--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="名录的数据日期（行内没有写明时采用；默认为今天）。"
        )

    def handle(self, *, file: Path, columns: str = "", **options):
        day = options.get("date") or timezone.localdate(timezone.now())
        try:
            tally = registers.import_places(file, registers.PLACES.read_map(columns), day)
        except (UnreadableFile, UnknownColumn) as error:
            raise CommandError(str(error)) from None
        self.stdout.write("\n".join(tally.summary()))
