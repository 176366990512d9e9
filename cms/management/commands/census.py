import json
from datetime import date

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from cms import census, census_night


class Command(BaseCommand):
    help = "普查网站：按检查指标列出单项否决、扣分和提醒。只看不记；--record 记入历史并派发督办事项。"

    def add_arguments(self, parser):
        parser.add_argument("--on", default="", metavar="日期", help="按这一天普查，如 2026-11-20；默认今天")
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument("--record", action="store_true", help="记入今天的历史，派发和核销督办事项")

    def handle(self, **options):
        if options["record"] and options["on"]:
            raise CommandError("--record 只能记今天的普查。")
        report = census_night.record(timezone.now()) if options["record"] else census.run(_day(options["on"]))
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            for line in census.in_words(report):
                self.stdout.write(line)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise CommandError(f"“{text}”不是有效的日期，应写作 2026-11-20。") from None
