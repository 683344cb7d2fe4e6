"""Each promise of the design is named by a test that would break with it: ``Promise N`` in its docstring."""

import ast
import re

import pytest

from tests.architecture.sources import files, parsed

PROMISES = range(1, 16)
NAMED = re.compile(r"[Pp]romise (\d+)\b")

# What no test names yet, and why. Whoever covers one takes it out of here.
NOT_YET: dict[int, str] = {}


def _named() -> set[int]:
    found = set()
    for path in files("tests"):
        if path.name == "test_promises.py" or not path.name.startswith("test_"):
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                found |= {int(number) for number in NAMED.findall(ast.get_docstring(node) or "")}
    return found


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_is_named_by_a_test_or_says_why_not(promise: int) -> None:
    assert (promise in _named()) != (promise in NOT_YET), (
        f"promise {promise}: name it in the docstring of the test that holds it, or in NOT_YET, not in both"
    )


def test_no_test_names_a_promise_that_the_design_does_not_make() -> None:
    assert _named() <= set(PROMISES)
