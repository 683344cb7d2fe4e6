"""What is taken back is in no export any more: reported, masked again, or of somebody who is restricted."""

from dataclasses import replace

import pytest

from functions.core.consents import Whose
from functions.core.end_exports import end_exports
from functions.core.errors import Conflict, Unavailable
from functions.core.export import COMPLETED, EXPIRED, FAILED, RUNNING, Export
from functions.core.exports import get_export
from functions.core.hide import Hide
from functions.core.job import Job, Release
from functions.core.make_export import make_export
from functions.core.recipe import Recipe
from functions.core.remask_job import remask_job
from functions.core.report import ANYBODY, MISSED, THAT_IS_ME, USER, Report
from functions.core.report_job import report_job
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.world import LEASE, TEAM, World
from tests.unit.core.test_make_export import FREE
from tests.unit.core.test_retain_exports import change

STEP = 1  # seconds, so that ids sort


def report(world: World, job: Job, kind: str = MISSED, by: str = USER) -> None:
    report_job(job.ref.id, TEAM, Report(kind, by, world.clock()), world.reporting)


def exported(world: World, user: str = "u1") -> Export:
    """An export that is there to be downloaded."""
    world.clock.advance(STEP)
    made = world.export(user)
    world.clock.advance(STEP)
    assert told(world, made, user) == (COMPLETED, True)
    return made


def told(world: World, export: Export, user: str = "u1") -> tuple[str, bool]:
    """The state of an export as its user sees it, and whether there is a link."""
    shown, link = get_export(Whose(TEAM, user), export.id, world.keeping, world.clock())
    return shown.state, link is not None


def test_a_result_that_is_reported_is_in_no_export_any_more(world: World) -> None:
    """Promise 1. An older export, and that of somebody else, stay as they are."""
    older = exported(world)
    job, other = world.masked(), world.masked("u2")
    holding, others = exported(world), exported(world, "u2")
    report(world, job)
    assert told(world, holding) == (EXPIRED, False)
    assert (told(world, older), told(world, others, "u2")) == ((COMPLETED, True), (COMPLETED, True))
    change(world, exports=60 * 24 * 60)
    assert told(world, holding) == (EXPIRED, False), "a longer retention brings nothing back"
    world.sweep()
    assert told(world, holding) == (EXPIRED, False)
    assert world.archive.file(holding) is None
    assert world.archive.file(older) is not None
    assert other.ref in world.jobs.rows
    anew = exported(world)
    assert anew.progress.counts.get("results", 0) == 0


@pytest.mark.parametrize(
    ("kind", "by", "released"),
    [
        pytest.param(THAT_IS_ME, USER, False, id="that_is_me"),
        pytest.param(MISSED, ANYBODY, True, id="a_stranger_after_a_review"),
    ],
)
def test_a_report_that_takes_nothing_away_ends_no_export(
    world: World, kind: str, by: str, released: bool
) -> None:
    job = world.masked()
    if released:
        world.jobs.rows[job.ref] = replace(job, release=Release("etag", "token"))
    holding = exported(world)
    report(world, job, kind, by)
    assert told(world, holding) == (COMPLETED, True)


def test_a_result_that_is_masked_again_is_in_no_export_any_more(world: World) -> None:
    """GDPR Art. 16."""
    job = world.masked()
    holding = exported(world)
    more = Recipe({"face": Hide(), "text": Hide()}, "review")
    remask_job(job.ref.id, TEAM, more, world.remasking)
    assert told(world, holding) == (EXPIRED, False)


def test_who_is_restricted_is_in_nobody_elses_export_and_keeps_the_own(world: World) -> None:
    """GDPR Art. 18: nothing is handed out, and nothing of one's own is lost."""
    world.masked(depicted=("u2",))
    world.masked("u2")
    holding, own = exported(world), exported(world, "u2")
    world.restrict("u2")
    assert (told(world, holding), told(world, own, "u2")) == ((EXPIRED, False), (COMPLETED, False))
    world.lift("u2")
    assert told(world, own, "u2") == (COMPLETED, True)


@pytest.mark.parametrize("at", range(1, 40, 2))
def test_one_that_is_made_meanwhile_never_hands_out_what_was_taken_back(world: World, at: int) -> None:
    """Promise 1: whatever its worker has done when the report comes."""
    job = world.masked()
    world.clock.advance(STEP)
    asked = world.ask_export()
    fuse = Fuse(at)
    fuse.meanwhile = lambda: report(world, job)
    while again := make_export(TEAM, asked.id, fused(world.exporting, fuse, free=FREE), world.budget(0)):
        world.clock.reach(again)
    assert world.row(job.ref).state == "review"
    state, link = told(world, asked)
    assert (state, link) in {(FAILED, False), (EXPIRED, False)}
    world.sweep()
    assert world.archive.file(asked) is None


def test_nothing_is_left_of_one_whose_worker_was_killed_when_it_was_ended(world: World) -> None:
    job = world.masked()
    world.clock.advance(STEP)
    asked = world.ask_export()
    with pytest.raises(Killed):
        make_export(TEAM, asked.id, fused(world.exporting, Fuse(12, after=True), free=FREE), world.budget())
    assert world.exports.rows[asked.ref].state == RUNNING
    report(world, job)
    assert world.exports.rows[asked.ref].state == FAILED
    world.clock.advance(LEASE.total_seconds())
    assert make_export(TEAM, asked.id, world.exporting, world.budget()) is None
    assert (world.exported.uploads, world.exported.objects) == (set(), {})


def test_one_that_is_completed_in_the_same_moment_is_over_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = world.masked()
    world.clock.advance(STEP)
    seen = world.ask_export()
    world.export()
    monkeypatch.setattr(world.exports, "page", lambda *_: ([seen], None))
    end_exports(job.ref, world.ending, world.clock())
    assert told(world, seen) == (EXPIRED, False)


def test_who_never_gets_to_end_one_says_so_and_nothing_is_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report is answered 503, and comes again."""
    job = world.masked()
    world.clock.advance(STEP)
    world.ask_export()

    def never(export: Export) -> None:
        raise Conflict

    monkeypatch.setattr(world.exports, "give_up", never)
    with pytest.raises(Unavailable):
        report(world, job)
    assert world.row(job.ref).state == "done"
