"""The embedded queue gives each message whole, to one reader, in the order in which they came."""

import subprocess
import sys
from queue import Empty

import pytest
from kombu import Connection

from cms import queue_files
from tests.instance import ROOT

MESSAGES = 1500
WRITER = """
import sys
from kombu import Connection
from cms import queue_files
folder, count = sys.argv[1], int(sys.argv[2])
options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder + "/control"}
with Connection("files://", transport_options=options) as connection:
    for number in range(count):
        connection.default_channel._put("work", {"number": number, "text": "文" * 50_000})
"""
BINDER = """
import sys
from kombu import Connection
from cms import queue_files
folder, name = sys.argv[1:]
options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder + "/control"}
with Connection("files://", transport_options=options) as connection:
    for number in range(50):
        connection.default_channel._queue_bind("bell", f"{name}-{number}", "", "work")
        connection.default_channel.get_table("bell")
"""


@pytest.fixture
def channel(tmp_path):
    (tmp_path / "control").mkdir()
    options = {"data_folder_in": tmp_path, "data_folder_out": tmp_path, "control_folder": tmp_path / "control"}
    with Connection(f"{queue_files.SCHEME}://", transport_options=options) as connection:
        yield connection.default_channel


def started(program: str, *arguments) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", program, *map(str, arguments)], cwd=ROOT)


def taken(channel) -> dict | None:
    try:
        return channel._get("work")
    except Empty:
        return None


def test_reader_never_sees_half_a_message_of_another_process(channel, tmp_path):
    writer, numbers = started(WRITER, tmp_path, MESSAGES), []
    while (running := writer.poll() is None) or channel._size("work"):
        if message := taken(channel):
            assert len(message["text"]) == 50_000
            numbers.append(message["number"])
        elif not running:
            break
    assert (writer.wait(), numbers) == (0, list(range(MESSAGES)))
    assert [path.name for path in tmp_path.iterdir()] == ["control"]


def test_message_is_taken_by_one_of_two_readers(channel):
    channel._put("work", {"number": 1})
    assert [taken(channel), taken(channel)] == [{"number": 1}, None]


def test_message_for_another_queue_is_left(channel):
    channel._put("other", {"number": 1})
    assert (taken(channel), channel._size("other")) == (None, 1)


def test_unfinished_message_is_not_counted_and_not_taken(channel, tmp_path):
    (tmp_path / ".unfinished.work.msg").write_text('{"num')
    assert (taken(channel), channel._size("work")) == (None, 0)


def test_queues_bound_by_two_processes_at_once_are_all_bound(channel, tmp_path):
    both = [started(BINDER, tmp_path, name) for name in ("web", "worker")]
    assert [one.wait() for one in both] == [0, 0]
    assert len(channel.get_table("bell")) == 100
