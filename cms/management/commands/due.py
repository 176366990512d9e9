import csv
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from cms import day_by_day, due_questions, term_words
from cms.terms import TermError
from cms.workdays import CalendarError


class Command(BaseCommand):
    help = "计算一项法定期限到哪一天，并逐日说明；或者用 --cases 逐行计算一个 CSV 文件。"

    def add_arguments(self, parser):
        parser.add_argument("rule", nargs="?", help="期限的名称，如 OGI_REPLY_20WD")
        parser.add_argument("--start", default="", help="起算的日期，如 2026-02-02")
        parser.add_argument(
            "--extra", nargs="*", default=[], metavar="名称=值", help="期间发生的事，如 extension_wd=10 known_on=2019-03-21"
        )
        parser.add_argument("--cases", type=Path, help="CSV 文件，列为 case_id,rule,start,extra；输出 case_id,due,provisional")

    def handle(self, **options):
        if options["cases"]:
            self.cases(options["cases"])
        elif options["rule"]:
            self.one(options["rule"], options["start"], options["extra"])
        else:
            raise CommandError("请给出期限的名称，或者用 --cases 给出文件。")

    def one(self, rule: str, start: str, extra: list[str]) -> None:
        try:
            due = due_questions.answer(due_questions.read(rule, start, _pairs(extra)))
        except (TermError, CalendarError) as error:
            raise CommandError(term_words.refusal(error)) from None
        self.stdout.write(f"{due.date.isoformat()}  {due.term.title}：{term_words.SENSES[due.term.sense]} {term_words.day(due.date)}")
        for sentence in term_words.summary(due):
            self.stdout.write(f"  {sentence}")
        for one in day_by_day.lines(due):
            count = f"{one.count:>4}" if one.count else "    "
            self.stdout.write(
                f"{count}  {one.day.date.isoformat()} {term_words.WEEKDAYS[one.day.date.weekday()]}  {term_words.line(one, due)}"
            )

    def cases(self, path: Path) -> None:
        """One line for each case; a case that cannot be computed has no day, and its reason goes to the errors."""
        try:
            rows = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"不能读取 {path}：{error}") from None
        if rows and not {"case_id", "rule", "start", "extra"} <= set(rows[0]):
            raise CommandError(f"{path} 应有 case_id、rule、start、extra 各列。")
        out = csv.writer(self.stdout, lineterminator="\n")
        out.writerow(["case_id", "due", "provisional"])
        for row in rows:
            try:
                extra = _pairs((row["extra"] or "").split(";"))
                due = due_questions.answer(due_questions.read(row["rule"], row["start"] or "", extra))
                out.writerow([row["case_id"], due.date.isoformat(), "yes" if due.provisional else "no"])
            except (TermError, CalendarError) as error:
                self.stderr.write(f"{row['case_id']}：{term_words.refusal(error)}")
                out.writerow([row["case_id"], "", ""])


def _pairs(written: list[str]) -> dict[str, str]:
    pairs = {}
    for one in filter(None, (part.strip() for part in written)):
        name, sign, value = one.partition("=")
        if not sign:
            raise TermError("bad_value", name=name, value="")
        pairs[name.strip()] = value.strip()
    return pairs
