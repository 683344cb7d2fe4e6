"""Every reason code that anything gives has its sentence, and the sentence says the limit."""

import ast

import pytest

from functions.core import reasons
from functions.core.reasons import REASONS, sentence
from tests.architecture.sources import files, parsed

GIVEN = ("Refused", "Outcome")


def _written() -> set[str]:
    """What is written out as a code where a file is refused, or a job closed."""
    found = set()
    for path in files("functions"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GIVEN:
                at = GIVEN.index(node.func.id)
                values = (arg.value for arg in node.args[at : at + 1] if isinstance(arg, ast.Constant))
                found |= {value for value in values if isinstance(value, str)}
    return found


def test_every_code_that_is_given_has_a_sentence() -> None:
    named = {value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)}
    assert _written() <= set(REASONS)
    assert named == set(REASONS)


@pytest.mark.parametrize("reason", REASONS)
def test_each_sentence_stands_alone(reason: str) -> None:
    assert sentence(reason).endswith(".")
    assert "{" not in sentence(reason)


def test_a_limit_is_said() -> None:
    assert sentence("too_large", "25,000,000 bytes") == "The file is larger than 25,000,000 bytes."
    assert sentence("too_many_frames", "200 frames") == "The file holds more than 200 frames."
