"""How long an export lives (promise 8), and what a changed retention does to it."""

from datetime import timedelta
from typing import Any

import pytest

from functions.core.change_settings import Change, change_settings
from functions.core.consents import Whose
from functions.core.exports import get_export
from functions.core.retain import HELD, RELEASED, REMOVED, STUCK
from functions.core.stored_of import stored_of
from tests.fakes.bucket import HOLD
from tests.fakes.world import MINUTES, TEAM, World

LIFE, RECORD = (timedelta(minutes=MINUTES[name]) for name in ("exports", "job_records"))
U1 = Whose(TEAM, "u1")


def swept(world: World) -> dict[str, int]:
    return {name: times for name, times in world.sweep().outcomes.items() if times}


def change(world: World, **minutes: Any) -> dict[str, Any]:
    body = {"version": world.settings.of(TEAM).version, "retention": minutes}
    return change_settings(Change(TEAM, "ada", body), world.changing, world.clock())[1]


def test_an_export_that_is_over_is_invisible_at_once_and_gone_with_the_next_sweep(world: World) -> None:
    """Promise 8."""
    done = world.export()
    assert swept(world) == {}
    world.clock.advance(LIFE.total_seconds())
    assert get_export(U1, done.id, world.keeping, world.clock())[0].state == "expired"
    assert world.archive.file(done) is not None
    assert swept(world) == {RELEASED: 1}
    assert world.archive.file(done) is None
    assert world.exports.rows[done.ref].state == "expired"
    world.clock.advance((RECORD - LIFE).total_seconds())
    assert swept(world) == {REMOVED: 1}
    assert not world.exports.rows


def test_what_lives_shorter_than_its_file_is_no_record(world: World) -> None:
    change(world, job_records=60, originals=60, results=60)
    done = world.export()
    assert done.keep is not None
    assert done.keep.record == done.keep.file == world.clock() + LIFE
    world.clock.advance(LIFE.total_seconds())
    assert swept(world)[REMOVED] == 1
    assert (world.exports.rows, world.archive.file(done)) == ({}, None)


def test_a_held_users_export_stays_and_is_not_handed_out(world: World) -> None:
    done = world.export()
    world.holds.places.add((TEAM, done.subject))
    world.clock.advance(LIFE.total_seconds())
    assert swept(world) == {HELD: 1}
    assert get_export(U1, done.id, world.keeping, world.clock())[1] is None
    assert world.archive.file(done) is not None
    assert world.exported.tags[str(done.key)] == HOLD, "S3's own rules do not delete it either"
    assert swept(world) == {}  # put off for ten minutes
    world.holds.places.clear()
    world.clock.advance(600)
    assert swept(world) == {RELEASED: 1}


def test_a_file_that_cannot_be_deleted_keeps_its_row_and_stops_no_other(world: World) -> None:
    stuck, other = world.export(), world.export("u2")
    world.exported.locked.add(str(stuck.key))
    world.clock.advance(LIFE.total_seconds())
    assert swept(world) == {STUCK: 1, RELEASED: 1}
    assert world.exports.rows[other.ref].state == "expired"
    world.exported.locked.clear()
    world.clock.advance(600)
    assert swept(world) == {RELEASED: 1}


@pytest.mark.parametrize("minutes", [60, 60 * 24 * 60], ids=["shorter", "longer"])
def test_a_changed_retention_reaches_what_is_stored(world: World, minutes: int) -> None:
    done = world.export()
    touched = change(world, exports=minutes)
    assert touched["exports"].items.items == 1
    world.sweep()
    kept = world.exports.rows[done.ref].keep
    assert kept is not None
    assert done.ended_at is not None
    assert kept.file == done.ended_at + timedelta(minutes=minutes)
    assert world.exported.tags[str(done.key)] == (90 if minutes > MINUTES["exports"] else 7)
    world.clock.advance(minutes * 60)
    assert swept(world)[RELEASED] == 1


def test_what_is_stored_counts_exports_and_until_when(world: World) -> None:
    done = world.export()
    told = stored_of(TEAM, "u1", world.telling, world.clock())
    assert done.keep is not None
    assert (told.rows["exports"], told.files["exports"]) == (1, 1)
    assert told.files_until["exports"] == done.keep.file
    world.clock.advance(LIFE.total_seconds())
    told = stored_of(TEAM, "u1", world.telling, world.clock())
    assert (told.rows["exports"], told.files["exports"]) == (1, 0)
    world.ask_export()
    assert stored_of(TEAM, "u1", world.telling, world.clock()).rows["exports"] == 2
