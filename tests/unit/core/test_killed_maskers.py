"""A masker is ended at any moment: before a call of a port, or after it took effect."""

import pytest

from functions.core.errors import LeaseOpen
from functions.core.job import DONE, MASKING, REJECTED, REVIEW
from functions.core.mask_photo import ORPHANED, REPLACED, Uploaded, mask_photo
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.world import World


def _empty(world: World, *names: str) -> bool:
    return all(not world.buckets[name].objects for name in names)


def _only(world: World, name: str) -> bytes:
    (versions,) = world.buckets[name].objects.values()
    return versions[-1].data


def test_a_masker_that_was_killed_leaves_nothing_of_its_file_when_another_is_masked(world: World) -> None:
    """One of two files is masked, never a mixture, and neither is left behind.

    The first masker dies after it put the original into held; then the form is used again.
    """
    job, form = world.create()
    first = world.upload(form, b"odd 1")
    with pytest.raises(Killed):
        mask_photo(first, fused(world.masking, Fuse(6, after=True)))
    assert _only(world, "held") == b"odd 1"
    world.clock.advance(61)
    second = world.upload(form, b"face 2")
    assert world.mask(first) == REPLACED
    assert world.mask(second) == DONE
    assert world.row(job.ref).state == DONE
    assert _empty(world, "originals", "held")
    assert _only(world, "results") in world.imaging.verified


def test_a_result_of_a_masker_that_was_killed_goes_if_the_next_file_is_refused(world: World) -> None:
    _, form = world.create()
    first = world.upload(form, b"face 1")
    with pytest.raises(Killed):
        mask_photo(first, fused(world.masking, Fuse(6, after=True)))
    assert not _empty(world, "results")
    world.clock.advance(61)
    assert world.mask(world.upload(form, b"no image")) == REJECTED
    assert _empty(world, "originals", "held", "results")


ENDS = {
    "face": (b"face 1", DONE, "results"),
    "empty": (b"empty 1", REVIEW, "held"),
    "odd": (b"odd 1", REVIEW, "held"),
    "refused": (b"text 1", REJECTED, None),
}
CALLS = 8  # more than any way has


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
@pytest.mark.parametrize(("data", "state", "kept"), ENDS.values(), ids=ENDS)
def test_killed_at_any_call_the_next_delivery_brings_the_job_to_its_end(
    world: World, data: bytes, state: str, kept: str | None, at: int, after: bool
) -> None:
    """Promise 1: at no moment is anything in results that was not verified."""
    job, form = world.create()
    event = world.upload(form, data)
    killed = _killed(world, event, Fuse(at, after=after))
    assert killed or at > 5
    _nothing_unverified(world)
    if killed and world.row(job.ref).state == MASKING:
        with pytest.raises(LeaseOpen):
            world.mask(event)
    world.clock.advance(61)
    world.mask(event)
    assert world.row(job.ref).state == state
    _nothing_unverified(world)
    assert _empty(world, *({"originals", "held", "results"} - {kept}))


@pytest.mark.parametrize("at", range(1, CALLS + 1))
@pytest.mark.parametrize("data", [b"face 1", b"odd 1"], ids=["face", "odd"])
def test_killed_at_any_call_and_erased_then_nothing_stays(world: World, data: bytes, at: int) -> None:
    """Promise 5: the erasure finds what a killed masker left."""
    job, form = world.create()
    event = world.upload(form, data)
    _killed(world, event, Fuse(at, after=True))
    erasure = world.work_off(world.ask_erasure())
    assert erasure.state == "completed"
    assert world.traces(job.ref.subject) == []
    assert world.mask(event) == ORPHANED
    assert world.traces(job.ref.subject) == []


def _killed(world: World, event: Uploaded, fuse: Fuse) -> bool:
    try:
        mask_photo(event, fused(world.masking, fuse))
    except Killed:
        return True
    return False


def _nothing_unverified(world: World) -> None:
    for versions in world.results.objects.values():
        assert all(version.data in world.imaging.verified for version in versions)
