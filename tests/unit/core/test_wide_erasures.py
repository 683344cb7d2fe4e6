"""POST /v1/erasures: several users or jobs, a span of time, a whole team."""

from datetime import timedelta
from typing import Any

import pytest

from functions.core.create_job import create_job
from functions.core.erase import erase, fail_erasure
from functions.core.erasure import (
    COMPLETED,
    ERRORS,
    FAILED,
    PARTIAL,
    RUNNING,
    Count,
)
from functions.core.erasure_request import Asker
from functions.core.errors import (
    ErasureRunning,
    Invalid,
    Unavailable,
)
from functions.core.get_erasure import get_erasure, list_erasures
from functions.core.job import Job
from functions.core.mask_photo import ORPHANED, mask_photo
from functions.core.reach import SLICES
from functions.core.run_erasure import finish, plan
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.world import DELAY, LAG, LEASE, OTHER_TEAM, RETRY, TEAM, World, a_request
from tests.unit.core.asking_erasures import approved, ask, dates

# Several users, several jobs


def test_several_users_are_erased_as_one(world: World) -> None:
    jobs = [world.masked(user) for user in ("u1", "u2", "u3", "a/b")]
    kept = world.masked("u1x")
    erasure = ask(world, {"users": ["u1", "u2", "a/b", "u1"]}, Asker(None, frozenset({"client"})))
    assert (erasure.state, len(erasure.parts)) == (RUNNING, 3)
    assert world.executions.started == [(TEAM, erasure.id, 1)]
    assert all(world.ledger.tombstone(TEAM, jobs[at].ref.subject) for at in (0, 1, 3))
    ended = world.run(erasure)
    assert (ended.state, ended.counts["rows"]) == (COMPLETED, Count(3))
    assert set(world.jobs.rows) == {jobs[2].ref, kept.ref}
    assert world.subject("u1") != jobs[0].ref.subject


def test_who_asks_for_several_again_gets_the_same_and_none_is_left_that_nobody_runs(world: World) -> None:
    """The answer was lost, before or after the workflow was started."""
    for user in ("u1", "u2"):
        world.masked(user)
    world.executions.down = True
    with pytest.raises(Unavailable):
        ask(world, {"users": ["u1", "u2"]})
    world.executions.down = False
    first, again = (ask(world, {"users": users}) for users in (["u1", "u2"], ["u2", "u1"]))
    assert first.id == again.id
    assert [one.id for one in world.ledger.recent(TEAM, RUNNING, 9, None)[0] if one.parts] == [first.id]
    assert world.run(again).state == COMPLETED
    assert ask(world, {"users": ["u1", "u2"]}).id != first.id


def test_several_jobs_are_erased_as_one_and_one_alone_is_itself(world: World) -> None:
    refs = [world.masked().ref for _ in range(3)]
    ended = world.run(ask(world, {"jobs": [ref.id for ref in refs[:2]]}))
    assert (ended.state, ended.scope.kind) == (COMPLETED, "jobs")
    assert set(world.jobs.rows) == {refs[2]}
    assert ask(world, {"jobs": [refs[2].id]}).scope.kind == "job"
    assert ask(world, {"users": ["u2"]}).scope.kind == "user"


def test_of_somebody_who_has_nothing_it_completes_with_zeros(world: World) -> None:
    ended = world.run(ask(world, {"users": ["nobody", "no one"]}))
    assert ended.state == COMPLETED
    assert all(count == Count() for count in ended.counts.values())


def test_a_user_who_is_being_erased_already_is_waited_for(world: World) -> None:
    world.masked()
    first = world.ask_erasure()
    erasure = ask(world, {"users": ["u1", "u2"]})
    assert first.id in erasure.parts
    assert world.run(erasure).state == COMPLETED


def test_a_part_that_leaves_something_makes_the_whole_partial_which_tries_again(world: World) -> None:
    """Promise 5: partial is never called complete."""
    subject = world.masked().ref.subject
    world.masked("u2")
    world.results.locked.update(key for key in world.results.objects if subject in key)
    erasure = ask(world, {"users": ["u1", "u2"]})
    ended = world.run(erasure)
    assert (ended.state, ended.why, ended.counts["results"]) == (PARTIAL, ERRORS, Count(1, 1))
    assert finish(TEAM, erasure.id, world.running) == (PARTIAL, world.clock() + RETRY)
    world.results.locked.clear()
    ended = world.run(erasure)
    assert (ended.state, ended.attempt, ended.why) == (COMPLETED, 2, None)


def test_a_worker_that_gave_up_on_a_part_is_tried_again_with_the_rest(world: World) -> None:
    world.masked()
    erasure = ask(world, {"users": ["u1", "u2"]})
    fail_erasure(TEAM, erasure.parts[0], world.erasing)
    assert world.run(erasure).state == PARTIAL
    assert world.ledger.records[TEAM, erasure.parts[0]].state == FAILED
    assert world.run(erasure).state == COMPLETED
    assert world.jobs.rows == {}


def test_progress_is_that_of_all_parts(world: World) -> None:
    for user in ("u1", "u2"):
        world.masked(user)
    erasure = ask(world, {"users": ["u1", "u2"]})
    world.work_off(world.ledger.records[TEAM, erasure.parts[0]])
    seen = get_erasure(erasure.id, TEAM, world.ledger, world.clock())
    assert (seen.state, seen.counts["rows"]) == (RUNNING, Count(1))


# Dates


def filled(world: World, users: int = 12) -> list[Job]:
    """Jobs of many users with keys, depicted people and leftovers, in two teams."""
    made = []
    for number in range(users):
        user = f"user {number}"
        job, form = world.ask(a_request(user, depicted=("u2",)), f"key {world.clock()}")
        assert form is not None
        world.mask(world.upload(form, b"face %d" % number))
        world.results.start_upload(str(job.key))
        made.append(job)
    world.masked("user 1", data=b"odd 1")
    world.masked("user 1", team=OTHER_TEAM)
    world.ask(a_request("u1"), "a key", OTHER_TEAM)
    return made


def theirs(world: World) -> list[str]:
    """Everything that belongs to the other team."""
    found = [repr(job) for ref, job in world.jobs.rows.items() if ref.team == OTHER_TEAM]
    found += [repr(key) for (at, _), key in world.jobs.keys.items() if at[0] == OTHER_TEAM]
    for bucket in world.buckets.values():
        found += [repr(each) for each in bucket.objects.items() if each[0].startswith(OTHER_TEAM)]
    return sorted(found)


@pytest.mark.parametrize("page", [1, 3, 1000])
@pytest.mark.parametrize("versioned", [False, True], ids=["unversioned", "versioned"])
def test_of_a_span_of_time_every_job_goes_and_none_before_or_after(page: int, versioned: bool) -> None:
    """Promises 5 and 7."""
    world = World(versioned=versioned, page=page)
    before = filled(world, 3)
    world.clock.advance(60)
    start = world.clock()
    filled(world)
    end = world.clock() + timedelta(seconds=1)
    world.clock.advance(60)
    after = filled(world, 3)
    world.clock.advance(120)
    kept = {job.ref for job in [*before, *after]}
    others = theirs(world)
    ended = world.run(approved(world, dates(start, end)))
    assert (ended.state, ended.counts["rows"]) == (COMPLETED, Count(13))
    assert {ref for ref in world.jobs.rows if ref.team == TEAM} >= kept
    assert {
        ref.job for ref in world.jobs.rows if ref.team == TEAM if start <= world.row(ref).created_at < end
    } == set()
    assert {ref for _, ref in world.jobs.pointers} == set(kept)
    keys = [key for bucket in world.buckets.values() for key, _ in [*bucket.objects.items(), *bucket.uploads]]
    assert not [key for key in keys if key.startswith(TEAM) and key.split("/")[2] not in
                {ref.job for ref in world.jobs.rows}]  # fmt: skip
    assert theirs(world) == others


def test_it_is_complete_only_after_two_empty_looks_because_indexes_lag(world: World) -> None:
    """Promise 5: what an index did not show at first is met at the second look."""
    start = world.clock()
    world.masked()
    world.clock.advance(200)
    seen: list[Any] = []
    world.rows.index = lambda: seen  # it shows nothing yet
    erasure = approved(world, dates(start, world.clock() - timedelta(seconds=130)))
    world.clock.advance(DELAY.total_seconds())
    parts = plan(TEAM, erasure.id, world.running)
    assert isinstance(parts, tuple)
    world.results.objects.clear()
    for part in parts:
        assert erase(TEAM, part, world.erasing, world.budget()) == world.clock() + LAG
    seen.extend(world.jobs.rows)
    world.clock.advance(LAG.total_seconds())
    for part in parts:
        ended = world.work_off(world.ledger.records[TEAM, part])
        assert ended.state == COMPLETED
    assert world.jobs.rows == {}
    assert finish(TEAM, erasure.id, world.running) == (COMPLETED, None)


def test_what_is_claimed_between_two_calls_is_waited_for(world: World) -> None:
    """Promise 5: no masker asks for the tombstone of a span of time."""
    start = world.clock()
    _, form = world.create()
    event = world.upload(form)
    world.clock.advance(130)
    erasure = approved(world, dates(start, start + timedelta(seconds=1)))
    world.clock.advance(DELAY.total_seconds())
    parts = plan(TEAM, erasure.id, world.running)
    assert isinstance(parts, tuple)

    def claim_and_die() -> None:
        with pytest.raises(Killed):
            mask_photo(event, fused(world.masking, Fuse(4, after=True)))

    (job,) = world.jobs.rows
    fuse = Fuse(4)  # the row was found, and nothing deleted yet
    fuse.meanwhile = claim_and_die
    erase(TEAM, parts[ord(job.job[-1]) % SLICES], fused(world.erasing, fuse), world.budget())
    assert world.jobs.rows
    assert world.run(erasure).state == COMPLETED
    assert world.clock() >= start + LEASE
    assert all(not bucket.objects for bucket in (world.results, world.held))
    assert world.mask(event) == ORPHANED


# The whole team


@pytest.mark.parametrize("page", [1, 3, 1000])
def test_of_a_team_everything_goes_and_nothing_of_another(page: int) -> None:
    """Promises 5, 7 and 10."""
    world = World(page=page)
    filled(world)
    world.results.write(f"{TEAM}/an odd key", b"that nobody made")
    others = theirs(world)
    ended = world.run(approved(world, {"team": True}))
    assert ended.state == COMPLETED
    assert [ref for ref in world.jobs.rows if ref.team == TEAM] == []
    assert [at for at, _ in world.jobs.pointers if at[0] == TEAM] == []
    assert [at for at, _ in world.jobs.keys if at[0] == TEAM] == []
    for bucket in world.buckets.values():
        assert [
            key for key in [*bucket.objects, *(key for key, _ in bucket.uploads)] if key.startswith(TEAM)
        ] == []
    assert theirs(world) == others


def test_while_it_runs_nothing_new_is_taken_in_and_then_the_team_starts_afresh(world: World) -> None:
    """Promise 6."""
    world.masked()
    erasure = approved(world, {"team": True})
    world.create()  # until it begins, the team goes on
    world.clock.advance(DELAY.total_seconds())
    plan(TEAM, erasure.id, world.running)
    with pytest.raises(ErasureRunning):
        create_job(a_request(), TEAM, "", world.creating, world.clock())
    assert world.create(team=OTHER_TEAM)
    assert world.run(erasure).state == COMPLETED
    assert world.masked().state == "done"


def test_a_team_that_is_erased_partly_may_start_afresh_and_the_rest_takes_nothing_new(world: World) -> None:
    old = world.masked()
    world.results.locked.update(world.results.objects)
    erasure = approved(world, {"team": True})
    assert world.run(erasure).state == PARTIAL
    world.clock.advance(1)
    new = world.masked("u2")
    world.results.locked.clear()
    assert world.run(erasure).state == COMPLETED
    assert set(world.jobs.rows) == {new.ref}
    assert [key for key in world.results.objects if old.ref.job in key] == []
    assert str(new.key) in world.results.objects


def test_a_step_that_is_repeated_begins_the_same_parts(world: World) -> None:
    """Promise 7."""
    erasure = approved(world, {"team": True})
    world.clock.advance(DELAY.total_seconds())
    for at in range(1, 7):
        with pytest.raises(Killed):
            plan(TEAM, erasure.id, fused(world.running, Fuse(at, after=True)))
        if world.ledger.records[TEAM, erasure.id].state == RUNNING:
            break
    parts = plan(TEAM, erasure.id, world.running)
    assert isinstance(parts, tuple)
    assert len(world.ledger.records) == 1 + len(set(parts)) == 5


def test_the_list_shows_what_was_asked_for_and_not_its_parts(world: World) -> None:
    world.run(approved(world, {"team": True}))
    world.clock.advance(1)
    latest = world.ask_erasure()
    world.ask_erasure(team=OTHER_TEAM)
    shown, after = list_erasures(TEAM, {}, world.ledger, world.clock())
    assert [each.scope.kind for each in shown] == ["user", "team"]
    assert after is None
    assert list_erasures(TEAM, {"state": "completed"}, world.ledger, world.clock())[0][0].scope.kind == "team"
    page, after = list_erasures(TEAM, {"limit": "1"}, world.ledger, world.clock())
    assert (page, after) == ([world.ledger.records[TEAM, latest.id]], latest.id)
    assert after is not None
    assert latest.id not in [
        each.id for each in list_erasures(TEAM, {"after": after}, world.ledger, world.clock())[0]
    ]
    for query in ({"state": "gone"}, {"limit": "0"}, {"after": "x"}, {"from": "x"}):
        with pytest.raises(Invalid):
            list_erasures(TEAM, query, world.ledger, world.clock())
