"""Promise 7: what is masked again for others is interrupted anywhere, and goes on."""

import pytest

from functions.core.erase import erase
from functions.core.erasure import COMPLETED, RUNNING, Erasure
from functions.core.errors import Unavailable
from functions.core.job import DONE
from functions.core.remask_depicted import (
    remask_depicted,
)
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.world import TEAM, World
from tests.unit.core.sparing import end, mask, photo, sparing


def _calls(which: str) -> int:
    fuse = Fuse()
    _blown(sparing(World(versioned=True, page=2)), which, fuse)
    return len(fuse.calls)


def _blown(world: World, which: str, fuse: Fuse) -> Erasure:
    """An erasure of which one look, or one handing over to the maskers, is ended by a fuse."""
    photo(world)
    photo(world, b"doubtful 1")
    erasure = world.ask_erasure("u2")
    for step in range(2):
        eraser = fused(world.erasing, fuse) if which == f"look {step}" else world.erasing
        again = erase(TEAM, erasure.id, eraser, world.budget())
        assert again is not None
        world.clock.reach(again)
        sparer = fused(world.sparing, fuse) if which == f"hand over {step}" else world.sparing
        remask_depicted(TEAM, erasure.id, sparer, world.budget())
        if step:
            mask(world)
    return erasure


WHICH = ("look 0", "hand over 0", "look 1", "hand over 1")
POINTS = [(which, at) for which in WHICH for at in range(1, _calls(which) + 1)]


@pytest.mark.parametrize("error", [Killed, Unavailable], ids=["killed", "fault"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("which", "at"), POINTS, ids=[f"{which} {at}" for which, at in POINTS])
def test_ended_at_any_call_it_goes_on(which: str, at: int, after: bool, error: type[BaseException]) -> None:
    """Promise 7: the message that was lost with it is sent again, and nothing is masked by a wrong recipe."""
    world = sparing(World(versioned=True, page=2))
    with pytest.raises(error):
        _blown(world, which, Fuse(at, after=after, error=error))
    (erasure,) = world.ledger.records.values()
    assert erasure.state == RUNNING
    ended = end(world, erasure)
    assert (ended.state, world.traces(erasure.subject)) == (COMPLETED, [])
    assert len(world.jobs.rows) == 1
    ((ref, row),) = world.jobs.rows.items()
    assert (row.state, row.depicted) == (DONE, (world.subject("u3"),))
    shown = world.results.current(str(row.key))
    assert shown is not None
    assert shown.data in world.imaging.verified
    assert ended.counts["remasked"].deleted <= 1  # at least this many: see docs/receipts.md
    assert {each for _, each in world.jobs.pointers} == {ref}
