"""An erasure that nobody approves in time is cancelled: invisible at once, and stored so by the sweeper."""

from datetime import timedelta

import pytest

from functions.core.decide_erasure import approve_erasure, cancel_erasure
from functions.core.erasure import AWAITING_APPROVAL, CANCELLED, NOT_APPROVED, Erasure
from functions.core.errors import Conflict, NotPending
from functions.core.get_erasure import get_erasure, list_erasures
from functions.core.run_erasure import plan
from functions.core.sweep import UNAPPROVED
from tests.fakes.world import APPROVAL, DELAY, OTHER_TEAM, TEAM, World
from tests.unit.core.asking_erasures import approved, ask, person

JUST_BEFORE = APPROVAL - timedelta(milliseconds=1)


def _asked_long_ago(world: World, ago: timedelta = APPROVAL) -> Erasure:
    erasure = ask(world, {"team": True})
    world.clock.advance(ago.total_seconds())
    return erasure


def _stored(world: World, erasure: Erasure) -> Erasure:
    return world.ledger.records[TEAM, erasure.id]


def test_when_its_time_is_over_it_is_told_of_as_cancelled_at_once(world: World) -> None:
    erasure = _asked_long_ago(world)
    assert _stored(world, erasure).state == AWAITING_APPROVAL
    told = get_erasure(erasure.id, TEAM, world.ledger, world.clock())
    assert (told.state, told.why, told.ended_at) == (CANCELLED, NOT_APPROVED, erasure.approve_by)
    assert [each.state for each in list_erasures(TEAM, {}, world.ledger, world.clock())[0]] == [CANCELLED]
    assert list_erasures(TEAM, {"state": AWAITING_APPROVAL}, world.ledger, world.clock()) == ([], None)


def test_it_can_neither_be_approved_nor_cancelled_any_more_and_nothing_begins(world: World) -> None:
    world.masked()
    before = dict(world.jobs.rows)
    erasure = _asked_long_ago(world)
    for _ in ("told so", "stored so"):
        with pytest.raises(NotPending):
            approve_erasure(erasure.id, TEAM, person(world, "b", "privacy"), world.deciding, world.clock())
        with pytest.raises(NotPending):
            cancel_erasure(erasure.id, TEAM, person(world, "ada", "admin"), world.deciding, world.clock())
        assert plan(TEAM, erasure.id, world.running) is None
        world.sweep()
    assert world.executions.started == []
    assert world.jobs.rows == before


def test_the_sweeper_stores_what_was_told_and_looks_at_it_once(world: World) -> None:
    erasure = _asked_long_ago(world)
    told = get_erasure(erasure.id, TEAM, world.ledger, world.clock())
    world.clock.advance(30)
    assert world.sweep().outcomes[UNAPPROVED] == 1
    assert _stored(world, erasure) == told
    entry = world.ledger.audit[-1]
    assert (entry.on, entry.at) == (erasure.id, world.clock())
    assert entry.changes == {"state": (AWAITING_APPROVAL, CANCELLED), "why": (None, NOT_APPROVED)}
    assert world.ledger.awaiting == []
    assert world.sweep().outcomes[UNAPPROVED] == 0


def test_to_the_last_moment_it_can_be_approved_and_then_takes_its_course(world: World) -> None:
    erasure = _asked_long_ago(world, JUST_BEFORE)
    bob = person(world, "bob", "privacy")
    scheduled = approve_erasure(erasure.id, TEAM, bob, world.deciding, world.clock())
    world.clock.advance(60)
    assert world.sweep().outcomes[UNAPPROVED] == 0
    assert _stored(world, erasure) == scheduled
    assert world.ledger.awaiting == []
    world.clock.advance(DELAY.total_seconds())
    assert plan(TEAM, erasure.id, world.running)


def test_what_was_cancelled_or_has_ended_stays_as_it_is(world: World) -> None:
    cancelled = ask(world, {"team": True})
    cancel_erasure(cancelled.id, TEAM, person(world, "ada", "admin"), world.deciding, world.clock())
    ended = world.run(approved(world, {"team": True}))
    before = [_stored(world, each) for each in (cancelled, ended)]
    world.clock.advance(APPROVAL.total_seconds())
    world.sweep()
    assert [_stored(world, each) for each in (cancelled, ended)] == before
    assert before[0].why is None


def test_one_that_is_approved_while_the_sweeper_looks_is_approved(world: World) -> None:
    erasure, save = _asked_long_ago(world), world.ledger.save

    def overtaken(*args: object) -> Erasure:
        world.ledger.save = save  # type: ignore[method-assign]
        raise Conflict

    world.ledger.save = overtaken  # type: ignore[method-assign, assignment]
    assert world.sweep().outcomes[UNAPPROVED] == 0
    assert world.faults == []
    assert world.sweep().outcomes[UNAPPROVED] == 1
    assert _stored(world, erasure).state == CANCELLED


def test_one_whose_record_cannot_be_written_stops_no_other_and_is_tried_again(world: World) -> None:
    first, second = _asked_long_ago(world, timedelta(0)), _asked_long_ago(world)
    save = world.ledger.save

    def down(erasure: Erasure, *more: object) -> Erasure:
        if erasure.id == first.id:
            raise RuntimeError
        return save(erasure, *more)  # type: ignore[arg-type]

    world.ledger.save = down  # type: ignore[method-assign, assignment]
    assert world.sweep().outcomes[UNAPPROVED] == 1
    assert _stored(world, second).state == CANCELLED
    assert len(world.faults) == 1
    world.ledger.save = save  # type: ignore[method-assign]
    assert world.sweep().outcomes[UNAPPROVED] == 1


def test_what_takes_no_approval_has_no_such_end(world: World) -> None:
    erasure = world.ask_erasure()
    world.ask_erasure(team=OTHER_TEAM)
    assert world.ledger.awaiting == []
    assert get_erasure(erasure.id, TEAM, world.ledger, world.clock()).approve_by is None
