"""DELETE /v1/jobs/{id}: one job goes, wherever it stands, and everything else of its user stays."""

from contextlib import suppress

import pytest

from functions.core.erase import erase
from functions.core.erasure import COMPLETED, PARTIAL, RUNNING, Count
from functions.core.errors import Conflict, LeaseOpen, NotFound
from functions.core.get_job import get_job
from functions.core.mask_photo import ORPHANED, mask_photo
from functions.core.names import JobRef
from functions.core.request_erasure import request_job_erasure
from functions.core.retry_job import retry_job
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.traces import of_job, others_than_job
from tests.fakes.world import LEASE, OTHER_TEAM, TEAM, World, a_request
from tests.unit.core.test_erasing_depicted import STEPS, Step


def fill(world: World, step: Step) -> JobRef:
    """A job in some state, with an idempotency key and somebody depicted, among others of its user."""
    job, form = world.ask(a_request(depicted=("u2",)), "a key")
    assert form is not None
    step(world, form)
    world.buckets["results"].start_upload(str(job.key))
    world.masked()
    world.masked(data=b"odd 1")
    world.masked("u2", depicted=("u1",))
    return job.ref


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
@pytest.mark.parametrize("versioned", [False, True], ids=["unversioned", "versioned"])
def test_all_of_a_job_goes_in_every_state_and_nothing_else(step: Step, versioned: bool) -> None:
    """Promises 5 and 7: out of the review queue too; others of the same user are untouched."""
    world = World(versioned=versioned, page=1)
    ref = fill(world, step)
    before = others_than_job(world.jobs, world.buckets, ref)
    assert of_job(world.jobs, world.buckets, ref)
    ended = world.work_off(world.ask_job_erasure(ref))
    assert ended.state == COMPLETED
    assert ended.counts["rows"] == Count(1)
    assert of_job(world.jobs, world.buckets, ref) == []
    assert others_than_job(world.jobs, world.buckets, ref) == before
    assert world.ledger.epochs == {}


def test_from_the_moment_it_was_asked_for_the_job_does_not_exist(world: World) -> None:
    job = world.masked()
    world.ask_job_erasure(job.ref)
    with pytest.raises(NotFound):
        get_job(job.ref.id, TEAM, world.reading)
    with pytest.raises(NotFound):
        retry_job(job.ref.id, TEAM, world.retrying, world.clock())
    assert get_job(world.masked().ref.id, TEAM, world.reading)


def test_asked_for_twice_it_is_the_same_and_when_it_is_gone_there_is_no_such_job(world: World) -> None:
    """Promise 7."""
    ref = world.masked().ref
    first = world.ask_job_erasure(ref)
    assert world.ask_job_erasure(ref) == first
    world.work_off(first)
    with pytest.raises(NotFound):
        world.ask_job_erasure(ref)


def test_one_that_ended_partial_runs_again(world: World) -> None:
    ref = world.masked().ref
    world.results.locked.update(world.results.objects)
    assert world.work_off(world.ask_job_erasure(ref)).state == PARTIAL
    world.results.locked.clear()
    again = world.ask_job_erasure(ref)
    assert again.attempt == 2
    assert world.work_off(again).state == COMPLETED


@pytest.mark.parametrize("team", [TEAM, OTHER_TEAM])
def test_what_is_not_there_or_is_another_teams_is_not_found_and_nothing_is_touched(
    world: World, team: str
) -> None:
    """Promise 10."""
    ref = world.masked(team=OTHER_TEAM if team == TEAM else TEAM).ref
    with pytest.raises(NotFound):
        request_job_erasure(ref.id, world.act(team), world.requesting)
    assert (world.ledger.records, world.ledger.job_tombstones) == ({}, {})


def test_a_job_whose_user_is_being_erased_does_not_exist(world: World) -> None:
    ref = world.masked().ref
    world.ask_erasure()
    with pytest.raises(NotFound):
        world.ask_job_erasure(ref)


@pytest.mark.parametrize("at", range(1, 14))
@pytest.mark.parametrize("killed", range(1, 7))
def test_a_masker_that_claims_it_between_two_calls_of_the_eraser_leaves_nothing(
    world: World, at: int, killed: int
) -> None:
    """Promises 5 and 6: no tombstone keeps it from claiming, so its row goes only as it was read."""
    job, form = world.create()
    event = world.upload(form)
    erasure = world.ask_job_erasure(job.ref)

    def claim_and_die() -> None:
        with suppress(Killed, Conflict):
            mask_photo(event, fused(world.masking, Fuse(killed, after=True)))

    fuse = Fuse(at)
    fuse.meanwhile = claim_and_die
    erase(TEAM, erasure.id, fused(world.erasing, fuse), world.budget())
    assert world.work_off(erasure).state == COMPLETED
    with suppress(LeaseOpen):
        assert world.mask(event) == ORPHANED
    assert of_job(world.jobs, world.buckets, job.ref) == []


def test_the_lease_of_a_masker_in_flight_is_waited_for(world: World) -> None:
    """Promise 5."""
    job, form = world.create()
    event = world.upload(form)
    with pytest.raises(Killed):
        mask_photo(event, fused(world.masking, Fuse(3, after=True)))
    lease_ends = world.clock() + LEASE
    erasure = world.ask_job_erasure(job.ref)
    assert erase(TEAM, erasure.id, world.erasing, world.budget()) == lease_ends
    assert world.ledger.records[TEAM, erasure.id].state == RUNNING
    world.results.write(event.key, b"a result that nobody takes back")
    assert world.work_off(erasure).state == COMPLETED
    assert of_job(world.jobs, world.buckets, job.ref) == []


def test_the_user_may_go_on_and_be_erased_at_the_same_time(world: World) -> None:
    """Promise 7."""
    ref = world.masked().ref
    one, whole = world.ask_job_erasure(ref), world.ask_erasure()
    for at in range(1, 20, 3):
        fuse = Fuse(at)
        fuse.meanwhile = lambda: erase(TEAM, whole.id, world.erasing, world.budget())
        erase(TEAM, one.id, fused(world.erasing, fuse), world.budget())
    assert {world.work_off(each).state for each in (one, whole)} == {COMPLETED}
    assert world.traces(ref.subject) == []
