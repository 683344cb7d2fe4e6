"""The emulator's two processes: a guard that outlives every accident, and the emulator it guards.

`python runner.py FOLDER HARNESS`, as a script, so that the guard loads nothing else and forks clean.
The guard holds the read end of a pipe whose write end only the harness has. However the harness ends
(normally, by an exception, by a signal, by SIGKILL), the kernel closes that end, and the guard kills
the emulator's process group, which holds the functions' workers too, and removes the folder. One way
out for all cases.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

ENDED = "ended"  # the file that tells the harness with which code the emulator ended by itself
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_BEAT = 0.2  # seconds between looks at the harness and the emulator
_REAP_BEAT = 0.005
_GRACE = 5.0  # seconds that processes and the folder may take to go
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h


def main(arguments: list[str]) -> int:
    """Guard an emulator until the harness lets go, then leave nothing of it."""
    folder, harness = Path(arguments[0]), int(arguments[1])
    # The terminal's signals are for the harness; the guard must stay to clean up after it.
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    _adopt_orphans()
    guard = os.getpid()
    emulator = os.fork()
    if emulator == 0:
        _become_emulator(folder, guard)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpgid(emulator, emulator)  # both sides do it, so that neither has to wait
    _watch(emulator, harness, folder / ENDED)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(emulator, signal.SIGKILL)  # its state goes with the folder: no need of a goodbye
    _reap_all()
    _remove(folder)
    return 0


def _watch(emulator: int, harness: int, ended: Path) -> None:
    """Return when the harness is gone or done; leave a note if the emulator ends before that."""
    readable: list[object] = []
    while os.getppid() == harness and not readable:
        if not ended.exists():
            process, status = os.waitpid(emulator, os.WNOHANG)
            if process:
                ended.write_text(str(os.waitstatus_to_exitcode(status)))
        readable, _, _ = select.select([sys.stdin], [], [], _BEAT)


def _reap_all() -> None:
    """Wait until the killed processes are gone, so that none writes into the folder afterwards."""
    deadline = time.monotonic() + _GRACE
    with contextlib.suppress(ChildProcessError):  # none is left
        while time.monotonic() < deadline:
            process, _ = os.waitpid(-1, os.WNOHANG)
            if not process:
                time.sleep(_REAP_BEAT)


def _remove(folder: Path) -> None:
    """Remove `folder`; a worker that is just dying may put a file in while we look."""
    deadline = time.monotonic() + _GRACE
    while folder.exists() and time.monotonic() < deadline:
        shutil.rmtree(folder, ignore_errors=True)


def _become_emulator(folder: Path, guard: int) -> None:
    os.setpgid(0, 0)
    _die_with(guard)
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)  # the pipe is the guard's
    os.chdir(folder)
    sys.path[0] = str(Path(__file__).resolve().parents[2])  # not PYTHONPATH: functions would inherit it
    from ministack import app  # noqa: PLC0415 - in the child only, and after the environment is set

    from tools.local_cloud.mends import mend  # noqa: PLC0415

    mend()
    sys.argv = ["ministack"]  # its main reads the command line
    app.main()
    os._exit(0)


def _adopt_orphans() -> None:
    """Become the parent of the functions' workers when the emulator dies, to see them end."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _die_with(guard: int) -> None:
    """See to it that the emulator ends even if somebody kills the guard itself."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != guard:  # it went before we asked
            os._exit(1)
    else:
        threading.Thread(target=_end_without, args=(guard,), daemon=True).start()


def _end_without(guard: int) -> None:
    while os.getppid() == guard:
        time.sleep(_BEAT)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
