"""A restriction meets what was, or would be, masked once more: nothing of it is lost (GDPR Art. 18)."""

from dataclasses import replace

import pytest

from functions.core.close_failed import REOPENED, close_failed
from functions.core.hide import Hide
from functions.core.hold_back import HELD_BACK
from functions.core.job import DONE, MASKING, RESTRICTED, Job
from functions.core.recipe import Recipe
from functions.core.remask_job import remask_job
from functions.core.restrict import LEASE as WALK
from functions.core.reviews import Decision, release_review
from tests.fakes.bucket import HOLD
from tests.fakes.world import GRACE, LEASE, TEAM, World
from tests.unit.core.restricting import download, etag_of, on_the_shelf

PHOTO = b"face 1"


@pytest.mark.parametrize(
    "early", [True, False], ids=["its message comes meanwhile", "and after it was lifted"]
)
def test_what_a_reviewer_released_before_goes_out_when_it_is_lifted(world: World, early: bool) -> None:
    job = released(world)
    message = world.queue.sent.pop()
    world.restrict()
    if early:
        assert world.mask(message) == HELD_BACK
    assert not world.results.objects
    assert on_the_shelf(world, job.key) == (b"doubtful 1", HOLD)
    world.lift()
    world.sweep()
    assert world.queue.sent == [message]
    assert world.mask(message) == DONE
    assert download(world, job)
    assert world.mask(message) == "settled"
    assert download(world, job)


def test_what_was_released_goes_out_though_who_asks_the_masker_was_killed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(world)
    world.restrict()
    world.mask(world.queue.sent.pop())
    world.lift()
    with monkeypatch.context() as patch:
        patch.setattr(world.queue, "send", lambda _: 1 / 0)
        world.sweep()
    assert [type(fault) for fault in world.faults] == [ZeroDivisionError]
    world.clock.advance(WALK.total_seconds())
    world.sweep()
    assert world.mask(world.queue.sent[-1]) == DONE


def released(world: World) -> Job:
    job = world.masked(data=b"doubtful 1")
    look = Decision(TEAM, job.ref.id, "ada", etag_of(world, job))
    release_review(look, {}, world.reviewing, world.clock())
    return job


WINDOW = 60  # minutes


def open_window(world: World, minutes: int = WINDOW) -> None:
    chosen = world.settings.of(TEAM)
    retention = replace(chosen.retention, correction_window=minutes)
    world.settings.rows[TEAM] = replace(chosen, retention=retention)


def test_an_original_that_is_held_for_correction_is_kept_and_comes_back_with_its_result(world: World) -> None:
    open_window(world)
    job = world.masked()
    before = download(world, job)
    world.restrict()
    assert on_the_shelf(world, job.key) == (PHOTO, HOLD), "no rule of S3 ends it"
    assert on_the_shelf(world, job.key.withheld) == (before, HOLD)
    world.sweep()
    world.lift()
    assert world.row(job.ref) == job
    assert (download(world, job), on_the_shelf(world, job.key)) == (before, (PHOTO, 1))
    remask_job(job.ref.id, TEAM, Recipe({"text": Hide()}, "release"), world.remasking)
    assert world.mask(world.queue.sent[-1]) == DONE
    assert world.imaging.seen[-1] == PHOTO


@pytest.mark.parametrize("minutes", [WINDOW, 0], ids=["its time is over", "the window was closed"])
def test_an_original_whose_window_ended_meanwhile_goes_when_it_is_lifted(world: World, minutes: int) -> None:
    open_window(world)
    job = world.masked()
    world.restrict()
    open_window(world, minutes)
    world.clock.advance(WINDOW * 60 + 1)
    world.sweep()
    assert on_the_shelf(world, job.key) == (PHOTO, HOLD)
    world.lift()
    world.sweep()
    assert on_the_shelf(world, job.key) is None
    assert download(world, job)


def test_what_fails_after_the_walk_has_passed_it_is_kept_as_an_upload_is(world: World) -> None:
    job, form = world.create()
    event = world.upload(form, b"crash 1")
    world.imaging.meanwhile = world.restrict
    with pytest.raises(RuntimeError):
        world.mask(event)
    world.clock.advance(LEASE.total_seconds())
    assert world.row(job.ref).state == MASKING
    assert close_failed(event, world.failing) == REOPENED
    assert close_failed(event, world.failing) != "failed"
    world.clock.advance(GRACE.total_seconds() * 2)
    world.sweep()
    assert world.mask(world.queue.sent[-1]) == HELD_BACK
    assert (world.row(job.ref).state, on_the_shelf(world, job.key)) == (RESTRICTED, (b"crash 1", HOLD))
    assert not world.originals.objects
