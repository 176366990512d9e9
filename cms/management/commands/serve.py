"""`make run`: prepares the instance in GONGKAI_VAR and hands over to the supervisor."""

import os
import sys
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command

from cms import registry, supervisor


class Command(BaseCommand):
    help = "准备数据库、样例内容、索引和静态文件，然后一起启动网站、后台任务和定时器。"
    requires_system_checks = []

    def handle(self, **options):
        self.lock = supervisor.hold(settings.GONGKAI_VAR)  # kept over the exec below: nobody else prepares the same folder
        supervisor.require_free()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.load_sample()
        self.build_index()
        self.welcome()
        # in place of this process: the supervisor needs nothing of Django
        os.set_inheritable(self.lock.fileno(), True)
        os.execve(sys.executable, [sys.executable, "-m", "cms.supervisor"], {**os.environ, "GONGKAI_LOCK": str(self.lock.fileno())})

    def load_sample(self):
        if get_user_model().objects.exists() and not self.unfinished("sample").exists():
            return
        self.stdout.write("首次运行：正在装入样例机关（约一分钟）…")
        with self.step("sample"):
            call_command("sample_authority")

    def build_index(self):
        again = self.unfinished("index").exists()
        try:
            with self.step("index"):
                call_command("index", rebuild=again, where_unreadable=not again)
        except Exception as error:  # the site is of use without it: it searches the database and says so
            self.stderr.write(f"索引没有建成（{error}），检索暂时改用数据库；下次启动会再试。")

    @contextmanager
    def step(self, name):
        """A mark stays behind when the step fails or is killed, so that the next start does it again."""
        self.unfinished(name).touch()
        yield
        self.unfinished(name).unlink()

    def unfinished(self, name):
        return settings.GONGKAI_VAR / f"{name}.unfinished"

    def welcome(self):
        address = f"http://{supervisor.host()}:{supervisor.port()}/"
        self.stdout.write(f"\n公开 Gongkai    {address}\n管理后台        {address}admin/\n")
        for _name, lines in registry.welcome:
            self.stdout.write("\n".join(lines(address)) + "\n")
        self.stdout.write("\nCtrl-C 停止全部进程。数据在 " + str(settings.GONGKAI_VAR) + "\n")
        self.stdout.flush()
