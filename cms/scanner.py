"""The virus scanner of an authority that has one: ClamAV's clamd, asked over a local socket (``CLAMD_SOCKET``).

Without the setting nothing is scanned. With it nothing comes in unscanned: a scanner that is away, or that gives no clear answer,
is a refusal. The protocol (clamd(8), INSTREAM) is so small that no library is needed for it.
"""

import socket

from django.conf import settings
from django.core.checks import Error
from django.utils.translation import gettext as _

from cms.containers import UploadRefused

CHUNK = 64 * 1024  # bytes
LONGEST_ANSWER = 4096  # bytes
PATIENCE = 60  # seconds for each step; a video of 500 MB takes clamd some of them


class Away(Exception):
    """The scanner cannot be reached or says nothing."""


def require_clean(file) -> None:
    """Raise UploadRefused unless the scanner calls the file (seekable, open for reading in binary) clean, or none is set."""
    if not settings.CLAMD_SOCKET:
        return
    file.seek(0)
    try:
        answer = _scanned(file)
    except (OSError, Away):
        raise UploadRefused(_("病毒扫描程序没有应答，文件暂不能接收。请稍后再试，或者告知管理员。")) from None
    if answer.endswith(" FOUND"):
        name = answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise UploadRefused(_("文件带有病毒（%(name)s），不能接收。请先在本机杀毒。") % {"name": name})
    if answer != "stream: OK":
        raise UploadRefused(_("病毒扫描程序没有查完这个文件（%(answer)s），不能接收。请告知管理员。") % {"answer": answer})


def answers() -> bool:
    """Whether the scanner is there."""
    try:
        with _connected() as connection:
            connection.sendall(b"zPING\0")
            return _answer(connection) == "PONG"
    except (OSError, Away):
        return False


def check_answers(**kwargs) -> list[Error]:
    """For ``manage.py check --deploy``: a scanner that is set and away stops every upload."""
    if not settings.CLAMD_SOCKET or answers():
        return []
    return [Error(f"no virus scanner answers at {settings.CLAMD_SOCKET}: every upload is refused", id="gongkai.E001")]


def _scanned(file) -> str:
    with _connected() as connection:
        try:
            connection.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
            connection.sendall(bytes(4))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough, of a file that is too big for it, say; its answer tells
        return _answer(connection)


def _connected() -> socket.socket:
    """``/run/clamav/clamd.ctl`` or ``127.0.0.1:3310``."""
    place = settings.CLAMD_SOCKET
    if not place.startswith("/"):
        host, _colon, port = place.rpartition(":")
        return socket.create_connection((host, port), PATIENCE)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE)
    try:
        connection.connect(place)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    """Up to the zero byte that ends it; one that breaks off before is none."""
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        if not (part := connection.recv(LONGEST_ANSWER)):
            raise Away
        said += part
    return said.rstrip(b"\0").decode(errors="replace").strip()
