"""`make down`: end the local cloud that `make up` left running; the standard library alone."""

import os
import signal
import sys
import time
from pathlib import Path

STATE = Path(__file__).parents[1] / ".local"


def main() -> int:
    """Tell its process to end, by its id, and wait until it has."""
    try:
        process = int((STATE / "up.pid").read_text())
        os.kill(process, signal.SIGTERM)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        for name in ("cloud.json", "up.pid"):
            (STATE / name).unlink(missing_ok=True)
        sys.stdout.write("no local cloud is running\n")
        return 0
    deadline = time.monotonic() + 60
    while (STATE / "up.pid").exists():
        if time.monotonic() > deadline:
            sys.stderr.write("down: it did not end within 60 s\n")
            return 1
        time.sleep(0.05)
    sys.stdout.write("the local cloud has ended\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
