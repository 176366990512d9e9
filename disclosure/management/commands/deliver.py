"""`manage.py deliver`: packages for archives and libraries (docs/open-data.md)."""

from datetime import date

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.models import Delivery, Recipient
from disclosure.open_data import delivery


class Command(BaseCommand):
    help = "制作向国家档案馆、公共图书馆移交的包（条例第二十五条），或者用 --verify 重新检查已有的包。"

    def add_arguments(self, parser):
        parser.add_argument("--to", choices=Recipient.values, help="接收单位：archives 国家档案馆，library 公共图书馆。")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="YYYY-MM-DD", help="公开日期自")
        parser.add_argument("--until", dest="last", type=date.fromisoformat, metavar="YYYY-MM-DD", help="公开日期至（含当天）")
        parser.add_argument("--verify", action="store_true", help="重新读取每一个包，逐个文件核对校验值。")

    def handle(self, *, to=None, first=None, last=None, verify=False, **options):
        if verify:
            return self.verify()
        if not (to and first and last):
            raise CommandError(_("请给出 --to、--from 和 --until。"))
        try:
            made = delivery.make(to, first, last, None, timezone.now())
        except delivery.NotMade as reason:
            raise CommandError(str(reason)) from None
        told = {"path": delivery.folder() / made.file_name, "items": made.item_count, "files": made.file_count, "sha256": made.sha256}
        self.stdout.write(_("%(path)s：%(items)d 项，附件 %(files)d 个，SHA-256 %(sha256)s") % told)

    def verify(self) -> None:
        wrong = 0
        for one in Delivery.objects.all():
            found = delivery.verify(one)
            wrong += bool(found)
            self.stdout.write(f"{one.file_name}  {'；'.join(found) or _('完好')}")
        if wrong:
            raise CommandError(_("%(count)d 个移交包有问题。") % {"count": wrong})
