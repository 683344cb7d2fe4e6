"""Finds the process in which the local cloud runs a function, and ends it as a power cut would."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from tests.e2e.world import World


def workers(world: World, function: str) -> Iterator[int]:
    """The processes that run a function of this cloud, by the environment that the cloud gave them."""
    name = world.function(function)["FunctionName"]
    ours = {f"AWS_LAMBDA_FUNCTION_NAME={name}".encode(), f"HOME={world.cloud.folder / 'home'}".encode()}
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            environment = (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue  # somebody else's, or it has just ended
        if ours <= set(environment):
            yield int(process.name)


def kill_worker(world: World, function: str, seconds: float = 30) -> int:
    """Kill those that run a function with SIGKILL; how many megabytes they had taken at most."""
    deadline = time.monotonic() + seconds
    while not (found := list(workers(world, function))):
        assert time.monotonic() < deadline, f"nobody runs {function}"
        time.sleep(0.01)
    peak = max(_peak(process) for process in found)
    for process in found:
        os.kill(process, signal.SIGKILL)
    return peak


def _peak(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) // 1024 if lines else 0
