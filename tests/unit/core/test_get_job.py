import pytest

from functions.core.errors import NotFound
from functions.core.get_erasure import get_erasure
from functions.core.get_job import get_job
from functions.core.job import DONE, FAILED, MASKING, REJECTED, REVIEW, Claim
from functions.core.names import new_id
from tests.fakes.world import LEASE, OTHER_TEAM, TEAM, World


def test_a_done_job_has_a_link_to_its_result(world: World) -> None:
    done = world.masked()
    job, link, *_ = get_job(done.ref.id, TEAM, world.reading)
    assert (job, job.state) == (done, DONE)
    assert link is not None
    assert world.links.open(link) in world.imaging.verified


@pytest.mark.parametrize(
    ("data", "state"),
    [(b"empty 1", REVIEW), (b"odd 1", REVIEW), (b"text 1", REJECTED)],
    ids=["nothing_found", "not_verified", "no_image"],
)
def test_only_a_done_job_has_a_link(world: World, data: bytes, state: str) -> None:
    """Promise 1: nothing is downloadable before it was verified, or a person released it."""
    job, link, *_ = get_job(world.masked(data=data).ref.id, TEAM, world.reading)
    assert (job.state, link) == (state, None)


def test_a_job_under_way_or_failed_has_no_link(world: World) -> None:
    """Promise 1."""
    job, _ = world.create()
    assert get_job(job.ref.id, TEAM, world.reading)[1] is None
    world.jobs.claim(job, Claim("etag", "token", world.clock() + LEASE), world.clock())
    shown, link, *_ = get_job(job.ref.id, TEAM, world.reading)
    assert (shown.state, link) == (MASKING, None)
    world.clock.advance(61)
    world.jobs.fail(job, "etag", world.clock(), world.settings.of(TEAM).retention.keep(FAILED, world.clock()))
    shown, link, *_ = get_job(job.ref.id, TEAM, world.reading)
    assert (shown.state, link) == (FAILED, None)


def test_a_job_of_another_team_does_not_exist(world: World) -> None:
    """Promise 10."""
    job = world.masked()
    with pytest.raises(NotFound):
        get_job(job.ref.id, OTHER_TEAM, world.reading)


def test_a_job_that_never_was_does_not_exist(world: World) -> None:
    job = world.masked()
    with pytest.raises(NotFound):
        get_job(job.ref.subject + new_id(world.clock()), TEAM, world.reading)


def test_a_job_does_not_exist_from_the_moment_its_erasure_was_asked_for(world: World) -> None:
    """Promise 6: what is about to go is no longer handed out."""
    job, other = world.masked(), world.masked("u1x")
    world.ask_erasure()
    assert job.ref in world.jobs.rows
    with pytest.raises(NotFound):
        get_job(job.ref.id, TEAM, world.reading)
    assert get_job(other.ref.id, TEAM, world.reading)[1]


def test_an_erasure_is_shown_to_its_team_alone(world: World) -> None:
    """Promise 10."""
    erasure = world.ask_erasure()
    assert (
        get_erasure(erasure.id, TEAM, world.ledger, world.clock()) == world.ledger.records[TEAM, erasure.id]
    )
    for erasure_id, team in ((erasure.id, OTHER_TEAM), (new_id(world.clock()), TEAM), ("nonsense", TEAM)):
        with pytest.raises(NotFound):
            get_erasure(erasure_id, team, world.ledger, world.clock())
