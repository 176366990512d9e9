"""`manage.py import_redirects FILE`: where the addresses of an older site lead now (docs/import.md)."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError

from cms import registers
from cms.headings import UnknownColumn
from cms.tables import UnreadableFile


class Command(BaseCommand):
    help = "导入旧网站的地址（CSV、XLSX 或者 JSONL，两列：旧地址、新地址）。重复运行只更新有变化的条目。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--columns", default="", metavar="MAP", help="列名对照：“来源列名=本系统列名”。")

    def handle(self, *, file: Path, columns: str = "", **options):
        try:
            tally = registers.import_redirects(file, registers.REDIRECTS.read_map(columns))
        except (UnreadableFile, UnknownColumn) as error:
            raise CommandError(str(error)) from None
        self.stdout.write("\n".join(tally.summary()))
