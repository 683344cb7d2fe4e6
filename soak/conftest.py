"""Tells at the end what a soak counted."""

from collections import Counter
from typing import Final

import pytest

_TALLY: Final = pytest.StashKey[Counter[str]]()


@pytest.fixture(scope="session")
def tally(pytestconfig: pytest.Config) -> Counter[str]:
    """How many cases were run, by what names them."""
    return pytestconfig.stash.setdefault(_TALLY, Counter[str]())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Write it below the results."""
    for name, number in sorted(config.stash.get(_TALLY, Counter[str]()).items()):
        terminalreporter.write_line(f"{number:6} {name}")
