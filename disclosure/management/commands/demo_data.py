"""`make demo-data`: the real documents of ../shared/data, where that folder is."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.utils.translation import gettext as _

from disclosure.imports import articles

FILES = ["policies_*.jsonl", "laws_lawrefbook.jsonl.gz"]


class Command(BaseCommand):
    help = "装入真实文件（政策、解读、法律法规和五个英文页面），用于试用和测量。"

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.ROOT.parent / "shared" / "data", metavar="DIR")

    def handle(self, *, folder: Path, **options):
        files = [path for pattern in FILES for path in sorted(folder.glob(pattern))] if folder.is_dir() else []
        if not files:
            raise CommandError(
                _("没有找到数据：%(folder)s 中没有 policies_*.jsonl。请指明数据所在的文件夹：manage.py demo_data DIR") % {"folder": folder}
            )
        self.pages(folder / "seeds")
        for path in files:
            self.stdout.write(self.style.MIGRATE_HEADING(path.name))
            call_command("import_documents", path, number_taken="leave-out", stdout=self.stdout, stderr=self.stderr)

    def pages(self, folder: Path) -> None:
        loaded = kept = 0
        for path in sorted(folder.glob("*.txt")):
            try:
                fresh = articles.load(path)
            except (ValueError, LookupError) as error:
                self.stderr.write(f"{path.name}：{error}")
                continue
            loaded, kept = loaded + fresh, kept + (not fresh)
        self.stdout.write(_("页面：新增 %(loaded)d，已有 %(kept)d") % {"loaded": loaded, "kept": kept})
