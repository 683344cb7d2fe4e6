"""A short, readable account of what happens, with the time that each step took."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Transcript:
    """Prints a line per step; a step of over two seconds shows that it is alive."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Time one step; it is printed when it has ended, or failed."""
        began, ended = time.monotonic(), threading.Event()
        ticker = threading.Thread(target=_tick, args=(what, ended), daemon=True)
        ticker.start()
        try:
            yield
        finally:
            ended.set()
            ticker.join()
            self._line(f"{time.monotonic() - began:5.1f} s  {what}")

    def say(self, what: str) -> None:
        """A line without a time, below the step that it is about."""
        self._line(f"         {what}")

    def total(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._began

    @staticmethod
    def _line(text: str) -> None:
        sys.stdout.write(f"\r\x1b[K{text}\n" if sys.stdout.isatty() else f"{text}\n")
        sys.stdout.flush()


def _tick(what: str, ended: threading.Event) -> None:
    waited = 0
    while not ended.wait(2):
        waited += 2
        if sys.stdout.isatty():
            sys.stdout.write(f"\r  … {waited} s  {what}")
            sys.stdout.flush()
        elif waited % 10 == 0:
            sys.stdout.write(f"  … {waited} s  {what}\n")
            sys.stdout.flush()
