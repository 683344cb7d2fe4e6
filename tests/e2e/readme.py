"""The programs of the README, as they stand there."""

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def program(language: str) -> str:
    """The first program in a language."""
    found = re.search(rf"```{language}\n(.*?)```", README.read_text(), re.DOTALL)
    assert found
    return found[1]
