"""The web, served on loopback against a local cloud: the same files and headers as by CloudFront."""

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from infra.packaging import ROOT
from infra.web_policy import cache_control, headers
from tools.deployed import Deployed
from tools.web_config import page_config, page_reach

BUILT: Final = ROOT / "build" / "web"
TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}


@dataclass(frozen=True)
class Site:
    """The files by their path, and the headers that go with each of them."""

    files: Mapping[str, bytes]
    headers: Mapping[str, str]


def site_of(deployed: Deployed, built: Path = BUILT) -> Site:
    """The built web with the settings of a deployed stage. Raises `FileNotFoundError` if it was not built."""
    if not (built / "index.html").is_file():
        raise FileNotFoundError("the web was not built: run `make web`")
    outputs, api, cloud = deployed.outputs, deployed.api_url, deployed.endpoint
    files = {
        path.relative_to(built).as_posix(): path.read_bytes()
        for path in built.rglob("*")
        if path.is_file() and path.suffix in TYPES
    }
    files["config.json"] = json.dumps(page_config(outputs, api, cloud)).encode()
    return Site(files, headers(page_reach(outputs, api, cloud, cloud)))


@contextmanager
def serving(site: Site, certificates: Path, port: int = 0) -> Iterator[int]:
    """Serve a site under TLS with the local cloud's leaf, on loopback alone; the port.

    Raises `OSError` if the port is taken.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "leaf.pem", certificates / "leaf.key")
    with ThreadingHTTPServer(("127.0.0.1", port), _handler(site)) as server:
        # The handshake is each connection's own thread's, so that one that says nothing holds up nobody.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30  # seconds without a word

        def do_GET(self) -> None:
            # What is no file is a screen of the page, as CloudFront answers it too.
            path = self.path.partition("?")[0].lstrip("/")
            path = path if path in site.files else "index.html"
            body = site.files[path]
            self.send_response(200)
            told = {
                "Content-Type": TYPES[Path(path).suffix],
                "Content-Length": str(len(body)),
                "Cache-Control": cache_control(path),
            }
            for name, value in (told | dict(site.headers)).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: what it would say holds an address."""

    return Handler
