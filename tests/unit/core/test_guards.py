"""Each guard of an erasure is needed: without it the machine of `forgetting.py` finds what goes wrong."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Final
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.unit.core.forgotten import Forgotten
from tests.unit.core.guards import GUARDS, Guard

SEEDS: Final = 30  # searches of a hundred worlds each; a failure ends them, and most need one or two
MOVES: Final = {
    name for name in dir(Forgotten) if hasattr(getattr(Forgotten, name), "hypothesis_stateful_rule")
}
SEARCH: Final = settings(
    max_examples=100,
    stateful_step_count=20,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


def without(guard: Guard, number: int) -> type[Forgotten]:
    """The machine over worlds that lack a guard; moves that tell nothing of it are no rules of it."""

    class Unguarded(Forgotten):
        def __init__(self) -> None:
            super().__init__()
            guard.world(self.world)

    for name in MOVES - set(guard.moves):
        setattr(Unguarded, name, _plain(getattr(Forgotten, name)))
    return seed(number)(Unguarded)


def search(guard: Guard) -> None:
    """Raises what the machine finds without a guard."""
    for number in range(SEEDS):
        run_state_machine_as_test(without(guard, number), settings=SEARCH)


def _plain(move: Callable[..., object]) -> Callable[..., object]:
    def plain(*args: object, **named: object) -> object:
        return move(*args, **named)

    return plain


@pytest.mark.parametrize("guard", GUARDS.values(), ids=GUARDS)
def test_without_it_something_comes_back_or_is_touched_or_is_told_of(guard: Guard) -> None:
    """The search has a bound and a seed; that the whole machine finds nothing is `test_forgetting.py`."""
    with ExitStack() as stack:
        if guard.code:
            stack.enter_context(patch.object(*guard.code))
        with pytest.raises(AssertionError):
            search(guard)


def test_the_moves_of_guards_are_moves_of_the_machine() -> None:
    assert {move for guard in GUARDS.values() for move in guard.moves} <= MOVES
