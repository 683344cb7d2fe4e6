"""What docs/checks.md tells people to run is there."""

import importlib.util
import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "checks.md").read_text()
TARGETS: Final = set(re.findall(r"^([a-z0-9-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make ([a-z-]+)", PAGE))))
def test_a_target_that_the_page_names_is_in_the_makefile(target: str) -> None:
    assert target in TARGETS


@pytest.mark.parametrize("path", sorted(set(re.findall(r"(?:tests|soak)/[\w/]+\.py", PAGE))))
def test_a_test_that_the_page_names_is_there(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("module", sorted(set(re.findall(r"python -m ([\w.]+)", PAGE))))
def test_a_program_that_the_page_names_is_there(module: str) -> None:
    assert importlib.util.find_spec(module)
