"""Tells at the end what a soak counted and measured."""

from collections import Counter
from collections.abc import Callable
from typing import Final

import pytest

_TALLY: Final = pytest.StashKey[Counter[str]]()
_TOLD: Final = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def tally(pytestconfig: pytest.Config) -> Counter[str]:
    """How many cases were run, by what names them."""
    return pytestconfig.stash.setdefault(_TALLY, Counter[str]())


@pytest.fixture(scope="session")
def tell(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Write a line below the results."""
    told = pytestconfig.stash.setdefault(_TOLD, [])

    def say(line: str) -> None:
        told.append(line)

    return say


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Write it below the results."""
    for name, number in sorted(config.stash.get(_TALLY, Counter[str]()).items()):
        terminalreporter.write_line(f"{number:6} {name}")
    for line in config.stash.get(_TOLD, []):
        terminalreporter.write_line(line)
