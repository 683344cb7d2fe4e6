"""Each guard of an erasure is needed: without it the machine of `forgetting.py` finds what goes wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.unit.core.forgotten import Forgotten
from tests.unit.core.guards import GUARDS, Guard, Story

SEEDS: Final = 30  # searches of a hundred worlds each; a failure ends them, and most need one or two
SEARCHED = {name: guard for name, guard in GUARDS.items() if not guard.story}
TOLD = {name: guard for name, guard in GUARDS.items() if guard.story}
SEARCH: Final = settings(
    max_examples=100,
    stateful_step_count=20,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


def of_the_machine(mark: str) -> set[str]:
    """The names of its rules, or of its invariants."""
    return {
        name for name in dir(Forgotten) if hasattr(getattr(Forgotten, name), f"hypothesis_stateful_{mark}")
    }


MOVES, MUST_HOLD = of_the_machine("rule"), of_the_machine("invariant")


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


def tell(story: Story, machine: Forgotten) -> None:
    """Make moves in order, each of which the machine might make then; raises what does not hold after one."""
    try:
        for move, values in story:
            getattr(machine, move)(**values)
            for name in sorted(MUST_HOLD):
                getattr(machine, name)()
    except AssertionError:
        machine._kill_workers()
        raise
    machine.teardown()


@contextmanager
def taken_out(guard: Guard) -> Iterator[None]:
    """What is a guard of the code is not there meanwhile."""
    if not guard.code:
        yield
        return
    with patch.object(*guard.code):
        yield


def _plain(move: Callable[..., object]) -> Callable[..., object]:
    def plain(*args: object, **named: object) -> object:
        return move(*args, **named)

    return plain


@pytest.mark.parametrize("guard", SEARCHED.values(), ids=SEARCHED)
def test_without_it_chance_finds_what_comes_back_or_is_touched_or_is_told_of(guard: Guard) -> None:
    """The search has a bound and a seed; that the whole machine finds nothing is `test_forgetting.py`."""
    with taken_out(guard), pytest.raises(AssertionError):
        search(guard)


@pytest.mark.parametrize("guard", TOLD.values(), ids=TOLD)
def test_without_it_a_story_ends_badly(guard: Guard) -> None:
    machine = Forgotten()
    guard.world(machine.world)
    with taken_out(guard), pytest.raises(AssertionError):
        tell(guard.story, machine)


@pytest.mark.parametrize("guard", TOLD.values(), ids=TOLD)
def test_with_it_the_same_story_ends_well(guard: Guard) -> None:
    tell(guard.story, Forgotten())


def test_the_moves_of_guards_are_moves_of_the_machine() -> None:
    told = {move for guard in GUARDS.values() for move, _ in guard.story}
    assert {move for guard in GUARDS.values() for move in guard.moves} | told <= MOVES
