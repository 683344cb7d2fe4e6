"""What AWS's workflow of an erasure does, without its pauses."""

from typing import Final

from soak.playing import Played

MOST: Final = 99  # steps; more than any case takes


def work_off(played: Played, erasure_id: str) -> None:
    """Plan it, work on each of its parts, finish it. A step that fails is the caller's to begin again."""
    ids = {"team": played.team, "erasure": erasure_id}
    for _ in range(MOST):
        planned = played.call("erase", {**ids, "step": "plan"})
        if planned["next"] != "work":
            return
        for part in planned["parts"]:
            _erase(played, {**ids, "erasure": part, "step": "erase"})
        if played.call("erase", {**ids, "step": "finish"})["next"] == "end":
            return
    raise AssertionError("the erasure does not end")


def _erase(played: Played, step: dict[str, str]) -> None:
    for _ in range(MOST):
        if played.call("erase", step)["next"] == "end":
            return
    raise AssertionError("a part of the erasure does not end")
