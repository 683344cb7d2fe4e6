"""Where the emulator may listen, and whether it answers there."""

from __future__ import annotations

import socket
import ssl
import urllib.error
import urllib.request
from pathlib import Path


def free_port() -> int:
    """Return a loopback port that nobody listens on now; another program may take it before we do."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(endpoint: str, authority: Path) -> bool:
    """Tell whether our own emulator, and no other program, is ready: only it has a leaf of `authority`."""
    trust = ssl.create_default_context(cafile=str(authority))
    no_proxy = urllib.request.ProxyHandler({})  # whatever the host says: this never leaves the machine
    opener = urllib.request.build_opener(no_proxy, urllib.request.HTTPSHandler(context=trust))
    try:
        with opener.open(f"{endpoint}/_ministack/ready", timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False
