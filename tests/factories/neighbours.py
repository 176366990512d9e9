"""Another site, on this machine: a real server whose pages answer as they are told, and which notes who asked for what."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Neighbour:
    """``pages``: path -> status, or the address to which it redirects; what is not in it is not there."""

    port: int
    pages: dict[str, int | str] = field(default_factory=dict)
    without_head: set[str] = field(default_factory=set)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def neighbour() -> Iterator[Neighbour]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            site.asked.append((self.command, self.path))
            said = 501 if self.command == "HEAD" and self.path in site.without_head else site.pages.get(self.path, 404)
            self.send_response(302 if isinstance(said, str) else said)
            if isinstance(said, str):
                self.send_header("Location", said)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD = answer

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Neighbour(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
