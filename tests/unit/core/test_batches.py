"""A batch of jobs costs a bounded number of calls: each person of it is looked up once (promise 13)."""

import pytest

from functions.core.create_job import create_jobs
from functions.core.errors import ErasureRunning, Invalid
from functions.core.job_request import (
    MOST_DEPICTED,
    MOST_JOBS,
    MOST_PEOPLE,
    JobRequest,
    parse_job_requests,
)
from tests.fakes.fuse import Fuse, fused
from tests.fakes.world import MOST_BYTES, TEAM, World, a_request

CALLS = ("FakeMac.mac", "FakeLedger.epoch", "FakeJobs.create", "FakeForms.sign", "FakeQuotas.take")


def _made(world: World, requests: list[JobRequest]) -> tuple[int, dict[str, int]]:
    """How many jobs were made, and the calls it took, by kind."""
    fuse = Fuse()
    answers = create_jobs(requests, TEAM, "", fused(world.creating, fuse), world.clock())
    made = sum(isinstance(answer, tuple) for answer in answers)
    return made, {name: fuse.calls.count(name) for name in CALLS}


def test_a_hundred_pictures_of_the_same_people_look_each_up_once(world: World) -> None:
    people = tuple(f"friend {number}" for number in range(MOST_DEPICTED))
    made, calls = _made(world, [a_request(depicted=people)] * MOST_JOBS)
    assert made == MOST_JOBS
    assert calls == dict(zip(CALLS, (42, 21, 100, 100, 1), strict=True))


def test_who_is_being_erased_is_looked_up_once_more_and_not_for_each_picture(world: World) -> None:
    world.ask_erasure("friend 0")
    people = tuple(f"friend {number}" for number in range(MOST_DEPICTED))
    made, calls = _made(world, [a_request(depicted=people)] * MOST_JOBS)
    assert made == 0
    assert calls == dict(zip(CALLS, (84, 42, 101, 0, 1), strict=True))


def test_an_erasure_that_completed_within_the_call_is_seen(world: World) -> None:
    """What was read before it is read again for the job that met its tombstone."""
    before, fuse = world.subject(), Fuse(4)
    fuse.meanwhile = lambda: world.work_off(world.ask_erasure())
    requests = [a_request("u2", depicted=("u1",)), a_request(), a_request("u3")]
    answers = create_jobs(requests, TEAM, "", fused(world.creating, fuse), world.clock())
    assert not [answer for answer in answers if isinstance(answer, ErasureRunning)]
    subjects = {subject for job in world.jobs.rows.values() for subject in job.subjects}
    assert world.subject() in subjects
    assert before not in subjects


def _body(people: int) -> dict[str, object]:
    wanted = {
        "recipe": {"version": 1, "hide": {"face": {"style": "solid"}}},
        "purposes": ["masking"],
        "content_type": "image/png",
    }
    named = iter(f"u{number}" for number in range(1, people))
    jobs = []
    for _ in range(MOST_JOBS):
        depicted = [name for _, name in zip(range(MOST_DEPICTED), named, strict=False)]
        jobs.append({**wanted, "user_id": "u0", "depicted": depicted})
    return {"jobs": jobs}


def test_a_batch_names_so_many_people_and_no_more() -> None:
    assert len(parse_job_requests(_body(MOST_PEOPLE), MOST_BYTES)) == MOST_JOBS
    with pytest.raises(Invalid) as raised:
        parse_job_requests(_body(MOST_PEOPLE + 1), MOST_BYTES)
    assert (raised.value.field, raised.value.detail) == ("jobs", "must name at most 200 people in all")
