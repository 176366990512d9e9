"""Runs a command with a PostgreSQL and a Redis of its own, on spare local ports and in a temporary folder.

``python tests/services.py COMMAND ...``: installs Debian's packages where they are missing and that is allowed, sets
DATABASE_URL and CELERY_BROKER_URL, and stops and removes everything afterwards.
"""

import glob
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT_USER = os.geteuid() == 0 if hasattr(os, "geteuid") else False
FOLDERS = ["/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin"]


def find(program: str) -> str | None:
    """The program on the path or where Debian and Homebrew keep PostgreSQL's; the newest version."""
    found = sorted(path for folder in FOLDERS for path in glob.glob(f"{folder}/{program}"))
    return found[-1] if found else shutil.which(program)


def require_programs() -> None:
    if find("initdb") and find("redis-server"):
        return
    if not shutil.which("apt-get"):
        sys.exit("需要 PostgreSQL 和 Redis（macOS：brew install postgresql@17 redis）。")
    prefix = [] if ROOT_USER else ["sudo", "-n"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", "postgresql", "redis-server"]):
        subprocess.run([*prefix, "apt-get", "-q", *arguments], env=environment, stdin=subprocess.DEVNULL, check=True)


def spare_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > deadline:
                sys.exit(f"端口 {port} 上的服务没有启动。")
            time.sleep(0.1)


@contextmanager
def running(command: list[str], port: int, log: Path, stop_signal: int):
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_for(port)
        yield
    except SystemExit:
        sys.stderr.write(log.read_text(errors="replace"))
        raise
    finally:
        if process.poll() is None:
            os.killpg(process.pid, stop_signal)
        process.wait(30)


@contextmanager
def postgresql(folder: Path):
    # PostgreSQL refuses to run as root; Debian's package brings a user for it
    become = ["runuser", "-u", "postgres", "--"] if ROOT_USER else []
    data, port = folder / "postgresql", spare_port()
    data.mkdir(mode=0o700)
    if ROOT_USER:
        folder.chmod(0o711)
        shutil.chown(data, "postgres", "postgres")
    initdb = [*become, find("initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]
    subprocess.run(initdb, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    options = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={data}", "fsync=off"]
    options += ["synchronous_commit=off", "full_page_writes=off", "max_connections=100"]
    # databases come and go by TEMPLATE, and nothing here is asked often enough to be worth compiling
    options += ["wal_level=minimal", "max_wal_senders=0", "max_wal_size=4GB", "jit=off"]
    command = [*become, find("postgres"), "-D", str(data)] + [word for option in options for word in ("-c", option)]
    with running(command, port, folder / "postgresql.log", signal.SIGINT):
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"


@contextmanager
def redis(folder: Path):
    data, port = folder / "redis", spare_port()
    data.mkdir()
    command = [find("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(data), "--save", ""]
    with running(command, port, folder / "redis.log", signal.SIGTERM):
        yield f"redis://127.0.0.1:{port}/0"


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    require_programs()
    with tempfile.TemporaryDirectory(prefix="gongkai-services-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with postgresql(folder) as database, redis(folder) as broker:
            print(f"PostgreSQL: {database}  Redis: {broker}", flush=True)
            environment = {**os.environ, "DATABASE_URL": database, "CELERY_BROKER_URL": broker}
            return run(command, environment)


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run the command; when we are told to stop, it is told first, as by Ctrl-C, so that it stops what it started."""
    process = subprocess.Popen(command, env=environment)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(60)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
