"""HTTPS to receivers that strangers name (OWASP, "Server-Side Request Forgery Prevention").

The name is resolved once, every address of it is judged, and the connection goes to exactly one of those
addresses, with the name in SNI and ``Host``: a name that resolves otherwise a moment later gains nothing (DNS
rebinding). No redirect is followed, no proxy asked, and of the answer only the status is kept.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from functions.core.errors import Unreachable
from functions.core.webhook_url import Address

MOST_ANSWER: Final = 64 * 1024
MOST_ADDRESSES: Final = 2  # of one name that are tried
# Global as Python says, and yet ways to somewhere else: 6to4 relays (RFC 7526), 6to4 (RFC 3056).
_DETOURS: Final = (IPv4Network("192.88.99.0/24"), IPv6Network("2002::/16"))
_UNICAST: Final = IPv6Network("2000::/3")  # all that is assigned for it (RFC 4291, section 2.4)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the public internet, for one receiver."""
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False  # mapped, translated (NAT64), site-local, multicast, loopback
    return address.is_global and not address.is_multicast and not any(address in net for net in _DETOURS)


@dataclass(frozen=True)
class HttpsSender:
    """Implements `Sender`. ``private_hosts`` admits every address: a stage on one machine has no other.

    Times are in seconds: to connect, between two bytes, and from connection to answer as a whole, because
    a receiver that sends a byte now and then would outlast the others.
    """

    tls: ssl.SSLContext
    private_hosts: bool = False
    connect_seconds: float = 5
    read_seconds: float = 10
    whole_seconds: float = 15

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """See the port."""
        address = Address.of(url)
        with closing(self._connect(self._resolve(address), address.port)) as plain:
            plain.settimeout(self.read_seconds)
            try:
                secure = self.tls.wrap_socket(
                    plain, server_hostname=address.host, do_handshake_on_connect=False
                )
                with closing(secure), _ended_after(self.whole_seconds, secure):
                    secure.do_handshake()
                    return _exchange(secure, address, headers, body)
            except TimeoutError:
                raise Unreachable("timeout") from None
            except ssl.SSLCertVerificationError:
                raise Unreachable("certificate_not_valid") from None
            except ssl.SSLError:
                raise Unreachable("tls_failed") from None
            except OSError:
                raise Unreachable("connection_lost") from None
            except http.client.HTTPException:
                raise Unreachable("answer_not_http") from None

    def _resolve(self, address: Address) -> Sequence[str]:
        try:
            found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise Unreachable("name_not_resolved") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self.private_hosts and not all(is_public(ip_address(each)) for each in addresses):
            raise Unreachable("address_refused")
        return addresses[:MOST_ADDRESSES]

    def _connect(self, addresses: Sequence[str], port: int) -> socket.socket:
        for each in addresses:
            with suppress(OSError):
                return socket.create_connection((each, port), timeout=self.connect_seconds)
        raise Unreachable("not_connected")


def _exchange(secure: ssl.SSLSocket, address: Address, headers: Mapping[str, str], body: bytes) -> int:
    connection = http.client.HTTPSConnection(address.host, address.port, context=secure.context)
    connection.auto_open = 0  # this socket or none: never resolve the name again
    connection.sock = secure
    connection.request("POST", address.target, body, {**headers, "Connection": "close"})
    answer = connection.getresponse()
    with suppress(OSError, http.client.HTTPException):  # the status is known; the rest is thrown away
        answer.read(MOST_ANSWER)
    return answer.status


@contextmanager
def _ended_after(seconds: float, secure: ssl.SSLSocket) -> Iterator[None]:
    """End a connection when its time is over, whatever it is waiting for. Raises TimeoutError then."""
    over = threading.Event()

    def end() -> None:
        over.set()
        with suppress(OSError):
            socket.socket.shutdown(secure, socket.SHUT_RDWR)  # not the TLS one: another thread is in it

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if over.is_set():  # what was read by then may be half an answer that looks whole
            raise TimeoutError
