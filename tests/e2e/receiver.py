"""A team's receiver on loopback: https, and verified with the public library of Standard Webhooks."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from standardwebhooks.webhooks import Webhook

Answers = Callable[[str, int], int]


@dataclass(frozen=True)
class Heard:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    def verified(self, secret: str) -> Any:
        """The event, if the signature is good. Raises `WebhookVerificationError`."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """Answers each path by a rule of its own: the statuses in turn, the last for ever."""

    url: str
    answers: dict[str, list[int]] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)

    def at(self, path: str, *statuses: int) -> str:
        """A URL that answers so."""
        self.answers[path] = list(statuses) or [204]
        return self.url + path

    def of(self, path: str) -> list[Heard]:
        """What arrived at a path."""
        return [request for request in self.heard if request.path == path]


@contextmanager
def receiving(certificates: Path) -> Iterator[Receiver]:
    """A receiver with the cloud's own certificate, while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            statuses = receiver.answers.get(self.path, [404])
            status = statuses[min(len(receiver.of(self.path)), len(statuses) - 1)]
            receiver.heard.append(Heard(self.path, dict(self.headers), body))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{receiver.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificates / "leaf.pem", certificates / "leaf.key")
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver = Receiver(f"https://localhost:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
