"""`make run`: prepares the instance in GONGKAI_VAR and hands over to the supervisor."""

import os
import sys

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command

from cms import registry, supervisor


class Command(BaseCommand):
    help = "准备数据库、样例内容、索引和静态文件，然后一起启动网站、后台任务和定时器。"
    requires_system_checks = []

    def handle(self, **options):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.load_sample()
        if not any(settings.INDEX_ROOT.glob("*")):
            self.stdout.write("正在建立检索索引…")
            call_command("index", rebuild=True)
        self.welcome()
        # in place of this process: the supervisor needs nothing of Django
        os.execv(sys.executable, [sys.executable, "-m", "cms.supervisor"])

    def load_sample(self):
        """On an instance where nobody is registered, or where an earlier load was interrupted."""
        loading = settings.GONGKAI_VAR / "sample.loading"
        if get_user_model().objects.exists() and not loading.exists():
            return
        self.stdout.write("首次运行：正在装入样例机关（约一分钟）…")
        loading.touch()
        call_command("sample_authority")
        loading.unlink()

    def welcome(self):
        address = f"http://{os.environ.get('HOST', '127.0.0.1')}:{supervisor.port()}/"
        self.stdout.write(f"\n公开 Gongkai    {address}\n管理后台        {address}admin/\n")
        for _name, lines in registry.welcome:
            self.stdout.write("\n".join(lines(address)) + "\n")
        self.stdout.write("\nCtrl-C 停止全部进程。数据在 " + str(settings.GONGKAI_VAR) + "\n")
        self.stdout.flush()
