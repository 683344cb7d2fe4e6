"""Others in the picture: their tombstones stand before every write to the job."""

import pytest

from functions.core.close_failed import close_failed
from functions.core.errors import ErasureRunning, NotFound, Tombstoned
from functions.core.get_job import get_job
from functions.core.job import Job
from functions.core.mask_photo import ERASED, Uploaded, mask_photo
from tests.fakes.fuse import Fuse, fused
from tests.fakes.world import TEAM, World, a_request

DEPICTED = ("u2", "u3")


def _pointers(world: World, user: str = "", team: str = TEAM) -> set[str]:
    place = (team, world.subject(user, team)) if user else None
    return {ref.id for at, ref in world.jobs.pointers if place in {None, at}}


def test_a_job_knows_who_is_depicted_by_pseudonyms_alone(world: World) -> None:
    """Promise 15."""
    job, _ = world.create(depicted=DEPICTED)
    assert job.depicted == (world.subject("u2"), world.subject("u3"))
    assert _pointers(world, "u2") == _pointers(world, "u3") == {job.ref.id}
    assert _pointers(world, "u1") == set()


def test_a_user_who_names_himself_is_not_counted_twice(world: World) -> None:
    job, _ = world.create(depicted=("u1", "u2"))
    assert job.depicted == (world.subject("u2"),)
    assert _pointers(world, "u1") == set()


@pytest.mark.parametrize("user", ["u1", *DEPICTED])
def test_while_anybody_in_the_picture_is_being_erased_no_job_is_made(world: World, user: str) -> None:
    """Promise 6."""
    world.ask_erasure(user)
    with pytest.raises(ErasureRunning):
        world.ask(a_request(depicted=DEPICTED))
    assert (world.jobs.rows, world.jobs.pointers) == ({}, set())
    world.create("u4", depicted=("u5",))


def test_who_was_depicted_and_erased_can_be_depicted_again(world: World) -> None:
    before = world.subject("u2")
    world.work_off(world.ask_erasure("u2"))
    job, _ = world.create(depicted=DEPICTED)
    assert world.subject("u2") in job.depicted
    assert before not in job.depicted


def _uploaded(world: World, data: bytes = b"face 1") -> tuple[Job, Uploaded]:
    job, form = world.create(depicted=DEPICTED)
    return job, world.upload(form, data)


@pytest.mark.parametrize("user", DEPICTED)
@pytest.mark.parametrize("data", [b"face 1", b"odd 1", b"text 1"], ids=["done", "review", "rejected"])
def test_a_tombstone_of_anybody_depicted_stands_before_the_claim(
    world: World, user: str, data: bytes
) -> None:
    """Promise 6: nothing is read, and the file goes."""
    _, event = _uploaded(world, data)
    world.ask_erasure(user)
    assert world.mask(event) == ERASED
    assert world.imaging.seen == []
    assert all(not bucket.objects for bucket in world.buckets.values())


@pytest.mark.parametrize("user", DEPICTED)
@pytest.mark.parametrize("data", [b"face 1", b"odd 1", b"text 1"], ids=["done", "review", "rejected"])
def test_a_tombstone_of_anybody_depicted_stands_before_the_close(
    world: World, user: str, data: bytes
) -> None:
    """Promise 6: what was just stored goes again."""
    _, event = _uploaded(world, data)
    fuse = Fuse(3)  # after the look and the claim, before the read
    fuse.meanwhile = lambda: world.ask_erasure(user)
    assert mask_photo(event, fused(world.masking, fuse)) == ERASED
    assert len(world.imaging.seen) == 1
    assert all(not bucket.objects for bucket in world.buckets.values())


def test_a_tombstone_of_anybody_depicted_stands_before_the_failure(world: World) -> None:
    _, event = _uploaded(world)
    world.ask_erasure("u3")
    with pytest.raises(Tombstoned):
        close_failed(event, world.failing)


@pytest.mark.parametrize("user", ["u1", *DEPICTED])
def test_a_job_does_not_exist_from_the_moment_an_erasure_was_asked_for(world: World, user: str) -> None:
    """Promise 6: of the user, or of anybody in the picture."""
    job = world.masked(depicted=DEPICTED)
    world.ask_erasure(user)
    assert job.ref in world.jobs.rows
    with pytest.raises(NotFound):
        get_job(job.ref.id, TEAM, world.reading)
