from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from functions.core.erase import PAUSE, erase, fail_erasure
from functions.core.erasure import COMPLETED, FAILED, MOST_PASSES, PARTIAL, RUNNING, Count, Erasure
from functions.core.errors import Tombstoned
from functions.core.mask_photo import ORPHANED, Uploaded
from functions.core.names import new_id
from functions.core.ports import Form
from functions.core.store_names import PROOFS, STORES
from functions.core.store_ports import Page
from tests.fakes.fuse import Fuse, fused
from tests.fakes.ledger import of_user
from tests.fakes.world import LEASE, OTHER_TEAM, TEAM, World

NAMES = [name for name in STORES if name != PROOFS]  # of consents: tests/contracts


def fill(world: World, user: str = "u1", team: str = TEAM) -> str:
    """Something of a user in every store; the subject."""
    done = world.masked(user, b"face 1", team)
    world.masked(user, b"empty 1", team)
    _, form = world.create(user, team=team)
    world.upload(form)
    world.export(user, team)
    world.ask_export(user, team=team)
    for bucket in world.buckets.values():
        bucket.start_upload(str(done.key))
    return done.ref.subject


@pytest.mark.parametrize("versioned", [False, True], ids=["unversioned", "versioned"])
@pytest.mark.parametrize("hollow", [False, True], ids=["full_pages", "empty_pages_between"])
@pytest.mark.parametrize("page", [1, 2, 1000])
def test_everything_of_a_user_goes_and_nothing_of_anybody_else(
    versioned: bool, hollow: bool, page: int
) -> None:
    """Promise 5: every store, every version and marker, unfinished uploads. Promise 7: others untouched."""
    world = World(versioned=versioned, page=page, hollow=hollow)
    subject = fill(world)
    for user, team in (("u1x", TEAM), ("u", TEAM), ("u1", OTHER_TEAM)):
        fill(world, user, team)
    before = world.others(subject)
    ended = world.work_off(world.ask_erasure())
    assert ended.state == COMPLETED
    assert world.traces(subject) == []
    assert world.others(subject) == before
    assert world.traces(world.subject("u1x")) != []


def test_the_counts_say_what_was_met_in_each_store(world: World) -> None:
    fill(world)
    ended = world.work_off(world.ask_erasure())
    # Three jobs, two exports, and which of them runs; the subject goes, so nothing is left to `export_rows`.
    deleted = {"depicted": 0, "rows": 6, "export_rows": 0} | dict.fromkeys(NAMES[3:], 1)
    assert ended.counts == {name: Count(deleted[name], 0) for name in NAMES}
    assert ended.counts["rows"].to_json() == {"found": 6, "deleted": 6, "left": 0}


def test_where_nothing_is_stored_it_completes_with_zeros_at_the_first_look(world: World) -> None:
    erasure = world.ask_erasure()
    assert erase(TEAM, erasure.id, world.erasing, world.budget()) is None
    ended = world.ledger.records[TEAM, erasure.id]
    assert (ended.state, ended.passes) == (COMPLETED, 1)
    assert ended.counts == {name: Count() for name in NAMES}
    assert ended.ended_at == world.clock()


def test_it_is_complete_only_after_a_look_that_found_nothing(world: World) -> None:
    """Promise 5: then looks again."""
    fill(world)
    erasure = world.ask_erasure()
    fuse = Fuse()
    assert erase(TEAM, erasure.id, fused(world.erasing, fuse), world.budget()) is None
    ended = world.ledger.records[TEAM, erasure.id]
    assert (ended.state, ended.passes) == (COMPLETED, 2)
    assert world.traces(erasure.subject) == []
    again = fuse.calls[fuse.calls.index("FakeUploads.find") :]
    again = again[again.index("FakeRows.find") :]
    assert Counter(again) == {
        "FakeRows.find": 1,
        "FakeExportRows.find": 1,
        "FakeVersions.find": 3,
        "FakeUploads.find": 3,
        "OfExports.find": 2,
        "Receipts.of": 1,
        "FakeLedger.complete": 1,
    }


def test_who_is_nobody_elses_picture_is_asked_once_because_the_tombstone_keeps_it_so(world: World) -> None:
    """Nobody names a user as depicted while the tombstone stands; files are looked at again all the same."""
    fill(world)
    fuse, erasure = Fuse(), world.ask_erasure()
    erase(TEAM, erasure.id, fused(world.erasing, fuse), world.budget())
    assert [fuse.calls.count(f"Fake{store}.find") for store in ("Depicted", "Rows")] == [1, 2]
    with pytest.raises(Tombstoned):
        world.jobs.create(replace(world.create("u2")[0], depicted=(erasure.subject,)))


def test_a_look_that_may_begin_at_once_begins_in_the_same_step_if_there_is_time(world: World) -> None:
    fill(world)
    erasure = world.ask_erasure()
    fuse = Fuse(1)
    fuse.meanwhile = lambda: world.clock.advance(301)
    assert erase(TEAM, erasure.id, fused(world.erasing, fuse), world.budget()) is not None
    assert world.ledger.records[TEAM, erasure.id].look.store == 1
    fuse = Fuse()
    assert erase(TEAM, erasure.id, fused(world.erasing, fuse), world.budget()) is None
    assert [fuse.calls.count(once) for once in ("FakeLedger.get", "FakeHolds.held")] == [1, 1]


def test_completing_begins_the_next_epoch_and_the_tombstone_stays(world: World) -> None:
    """Promise 6."""
    before = world.subject()
    erasure = world.work_off(world.ask_erasure())
    assert world.subject() != before
    assert world.ledger.tombstone(TEAM, before) == erasure.id


def _claimed(world: World) -> tuple[Uploaded, Form]:
    _, form = world.create()
    event = world.upload(form, b"crash 1")
    with pytest.raises(RuntimeError):
        world.mask(event)
    return event, form


def test_it_does_not_complete_before_the_longest_open_lease_has_ended(world: World) -> None:
    """Promise 5: looks again, not before the longest lease open at the tombstone has ended."""
    event, _ = _claimed(world)
    lease_ends = world.clock() + LEASE
    erasure = world.ask_erasure()
    for _ in range(3):  # even if it is woken too early
        again = erase(TEAM, erasure.id, world.erasing, world.budget())
        assert again == lease_ends
        assert world.ledger.records[TEAM, erasure.id].state == RUNNING
    # The masker in flight puts its result, and is killed before it could take it back.
    world.results.write(event.key, b"a result")
    world.clock.reach(lease_ends)
    assert world.work_off(erasure).state == COMPLETED
    assert world.traces(erasure.subject) == []


def test_a_look_that_began_before_the_lease_ended_is_not_the_last(world: World) -> None:
    """Promise 5: it is the beginning of the look that counts, for what it saw first may be filled since."""
    _claimed(world)
    erasure = world.ask_erasure()
    erase(TEAM, erasure.id, world.erasing, world.budget())
    world.clock.advance(LEASE.total_seconds() - 0.001)
    fuse = Fuse(3)
    fuse.meanwhile = lambda: world.clock.advance(30)
    assert erase(TEAM, erasure.id, fused(world.erasing, fuse), world.budget()) is None
    assert fuse.calls.count("FakeDepicted.find") == 2
    ended = world.ledger.records[TEAM, erasure.id]
    assert ended.quiet_since is not None
    assert ended.busy_until is not None
    assert ended.quiet_since >= ended.busy_until


@pytest.mark.parametrize("page", [1, 1000])
def test_of_several_leases_the_longest_counts(page: int) -> None:
    """Promise 5."""
    world = World(page=page)
    for _ in range(3):
        _claimed(world)
        world.clock.advance(10)
    last = world.clock() - timedelta(seconds=10) + LEASE
    assert world.work_off(world.ask_erasure()).busy_until == last
    assert world.clock() == last


def test_what_cannot_be_deleted_makes_it_partial_and_never_complete(world: World) -> None:
    """Promise 5: partial is never called complete."""
    subject = fill(world)
    (key,) = world.results.objects
    world.results.locked.add(key)
    ended = world.work_off(world.ask_erasure())
    assert (ended.state, ended.passes) == (PARTIAL, MOST_PASSES)
    assert ended.counts["results"] == Count(0, 1)
    assert ended.counts["held"] == Count(1, 0)
    assert len([trace for trace in world.traces(subject) if "upload" not in trace]) == 1
    assert world.ledger.epoch(TEAM, of_user(ended).person) == 0
    assert world.subject() == subject


def test_looks_that_delete_all_they_find_are_no_failure_however_many(world: World) -> None:
    """Promise 5: files that come late, by forms that still live, keep an erasure going and do not end it."""
    _, form = world.create()
    erasure, late, rows = world.ask_erasure(), [form] * (MOST_PASSES + 2), world.rows.find

    def landing(*args: Any) -> Page:
        if late:
            world.upload(late.pop())
        return rows(*args)

    with patch.object(world.rows, "find", landing):
        ended = world.work_off(erasure)
    assert ended.state == COMPLETED
    assert ended.counts["originals"] == Count(MOST_PASSES + 2, 0)
    assert world.traces(erasure.subject) == []


def test_between_looks_that_meet_what_cannot_be_deleted_time_passes(world: World) -> None:
    fill(world)
    world.results.locked.update(world.results.objects)
    erasure = world.ask_erasure()
    assert erase(TEAM, erasure.id, world.erasing, world.budget()) == world.clock() + PAUSE


def test_a_partial_erasure_asked_for_again_ends_when_the_obstacle_is_gone(world: World) -> None:
    subject = fill(world)
    world.held.locked.update(world.held.objects)
    partial = world.work_off(world.ask_erasure())
    assert partial.state == PARTIAL
    again = world.ask_erasure()
    assert (again.id, again.attempt) == (partial.id, 2)
    assert world.work_off(again).state == PARTIAL
    world.held.locked.clear()
    ended = world.work_off(world.ask_erasure())
    assert (ended.state, ended.attempt) == (COMPLETED, 3)
    assert ended.counts["held"] == Count(1, 0)
    assert world.traces(subject) == []


def test_rows_that_a_batch_does_not_process_are_met_again(world: World) -> None:
    fill(world)
    world.rows.unprocessed.update(ref.job for ref in list(world.jobs.rows)[:1])
    erasure = world.ask_erasure()
    erase(TEAM, erasure.id, world.erasing, world.budget())
    assert world.ledger.records[TEAM, erasure.id].counts["rows"] == Count(5, 1)
    world.rows.unprocessed.clear()
    assert world.work_off(erasure).counts["rows"] == Count(6, 0)


def _out_of_time(world: World, erasure: Erasure) -> int:
    steps = 0
    while erase(TEAM, erasure.id, world.erasing, world.clock() - timedelta(seconds=1)):
        steps += 1
        assert steps < 120
    return steps


@pytest.mark.parametrize("hollow", [False, True], ids=["full_pages", "empty_pages_between"])
def test_with_no_time_left_each_step_does_one_page_and_the_next_goes_on(hollow: bool) -> None:
    """Promise 7: a million photos end, one invocation after the other."""
    world = World(page=1, hollow=hollow)
    subject = fill(world)
    for _ in range(5):
        world.masked()
    fill(world, "u1x")
    before = world.others(subject)
    erasure = world.ask_erasure()
    assert _out_of_time(world, erasure) > 8
    ended = world.ledger.records[TEAM, erasure.id]
    assert ended.state == COMPLETED
    assert ended.counts["rows"] == Count(11, 0)
    assert world.traces(subject) == []
    assert world.others(subject) == before


def test_with_no_time_left_what_cannot_be_deleted_still_ends_as_partial() -> None:
    world = World(page=1)
    fill(world)
    for _ in range(3):
        world.masked()
    world.results.locked.update(world.results.objects)
    erasure = world.ask_erasure()
    _out_of_time(world, erasure)
    assert world.ledger.records[TEAM, erasure.id].state == PARTIAL


def test_an_erasure_that_ended_or_never_was_is_left_alone(world: World) -> None:
    erasure = world.work_off(world.ask_erasure())
    world.results.write(f"{TEAM}/{erasure.subject}/x", b"what never happens")
    assert erase(TEAM, erasure.id, world.erasing, world.budget()) is None
    assert erase(TEAM, new_id(world.clock()), world.erasing, world.budget()) is None
    assert erase(OTHER_TEAM, erasure.id, world.erasing, world.budget()) is None
    assert world.ledger.records[TEAM, erasure.id] == erasure
    assert world.results.objects


def test_one_that_gave_up_is_failed_and_runs_again_when_asked(world: World) -> None:
    subject = fill(world)
    erasure = world.ask_erasure()
    fail_erasure(TEAM, erasure.id, world.erasing)
    failed = world.ledger.records[TEAM, erasure.id]
    assert (failed.state, failed.ended_at) == (FAILED, world.clock())
    assert world.work_off(world.ask_erasure()).state == COMPLETED
    assert world.traces(subject) == []


def test_giving_up_does_not_touch_what_has_ended_or_never_was(world: World) -> None:
    erasure = world.work_off(world.ask_erasure())
    fail_erasure(TEAM, erasure.id, world.erasing)
    fail_erasure(TEAM, new_id(world.clock()), world.erasing)
    assert world.ledger.records == {(TEAM, erasure.id): erasure}


def test_a_file_that_lands_during_the_erasure_goes_with_it_or_by_its_event(world: World) -> None:
    """Promise 6."""
    _, form = world.create()
    erasure = world.ask_erasure()
    erase(TEAM, erasure.id, world.erasing, world.budget())
    event = world.upload(form)
    assert world.work_off(erasure).state == COMPLETED
    assert world.mask(event) == ORPHANED
    assert world.traces(erasure.subject) == []
