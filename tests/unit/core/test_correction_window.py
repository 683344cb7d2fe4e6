"""While a team's correction window is open the original is held, and less may be hidden as well as more."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.core.change_settings import Change, Changed, change_settings
from functions.core.errors import Invalid, OriginalGone
from functions.core.hide import Hide
from functions.core.job import DONE, EXPIRED, REVIEW, Job
from functions.core.mask_photo import Uploaded
from functions.core.names import BACKGROUND
from functions.core.recipe import Recipe, parse_recipe
from functions.core.redate import redate
from functions.core.remask_job import remask_job
from functions.core.report import ANYBODY, MISSED, TOO_MUCH, Report
from functions.core.report_job import report_job
from functions.core.reviews import Decision, get_review, release_review
from functions.core.stored_of import stored_of
from functions.core.team_settings import defaults
from tests.fakes.world import BOUNDS, TEAM, World

WINDOW = 60  # minutes
LESS = Recipe({"text": Hide()}, "release")
FACE = b"face 1"


@pytest.fixture(autouse=True)
def open_window(world: World) -> None:
    """The team has chosen one."""
    chosen = defaults(BOUNDS)
    world.settings.rows[TEAM] = replace(chosen, retention=replace(chosen.retention, correction_window=WINDOW))


def _remask(world: World, job: Job, recipe: Recipe = LESS) -> Uploaded:
    remask_job(job.ref.id, TEAM, recipe, world.remasking)
    return world.queue.sent[-1]


def _report(world: World, job: Job, kind: str = MISSED, by: str = "team") -> Job:
    return report_job(job.ref.id, TEAM, Report(kind, by, world.clock()), world.reporting)


def _held(world: World, job: Job) -> bytes | None:
    current = world.held.current(str(job.key))
    return current.data if current else None


def _original_until(world: World, job: Job) -> datetime | None:
    keep = world.row(job.ref).keep
    return keep.original if keep else None


def _over(world: World, minutes: int = WINDOW) -> None:
    world.clock.advance(minutes * 60 + 1)
    world.sweep()


def test_the_original_is_held_until_the_window_ends_and_the_result_stays(world: World) -> None:
    job = world.masked()
    assert (job.state, _held(world, job), world.held.tags[str(job.key)]) == (DONE, FACE, 1)
    assert _original_until(world, job) == world.clock() + timedelta(minutes=WINDOW)
    told = stored_of(TEAM, "u1", world.telling, world.clock())
    assert (told.files["originals"], told.files["results"]) == (1, 1)
    _over(world)
    assert (_held(world, job), _original_until(world, job)) == (None, None)
    assert world.row(job.ref).state == DONE
    assert world.results.current(str(job.key)) is not None
    with pytest.raises(OriginalGone):
        _remask(world, job)


def test_without_a_window_nothing_is_held(world: World) -> None:
    del world.settings.rows[TEAM]
    assert (_held(world, job := world.masked()), job.keep and job.keep.original) == (None, None)


def test_less_may_be_hidden_and_masking_again_gives_the_original_no_more_time(world: World) -> None:
    job = world.masked()
    until = _original_until(world, job)
    world.clock.advance(600)
    event = _remask(world, job)
    assert world.results.current(str(job.key)) is None
    assert (world.row(job.ref).state, world.row(job.ref).held_result) == (REVIEW, False)
    assert world.mask(event) == DONE
    done = world.row(job.ref)
    assert (done.recipe, world.imaging.seen[-1], _original_until(world, job)) == (LESS, FACE, until)
    assert world.mask(event) == "settled"  # the message once more
    assert _held(world, job) == FACE
    assert world.mask(_remask(world, job, Recipe({"face": Hide("mean")}))) == DONE


def test_what_is_over_a_moment_later_is_not_begun_with(world: World) -> None:
    job = world.masked()
    world.clock.advance(WINDOW * 60 - 30)
    with pytest.raises(OriginalGone):
        _remask(world, job)
    world.results.write(str(job.key), b"face 2")  # for the fake masker a picture again
    assert world.mask(_remask(world, job, Recipe({"face": Hide(), "text": Hide()}))) == DONE
    assert world.imaging.seen[-1] == b"face 2"


def test_what_is_masked_when_the_window_ends_is_not_held_any_longer(world: World) -> None:
    job = world.masked()
    event = _remask(world, job)
    _over(world)
    assert _held(world, job) == FACE  # it is in review, and that is its time now
    assert world.mask(event) == DONE
    assert (_held(world, job), _original_until(world, job)) == (None, None)


def test_what_was_reported_is_masked_again_from_the_original(world: World) -> None:
    job = world.masked()
    reported = _report(world, job)
    assert (reported.state, reported.held_result, _held(world, job)) == (REVIEW, False, FACE)
    assert world.results.current(str(job.key)) is None
    assert world.held.tags[str(job.key)] == 7  # it lives as what is in review now
    decision = Decision(TEAM, job.ref.id, "ada")
    seen = get_review(decision, world.reviewing, world.clock())
    release_review(replace(decision, etag=seen.etag), {}, world.reviewing, world.clock())
    assert world.mask(world.queue.sent[-1]) == DONE
    assert (world.imaging.seen[-1], _held(world, job)) == (FACE, FACE)


def test_that_too_much_is_hidden_is_for_a_person_to_see_while_there_is_more(world: World) -> None:
    job = world.masked()
    assert _report(world, job, TOO_MUCH, ANYBODY).state == DONE  # a stranger takes nothing away with it
    reported = _report(world, job, TOO_MUCH)
    assert (reported.state, reported.held_result, _held(world, job)) == (REVIEW, False, FACE)
    assert [report.by for report in reported.reports] == [ANYBODY, "team"]
    del world.settings.rows[TEAM]
    assert _report(world, world.masked("u2"), TOO_MUCH).state == DONE


def test_what_a_reviewer_released_is_held_from_then_on(world: World) -> None:
    job = world.masked(data=b"doubtful 1")
    decision = Decision(TEAM, job.ref.id, "ada")
    seen = get_review(decision, world.reviewing, world.clock())
    release_review(replace(decision, etag=seen.etag), {}, world.reviewing, world.clock())
    world.clock.advance(60)
    assert world.mask(world.queue.sent[-1]) == DONE
    assert _original_until(world, job) == world.clock() + timedelta(minutes=WINDOW)


def test_if_the_original_is_missing_the_result_is_what_is_masked_and_never_lost(world: World) -> None:
    job = world.masked()
    world.held.remove(str(job.key))
    with pytest.raises(OriginalGone):
        _remask(world, job)
    assert world.results.current(str(job.key)) is not None
    assert _report(world, job).held_result
    assert world.held.current(str(job.key)) is not None


def test_when_the_result_is_over_so_is_its_original(world: World) -> None:
    chosen = world.settings.rows[TEAM]
    world.settings.rows[TEAM] = replace(chosen, retention=replace(chosen.retention, results=WINDOW))
    job = world.masked()
    _over(world)
    assert (world.row(job.ref).state, _held(world, job)) == (EXPIRED, None)
    assert not world.results.objects


def test_an_erasure_takes_the_held_original_along(world: World) -> None:
    """Promise 5."""
    job = world.masked()
    world.run(world.ask_erasure())
    assert (_held(world, job), world.results.current(str(job.key))) == (None, None)


def test_another_masker_cannot_be_asked_for(world: World) -> None:
    job = world.masked()
    behind = parse_recipe({"version": 1, "hide": {"face": {}}, "background": {"mode": "remove"}})
    assert behind.lane == BACKGROUND
    with pytest.raises(Invalid) as refused:
        _remask(world, job, behind)
    assert refused.value.field == "recipe.background"


def _change(world: World, **retention: Any) -> Changed:
    version = world.settings.of(TEAM).version
    change = Change(TEAM, "ada", {"version": version, "retention": retention})
    return change_settings(change, world.changing, world.clock())


@pytest.mark.parametrize("window", [30, 0])
def test_a_window_that_is_closed_earlier_reaches_what_is_held(world: World, window: int) -> None:
    job = world.masked()
    world.clock.advance(31 * 60)
    _, touched = _change(world, correction_window=window)
    assert touched["correction_window"].items.items == 1
    for shard in range(4):
        redate(world.redating, shard, 100, world.budget())
    world.sweep()
    assert _held(world, job) is None
    assert world.row(job.ref).state == DONE


@pytest.mark.parametrize(
    ("retention", "field"),
    [
        pytest.param(
            {"correction_window": 3 * 1440 + 1}, "retention.correction_window", id="more than 72 hours"
        ),
        pytest.param({"correction_window": -1}, "retention.correction_window", id="less than none"),
        pytest.param({"results": WINDOW - 1}, "retention.correction_window", id="longer than the result"),
    ],
)
def test_a_window_that_cannot_be_honoured_is_refused(
    world: World, retention: dict[str, int], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        _change(world, **retention)
    assert refused.value.field == field
