"""Promise 7: an erasure that is interrupted anywhere goes on, and two at once do no harm."""

from contextlib import suppress

import pytest

from functions.core.erase import OVERTAKEN, erase
from functions.core.erasure import COMPLETED, RUNNING, Erasure
from functions.core.errors import Conflict, Unavailable
from functions.core.mask_photo import mask_photo
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.ledger import of_user
from tests.fakes.world import LEASE, TEAM, World
from tests.unit.core.test_erase import fill

PAGE = 2


def _filled(*, versioned: bool = False) -> World:
    world = World(versioned=versioned, page=PAGE)
    for user in ("u1", "u1x"):
        fill(world, user)
    return world


def _leased() -> World:
    """With a job that a masker died of: its lease is open."""
    world = _filled()
    _, form = world.create()
    with pytest.raises(RuntimeError):
        world.mask(world.upload(form, b"crash 1"))
    return world


def _most_calls(world: World) -> int:
    """Of the whole erasure; of the first step of one that has to wait."""
    fuse, erasure = Fuse(), world.ask_erasure()
    erase(TEAM, erasure.id, fused(world.erasing, fuse), world.budget())
    return len(fuse.calls)


def _counted(erasure: Erasure) -> int:
    return sum(count.deleted for count in erasure.counts.values())


def _there(world: World) -> int:
    return _counted(world.work_off(world.ask_erasure()))


CALLS, LEASED_CALLS = _most_calls(_filled()), _most_calls(_leased())


def test_a_look_makes_enough_calls_for_this_to_mean_something() -> None:
    assert min(CALLS, LEASED_CALLS) > 20


@pytest.mark.parametrize("error", [Killed, Unavailable], ids=["killed", "fault"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
def test_ended_at_any_call_it_goes_on(at: int, after: bool, error: type[BaseException]) -> None:
    """Promise 7: before the call left, or when its answer was lost."""
    world = _filled()
    erasure = world.ask_erasure()
    before = world.others(erasure.subject)
    with pytest.raises(error):
        erase(TEAM, erasure.id, fused(world.erasing, Fuse(at, after=after, error=error)), world.budget())
    told = after and at == CALLS  # only the answer to the very last call was lost
    assert world.ledger.records[TEAM, erasure.id].state == (COMPLETED if told else RUNNING)
    assert world.work_off(erasure).state == COMPLETED
    assert world.traces(erasure.subject) == []
    assert world.others(erasure.subject) == before


@pytest.mark.parametrize("at", range(1, LEASED_CALLS + 1))
def test_ended_at_any_call_it_still_waits_for_the_lease_that_it_saw(at: int) -> None:
    """Promise 5: once the rows are gone nobody else knows of it."""
    world = _leased()
    lease_ends = world.clock() + LEASE
    erasure = world.ask_erasure()
    with pytest.raises(Killed):
        erase(TEAM, erasure.id, fused(world.erasing, Fuse(at, after=True)), world.budget())
    assert world.work_off(erasure).state == COMPLETED
    assert world.clock() >= lease_ends


@pytest.mark.parametrize("leased", [False, True], ids=["no_lease", "open_lease"])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
def test_two_workers_at_once_never_complete_early_and_get_there(at: int, leased: bool) -> None:
    """Promise 5: the second runs a whole step between two calls of the first.

    So it is when a function was timed out for the workflow, which tries again, and still runs.
    """
    world = _leased() if leased else _filled()
    lease_ends = world.clock() + (LEASE if leased else LEASE * 0)
    erasure = world.ask_erasure()
    before = world.others(erasure.subject)
    fuse = Fuse(at)
    fuse.meanwhile = lambda: erase(TEAM, erasure.id, world.erasing, world.budget())
    erase(TEAM, erasure.id, fused(world.erasing, fuse), world.budget())
    if leased:
        assert world.ledger.records[TEAM, erasure.id].state == RUNNING
    assert world.work_off(erasure).state == COMPLETED
    assert world.clock() >= lease_ends
    assert world.traces(erasure.subject) == []
    assert world.others(erasure.subject) == before
    assert world.ledger.epoch(TEAM, of_user(erasure).person) == 1


@pytest.mark.parametrize("error", [Killed, Conflict], ids=["killed", "overtaken"])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
def test_of_what_a_worker_deleted_and_did_not_note_at_most_a_page_is_not_counted(
    at: int, error: type[BaseException]
) -> None:
    """The receipt counts nothing twice; what one worker did not note is missing, and no more."""
    there, world = _there(_filled()), _filled()
    erasure, fuse = world.ask_erasure(), Fuse(at, after=error is Killed)
    if error is Conflict:
        fuse.meanwhile = lambda: erase(TEAM, erasure.id, world.erasing, world.budget())
    with suppress(Killed):
        erase(TEAM, erasure.id, fused(world.erasing, fuse), world.budget())
    assert there - PAGE <= _counted(world.work_off(erasure)) <= there


def test_who_was_overtaken_comes_back_when_the_other_may_have_died() -> None:
    """To be overtaken is no failure of a step: its tries are not used up, and nobody calls it failed."""
    world = _filled()
    erasure, fuse = world.ask_erasure(), Fuse(CALLS - 3)
    fuse.meanwhile = lambda: world.ledger.save(world.ledger.records[TEAM, erasure.id])
    again = erase(TEAM, erasure.id, fused(world.erasing, fuse), world.budget())
    assert again == world.clock() + OVERTAKEN
    assert world.work_off(erasure).state == COMPLETED


def test_two_users_are_erased_at_once_each_by_their_own() -> None:
    """Promise 7."""
    world = _filled(versioned=True)
    one, other = world.ask_erasure("u1"), world.ask_erasure("u1x")
    fuse = Fuse(7)
    fuse.meanwhile = lambda: world.work_off(other)
    erase(TEAM, one.id, fused(world.erasing, fuse), world.budget())
    assert world.ledger.records[TEAM, other.id].state == COMPLETED
    assert world.work_off(one).state == COMPLETED
    assert world.traces(one.subject) + world.traces(other.subject) == []


@pytest.mark.parametrize("data", [b"face 1", b"odd 1", b"text"], ids=["done", "review", "rejected"])
@pytest.mark.parametrize("steps", [0, 1, 2, 9])
@pytest.mark.parametrize("at", range(1, 8))
def test_an_erasure_between_two_calls_of_a_masker_leaves_nothing(data: bytes, steps: int, at: int) -> None:
    """Promise 6: nothing comes back by a masker in flight, however far the eraser got meanwhile."""
    world = _filled()
    _, form = world.create()
    event = world.upload(form, data)
    subject = world.subject()

    def meanwhile() -> None:
        erasure = world.ask_erasure()
        for _ in range(steps):
            erase(TEAM, erasure.id, world.erasing, world.budget())

    fuse = Fuse(at)
    fuse.meanwhile = meanwhile
    with suppress(Conflict):
        mask_photo(event, fused(world.masking, fuse))
    for erasure in [each for each in world.ledger.records.values() if each.subject == subject]:
        assert world.work_off(erasure).state == COMPLETED
    if world.ledger.records:
        world.mask(event)
        assert world.traces(subject) == []
