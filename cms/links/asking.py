"""One polite visit to an address on another site: the head, and where that is not given the page, whose body is not read.

No address inside a private network is ever asked, whatever name or redirect leads there: somebody who may write a link must not
make the server knock at doors that only it can reach. So the name is resolved here and the connection goes to what was looked at.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from cms.links.addresses import outside
from cms.links.quarantine import Answer, Trouble

SECONDS = 6  # to connect, and to answer
MOST_HOPS = 5
AGENT = "Mozilla/5.0 (compatible; Gongkai link check)"
REFUSALS = frozenset({401, 402, 403, 405, 407, 412, 429, 451})
Guard = Callable[[ipaddress.IPv4Address | ipaddress.IPv6Address], bool]


class NotAsked(Exception):
    """An address that may not be asked."""


def is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not ip.is_multicast


def ask(address: str, may_ask: Guard = is_public, seconds: float = SECONDS) -> Answer:
    """What a reader would find there. Never raises."""
    try:
        answer = _follow("HEAD", address, may_ask, seconds)
        return answer if answer.trouble is None else _follow("GET", address, may_ask, seconds)
    except NotAsked:
        return Answer(trouble=Trouble.PRIVATE)
    except ssl.SSLCertVerificationError:
        return Answer(trouble=Trouble.CERTIFICATE)
    except (socket.gaierror, UnicodeError):
        return Answer(trouble=Trouble.HOST)
    except TimeoutError:
        return Answer(trouble=Trouble.TIMEOUT)
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(trouble=Trouble.CONNECTION)


def _follow(method: str, address: str, may_ask: Guard, seconds: float) -> Answer:
    for _hop in range(MOST_HOPS + 1):
        status, location = _visit(method, address, may_ask, seconds)
        if not (300 <= status < 400 and location):
            return Answer(status, _trouble(status))
        address = outside(urljoin(address, location))
        if not address:  # to a mail address, a file: no page is there
            return Answer(status, Trouble.GONE)
    return Answer(status, Trouble.CIRCLE)


def _trouble(status: int) -> Trouble | None:
    if status < 400:
        return None
    if status in REFUSALS:
        return Trouble.REFUSED
    return Trouble.SERVER if status >= 500 else Trouble.GONE


def _visit(method: str, address: str, may_ask: Guard, seconds: float) -> tuple[int, str]:
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=seconds)
    connection.sock = _socket(parts.hostname, port, may_ask, seconds)
    try:
        if parts.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=parts.hostname)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close", "Host": parts.netloc}
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers.get("Location", "")
    finally:
        connection.close()


def _socket(host: str, port: int, may_ask: Guard, seconds: float) -> socket.socket:
    found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(may_ask(ipaddress.ip_address(ip.partition("%")[0])) for ip in found):
        raise NotAsked(host)
    return socket.create_connection((found[0], port), timeout=seconds)
