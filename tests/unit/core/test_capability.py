"""`report_url`: people who are no users can report one job, and learn nothing by it."""

from dataclasses import replace

import pytest

from functions.core.capability import seal, unseal
from functions.core.errors import TooMany
from functions.core.get_job import get_job
from functions.core.job import DONE, REVIEW, Job, Release
from functions.core.report import ANYBODY, KINDS, MISSED, MOST_REPORTS, THAT_IS_ME, Report
from functions.core.report_job import report_by_capability
from tests.fakes.services import FakeMac
from tests.fakes.world import PER_MINUTE, TEAM, World


def _capability(world: World, job: Job) -> str:
    capability = get_job(job.ref.id, TEAM, world.reading).capability
    assert capability is not None
    return capability


def _send(world: World, capability: str, kind: str = MISSED) -> None:
    report_by_capability(capability, Report(kind, ANYBODY, world.clock()), world.reporting)


def test_it_names_one_job_and_no_other_can_be_made_of_it(world: World) -> None:
    job = world.masked()
    capability = _capability(world, job)
    assert unseal(capability, world.report_mac) == job.ref
    other = seal(world.masked("u2").ref, FakeMac(b"another key"))
    for forged in (
        capability[:-1] + ("Q" if capability[-1] == "A" else "A"),  # of the last, four bits of six count
        capability.replace("team", "teaa", 1),
        other,
        capability + "x",
        "",
        "x",
    ):
        assert unseal(forged, world.report_mac) is None


def test_what_was_missed_is_withdrawn_at_once(world: World) -> None:
    job = world.masked()
    _send(world, _capability(world, job))
    row = world.row(job.ref)
    assert (row.state, [report.by for report in row.reports]) == (REVIEW, [ANYBODY])
    assert world.results.current(str(job.key)) is None


def test_after_a_reviewers_release_it_does_not_withdraw_again_but_is_told(world: World) -> None:
    job = world.masked()
    capability = _capability(world, job)
    world.jobs.rows[job.ref] = replace(job, release=Release("etag", "word"))
    _send(world, capability)
    row = world.row(job.ref)
    assert (row.state, [report.kind for report in row.reports]) == (DONE, [MISSED])
    world.jobs.rows[job.ref] = replace(job, release=Release("etag", "word", reviewed=False))
    _send(world, capability)  # no person has seen what came of another recipe
    assert world.row(job.ref).state == REVIEW


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != MISSED])
def test_what_is_no_danger_is_told_and_takes_nothing_away(world: World, kind: str) -> None:
    job = world.masked()
    _send(world, _capability(world, job), kind)
    row = world.row(job.ref)
    assert (row.state, [report.kind for report in row.reports]) == (DONE, [kind])


def test_it_ends_with_its_job_and_nobody_is_told(world: World) -> None:
    job, erased = world.masked(), world.masked("u2")
    capabilities = [_capability(world, one) for one in (job, erased)]
    world.ask_erasure("u2")
    assert job.keep is not None
    world.clock.reach(job.keep.record)
    for capability in (*capabilities, "x" * 117):
        _send(world, capability)
    assert world.jobs.rows[job.ref].reports == world.jobs.rows[erased.ref].reports == ()


def test_more_than_a_team_can_bear_is_refused_before_it_is_looked_whether_the_job_is_there(
    world: World,
) -> None:
    job, erased = world.masked(), world.masked("u2")
    capabilities = [_capability(world, one) for one in (job, erased)]
    world.ask_erasure("u2")
    world.reporting.quotas.take(TEAM, PER_MINUTE, world.clock())
    for capability in capabilities:
        with pytest.raises(TooMany):
            _send(world, capability)
    _send(world, "x" * 117)
    assert world.row(job.ref).reports == ()


def test_of_a_job_the_latest_reports_are_kept(world: World) -> None:
    job = world.masked()
    capability = _capability(world, job)
    for _ in range(MOST_REPORTS + 5):
        _send(world, capability, THAT_IS_ME)
    assert len(world.row(job.ref).reports) == MOST_REPORTS
