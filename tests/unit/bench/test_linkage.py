"""The attack counts right: who is told apart is recognised, and who is not is guessed."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bench import linkage
from bench.intervals import wilson
from bench.matching import MEASURES, guessed, recognised


def _crowd(spread: int) -> list[Image.Image]:
    chance = np.random.default_rng(1)
    return [
        Image.fromarray((128 + chance.integers(-spread, spread + 1, (40, 30, 3))).astype(np.uint8))
        for _ in range(5)
    ]


@pytest.mark.parametrize("measure", MEASURES)
def test_who_differs_is_recognised_and_who_does_not_is_guessed(measure: str) -> None:
    assert recognised(_crowd(100), _crowd(100), MEASURES[measure]) == 5
    assert recognised(_crowd(0), _crowd(0), MEASURES[measure]) == pytest.approx(1)


def test_who_shares_a_pose_is_guessed_among_those_who_do() -> None:
    assert guessed(["a", "a", "b", "c"], ["a", "a", "b", "d"]) == 0.5 + 0.5 + 1


@pytest.mark.parametrize(
    ("hits", "n", "bounds"),
    [(0, 10, (0, 0.2775)), (5, 10, (0.2366, 0.7634)), (125, 125, (0.9702, 1))],
)
def test_the_interval_is_that_of_wilson(hits: int, n: int, bounds: tuple[float, float]) -> None:
    assert wilson(hits, n) == pytest.approx(bounds, abs=1e-4)


def test_without_enough_faces_the_attack_is_skipped_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["linkage", "--photos", str(tmp_path)])
    assert linkage.main() == 2
    assert "skipped, 0 faces" in capsys.readouterr().err
