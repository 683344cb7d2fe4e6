"""Promise 8 at its stated capacity: ten thousand jobs that are over in the same minute."""

from dataclasses import replace

import pytest

from functions.core.job import DONE, Job, Keep, Outcome
from functions.core.names import JobRef, new_id
from functions.core.retain import RELEASED, REMOVED, STUCK
from functions.core.sweep import sweep
from tests.fakes.clock import START
from tests.fakes.fuse import Fuse, fused
from tests.fakes.world import TEAM, World, a_request

ITEMS, SHARDS, PASS = 10_000, 4, 2500
CALLS = 1.1  # for each job, at most: one write, and a part of what reads and deletes a hundred at once


def _fill(world: World, jobs: int = ITEMS, depicted: tuple[str, ...] = ()) -> list[JobRef]:
    """Done jobs of as many users, each with its result; the shards are equally full."""
    refs = []
    for number in range(jobs):
        subject, ulid = f"{number:032}", new_id(START)[:-1] + "0123"[number % SHARDS]
        job = Job(
            JobRef(TEAM, subject, ulid),
            "identity",
            a_request().recipe,
            ("masking",),
            "image/jpeg",
            START,
            DONE,
            outcome=Outcome(DONE),
            closed_at=START,
            depicted=depicted,
        )
        world.jobs.rows[job.ref] = job
        world.jobs.keep(job, Keep(START.replace(year=2027), START.replace(hour=13)))
        world.results.write(str(job.key), b"a result")
        refs.append(job.ref)
    return refs


@pytest.fixture(scope="module")
def full() -> World:
    """A world in which ten thousand results are over."""
    world = World()
    _fill(world)
    world.clock.now = START.replace(hour=13, second=1)
    world.sweeping = replace(world.sweeping, most=PASS)
    return world


def test_ten_thousand_results_that_are_over_at_once_go_in_one_minute(full: World) -> None:
    """Promise 8: one sweeper for each shard, as in production; every call to the world is counted."""
    world, calls = full, Fuse()
    counted = replace(
        fused(world.sweeping, calls, free=("clock", "retain", "redate")),
        retain=fused(world.sweeping.retain, calls, free=("clock", "files", "report")),
    )
    swept = [sweep(counted, [shard], world.budget(45)) for shard in range(SHARDS)]
    assert [each.outcomes for each in swept] == [{RELEASED: PASS}] * SHARDS
    assert max(each.lag.total_seconds() for each in swept) <= 1
    assert world.results.objects == {}
    assert not [row for row in world.jobs.rows.values() if row.state == DONE]
    deletes = sum(files.calls for files in world.files.values())
    assert deletes == ITEMS / 100
    assert (len(calls.calls) + deletes) / ITEMS <= CALLS


def test_what_a_pass_does_not_reach_is_the_next_ones_and_said_to_be_late() -> None:
    """Promise 8: bounded passes; beyond the capacity it takes longer, and the lag says by how much."""
    world = World()
    _fill(world, 1000)
    world.clock.now = START.replace(hour=13, second=1)
    world.sweeping = replace(world.sweeping, most=100)
    passes = []
    while world.results.objects:
        passes.append(world.sweep())
        world.clock.advance(60)
    assert [each.outcomes[RELEASED] for each in passes] == [400, 400, 200]
    assert [each.lag.total_seconds() for each in passes] == [1, 61, 121]


def test_what_is_held_does_not_stand_before_what_is_over() -> None:
    """A thousand that are held are put off once, and not looked at again each minute."""
    world = World()
    refs = _fill(world, 1000)
    world.holds.places = {(TEAM, ref.subject) for ref in refs[:500]}
    world.clock.now = START.replace(hour=13, second=1)
    first = world.sweep()
    assert (first.outcomes["held"], first.outcomes[RELEASED]) == (500, 500)
    world.clock.advance(60)
    assert world.sweep().outcomes == {}
    world.holds.places = set()
    world.clock.advance(600)
    assert world.sweep().outcomes == {RELEASED: 500}


def test_one_poisoned_row_and_one_locked_file_stop_none_of_the_others() -> None:
    """Promise 8."""
    world = World()
    refs = _fill(world, 400)
    world.retained.poisoned = {refs[0]}
    world.results.locked = {str(world.row(refs[1]).key)}
    world.clock.now = START.replace(hour=13, second=1)
    assert world.sweep().outcomes == {RELEASED: 398, STUCK: 2}
    assert len(world.faults) == 2  # the batch, and then the row
    world.retained.poisoned, world.results.locked = set(), set()
    assert world.sweep().outcomes == {}, "they are put off"
    world.clock.advance(601)
    assert world.sweep().outcomes == {RELEASED: 2}
    assert world.results.objects == {}


def test_records_of_thousands_go_with_all_that_points_to_them() -> None:
    world = World()
    refs = _fill(world, 400, depicted=("d" * 32,))
    world.jobs.pointers = {((TEAM, "d" * 32), ref) for ref in refs}
    world.clock.now = START.replace(year=2027, second=1)
    assert world.sweep().outcomes == {REMOVED: 400}
    assert (world.jobs.rows, world.jobs.pointers, world.jobs.due) == ({}, set(), {})
    assert world.results.objects == {}
