"""A scanner on a local socket that speaks clamd's protocol and knows one virus, the EICAR test file."""

import socketserver

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 1024 * 1024  # bytes that it takes, as clamd's StreamMaxLength


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM\0":
            self.wfile.write(self.server.verdict(self.streamed()))

    def streamed(self) -> bytes | None:
        """What was sent; None when it is more than we take."""
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
            if len(content) > LARGEST:
                return None
        return content


class Scanning:
    daemon_threads = True

    def verdict(self, content: bytes | None) -> bytes:
        if content is None:
            return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


class Clamd(Scanning, socketserver.ThreadingUnixStreamServer):
    pass


class ClamdOverTCP(Scanning, socketserver.ThreadingTCPServer):
    pass


class Dumb(Clamd):
    """Takes everything and says nothing."""

    def verdict(self, content: bytes | None) -> bytes:
        return b""
