"""``manage.py index``: compare the index with the database and mend it, or build it anew."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from search import checks
from search.engine import Busy, EngineDown, engine

NAMES = {"public": "公开", "desk": "工作台"}
SHOWN = 20  # keys that are named


class Command(BaseCommand):
    help = "检查索引与数据库是否一致并修复（--check），或者在旁边重建后切换（--rebuild）。"

    def add_arguments(self, parser):
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--check", action="store_true", help="报告差异并修复（默认）")
        choice.add_argument("--rebuild", action="store_true", help="重建全部索引，期间检索照常")
        choice.add_argument("--where-unreadable", action="store_true", help="只重建不存在、或者由旧版本程序建立的索引（每次启动时用）")
        parser.add_argument("--no-mend", action="store_true", help="只报告差异，不修复；有差异时退出码为 1")

    def handle(self, *args, rebuild=False, where_unreadable=False, no_mend=False, **options):
        today = timezone.localdate()
        try:
            if where_unreadable:
                for name in filter(self.unreadable, checks.BOTH):
                    self.renew(name, today)
                return
            drifted = [self.renew(name, today) if rebuild else self.compare(name, today, not no_mend) for name in checks.BOTH]
        except (Busy, EngineDown) as error:
            raise CommandError(str(error)) from error
        if no_mend and any(drifted):
            raise CommandError("索引与数据库不一致。")

    def unreadable(self, name) -> bool:
        try:
            next(engine(name).every_key(), None)
        except EngineDown:
            return True
        return False

    def renew(self, name, today) -> int:
        began = time.monotonic()
        count = checks.rebuild(name, today, self.watched)
        seconds = time.monotonic() - began
        self.stdout.write(f"{NAMES[name]}索引已重建：{count} 条，{seconds:.1f} 秒。")
        return 0

    def compare(self, name, today, mends: bool) -> int:
        missing = stale = surplus = 0
        named: list[str] = []
        try:
            for drift in checks.drifts(name, today):
                missing, stale, surplus = missing + len(drift.missing), stale + len(drift.stale), surplus + len(drift.surplus)
                named += sorted(drift.keys)[: SHOWN - len(named)]
                if mends and drift.keys:
                    checks.mend(name, drift.keys, today)
        except EngineDown:
            if not mends:
                raise
            self.stdout.write(f"{NAMES[name]}索引不存在或无法读取，重建。")
            return self.renew(name, today)
        self.stdout.write(f"{NAMES[name]}索引：缺少 {missing}，过时 {stale}，多余 {surplus}。")
        for key in named:
            self.stdout.write(f"  {key}")
        count = missing + stale + surplus
        if mends and count:
            self.stdout.write("已修复。")
        return count

    def watched(self, documents):
        """Say every few thousand documents how far it is, so that a long rebuild is seen to live."""
        for count, document in enumerate(documents, 1):
            if count % 5000 == 0:
                self.stdout.write(f"  {count} 条……")
            yield document
