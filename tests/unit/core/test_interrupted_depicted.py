"""Promise 7: the erasure of somebody depicted is interrupted anywhere, and goes on."""

import pytest

from functions.core.erase import erase
from functions.core.erasure import COMPLETED, RUNNING
from functions.core.errors import Unavailable
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.world import LEASE, TEAM, World
from tests.unit.core.test_erasing_depicted import fill


def _filled() -> World:
    world = World(versioned=True, page=2)
    fill(world)
    return world


def _most_calls() -> int:
    world, fuse = _filled(), Fuse()
    erasure = world.ask_erasure("u2")
    erase(TEAM, erasure.id, fused(world.erasing, fuse), world.budget())
    return len(fuse.calls)


CALLS = _most_calls()


@pytest.mark.parametrize("error", [Killed, Unavailable], ids=["killed", "fault"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
def test_ended_at_any_call_it_goes_on(at: int, after: bool, error: type[BaseException]) -> None:
    world = _filled()
    erasure = world.ask_erasure("u2")
    before = world.others(erasure.subject)
    with pytest.raises(error):
        erase(TEAM, erasure.id, fused(world.erasing, Fuse(at, after=after, error=error)), world.budget())
    told = after and at == CALLS  # only the answer to the very last call was lost
    assert world.ledger.records[TEAM, erasure.id].state == (COMPLETED if told else RUNNING)
    assert world.work_off(erasure).state == COMPLETED
    assert world.traces(erasure.subject) == []
    assert world.others(erasure.subject) == before


@pytest.mark.parametrize("at", range(1, CALLS + 1))
def test_ended_at_any_call_it_still_waits_for_the_lease_on_the_job_of_another(at: int) -> None:
    """Promise 5."""
    world = _filled()
    _, form = world.create("u1", depicted=("u2",))
    with pytest.raises(RuntimeError):
        world.mask(world.upload(form, b"crash 1"))
    lease_ends = world.clock() + LEASE
    erasure = world.ask_erasure("u2")
    with pytest.raises(Killed):
        erase(TEAM, erasure.id, fused(world.erasing, Fuse(at, after=True)), world.budget())
    assert world.work_off(erasure).state == COMPLETED
    assert world.clock() >= lease_ends
    assert world.traces(erasure.subject) == []
