from datetime import date, datetime

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from cms import reminders
from cms.models import ClockSettings
from cms.reminder_decisions import Decision, Why, sentence


class Command(BaseCommand):
    help = "提醒到期和将要到期的事项；--dry-run 只说将提醒谁、为什么不提醒其他的，不写入也不发出。"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只说明，不提醒")
        parser.add_argument("--on", metavar="日期", help="以某一天上班时计，如 2026-12-01；只能与 --dry-run 同用")

    def handle(self, **options):
        if options["on"] and not options["dry_run"]:
            raise CommandError("--on 只能与 --dry-run 同用：提醒过的事不再提醒，不能预先记下。")
        if options["dry_run"]:
            self.explain(self.moment(options["on"]))
            return
        done = reminders.run(timezone.now())
        self.stdout.write(f"提醒 {done.reminded} 项，由后一次代替 {done.overtaken} 次，没有能够提醒 {done.unsaid} 项。")
        for line in done.named:
            self.stderr.write(line)
        if done.unsaid:
            raise CommandError("有期限没有能够提醒，见上。")

    def moment(self, on: str | None) -> datetime:
        """Now, or when the office opens on the day named."""
        if on is None:
            return timezone.now()
        try:
            day = date.fromisoformat(on)
        except ValueError:
            raise CommandError(f"“{on}”不是日期，请写作 2026-12-01。") from None
        return timezone.make_aware(datetime.combine(day, ClockSettings.load().office_opens))

    def explain(self, now: datetime) -> None:
        count = told = 0
        for one in reminders.decisions(now):
            count, told = count + 1, told + (one.why is Why.REMIND)
            self.stdout.write(line(one))
        self.stdout.write(f"共 {count} 项，将提醒 {told} 项。")


def line(one: Decision) -> str:
    deadline = one.deadline
    return f"{deadline.due_on} {deadline.term} 《{deadline.subject_label}》{sentence(one)}"
