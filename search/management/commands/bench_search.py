"""``manage.py bench_search --queries FILE.jsonl [--json]``: quality and latency over whatever is imported."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search import benchmark
from search.engine import EngineDown

COLUMNS = ("n", "mrr10", "recall10", "p50_ms", "p95_ms")


class Command(BaseCommand):
    help = "用已知答案的检索用例测量检索质量（MRR@10、recall@10）和耗时。"

    def add_arguments(self, parser):
        parser.add_argument("--queries", required=True, type=Path, help='每行一个 {"qid","kind","query","relevant":[…]}')
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args, queries: Path, **options):
        try:
            measured = benchmark.run(benchmark.read(queries))
        except OSError as error:
            raise CommandError(f"打不开 {queries}：{error.strerror}") from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        except EngineDown as error:
            raise CommandError(f"检索不可用：{error}。请先运行 manage.py index --rebuild。") from error
        if options["json"]:
            self.stdout.write(json.dumps(measured, ensure_ascii=False))
            return
        self.stdout.write("".join(f"{title:>10}" for title in COLUMNS))
        for kind, figures in [*measured["kinds"].items(), ("all", measured["all"])]:
            self.stdout.write("".join(f"{figures[title]:>10}" for title in COLUMNS) + f"  {kind}")
