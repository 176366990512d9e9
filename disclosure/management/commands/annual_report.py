import json

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from cms.models import Department
from cms.papers.paper import Table
from disclosure import annual_figures
from disclosure.annual_report import cells, checks, layout
from disclosure.annual_reports import refusal_of, verdicts_of
from disclosure.models import AnnualReport


class Command(BaseCommand):
    help = "打印一个年度的政府信息公开工作年度报告：已公布的照公布的，其余按现在的记录。"

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="年度")
        parser.add_argument("--unit", default="", help="报告单位的全称；省略的为本机关")
        parser.add_argument("--json", action="store_true", help="以 JSON 打印")

    def handle(self, **options):
        year = options["year"]
        if not 2008 <= year <= timezone.localdate().year:
            raise CommandError("年度应在 2008 年（条例施行）和今年之间。")
        units = Department.objects.visible()
        unit = units.filter(name=options["unit"]).first() if options["unit"] else units.filter(kind=Department.Kind.AUTHORITY).first()
        if unit is None:
            raise CommandError(f"没有这个单位：{options['unit'] or '本机关'}。")
        figures, verdicts, stored = self.found(unit, year)
        if options["json"]:
            given = {"year": year, **cells.as_json(figures), "checks": stored}
            self.stdout.write(json.dumps(given, ensure_ascii=False, indent=1))
            return
        for table in layout.tables(figures):
            self.print(table)
        for verdict in verdicts:
            if not verdict.ok:
                self.stdout.write(refusal_of(verdict))

    def found(self, unit: Department, year: int):
        """Figures, checks, and the checks as they are given away: those of the report, or of the records where there is none."""
        report = AnnualReport.objects.latest_of(unit.pk, year)
        if report is None or not report.figures:
            figures = annual_figures.of_records(unit, year)
            before = AnnualReport.objects.latest_of(unit.pk, year - 1)
            verdicts = checks.check(figures, before=before.numbers if before else None, counted=figures)
            return figures, verdicts, checks.as_json(verdicts)
        verdicts = verdicts_of(report)
        return report.numbers, verdicts, report.checks if report.fixed else checks.as_json(verdicts)

    def print(self, table: Table) -> None:
        self.stdout.write(f"\n{table.caption}")
        for cell in table.cells:
            if cell.name:
                self.stdout.write(f"  {cells.NAMES[cell.name]}：{cell.text}")
