"""Starts web, worker and scheduler together, starts again what dies, and leaves nothing running.

``python -m cms.supervisor`` is the parent; ``python -m cms.supervisor web`` (worker, scheduler) is one child. It needs
nothing but the standard library until it is a child, so the parent costs little memory. Linux and macOS.
"""

import ctypes
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STOP_WITHIN = 15  # seconds a child gets to finish before it is killed
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # malloc.h
PR_SET_PDEATHSIG = 1


def var() -> Path:
    return Path(os.environ.get("GONGKAI_VAR", ROOT / "var")).resolve()


def host() -> str:
    return os.environ.get("HOST", "127.0.0.1")


def port() -> int:
    return int(os.environ.get("PORT", "8000"))


# The children


def web() -> None:
    from gunicorn.app.wsgiapp import run

    workers, threads = os.environ.get("WEB_WORKERS", "2"), os.environ.get("WEB_THREADS", "4")
    sys.argv = ["gunicorn", "cms.wsgi:application", "--bind", f"{host()}:{port()}", "--workers", workers, "--threads", threads]
    # a question of 10,000 characters is answered by a sentence of ours; how long a line may be at all is the proxy's to say
    sys.argv += ["--limit-request-line", "0"]
    sys.argv += ["--graceful-timeout", "10", "--timeout", "120", "--log-level", "warning", "--no-control-socket"]
    run()


def worker() -> None:
    give_back_memory()
    if not os.environ.get("CELERY_BROKER_URL"):  # a kill can leave half a file in the embedded broker: mere wake-ups
        shutil.rmtree(var() / "queue", ignore_errors=True)
    command = ["worker", "--pool", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    _celery([*command, "--hostname", f"gongkai-{os.getpid()}@%h"])


def give_back_memory() -> None:
    """Have texts and segments go back to the system when they are freed.

    glibc keeps ever larger blocks once some were freed, so a worker that indexed for an hour held what it had ever held.
    Other systems' libraries do without.
    """
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        for setting in (M_TRIM_THRESHOLD, M_MMAP_THRESHOLD):
            library.mallopt(setting, 128 * 1024)


def scheduler() -> None:
    os.environ["GONGKAI_PROCESS"] = "scheduler"
    # celery's plain scheduler keeps no file: when a job last ran is known to the database (JobRun)
    _celery(["beat", "--scheduler", "celery.beat:Scheduler", "--pidfile", ""])


def _celery(arguments: list[str]) -> None:
    from celery.__main__ import main
    from celery.platforms import SecurityWarning

    warnings.simplefilter("ignore", SecurityWarning)  # a container's only user is root
    sys.argv = ["celery", "--quiet", "--app", "cms.celery", *arguments, "--loglevel", "WARNING"]
    sys.exit(main())


CHILDREN = {"web": web, "worker": worker, "scheduler": scheduler}


def die_with(parent: int, with_signal: int) -> None:
    """Have this process end when ``parent`` does, even by kill -9: the kernel's promise on Linux, a watch elsewhere."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, with_signal)
    else:
        threading.Thread(target=_watch, args=(parent, with_signal), daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def _watch(parent: int, with_signal: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), with_signal)


def be(name: str) -> None:
    """Become the child ``name``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    if parent := os.environ.get("GONGKAI_SUPERVISOR"):
        # the worker and the scheduler lose nothing by a kill; the web server first has its own workers to end
        die_with(int(parent), signal.SIGTERM if name == "web" else signal.SIGKILL)
    CHILDREN[name]()


# The parent


class Child:
    """One process of ours in a session of its own, started again when it dies, later each time it dies young."""

    def __init__(self, name: str):
        self.name, self.early_deaths, self.start_at, self.process = name, 0, 0.0, None

    def start(self) -> None:
        self.started = time.monotonic()
        environment = {**os.environ, "GONGKAI_SUPERVISOR": str(os.getpid())}
        command = [sys.executable, "-m", "cms.supervisor", self.name]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        (var() / f"{self.name}.pid").write_text(str(self.process.pid))

    def look(self) -> None:
        """Start it when it is not running and its time has come."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self.early_deaths = self.early_deaths + 1 if now - self.started < 10 else 0
            self.start_at = now + min(2**self.early_deaths - 1, 30)
            print(f"{self.name} 已退出（{self.process.returncode}），即将重新启动。", file=sys.stderr, flush=True)
            self._signal(signal.SIGKILL)  # what it left behind in its session
            self.process = None
        if self.process is None and now >= self.start_at:
            self.start()

    def stop(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        self._signal(signal.SIGKILL)
        self.process.wait()
        (var() / f"{self.name}.pid").unlink(missing_ok=True)

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):
            pass


class Stop(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


def _stop(number, frame):
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    raise Stop


def hold(folder: Path):
    """The lock that keeps a second supervisor away from the same folder; the kernel releases it with the process.

    ``manage.py serve``, which becomes this process, has taken it already and says so in GONGKAI_LOCK.
    """
    if handed_over := os.environ.pop("GONGKAI_LOCK", None):
        lock = os.fdopen(int(handed_over), "a+")
        os.set_inheritable(lock.fileno(), False)
        return lock
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "supervisor.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"这里已经有一个实例在运行：{folder}。用 GONGKAI_VAR 指定另一个目录，或先停止它。")
    return lock


def require_free() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host(), port()))
        except OSError:
            sys.exit(f"端口 {port()} 已被占用。换一个端口：make run PORT={port() + 1}")


def main() -> None:
    lock = hold(var())
    require_free()
    children = [Child(name) for name in CHILDREN]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        while True:
            for child in children:
                child.look()
            time.sleep(0.2)
    except Stop:
        print("\n正在停止…", flush=True)
    finally:
        for child in children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_WITHIN
        for child in children:
            child.stop(deadline)
        lock.close()
    print("已全部停止。", flush=True)


if __name__ == "__main__":
    be(sys.argv[1]) if len(sys.argv) > 1 else main()
