"""What a function prints: its log and its metrics."""

import logging
import sys
from collections.abc import Callable

import pytest

Printed = Callable[[], str]


class _Now:
    """Whatever is stdout at the moment of writing."""

    def write(self, text: str) -> int:
        return sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()


@pytest.fixture(autouse=True)
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    """Everything printed so far, to stdout and stderr.

    The loggers of a function live as long as the process, and would print to the test before.
    """
    for logger in logging.root.manager.loggerDict.values():
        if hasattr(logger, "powertools_handler"):
            logger.powertools_handler.stream = _Now()
    text = ""

    def read() -> str:
        nonlocal text
        captured = capsys.readouterr()
        text += captured.out + captured.err
        return text

    return read
