"""GET /v1/users/{user_id}: all that is stored about a person, and nothing of anybody else."""

from dataclasses import replace

import pytest

from functions.core.stored_of import Stored, stored_of
from tests.fakes.world import OTHER_TEAM, TEAM, World, a_request


def _told(world: World, user: str = "u1", team: str = TEAM, **more: int) -> Stored:
    return stored_of(team, user, world.telling, world.clock(), **more)


def test_everything_of_a_person_is_counted_and_nothing_of_others(world: World) -> None:
    done, reviewed = world.masked(), world.masked(data=b"doubtful 1")
    world.ask(a_request(), key="once")
    world.masked("u2", depicted=("u1",))
    world.masked("u1x")
    world.masked("u1", team=OTHER_TEAM)
    told = _told(world)
    assert told.rows == {"jobs": 3, "idempotency_keys": 1, "pictures_of_others": 1}
    assert told.jobs == {done.state: 1, reviewed.state: 1, "awaiting_upload": 1}
    assert told.files == {"results": 1, "originals": 1}
    assert done.keep is not None
    assert told.files_until["results"] == done.keep.file
    assert told.records_until == done.keep.record
    assert (told.whole, told.held, told.erasure) == (True, False, None)


def test_what_is_counted_is_what_a_full_scan_finds(world: World) -> None:
    for number in range(3):
        world.masked(data=f"face {number}".encode())
        world.masked("u2", depicted=("u1",))
    theirs = {f"row {ref.job}" for ref in world.jobs.rows if ref.subject != world.subject()}
    found = [trace for trace in world.traces(world.subject()) if trace not in theirs]
    rows = [trace for trace in found if not trace.startswith(tuple(world.buckets))]
    assert sum(_told(world).rows.values()) == len(rows) > 0


def test_what_is_over_is_not_told_although_it_was_not_deleted_yet(world: World) -> None:
    job = world.masked()
    assert job.keep is not None
    assert job.keep.file is not None
    world.clock.reach(job.keep.file)
    told = _told(world)
    assert (told.files, told.jobs) == ({}, {"expired": 1})
    world.clock.reach(job.keep.record)
    assert _told(world) == Stored()


@pytest.mark.parametrize("whose", ["of_the_user", "of_somebody_in_the_picture"])
def test_what_is_over_is_told_while_a_hold_keeps_it(world: World, whose: str) -> None:
    """GDPR Art. 15: it is invisible to everybody else, and stored."""
    job = world.masked(depicted=("u2",))
    world.holds.places.add((TEAM, world.subject("u1" if whose == "of_the_user" else "u2")))
    assert job.keep is not None
    assert job.keep.file is not None
    for over in (job.keep.file, job.keep.record):
        world.clock.reach(over)
        world.sweep()
        told = _told(world)
        assert (told.rows, told.jobs, told.files) == ({"jobs": 1}, {"expired": 1}, {"results": 1})
        assert told.endless == {"results"}
    assert told.records_until is None
    world.holds.places.clear()
    assert _told(world) == Stored()


def test_an_export_that_is_over_is_told_while_a_hold_keeps_it(world: World) -> None:
    export = world.export()
    world.holds.places.add((TEAM, world.subject()))
    assert export.keep is not None
    world.clock.reach(export.keep.record)
    world.sweep()
    assert _told(world).files == {"exports": 1}
    world.holds.places.clear()
    assert _told(world).files == {}


def test_a_job_whose_original_alone_is_over_is_told_as_it_is_shown(world: World) -> None:
    job = world.masked()
    assert job.keep is not None
    past = replace(job.keep, original=world.clock())
    world.jobs.rows[job.ref] = replace(job, keep=past)
    assert (_told(world).jobs, _told(world).files) == ({"done": 1}, {"results": 1})
    world.holds.places.add((TEAM, world.subject()))
    assert (_told(world).jobs, _told(world).files) == ({"done": 1}, {"results": 1, "originals": 1})


def test_of_somebody_unknown_nothing_is_told_and_of_somebody_erased_what_is_about_to_go(world: World) -> None:
    assert _told(world) == Stored()
    world.masked()
    erasure = world.ask_erasure()
    assert (_told(world).erasure, _told(world).rows["jobs"]) == (erasure.id, 1)
    world.work_off(erasure)
    assert _told(world) == Stored()


def test_whoever_is_held_is_told_so(world: World) -> None:
    world.holds.places.add((TEAM, world.subject()))
    assert _told(world).held
    assert not _told(world, "u2").held


def test_more_than_can_be_counted_in_a_call_is_not_called_whole(world: World) -> None:
    for _ in range(3):
        world.create()
    assert _told(world, most=3).whole
    told = _told(world, most=2)
    assert (told.whole, told.rows["jobs"]) == (False, 2)
