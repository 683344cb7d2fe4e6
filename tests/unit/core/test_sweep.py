"""Every minute: the job whose file never came is expired, and nothing else is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from functions.core.close_failed import close_failed
from functions.core.errors import Unavailable
from functions.core.job import AWAITING_UPLOAD, DONE, EXPIRED, FAILED, MASKING, REJECTED, Outcome
from functions.core.mask_photo import LATE, REPLACED
from functions.core.sweep import sweep
from tests.fakes.fuse import Fuse, fused
from tests.fakes.world import GRACE, OTHER_TEAM, World

OVER = timedelta(seconds=300) + GRACE  # the form's life, and what a file may take after it


def _sweep(world: World) -> int:
    return world.sweep().outcomes[EXPIRED]


def _pass_by(world: World, duration: timedelta) -> None:
    world.clock.advance(duration.total_seconds())


def test_a_job_whose_file_never_came_is_expired_and_says_so(world: World) -> None:
    jobs = [world.create()[0], world.create("u2")[0], world.create(team=OTHER_TEAM)[0]]
    _pass_by(world, OVER + timedelta(milliseconds=1))
    assert _sweep(world) == 3
    for job in jobs:
        row = world.row(job.ref)
        assert (row.state, row.closed_at) == (EXPIRED, world.clock())
        assert row.outcome == Outcome(EXPIRED, "no_upload")
    assert _sweep(world) == 0


def test_what_is_not_due_yet_still_awaits_its_file(world: World) -> None:
    job, _ = world.create()
    _pass_by(world, OVER - timedelta(milliseconds=1))
    assert _sweep(world) == 0
    assert world.row(job.ref).state == AWAITING_UPLOAD


def test_only_what_still_awaits_its_file_is_expired(world: World) -> None:
    done, rejected = world.masked(), world.masked(data=b"text 1")
    failed, form = world.create()
    close_failed(world.upload(form), world.failing)
    claimed, form = world.create()
    with pytest.raises(RuntimeError):
        world.mask(world.upload(form, b"crash 1"))
    _pass_by(world, OVER * 2)
    assert _sweep(world) == 0
    states = [world.row(job.ref).state for job in (done, rejected, failed, claimed)]
    assert states == [DONE, REJECTED, FAILED, MASKING]


def test_a_file_that_waits_for_its_masker_is_not_taken_for_missing(world: World) -> None:
    """A queue that is an hour behind loses no photo."""
    job, form = world.create()
    event = world.upload(form)
    _pass_by(world, OVER * 2)
    assert _sweep(world) == 0
    assert world.mask(event) == DONE
    assert world.row(job.ref).state == DONE


def test_a_file_whose_message_was_lost_gets_another_once_an_hour(world: World) -> None:
    """No more often: while the queue is behind, each message too many keeps it there."""
    job, form = world.create()
    event = world.upload(form)
    _pass_by(world, OVER + timedelta(milliseconds=1))
    for _ in range(60):
        assert _sweep(world) == 0
        _pass_by(world, timedelta(minutes=1))
    assert world.queue.sent == [event]
    _pass_by(world, timedelta(milliseconds=1))
    _sweep(world)
    assert world.queue.sent == [event, event]
    assert [world.mask(each) for each in world.queue.sent] == [DONE, LATE]
    assert world.row(job.ref).state == DONE


def test_an_index_that_lags_sends_no_second_message(world: World) -> None:
    _, form = world.create()
    world.upload(form)
    _pass_by(world, OVER + timedelta(milliseconds=1))
    world.lists.lag()
    assert [_sweep(world), _sweep(world)] == [0, 0]
    assert len(world.queue.sent) == 1


def test_while_the_queue_is_down_the_job_stays_due(world: World) -> None:
    _, form = world.create()
    world.upload(form)
    _pass_by(world, OVER + timedelta(milliseconds=1))
    world.queue.down = True
    assert world.sweep().outcomes == {"stuck": 1}
    assert [type(fault) for fault in world.faults] == [Unavailable]
    world.queue.down = False
    _sweep(world)
    assert len(world.queue.sent) == 1


def test_a_claim_that_was_given_back_is_due_again(world: World) -> None:
    job, form = world.create()
    event = world.upload(form)
    world.originals.remove(event.key)
    assert world.mask(event) == REPLACED
    _pass_by(world, OVER + timedelta(milliseconds=1))
    assert _sweep(world) == 1
    assert world.row(job.ref).state == EXPIRED


def test_a_claim_that_was_given_back_after_its_lease_is_due_again(world: World) -> None:
    """The second masker read the job while it was claimed: it must know when it was due."""
    job, form = world.create()
    event = world.upload(form, b"crash 1")
    with pytest.raises(RuntimeError):
        world.mask(event)
    _pass_by(world, OVER)
    world.originals.remove(event.key)
    assert world.mask(event) == REPLACED
    _pass_by(world, timedelta(milliseconds=1))
    assert _sweep(world) == 1
    assert world.row(job.ref).state == EXPIRED


def test_an_index_that_lags_expires_nothing_that_moved_on(world: World) -> None:
    """It still lists what got its file, what was expired and what was erased."""
    done, form = world.create()
    gone, _ = world.create("u2")
    due, _ = world.create("u3")
    world.lists.lag()
    world.mask(world.upload(form))
    world.work_off(world.ask_erasure("u2"))
    _pass_by(world, OVER + timedelta(milliseconds=1))
    assert [_sweep(world), _sweep(world)] == [1, 0]
    assert world.row(done.ref).state == DONE
    assert gone.ref not in world.jobs.rows
    assert world.row(due.ref).state == EXPIRED


def test_a_job_whose_user_is_being_erased_is_left_to_the_erasure(world: World) -> None:
    world.create()
    depicting, _ = world.create("u2", depicted=("u1",))
    world.ask_erasure()
    _pass_by(world, OVER + timedelta(milliseconds=1))
    assert _sweep(world) == 0
    assert world.row(depicting.ref).state == AWAITING_UPLOAD


def test_a_late_file_for_a_job_that_expired_is_deleted_unread(world: World) -> None:
    """Promise 6."""
    job, form = world.create()
    _pass_by(world, OVER + timedelta(milliseconds=1))
    _sweep(world)
    event = world.forms.post(form, b"face 1", form.until - timedelta(seconds=1))
    assert world.mask(event) == LATE
    assert world.imaging.seen == []
    assert world.originals.objects == {}
    assert world.row(job.ref).state == EXPIRED


def test_what_is_left_when_the_time_is_up_is_expired_by_the_next() -> None:
    firsts = set()
    for seconds in range(1, 60):
        world = World()
        for _ in range(5):
            world.create()
        _pass_by(world, OVER + timedelta(milliseconds=1))
        ticking = _Ticking(world.clock())
        retain = replace(world.sweeping.retain, clock=ticking)
        redate = replace(world.redating, clock=ticking)
        world.sweeping = replace(world.sweeping, retain=retain, redate=redate)
        firsts.add(first := _expired(world, ticking.now + timedelta(seconds=seconds)))
        assert first + _expired(world, ticking.now + timedelta(seconds=999)) == 5
    assert {0, 5} < firsts


def _expired(world: World, until: datetime) -> int:
    return sweep(world.sweeping, range(4), until).outcomes[EXPIRED]


class _Ticking:
    """Each look at it takes a second."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def test_a_fault_at_any_call_leaves_the_rest_to_the_next() -> None:
    for at in range(1, 12):
        world = World()
        jobs = [world.create()[0] for _ in range(3)]
        _pass_by(world, OVER + timedelta(milliseconds=1))
        fuse = Fuse(at, error=Unavailable)
        try:
            sweep(fused(world.sweeping, fuse, free=("clock", "retain", "redate")), range(4), world.budget())
        except Unavailable:
            assert len(fuse.calls) >= at
        _sweep(world)
        assert {world.row(job.ref).state for job in jobs} == {EXPIRED}
