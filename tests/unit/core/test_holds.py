"""PUT, GET, DELETE /v1/users/{user_id}/hold: what the law wants kept is not erased (GDPR Art. 17(3))."""

from datetime import timedelta

import pytest

from functions.core.erase import erase
from functions.core.erasure import COMPLETED, HELD, PARTIAL, RUNNING, Count
from functions.core.errors import ErasureRunning, Invalid, NotAllowed, NotFound
from functions.core.hold import get_hold, lift_hold, parse_hold, set_hold
from functions.core.holds import Hold
from functions.core.run_erasure import finish, plan
from functions.core.times import to_text
from tests.fakes.world import DELAY, OTHER_TEAM, RETRY, TEAM, World
from tests.unit.core.asking_erasures import approved, ask, dates


def hold(world: World, user: str = "u1", team: str = TEAM) -> Hold:
    wanted = Hold("legal_claims", world.clock() + timedelta(days=30), "bob", world.clock())
    return set_hold(user, wanted, team, world.holding)


def test_a_hold_has_a_ground_of_the_law_an_end_and_somebody_who_set_it(world: World) -> None:
    until = world.clock() + timedelta(days=1)
    body = {"ground": "legal_claims", "until": to_text(until)}
    assert parse_hold(body, "bob", world.clock()) == Hold("legal_claims", until, "bob", world.clock())
    with pytest.raises(NotAllowed):
        parse_hold(body, None, world.clock())
    for wrong in (
        {},
        {**body, "note": "of whom it is about"},
        {**body, "ground": "because"},
        {**body, "ground": ["legal_claims"]},
        {**body, "until": to_text(world.clock())},
        {**body, "until": "tomorrow"},
    ):
        with pytest.raises(Invalid):
            parse_hold(wrong, "bob", world.clock())


def test_a_hold_is_of_one_user_of_one_team(world: World) -> None:
    """Promise 10."""
    made = hold(world)
    assert get_hold("u1", TEAM, world.holding) == made
    for user, team in (("u1x", TEAM), ("u1", OTHER_TEAM)):
        with pytest.raises(NotFound):
            get_hold(user, team, world.holding)
    lift_hold("u1", world.act(), world.holding)
    lift_hold("u1", world.act(), world.holding)
    with pytest.raises(NotFound):
        get_hold("u1", TEAM, world.holding)


def test_the_erasure_of_a_held_user_deletes_nothing_and_its_tombstone_stands(world: World) -> None:
    subject = world.masked().ref.subject
    before = world.traces(subject)
    hold(world)
    ended = world.run(world.ask_erasure())
    assert (ended.state, ended.why) == (PARTIAL, HELD)
    assert world.traces(subject) == before
    assert world.ledger.tombstone(TEAM, subject) == ended.id
    with pytest.raises(ErasureRunning):
        world.create()


def test_when_the_hold_is_lifted_the_erasure_goes_on_at_once(world: World) -> None:
    subject = world.masked().ref.subject
    hold(world)
    ended = world.run(world.ask_erasure())
    lift_hold("u1", world.act(), world.holding)
    assert world.executions.started == [(TEAM, ended.id, 1), (TEAM, ended.id, 2)]
    assert world.run(ended).state == COMPLETED
    assert world.traces(subject) == []


def test_when_its_end_is_reached_the_erasure_goes_on_by_itself(world: World) -> None:
    subject = world.masked().ref.subject
    hold(world)
    ended = world.run(world.ask_erasure())
    state, again = finish(TEAM, ended.id, world.running)
    assert (state, again) == (HELD, world.clock() + RETRY * 24)
    assert world.run(ended).why == HELD  # it looks each day
    world.holds.places.clear()  # the day after its end
    assert plan(TEAM, ended.id, world.running) == (ended.id,)
    assert world.work_off(ended).state == COMPLETED
    assert world.traces(subject) == []


def test_a_hold_that_comes_while_it_runs_keeps_what_is_still_there(world: World) -> None:
    world = World(page=1)
    for _ in range(3):
        world.masked()
    erasure = world.ask_erasure()
    for _ in range(3):
        erase(TEAM, erasure.id, world.erasing, world.budget(-1))
    hold(world)
    left = world.traces(erasure.subject)
    assert world.work_off(erasure).why == HELD
    assert world.traces(erasure.subject) == left != []


def test_one_job_of_a_held_user_is_kept_too(world: World) -> None:
    ref = world.masked().ref
    hold(world)
    assert world.run(world.ask_job_erasure(ref)).why == HELD
    assert ref in world.jobs.rows


def test_who_is_depicted_in_the_photo_of_a_held_user_is_erased_but_for_that(world: World) -> None:
    """The job is the held user's; the pointer stays, and leads to it when the hold is over."""
    job = world.masked("u1", depicted=("u2",))
    own = world.masked("u2")
    hold(world, "u1")
    ended = world.run(world.ask_erasure("u2"))
    assert (ended.state, ended.why, ended.counts["depicted"]) == (PARTIAL, HELD, Count(0, 1))
    assert set(world.jobs.rows) == {job.ref}
    assert world.traces(own.ref.subject)
    lift_hold("u1", world.act(), world.holding)
    assert world.run(ended).state == COMPLETED
    assert world.jobs.rows == {}


def test_of_dates_and_of_a_team_everything_goes_but_what_is_held(world: World) -> None:
    """Promise 5: and it is never called complete."""
    start = world.clock()
    kept = world.masked("u1", depicted=("u3",))
    world.masked("u2", depicted=("u1",))
    hold(world, "u1")
    before = world.traces(kept.ref.subject)
    world.clock.advance(130)
    scope = dates(start, start + timedelta(seconds=1))
    for erasure in (approved(world, scope), approved(world, {"team": True})):
        ended = world.run(erasure)
        assert (ended.state, ended.why) == (PARTIAL, HELD)
        assert set(world.jobs.rows) == {kept.ref}
        assert [key for key in world.results.objects if kept.ref.job in key] != []
        assert finish(TEAM, ended.id, world.running) == (HELD, world.clock() + RETRY * 24 * 7)
        assert world.masked("u9").state == "done"  # the team has started afresh
        world.work_off(world.ask_erasure("u9"))
    assert len(before) > len(world.traces(kept.ref.subject)) > 0
    lift_hold("u1", world.act(), world.holding)
    assert world.run(ended).state == COMPLETED
    assert world.jobs.rows == {}
    assert world.clock() > start + DELAY


def test_of_several_users_the_held_one_is_kept(world: World) -> None:
    kept = world.masked("u1").ref
    world.masked("u2")
    hold(world, "u1")
    whole = ask(world, {"users": ["u1", "u2"]})
    assert whole.state == RUNNING
    ended = world.run(whole)
    assert (ended.state, ended.why) == (PARTIAL, HELD)
    assert set(world.jobs.rows) == {kept}
    lift_hold("u1", world.act(), world.holding)
    world.run(world.ledger.records[TEAM, whole.parts[0]])
    assert world.run(ended).state == COMPLETED
