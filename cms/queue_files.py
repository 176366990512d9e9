"""The embedded queue: each message a file that is there whole or not at all. For celery it is the broker ``files://``.

kombu's own file-system transport opens a message under its final name and fills it then, so a worker that looks in between takes
half of it, fails to read it and has to be started again. Here everything is written beside and renamed; taking a message is a
renaming as well, so that of several workers exactly one gets it, and what it says never leaves the queue's folder.
"""

import os
import time
import uuid
from pathlib import Path
from queue import Empty

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

SCHEME = "files"
LOCK = ".lock"


class Channel(filesystem.Channel):
    """A name that begins with a dot is work in progress, which no listing of messages counts."""

    def _put(self, queue: str, payload: dict, **kwargs) -> None:
        name = f"{time.time_ns():020}_{uuid.uuid4()}.{queue}.msg"
        write_whole(Path(self.data_folder_out) / name, dumps(payload))

    def _get(self, queue: str) -> dict:
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".{name}"
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:  # another worker was quicker
                continue
            payload = loads(taken.read_text())
            taken.unlink()
            return payload
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """Web, worker and scheduler do this at the same time when they start."""
        bound = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with (self.control_folder / LOCK).open("a") as held:
            filesystem.lock(held, filesystem.LOCK_EX)
            table = self.get_table(exchange)
            if bound not in table:
                write_whole(self._exchange_file(exchange), dumps([bound, *table]))


class Transport(filesystem.Transport):
    Channel = Channel


def write_whole(path: Path, text: str) -> None:
    """Have ``path`` say ``text``; whoever looks meanwhile sees nothing, or what was there before."""
    unfinished = path.with_name(f".{uuid.uuid4()}")
    unfinished.write_text(text)
    unfinished.replace(path)


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
