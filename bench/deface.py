"""deface 1.5.0, warm, in an environment of its own under ``build/bench-venv``."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.photos import BUILD, ROOT
from bench.rounds import Case

PINS: Final = ROOT / "requirements" / "deface.txt"
HOME: Final = BUILD / "bench-venv"
PYTHON: Final = HOME / "bin" / "python"
MARKER: Final = HOME / "installed.txt"


class NoDefaceError(Exception):
    """deface cannot be run here; the text says why."""


@contextmanager
def warm_deface(photo: bytes, folder: Path) -> Iterator[Case]:
    """A case that masks ``photo`` by deface and returns its CPU seconds. Raises `NoDefaceError`."""
    _install()
    original, output = folder / "photo.jpg", folder / "deface.jpg"
    original.write_bytes(photo)
    # -P: our own bench/deface.py must not stand in the way of the package of that name
    command = [
        str(PYTHON),
        "-P",
        str(Path(__file__).with_name("deface_worker.py")),
        str(original),
        str(output),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            if process.stdout.readline().strip() != "ready":
                raise NoDefaceError("deface did not start; its message is above")

            def case() -> float:
                assert process.stdin
                assert process.stdout
                process.stdin.write("next\n")
                process.stdin.flush()
                return float(process.stdout.readline())

            yield case
        finally:
            process.stdin.close()


def _install() -> None:
    """Install what is pinned, once. Raises `NoDefaceError`, for example without a network."""
    if MARKER.is_file() and MARKER.read_text() == PINS.read_text():
        return
    uv = [sys.executable, "-m", "uv"]
    install = [*uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(PINS)]
    for command in ([*uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(HOME)], install):
        if subprocess.run(command, check=False).returncode:
            raise NoDefaceError("deface could not be installed; the message is above")
    MARKER.write_text(PINS.read_text())
