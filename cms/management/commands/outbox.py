from django.core.management import BaseCommand
from django.db.models import Count, Min
from django.utils import timezone

from cms import outbox
from cms.models import JobRun, OutboxItem


class Command(BaseCommand):
    help = "显示还有什么待办、什么办不成、定时任务上次何时运行。"

    def add_arguments(self, parser):
        parser.add_argument("--work", action="store_true", help="立即办理到期的事项（没有后台任务进程时）")
        parser.add_argument("--retry", action="store_true", help="失败的事项不再等待，马上重试")

    def handle(self, **options):
        if options["retry"]:
            OutboxItem.objects.failing().filter(claimed_until=None).update(due_at=timezone.now())
        if options["work"]:
            self.stdout.write(f"办结 {outbox.drain(timezone.now)} 件")
        self.show()

    def show(self):
        kinds = OutboxItem.objects.pending().values("kind").annotate(count=Count("pk"), oldest=Min("created_at"))
        for row in kinds.order_by("kind"):
            self.stdout.write(f"待办 {row['kind']}: {row['count']} 件，最早 {timezone.localtime(row['oldest']):%Y-%m-%d %H:%M:%S}")
        if not kinds:
            self.stdout.write("没有待办事项。")
        for item in OutboxItem.objects.failing().order_by("created_at")[:20]:
            due = timezone.localtime(item.due_at)
            self.stdout.write(f"失败 {item.kind} #{item.pk}，已试 {item.attempts} 次，{due:%m-%d %H:%M:%S} 再试：{item.last_error}")
        for job in JobRun.objects.exclude(started_at=None).order_by("name"):
            at = timezone.localtime(job.started_at)
            self.stdout.write(f"定时 {job.name}: {at:%Y-%m-%d %H:%M:%S}，共 {job.runs} 次 {job.last_error}")
