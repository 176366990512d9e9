import csv
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from disclosure import fees


class Command(BaseCommand):
    help = "计算信息处理费（国办函〔2020〕109号）并逐档说明；或者用 --cases 逐行计算一个 CSV 文件。"

    def add_arguments(self, parser):
        parser.add_argument(
            "method", nargs="?", help="per_piece_month（同一申请人一个月内的件数）或 per_page_application（一件申请的页数）"
        )
        parser.add_argument("quantity", nargs="?", default="", help="件数或者页数")
        parser.add_argument("--cases", type=Path, help="CSV 文件，列为 case_id,method,quantity；输出 case_id,yuan")

    def handle(self, **options):
        if options["cases"]:
            self.cases(options["cases"])
        elif options["method"]:
            self.one(options["method"], options["quantity"])
        else:
            raise CommandError("请给出计收方式和数量，或者用 --cases 给出文件。")

    def one(self, method: str, quantity: str) -> None:
        try:
            fee = fees.read([method], quantity)
        except fees.FeeRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{fee.yuan}")
        for sentence in fee.explain():
            self.stdout.write(f"  {sentence}")

    def cases(self, path: Path) -> None:
        """One line for each case; a case that cannot be computed has no sum, and its reason goes to the errors."""
        try:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                rows = list(csv.DictReader(lines))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"不能读取 {path}：{error}") from None
        if rows and not {"case_id", "method", "quantity"} <= set(rows[0]):
            raise CommandError(f"{path} 应有 case_id、method、quantity 各列。")
        out = csv.writer(self.stdout, lineterminator="\n")
        out.writerow(["case_id", "yuan"])
        for row in rows:
            try:
                out.writerow([row["case_id"], fees.read([row["method"] or ""], row["quantity"] or "").yuan])
            except fees.FeeRefused as refused:
                self.stderr.write(f"{row['case_id']}：{refused}")
                out.writerow([row["case_id"], ""])
