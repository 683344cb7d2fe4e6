from dataclasses import dataclass, replace

import pytest

from functions.core.create_job import CreateJob, create_job
from functions.core.errors import ErasureRunning, Unavailable
from functions.core.hide import Hide
from functions.core.job import AWAITING_UPLOAD, Job
from functions.core.job_request import JobRequest
from functions.core.ports import Once
from functions.core.recipe import Recipe
from tests.fakes.fuse import Fuse, fused
from tests.fakes.jobs import FakeJobs
from tests.fakes.world import OTHER_TEAM, TEAM, World

REQUEST = JobRequest("u1", Recipe({"face": Hide()}), ("masking",), "image/png")


def test_a_job_awaits_its_upload_and_holds_no_user_id(world: World) -> None:
    """Promise 15: the subject is the only trace of the user."""
    job, form = create_job(REQUEST, TEAM, "", world.creating, world.clock())
    assert world.row(job.ref) == job
    assert (job.state, job.content_type, job.recipe) == (AWAITING_UPLOAD, "image/png", REQUEST.recipe)
    assert form is not None
    assert form.fields["key"] == f"{TEAM}/{world.subject()}/{job.ref.job}/identity"
    assert "u1" not in repr(job).replace(job.ref.subject, "").replace(job.ref.job, "")


def test_two_jobs_of_a_user_share_their_prefix_and_nothing_else(world: World) -> None:
    one, other = world.create()[0], world.create()[0]
    assert one.ref.subject == other.ref.subject
    assert one.ref.job != other.ref.job


@pytest.mark.parametrize(
    ("user", "team"), [("u1x", TEAM), ("u2", TEAM), ("u1", OTHER_TEAM)], ids=["longer", "other", "team"]
)
def test_other_users_and_other_teams_have_other_subjects(world: World, user: str, team: str) -> None:
    """Promise 10: the same user id in two teams is two people."""
    assert world.create()[0].ref.subject != world.create(user, team=team)[0].ref.subject


def test_while_an_erasure_runs_nothing_new_is_taken_in(world: World) -> None:
    world.ask_erasure()
    with pytest.raises(ErasureRunning):
        world.create()
    assert world.jobs.rows == {}


def test_while_an_erasure_runs_others_are_taken_in(world: World) -> None:
    world.ask_erasure()
    world.create("u1x")
    world.create(team=OTHER_TEAM)
    assert len(world.jobs.rows) == 2


def test_after_an_erasure_a_user_starts_clean(world: World) -> None:
    before = world.subject()
    world.work_off(world.ask_erasure())
    job, _ = world.create()
    assert job.ref.subject != before
    assert world.row(job.ref) == job


@dataclass
class _Meanwhile(FakeJobs):
    """Something happens between the reading of the epoch and the write, as often as is said."""

    world: World
    times: int
    begin_again: bool = False

    def create(self, job: Job, once: Once | None = None) -> None:
        if self.times:
            self.times -= 1
            self.world.work_off(self.world.ask_erasure())
            if self.begin_again:
                self.world.ask_erasure()
        self.world.jobs.create(job, once)


def _with(world: World, jobs: FakeJobs) -> CreateJob:
    return replace(world.creating, jobs=jobs)


def test_an_erasure_that_completes_between_epoch_and_write_does_not_stop_a_new_job(world: World) -> None:
    before = world.subject()
    job, form = create_job(REQUEST, TEAM, "", _with(world, _Meanwhile(world, 1)), world.clock())
    assert job.ref.subject == world.subject() != before
    assert form is not None
    assert form.fields["key"] == str(job.key)
    assert world.traces(before) == []


def test_when_the_next_erasure_has_begun_as_well_the_answer_is_erasure_running(world: World) -> None:
    with pytest.raises(ErasureRunning):
        create_job(REQUEST, TEAM, "", _with(world, _Meanwhile(world, 1, begin_again=True)), world.clock())
    assert world.jobs.rows == {}


def test_a_user_who_is_erased_again_and_again_does_not_keep_us_for_ever(world: World) -> None:
    """Promise 13: bounded time."""
    with pytest.raises(ErasureRunning):
        create_job(REQUEST, TEAM, "", _with(world, _Meanwhile(world, 9)), world.clock())


def test_a_fault_at_any_call_gives_no_form() -> None:
    calls = Fuse()
    create_job(REQUEST, TEAM, "", fused(World().creating, calls), World().clock())
    for at in range(1, len(calls.calls) + 1):
        world = World()
        with pytest.raises(Unavailable):
            create_job(REQUEST, TEAM, "", fused(world.creating, Fuse(at, error=Unavailable)), world.clock())
        assert all(job.state == AWAITING_UPLOAD for job in world.jobs.rows.values())
