"""The way to receivers over real TLS on loopback, and what a hostile one can cost."""

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from threading import Thread

import pytest

from functions.core.errors import Unreachable
from functions.edge.posting import HttpsSender
from tools.local_cloud.certificates import Certificates, make_certificates

Serve = Callable[[ssl.SSLSocket], None]
HEADERS = {"webhook-id": "msg_1"}


def refused(sender: HttpsSender, url: str) -> str:
    """The code with which a receiver was not reached."""
    with pytest.raises(Unreachable) as caught:
        sender.post(url, HEADERS, b"{}")
    return caught.value.code


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def sender(certificates: Certificates) -> HttpsSender:
    """A sender that trusts the test's authority, and is in a hurry."""
    tls = ssl.create_default_context(cafile=str(certificates.authority))
    return HttpsSender(tls, private_hosts=True, connect_seconds=1, read_seconds=0.5, whole_seconds=1)


@pytest.fixture
def serve(certificates: Certificates) -> Iterator[Callable[[Serve], str]]:
    """Starts a receiver that serves one connection; its URL."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificates.leaf, certificates.key)
    threads: list[Thread] = []

    def start(how: Serve) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(5)

        def run() -> None:
            with listener, closing(listener.accept()[0]) as plain:
                plain.settimeout(5)
                try:
                    with tls.wrap_socket(plain, server_side=True) as secure:
                        how(secure)
                except OSError:
                    return

        threads.append(Thread(target=run))
        threads[-1].start()
        return f"https://localhost:{listener.getsockname()[1]}/hook?a=b"

    yield start
    for thread in threads:
        thread.join(10)


def request_of(secure: ssl.SSLSocket, length: int = 2) -> bytes:
    """A whole request."""
    got = b""
    while b"\r\n\r\n" not in got or len(got.partition(b"\r\n\r\n")[2]) < length:
        got += secure.recv(4096)
    return got


def answering(answer: bytes, heard: list[bytes] | None = None) -> Serve:
    def how(secure: ssl.SSLSocket) -> None:
        got = request_of(secure)
        if heard is not None:
            heard.append(got)
        secure.sendall(answer)

    return how


def test_a_receiver_is_posted_to_by_its_name(sender: HttpsSender, serve: Callable[[Serve], str]) -> None:
    heard: list[bytes] = []
    url = serve(answering(b"HTTP/1.1 204 No Content\r\n\r\n", heard))
    assert sender.post(url, HEADERS, b"{}") == 204
    head, _, body = heard[0].partition(b"\r\n\r\n")
    port = url.partition("localhost:")[2].partition("/")[0]
    assert head.startswith(b"POST /hook?a=b HTTP/1.1\r\n")
    assert f"Host: localhost:{port}".encode() in head
    assert b"webhook-id: msg_1" in head
    assert b"Content-Length: 2" in head
    assert body == b"{}"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_an_answer_and_is_not_followed(
    sender: HttpsSender, serve: Callable[[Serve], str], status: int
) -> None:
    heard: list[bytes] = []
    elsewhere = serve(answering(b"HTTP/1.1 200 OK\r\n\r\n", heard))
    url = serve(answering(f"HTTP/1.1 {status} Go\r\nLocation: {elsewhere}\r\n\r\n".encode()))
    assert sender.post(url, HEADERS, b"{}") == status
    assert heard == []
    socket.create_connection(("127.0.0.1", int(elsewhere.split(":")[2].partition("/")[0]))).close()


def test_an_answer_without_end_costs_64_kilobytes(sender: HttpsSender, serve: Callable[[Serve], str]) -> None:
    """Promise 13."""
    sent = 0

    def how(secure: ssl.SSLSocket) -> None:
        nonlocal sent
        request_of(secure)
        secure.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            sent += secure.send(b"x" * 16_384)

    assert sender.post(serve(how), HEADERS, b"{}") == 200
    assert sent < 50_000_000


DRIPS = {
    "a-status-line": b"H",
    "headers": b"HTTP/1.1 200 OK\r\n",
    "continues": b"HTTP/1.1 100 Continue\r\n\r\n",
}


@pytest.mark.parametrize("start", DRIPS.values(), ids=DRIPS.keys())
def test_a_receiver_that_sends_a_byte_now_and_then_is_ended(
    sender: HttpsSender, serve: Callable[[Serve], str], start: bytes
) -> None:
    def how(secure: ssl.SSLSocket) -> None:
        request_of(secure)
        secure.sendall(start)
        while True:
            time.sleep(0.05)  # the receiver's pace: what is tested is that nobody waits for it
            secure.sendall(start if b"100" in start else b"a")

    began = time.monotonic()
    assert refused(sender, serve(how)) == "timeout"
    assert time.monotonic() - began < 4


def test_a_receiver_that_says_nothing_is_ended(sender: HttpsSender, serve: Callable[[Serve], str]) -> None:
    def how(secure: ssl.SSLSocket) -> None:
        request_of(secure)
        secure.recv(1)

    assert refused(sender, serve(how)) == "timeout"


BROKEN = {"not-http": b"SSH-2.0-x\r\n\r\n", "long-line": b"HTTP/1.1 200 OK\r\nx: " + b"y" * 70_000}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN.keys())
def test_an_answer_that_is_not_http_is_none(
    sender: HttpsSender, serve: Callable[[Serve], str], answer: bytes
) -> None:
    assert refused(sender, serve(answering(answer))) == "answer_not_http"


def test_a_connection_that_ends_without_an_answer_is_lost(
    sender: HttpsSender, serve: Callable[[Serve], str]
) -> None:
    assert refused(sender, serve(answering(b""))) == "connection_lost"


def test_a_certificate_of_another_authority_or_name_is_not_valid(
    sender: HttpsSender, serve: Callable[[Serve], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = serve(answering(b""))
    stranger = HttpsSender(ssl.create_default_context(), private_hosts=True)
    assert refused(stranger, url) == "certificate_not_valid"
    monkeypatch.setattr(HttpsSender, "_resolve", lambda _self, _address: ["127.0.0.1"])
    renamed = serve(answering(b"")).replace("localhost", "receiver.example")
    assert refused(sender, renamed) == "certificate_not_valid"


def test_a_port_without_tls_is_told_so(sender: HttpsSender) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(5)

    def run() -> None:
        with listener, closing(listener.accept()[0]) as plain, suppress(OSError):
            plain.recv(10)
            plain.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            while plain.recv(4096):
                continue

    thread = Thread(target=run)
    thread.start()
    assert refused(sender, f"https://localhost:{listener.getsockname()[1]}/") == "tls_failed"
    thread.join(5)
