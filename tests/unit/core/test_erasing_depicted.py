"""The erasure of somebody in the picture: the whole job goes, with all that points to it."""

from collections.abc import Callable

import pytest

from functions.core.close_failed import close_failed
from functions.core.erase import erase
from functions.core.erasure import COMPLETED, RUNNING, Count
from functions.core.errors import Conflict
from functions.core.mask_photo import ORPHANED, mask_photo
from functions.core.ports import Form
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.world import LEASE, OTHER_TEAM, TEAM, World, a_request

DEPICTED = ("u2", "u3")


def fill(world: World) -> None:
    """Jobs of u1 with u2 in the picture in every store, and such that have nothing to do with u2."""
    done = world.masked(depicted=DEPICTED)
    world.masked(data=b"odd 1", depicted=("u2",))
    _, form = world.create(depicted=DEPICTED)
    world.upload(form)
    world.ask(a_request(depicted=DEPICTED), "a key")
    for bucket in world.buckets.values():
        bucket.start_upload(str(done.key))
    world.masked("u2", depicted=("u1",))
    for user, depicted, team in (("u1", ("u3",), TEAM), ("u3", (), TEAM), ("u1", ("u2",), OTHER_TEAM)):
        world.masked(user, depicted=depicted, team=team)
    world.ask(a_request("u3", depicted=("u2x",)), "a key")


@pytest.mark.parametrize("versioned", [False, True], ids=["unversioned", "versioned"])
@pytest.mark.parametrize("page", [1, 2, 1000])
@pytest.mark.parametrize("user", ["u1", "u2"], ids=["whose_photos", "depicted"])
def test_everything_goes_with_all_that_points_to_it_and_nothing_else(
    user: str, page: int, versioned: bool
) -> None:
    """Promises 5 and 7: own jobs, and those of others that depict the person."""
    world = World(versioned=versioned, page=page)
    fill(world)
    subject, before = world.subject(user), world.others(world.subject(user))
    kept = {ref for ref, job in world.jobs.rows.items() if not (ref.team == TEAM and subject in job.subjects)}
    assert world.work_off(world.ask_erasure(user)).state == COMPLETED
    assert world.traces(subject) == []
    assert world.others(subject) == before
    assert set(world.jobs.rows) == kept
    assert {ref for _, ref in world.jobs.pointers} <= kept


def test_the_counts_tell_the_jobs_of_others_apart(world: World) -> None:
    fill(world)
    ended = world.work_off(world.ask_erasure("u2"))
    assert ended.counts["depicted"] == Count(4)
    assert ended.counts["rows"] == Count(1)


def test_the_job_of_a_masker_that_was_killed_keeps_its_row_until_nothing_can_come(world: World) -> None:
    """Promise 5: what a killed masker put stands under the prefix of somebody else; the row leads to it."""
    _, form = world.create(depicted=DEPICTED)
    event = world.upload(form)
    with pytest.raises(Killed):
        mask_photo(event, fused(world.masking, Fuse(3, after=True)))  # the read; its result is to come
    lease_ends = world.clock() + LEASE
    erasure = world.ask_erasure("u2")
    assert erase(TEAM, erasure.id, world.erasing, world.budget()) == lease_ends
    world.results.write(event.key, b"a result that nobody takes back")
    assert world.work_off(erasure).state == COMPLETED
    assert world.clock() >= lease_ends
    assert all(not bucket.objects for bucket in world.buckets.values())
    assert (world.jobs.rows, world.jobs.pointers) == ({}, set())
    assert world.mask(event) == ORPHANED


@pytest.mark.parametrize("bucket", ["originals", "held", "results"])
def test_what_cannot_be_deleted_keeps_its_row_and_is_never_called_complete(world: World, bucket: str) -> None:
    """Promise 5."""
    job, _ = world.create(depicted=DEPICTED)
    world.buckets[bucket].write(str(job.key), b"a file")
    world.buckets[bucket].locked.add(str(job.key))
    erasure = world.work_off(world.ask_erasure("u2"))
    assert erasure.state == "partial"
    assert erasure.counts["depicted"].left == 1
    assert job.ref in world.jobs.rows
    world.buckets[bucket].locked.clear()
    assert world.work_off(world.ask_erasure("u2")).state == COMPLETED
    assert world.traces(world.subject("u2")) == []


Step = Callable[[World, Form], object]
STEPS: dict[str, Step] = {
    "before_the_file": lambda world, form: None,
    "uploaded": lambda world, form: world.upload(form),
    "masked": lambda world, form: world.mask(world.upload(form)),
    "in_review": lambda world, form: world.mask(world.upload(form, b"odd 1")),
    "failed": lambda world, form: close_failed(world.upload(form), world.failing),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_two_people_of_one_picture_are_erased_at_once(world: World, step: Step) -> None:
    """Promise 7: each erasure meets the other half done."""
    job, form = world.create(depicted=DEPICTED)
    step(world, form)
    one, other = world.ask_erasure("u1"), world.ask_erasure("u2")
    for at in range(1, 40, 3):
        fuse = Fuse(at)
        fuse.meanwhile = lambda: erase(TEAM, other.id, world.erasing, world.budget())
        try:
            erase(TEAM, one.id, fused(world.erasing, fuse), world.budget())
        except Conflict:
            assert world.ledger.records[TEAM, one.id].state != RUNNING
    for erasure in (one, other):
        world.work_off(erasure)
        assert world.ledger.records[TEAM, erasure.id].state == COMPLETED
        assert world.traces(erasure.subject) == []
    assert job.ref not in world.jobs.rows
    assert world.jobs.pointers == set()
