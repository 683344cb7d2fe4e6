"""An audit that could not be asked is told from one that found nothing."""

import json

import pytest

from tools.advisories import Answer, of_npm, of_pip, verdict
from tools.leaks import unaccepted

JUDGED = {"name": "a", "version": "1", "vulns": [{"id": "CVE-1"}]}
CLEAN = {"name": "b", "version": "2", "vulns": []}
SKIPPED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "answer"),
    [
        ([CLEAN], Answer("pip-audit", 1)),
        ([JUDGED, CLEAN], Answer("pip-audit", 2, ("a 1: CVE-1",))),
        ([CLEAN, SKIPPED], Answer("pip-audit", 1, why="1 packages are not known to the service")),
        ([], Answer("pip-audit", 0, why="no answer")),
    ],
    ids=["nothing-known", "one-known", "one-not-judged", "no-packages"],
)
def test_what_pip_audit_says(packages: list[object], answer: Answer) -> None:
    assert of_pip(json.dumps({"dependencies": packages})) == answer


@pytest.mark.parametrize("text", ["", "<html>", "[]"], ids=["nothing", "a-page", "a-list"])
def test_what_is_no_answer_is_no_good_news(text: str) -> None:
    assert of_pip(text).why
    assert of_npm(text).why


def test_what_npm_says() -> None:
    told = {"metadata": {"dependencies": {"prod": 3}}, "vulnerabilities": {"a": {"severity": "high"}}}
    assert of_npm(json.dumps(told)) == Answer("npm audit", 3, ("a: high",))
    assert of_npm(json.dumps({"message": "405"})) == Answer("npm audit", 0, why="405")


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ([Answer("a", 1), Answer("b", 1)], 0),
        ([Answer("a", 1), Answer("b", 0, why="405")], 2),
        ([Answer("a", 1, ("x 1: CVE-1",)), Answer("b", 0, why="405")], 1),
    ],
    ids=["nothing-known", "one-not-asked", "one-known-and-one-not-asked"],
)
def test_what_is_known_is_not_hidden_by_what_could_not_be_asked(answers: list[Answer], status: int) -> None:
    assert verdict(answers) == status


def test_a_secret_that_nobody_looked_at_is_told_and_one_that_was_is_not() -> None:
    seen = {"a.py": ["Secret Keyword: 1", "Secret Keyword: 2"], "b.py": ["Secret Keyword: 1"]}
    assert unaccepted(seen, {"a.py": ["Secret Keyword: 1"]}) == [
        "a.py: Secret Keyword: 2",
        "b.py: Secret Keyword: 1",
    ]
