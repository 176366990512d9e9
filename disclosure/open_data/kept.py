"""Exports that somebody has downloaded are kept for the next one, for as long as nothing has changed that they show.

Whether that is so is asked of the database at each download, as for pages (docs/decisions/open-data.md): after a takedown no
kept file is given any more, and what is given was never made before today.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import BoundedSemaphore

from django.conf import settings

from cms import stamps
from cms.api.fields import BEIJING
from disclosure.open_data import exports

TAGS = (stamps.FRAME, stamps.CATALOGUE, stamps.PAGES)
AT_A_TIME = 2  # files that one web process makes at once; its other threads go on serving pages
_makers = BoundedSemaphore(AT_A_TIME)


class Busy(Exception):
    """So many files are being made already."""


@dataclass(frozen=True)
class Kept:
    """The last file of a format; ``current`` when it shows what is public now."""

    path: Path
    size: int
    made_at: datetime
    current: bool


def state(today: date) -> str:
    """Changes with everything that the files show, and each day: validity does too."""
    seen = sorted(stamps.versions(TAGS).items())
    return blake2b(f"{today} {seen}".encode(), digest_size=10).hexdigest()


def folder() -> Path:
    return settings.GONGKAI_VAR / "exports"


def last(name: str, now: str) -> Kept | None:
    """The file of this format; ``now`` is the present ``state``."""
    found = sorted(folder().glob(f"catalogue-*.{name}"), key=lambda path: path.stat().st_mtime)
    if not found:
        return None
    path, about = found[-1], found[-1].stat()
    return Kept(path, about.st_size, datetime.fromtimestamp(about.st_mtime, BEIJING), path.stem == f"catalogue-{now}")


def make(name: str, today: date) -> Iterator[bytes]:
    """The file piece by piece; once it is whole it is kept, if nothing changed meanwhile. Raises Busy."""
    if not _makers.acquire(blocking=False):
        raise Busy
    try:
        return _Making(name, today, _makers.release)
    except BaseException:
        _makers.release()
        raise


class _Making:
    """Gives the pieces and writes them down; whoever stops reading, or never begins, calls ``close``."""

    def __init__(self, name: str, today: date, done: Callable[[], None]):
        self.name, self.today, self.done = name, today, done
        self.began_with = state(today)
        folder().mkdir(parents=True, exist_ok=True)
        self.file = NamedTemporaryFile(dir=folder(), prefix="making-", delete=False)  # noqa: SIM115 (closed in close)
        self.pieces = exports.pieces(name, today)

    def __iter__(self) -> "_Making":
        return self

    def __next__(self) -> bytes:
        try:
            piece = next(self.pieces)
        except StopIteration:
            self._keep()
            raise
        self.file.write(piece)
        return piece

    def _keep(self) -> None:
        if self.file.closed or state(self.today) != self.began_with:
            return
        self.file.close()
        path = folder() / f"catalogue-{self.began_with}.{self.name}"
        os.replace(self.file.name, path)
        for other in folder().glob(f"catalogue-*.{self.name}"):
            if other != path:
                other.unlink(missing_ok=True)

    def close(self) -> None:
        if self.done is None:
            return
        self.file.close()
        Path(self.file.name).unlink(missing_ok=True)
        self.pieces.close()
        done, self.done = self.done, None
        done()

    __del__ = close
