"""POST /v1/jobs/{id}/retry: a failed job is masked again, while its original lives."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from functions.core.close_failed import close_failed
from functions.core.errors import Conflict, NotFailed, NotFound, OriginalGone, Tombstoned, Unavailable
from functions.core.get_job import get_job
from functions.core.job import AWAITING_UPLOAD, DONE, EXPIRED, FAILED, REJECTED, Job
from functions.core.mask_photo import KEPT, Uploaded
from functions.core.names import new_id
from functions.core.retry_job import retry_job
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.world import OTHER_TEAM, TEAM, World


def _failed(world: World, data: bytes = b"face 1", depicted: tuple[str, ...] = ()) -> tuple[Job, Uploaded]:
    """A job whose masker never got to its end."""
    job, form = world.create(depicted=depicted)
    event = world.upload(form, data)
    close_failed(event, world.failing)
    return world.row(job.ref), event


def _retry(world: World, job: Job, team: str = TEAM) -> Job:
    return retry_job(job.ref.id, team, world.retrying, world.clock())


def test_a_failed_job_is_masked_again(world: World) -> None:
    failed, event = _failed(world)
    reopened = _retry(world, failed)
    assert (reopened.state, reopened.outcome, reopened.closed_at) == (AWAITING_UPLOAD, None, None)
    assert world.queue.sent == [event]
    assert world.mask(world.queue.sent[0]) == DONE
    job, link, *_ = get_job(failed.ref.id, TEAM, world.reading)
    assert job.state == DONE
    assert link is not None
    assert world.links.open(link) in world.imaging.verified
    assert world.originals.objects == {}


def test_a_job_that_fails_again_can_be_retried_again(world: World) -> None:
    failed, event = _failed(world, b"crash 1")
    for _ in range(3):
        _retry(world, failed)
        with pytest.raises(RuntimeError):
            world.mask(event)
        world.clock.advance(61)
        assert close_failed(event, world.failing) == FAILED
    assert world.row(failed.ref).state == FAILED
    assert world.mask(event) == KEPT


def test_without_its_original_a_job_is_not_retried(world: World) -> None:
    failed, event = _failed(world)
    world.originals.remove(event.key)
    with pytest.raises(OriginalGone):
        _retry(world, failed)
    assert world.row(failed.ref) == failed
    assert world.queue.sent == []


def test_another_file_under_the_key_is_not_the_original(world: World) -> None:
    failed, event = _failed(world)
    world.originals.write(event.key, b"face 2")
    with pytest.raises(OriginalGone):
        _retry(world, failed)
    assert world.row(failed.ref) == failed


@pytest.mark.parametrize(
    ("data", "state"), [(b"face 1", DONE), (b"text 1", REJECTED)], ids=["done", "rejected"]
)
def test_a_job_that_was_closed_is_not_retried(world: World, data: bytes, state: str) -> None:
    job = world.masked(data=data)
    with pytest.raises(NotFailed):
        _retry(world, job)
    assert world.row(job.ref).state == state


def test_a_job_that_is_open_or_expired_is_not_retried(world: World) -> None:
    awaiting, form = world.create()
    with pytest.raises(NotFailed):
        _retry(world, awaiting)
    with pytest.raises(RuntimeError):
        world.mask(world.upload(form, b"crash 1"))
    with pytest.raises(NotFailed):
        _retry(world, awaiting)
    never, _ = world.create()
    world.clock.advance(1000)
    world.sweep()
    assert world.row(never.ref).state == EXPIRED
    with pytest.raises(NotFailed):
        _retry(world, never)
    assert world.queue.sent == []


def test_a_second_retry_while_the_first_runs_is_refused(world: World) -> None:
    failed, _ = _failed(world)
    _retry(world, failed)
    with pytest.raises(NotFailed):
        _retry(world, failed)
    assert len(world.queue.sent) == 1


def test_while_the_queue_is_down_the_job_stays_failed(world: World) -> None:
    failed, _ = _failed(world)
    world.queue.down = True
    with pytest.raises(Unavailable):
        _retry(world, failed)
    assert world.row(failed.ref).state == FAILED
    world.queue.down = False
    assert _retry(world, failed).state == AWAITING_UPLOAD


def test_a_job_of_another_team_or_none_does_not_exist(world: World) -> None:
    """Promise 10: one answer for both."""
    failed, _ = _failed(world)
    other = replace(failed.ref, job=new_id(world.clock()))
    for job_id, team in ((failed.ref.id, OTHER_TEAM), (other.id, TEAM), ("nonsense", TEAM), ("", TEAM)):
        with pytest.raises(NotFound):
            retry_job(job_id, team, world.retrying, world.clock())
    assert world.row(failed.ref) == failed


@pytest.mark.parametrize("user", ["u1", "u2"], ids=["the_user", "somebody_depicted"])
def test_a_job_does_not_exist_from_the_moment_an_erasure_was_asked_for(world: World, user: str) -> None:
    """Promise 6: of the user, or of anybody in the picture."""
    failed, _ = _failed(world, depicted=("u2",))
    world.ask_erasure(user)
    with pytest.raises(NotFound):
        _retry(world, failed)
    assert world.queue.sent == []


@dataclass
class _Meanwhile:
    """Somebody else was there between the look and the write."""

    world: World
    error: type[Conflict]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.world.jobs, name)

    def reopen(self, _job: Job) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("meanwhile", "expected"), [(Tombstoned, NotFound), (Conflict, NotFailed)], ids=["erased", "retried"]
)
def test_what_happened_between_look_and_write_is_told(
    world: World, meanwhile: type[Conflict], expected: type[Exception]
) -> None:
    failed, _ = _failed(world)
    retrying: Any = replace(world.retrying, jobs=_Meanwhile(world, meanwhile))
    with pytest.raises(expected):
        retry_job(failed.ref.id, TEAM, retrying, world.clock())
    assert world.queue.sent == []


def test_killed_at_any_call_the_job_is_not_lost(world: World) -> None:
    """Still failed, or masked: what was opened again and not sent is sent by the sweeper."""
    calls, ends = Fuse(), set()
    failed, _ = _failed(world)
    retry_job(failed.ref.id, TEAM, fused(world.retrying, calls), world.clock())
    for at in range(1, len(calls.calls) + 1):
        world = World()
        failed, event = _failed(world)
        with pytest.raises(Killed):
            retry_job(failed.ref.id, TEAM, fused(world.retrying, Fuse(at, after=True)), world.clock())
        world.clock.advance(1000)
        assert world.sweep().outcomes[EXPIRED] == 0
        if world.row(failed.ref).state == AWAITING_UPLOAD:
            assert set(world.queue.sent) == {event}
            assert world.mask(event) == DONE
        ends.add(world.row(failed.ref).state)
    assert ends == {FAILED, DONE}


def test_killed_between_the_row_and_the_message_the_job_is_masked_after_the_next_sweep(world: World) -> None:
    failed, event = _failed(world)
    killed: Any = replace(world.retrying, queue=_Killing())
    with pytest.raises(Killed):
        retry_job(failed.ref.id, TEAM, killed, world.clock())
    assert (world.row(failed.ref).state, world.queue.sent) == (AWAITING_UPLOAD, [])
    world.clock.advance(1000)
    world.sweep()
    assert world.queue.sent == [event]
    assert world.mask(event) == DONE


class _Killing:
    """The process ends before the message leaves."""

    def send(self, _upload: Uploaded) -> None:
        raise Killed
