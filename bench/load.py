"""A small load generator: a fixed number of connections that stay open, each asking again when it is answered.

Bounded in count and in time, and it talks to 127.0.0.1 only.
"""

import selectors
import socket
import time
from dataclasses import dataclass

HOST = "127.0.0.1"
MOST_REQUESTS = 40_000


@dataclass
class Connection:
    socket: socket.socket
    buffer: bytes = b""


@dataclass(frozen=True)
class Load:
    rate: float  # requests a second
    requests: int
    failures: int  # answers other than 200


def get(port: int, path: str) -> tuple[int, bytes]:
    """One request over a connection of its own: (status, body)."""
    with socket.create_connection((HOST, port), 30) as connection:
        connection.sendall(_request(path, "close"))
        data = b""
        while part := connection.recv(1 << 16):
            data += part
    head, _, body = data.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), body


def drive(port: int, path: str, seconds: float, connections: int = 16) -> Load:
    """Ask for ``path`` as fast as it is answered, for ``seconds`` or MOST_REQUESTS."""
    request, selector = _request(path, "keep-alive"), selectors.DefaultSelector()
    for _ in range(connections):
        one = socket.create_connection((HOST, port), 30)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(one, selectors.EVENT_READ, Connection(one))
        one.sendall(request)
    answered = failures = 0
    began = time.perf_counter()
    while (took := time.perf_counter() - began) < seconds and answered < MOST_REQUESTS:
        for key, _ in selector.select(1):
            if (status := _read(key.data)) is None:
                continue
            answered, failures = answered + 1, failures + (status != 200)
            key.data.socket.sendall(request)
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    selector.close()
    return Load(answered / took, answered, failures)


def _request(path: str, connection: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: {connection}\r\n\r\n".encode()


def _read(connection: Connection) -> int | None:
    """The status, once the whole answer is there."""
    part = connection.socket.recv(1 << 18)
    if not part:
        raise ConnectionError("the server closed a connection that was to stay open")
    connection.buffer += part
    head, end, body = connection.buffer.partition(b"\r\n\r\n")
    if not end:
        return None
    at = head.lower().find(b"content-length:")
    if at < 0:
        raise ConnectionError(f"an answer without its length: {head[:300]!r}")
    length = int(head[at + 15 :].split(b"\r\n", 1)[0])
    if len(body) < length:
        return None
    connection.buffer = b""
    return int(head.split(b" ", 2)[1])
