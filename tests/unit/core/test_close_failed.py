from dataclasses import replace

import pytest

from functions.core.close_failed import close_failed
from functions.core.errors import Conflict
from functions.core.job import DONE, FAILED, MASKING, Outcome
from functions.core.mask_photo import KEPT, LATE, ORPHANED, Uploaded
from tests.fakes.bucket import FakeBucket, FakeObjects
from tests.fakes.fuse import Killed
from tests.fakes.world import World


def _crashed(world: World) -> Uploaded:
    _, form = world.create()
    event = world.upload(form, b"crash 1")
    with pytest.raises(RuntimeError):
        world.mask(event)
    return event


def test_a_job_out_of_retries_fails_and_keeps_its_original_for_a_retry(world: World) -> None:
    event = _crashed(world)
    world.clock.advance(61)
    assert close_failed(event, world.failing) == FAILED
    (row,) = world.jobs.rows.values()
    assert row.outcome == Outcome(FAILED, "retries_exhausted")
    assert world.originals.current(event.key)
    assert not world.results.objects


@pytest.mark.parametrize("redelivered", [False, True], ids=["at_once", "killed_before_it_could"])
def test_what_a_killed_masker_stored_goes_when_its_job_fails(world: World, redelivered: bool) -> None:
    """Killed after the put and before the close: nothing would lead to it before its net of expiry."""
    event = _crashed(world)
    world.results.write(event.key, b"a result")
    world.held.write(event.key, b"an original")
    world.clock.advance(61)
    if redelivered:
        killed = replace(world.failing, held=_Killing())
        with pytest.raises(Killed):
            close_failed(event, killed)
    assert close_failed(event, world.failing) == (KEPT if redelivered else FAILED)
    assert world.results.objects == world.held.objects == {}
    assert world.originals.current(event.key)


class _Killing(FakeObjects):
    """The process ends before this bucket is reached."""

    def __init__(self) -> None:
        super().__init__(FakeBucket())

    def delete(self, key: str) -> None:
        raise Killed


def test_while_a_lease_is_open_what_its_masker_stored_stays(world: World) -> None:
    event = _crashed(world)
    world.results.write(event.key, b"a result")
    with pytest.raises(Conflict):
        close_failed(event, world.failing)
    assert world.results.current(event.key)


def test_while_a_lease_is_open_the_message_comes_back(world: World) -> None:
    event = _crashed(world)
    with pytest.raises(Conflict):
        close_failed(event, world.failing)
    (row,) = world.jobs.rows.values()
    assert row.state == MASKING
    assert world.originals.current(event.key)


def test_a_job_that_was_never_claimed_fails_too(world: World) -> None:
    """The store of rows may have been away at every retry."""
    _, form = world.create()
    assert close_failed(world.upload(form), world.failing) == FAILED


def test_the_same_dead_letter_twice_is_harmless(world: World) -> None:
    event = _crashed(world)
    world.clock.advance(61)
    close_failed(event, world.failing)
    before = dict(world.jobs.rows)
    assert close_failed(event, world.failing) == KEPT
    assert world.jobs.rows == before
    assert world.originals.current(event.key)


def test_a_dead_letter_of_a_closed_job_deletes_its_file(world: World) -> None:
    job, form = world.create()
    world.mask(world.upload(form))
    late = world.upload(form, b"face 2")
    assert close_failed(late, world.failing) == LATE
    assert world.originals.objects == {}
    assert world.row(job.ref).state == DONE


def test_a_dead_letter_of_another_file_does_not_end_a_job_that_is_being_masked(world: World) -> None:
    _, form = world.create()
    first, second = world.upload(form, b"face 1"), world.upload(form, b"crash 2")
    with pytest.raises(RuntimeError):
        world.mask(second)
    world.clock.advance(61)
    with pytest.raises(Conflict):
        close_failed(first, world.failing)
    assert close_failed(second, world.failing) == FAILED


@pytest.mark.parametrize(
    "key", ["holiday.jpg", "teamaaaaaaaaaaaa/" + "s" * 32 + "/" + "0" * 26 + "/identity"]
)
def test_a_dead_letter_without_a_job_deletes_its_file(world: World, key: str) -> None:
    etag = world.originals.write(key, b"face 1")
    assert close_failed(Uploaded(key, etag, 6), world.failing) == ORPHANED
    assert world.originals.objects == {}


def test_a_dead_letter_of_an_erased_user_writes_nothing_and_deletes_its_file_in_the_end(world: World) -> None:
    """Promise 6."""
    event = _crashed(world)
    erasure = world.ask_erasure()
    world.clock.advance(61)
    with pytest.raises(Conflict):
        close_failed(event, world.failing)
    world.work_off(erasure)
    world.originals.write(event.key, b"a late file")
    assert close_failed(event, world.failing) == ORPHANED
    assert world.traces(erasure.subject) == []


def test_a_job_that_failed_does_not_start_again_by_itself(world: World) -> None:
    event = _crashed(world)
    world.clock.advance(61)
    close_failed(event, world.failing)
    assert world.mask(event) == KEPT
    assert len(world.imaging.seen) == 1
