"""Run one step of the Makefile, saying what it is and how long it took; the standard library alone.

`python3 tools/step.py LABEL COMMAND…` is silent about the command's own output unless it fails.
"""

import subprocess
import sys
import threading
import time


def main(label: str, command: list[str]) -> int:
    """Run the command; its exit status."""
    began = time.monotonic()
    ended = threading.Event()
    sys.stderr.write(f"  {label} …")
    sys.stderr.flush()
    threading.Thread(target=_tick, args=(ended,), daemon=True).start()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    ended.set()
    sys.stderr.write(f" {time.monotonic() - began:.1f} s\n")
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
    return done.returncode


def _tick(ended: threading.Event) -> None:
    while not ended.wait(2):
        sys.stderr.write(".")
        sys.stderr.flush()


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1], sys.argv[2:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
