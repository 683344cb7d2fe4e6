"""POST /v1/jobs/{id}/remask: another recipe for what is done, and nothing unverified in between."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.core.errors import Invalid, NotFound, OriginalGone, TooMany
from functions.core.get_job import get_job
from functions.core.hide import Hide
from functions.core.job import DONE, REJECTED, REVIEW, Job
from functions.core.mask_photo import ERASED, Uploaded
from functions.core.reasons import REMASKED
from functions.core.recipe import Recipe
from functions.core.region import Box
from functions.core.remask_job import parse_remask, remask_job
from functions.core.report import MISSED, Report
from functions.core.report_job import report_job
from functions.core.review_errors import ReviewRunning
from functions.core.reviews import Decision, get_review, release_review
from functions.core.subjects import Identified
from functions.core.withdrawing import NotDone
from tests.fakes.fuse import Killed
from tests.fakes.imaging import FACE
from tests.fakes.world import LEASE, OTHER_TEAM, PER_MINUTE, TEAM, World

WIDER = Recipe({"face": Hide(), "text": Hide()})
DRAWN = Recipe({"face": Hide(), "region": Hide()}, regions=(Box(0.5, 0.5, 0.1, 0.1),))


def _remask(world: World, job: Job, recipe: Recipe = WIDER, **whose: Any) -> Job:
    return remask_job(job.ref.id, whose.get("team", TEAM), recipe, world.remasking, whose.get("user"))


def _result(world: World, job: Job) -> bytes | None:
    current = world.results.current(str(job.key))
    return current.data if current else None


def _masked(world: World, data: bytes = b"face 1") -> Job:
    """A job that is done, whose result is for the fake masker a picture again: ``data``."""
    job = world.masked(data=b"face 1")
    world.results.write(str(job.key), data)
    return job


def test_the_result_is_masked_again_and_comes_back_when_it_is_verified(world: World) -> None:
    """Promise 1: from the call until then nothing is downloadable, not even by an older link."""
    job = _masked(world)
    asked = _remask(world, job)
    assert replace(asked, claim=None) == replace(world.row(job.ref), claim=None)
    assert asked.outcome is not None
    assert (asked.state, asked.outcome.reason, asked.recipe) == (REVIEW, REMASKED, WIDER)
    assert (_result(world, job), get_job(job.ref.id, TEAM, world.reading)[1]) == (None, None)
    assert world.mask(world.queue.sent[-1]) == DONE
    done = world.row(job.ref)
    assert (done.state, done.recipe, done.held_result) == (DONE, WIDER, False)
    assert world.imaging.recipes[-1] == WIDER
    assert _result(world, job) in world.imaging.verified
    assert not world.held.objects
    assert get_job(job.ref.id, TEAM, world.reading)[1] is not None


def test_what_was_hidden_before_is_told_beside_what_is_hidden_now(world: World) -> None:
    job = _masked(world, b"empty 1")
    assert job.outcome is not None
    _remask(world, job, DRAWN)
    assert world.mask(world.queue.sent[-1]) == DONE  # although nothing more was found
    outcome = world.row(job.ref).outcome
    assert outcome is not None
    assert outcome.regions == (FACE,)


def test_a_background_is_not_replaced_twice(world: World) -> None:
    job, behind = _masked(world), parse_remask({"recipe": {"version": 1, "background": {"mode": "remove"}}})
    world.jobs.rows[job.ref] = job = replace(job, recipe=behind)
    wider = replace(behind, hide={"text": Hide()})
    _remask(world, job, wider)
    world.mask(world.queue.sent[-1])
    assert world.imaging.recipes[-1] == replace(wider, background=None)
    assert world.row(job.ref).recipe == wider


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"odd 1", "verification_failed", id="not verified"),
        pytest.param(b"doubtful 1", "in_confidence_band", id="in doubt"),
        pytest.param(b"nothing 1", "not_an_image", id="refused"),
    ],
)
def test_what_cannot_go_out_waits_for_a_person_and_is_not_lost(
    world: World, data: bytes, reason: str
) -> None:
    """Promise 1."""
    job = _masked(world, data)
    _remask(world, job)
    assert world.mask(world.queue.sent[-1]) == REVIEW
    row = world.row(job.ref)
    assert row.outcome is not None
    assert (row.outcome.reason, row.held_result, row.release) == (reason, True, None)
    assert FACE in row.outcome.regions
    assert (_result(world, job), len(world.held.objects)) == (None, 1)


def test_what_is_in_doubt_then_goes_out_by_a_reviewer(world: World) -> None:
    job = _masked(world, b"doubtful 1")
    _remask(world, job)
    world.mask(world.queue.sent[-1])
    seen = get_review(Decision(TEAM, job.ref.id, "ada"), world.reviewing, world.clock())
    release_review(Decision(TEAM, job.ref.id, "ada", seen.etag), {}, world.reviewing, world.clock())
    assert world.mask(world.queue.sent[-1]) == DONE
    assert world.row(job.ref).recipe == WIDER


def test_a_recipe_that_hides_less_changes_nothing(world: World) -> None:
    job, recipes = _masked(world), Recipe({"text": Hide()})
    with pytest.raises(OriginalGone) as refused:
        _remask(world, job, recipes)
    assert refused.value.field == "recipe.hide.face"
    assert (world.row(job.ref), _result(world, job) is not None) == (job, True)


def test_what_is_not_ones_own_does_not_exist_and_what_has_no_result_cannot_be_remasked(world: World) -> None:
    job, (waiting, _) = world.masked(), world.create()
    for whose in ({"team": OTHER_TEAM}, {"user": Identified("p", 0, world.subject("u2"))}):
        with pytest.raises(NotFound):
            _remask(world, job, **whose)
    reported = world.masked("u3")
    report_job(reported.ref.id, TEAM, Report(MISSED, "team", world.clock()), world.reporting)
    for other in (waiting, reported, world.masked("u4", b"doubtful 1")):
        with pytest.raises(NotDone):
            _remask(world, other)
    assert _result(world, job) is not None


@pytest.mark.parametrize("done", [0, 1, 2])
def test_interrupted_anywhere_the_same_call_ends_it(world: World, done: int) -> None:
    job = _masked(world)
    steps = ["move", "begin", "send"]
    worlds: dict[str, Any] = {"move": world.remasking.files, "begin": world.remasking.remasks}
    place = worlds.get(steps[done], world.queue)
    works = getattr(place, steps[done])
    setattr(place, steps[done], _killing)
    with pytest.raises(Killed):
        _remask(world, job)
    assert get_job(job.ref.id, TEAM, world.reading)[1] is None or _result(world, job) or done == 1
    setattr(place, steps[done], works)
    _remask(world, world.row(job.ref))
    assert world.mask(world.queue.sent[-1]) == DONE
    assert _result(world, job) in world.imaging.verified


def _killing(*_: object) -> None:
    raise Killed


def test_a_masker_that_died_is_run_again_and_meanwhile_nobody_begins_anew(world: World) -> None:
    job = _masked(world)
    _remask(world, job)
    event: Uploaded = world.queue.sent[-1]
    world.imaging.meanwhile = _killing
    with pytest.raises(Killed):
        world.mask(event)
    with pytest.raises(ReviewRunning):
        _remask(world, world.row(job.ref))
    world.imaging.meanwhile = lambda: None
    world.clock.advance(LEASE.total_seconds() + 1)
    assert world.mask(event) == DONE
    assert world.mask(event) == "settled"
    assert _result(world, job) in world.imaging.verified


def test_nobody_who_is_erased_meanwhile_comes_back(world: World) -> None:
    """Promise 6: erased between the move and the row, and between the row and the masker."""
    first, second = _masked(world), world.masked("u2")
    files: Any = world.remasking.files
    move = files.move

    def erased_meanwhile(*what: object) -> None:
        move(*what)
        world.ask_erasure()

    files.move = erased_meanwhile
    with pytest.raises(NotFound):
        _remask(world, first)
    files.move = move
    assert world.held.current(str(first.key)) is None
    _remask(world, second)
    world.ask_erasure("u2")
    assert world.mask(world.queue.sent[-1]) == ERASED
    assert _result(world, second) is None


def test_what_no_masker_came_for_is_over_with_the_time_of_reviews(world: World) -> None:
    job = _remask(world, _masked(world))
    assert job.keep is not None
    assert job.keep.file is not None
    world.clock.reach(job.keep.file)
    world.clock.advance(1)
    world.sweep()
    assert world.row(job.ref).state == REJECTED
    assert not world.held.objects


def test_each_is_counted_among_the_teams_new_jobs(world: World) -> None:
    job = _masked(world)
    world.clock.advance(timedelta(minutes=2).total_seconds())
    world.quotas.take(TEAM, PER_MINUTE, world.clock())
    with pytest.raises(TooMany):
        _remask(world, job)
    assert _result(world, job) is not None


@pytest.mark.parametrize("body", [{}, {"recipe": 1}, {"recipe": {"version": 1}}, {"more": 1}])
def test_what_is_no_recipe_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        parse_remask(body)
