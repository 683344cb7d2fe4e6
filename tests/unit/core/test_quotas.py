"""What a team may ask for in a minute."""

from datetime import timedelta

import pytest

from functions.core.create_job import create_job, create_jobs
from functions.core.errors import TooMany
from tests.fakes.clock import START
from tests.fakes.fuse import Fuse, fused
from tests.fakes.world import OTHER_TEAM, TEAM, World, a_request


@pytest.fixture
def world() -> World:
    """A deployment that takes three jobs a minute, seventeen seconds into one."""
    world = World()
    world.quotas.per_minute = 3
    world.clock.now = START + timedelta(seconds=17)
    return world


def test_beyond_the_quota_a_team_is_told_when_to_come_back(world: World) -> None:
    for _ in range(3):
        world.create()
    with pytest.raises(TooMany) as raised:
        world.create()
    assert raised.value.retry_after == 43
    assert len(world.jobs.rows) == 3
    world.clock.advance(raised.value.retry_after)
    world.create()


def test_another_team_is_not_affected(world: World) -> None:
    """Promise 13: whatever a stranger sends harms no other job."""
    for _ in range(3):
        world.create()
    world.create(team=OTHER_TEAM)


def _batch(world: World, jobs: int, team: str = TEAM) -> None:
    create_jobs([a_request()] * jobs, team, "", world.creating, world.clock())


def test_a_batch_that_is_refused_makes_nothing_and_counts_nothing(world: World) -> None:
    world.create()
    with pytest.raises(TooMany):
        _batch(world, 3)
    assert len(world.jobs.rows) == 1
    _batch(world, 2)
    assert len(world.jobs.rows) == 3


def test_a_batch_above_the_quota_is_refused_at_once(world: World) -> None:
    with pytest.raises(TooMany):
        _batch(world, 4)
    assert world.jobs.rows == {}


def test_who_is_refused_costs_one_look_at_the_quota(world: World) -> None:
    _batch(world, 3)
    fuse = Fuse()
    with pytest.raises(TooMany):
        create_job(a_request(), TEAM, "key", fused(world.creating, fuse), world.clock())
    assert fuse.calls == ["FakeQuotas.take"]
