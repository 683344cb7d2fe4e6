"""What POST /v1/erasures refuses, and who may ask for much: an admin, and somebody else for privacy."""

from datetime import datetime
from typing import Any

import pytest

from functions.core.decide_erasure import approve_erasure, cancel_erasure
from functions.core.erasure import (
    AWAITING_APPROVAL,
    CANCELLED,
    SCHEDULED,
)
from functions.core.erasure_request import Asker, parse_erasure_request
from functions.core.errors import (
    FreshSignInRequired,
    Invalid,
    NotAllowed,
    NotFound,
    NotPending,
)
from functions.core.run_erasure import plan
from tests.fakes.world import DELAY, OTHER_TEAM, TEAM, World
from tests.unit.core.asking_erasures import approved, ask, dates, person


def untouched(world: World) -> None:
    assert (world.ledger.records, world.ledger.tombstones, world.executions.started) == ({}, {}, [])


# What is refused


@pytest.mark.parametrize(
    "scope",
    [
        None,
        {},
        {"users": ["u1"], "team": True},
        {"users": ["u1"], "jobs": ["x"]},
        {"from": "2026-01-01T00:00:00Z"},
        {"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z", "team": True},
        {"team": False},
        {"team": 1},
        {"users": []},
        {"users": "u1"},
        {"users": ["u"] * 101},
        {"users": [""]},
        {"jobs": [1]},
        {"from": "2026-02-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"},
        {"from": "2026-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"},
        {"from": "2026-01-01", "to": "2026-02-01T00:00:00Z"},
        {"from": "2026-01-01T00:00:00Z", "to": "2026-11-22T11:59:00Z"},
        {"everything": True},
    ],
)
def test_a_scope_that_is_missing_doubled_or_reversed_is_refused_and_nothing_touched(
    world: World, scope: object
) -> None:
    with pytest.raises(Invalid) as refused:
        parse_erasure_request({"scope": scope}, TEAM, world.clock())
    assert str(refused.value.field).startswith("scope")
    untouched(world)


def test_what_stands_beside_the_scope_is_refused(world: World) -> None:
    for body in ({}, {"scope": {"team": True}, "force": True}):
        with pytest.raises(Invalid):
            parse_erasure_request(body, TEAM, world.clock())


def test_one_job_of_another_team_among_ones_own_and_nothing_is_touched(world: World) -> None:
    """Promise 10."""
    mine, theirs = world.masked().ref, world.masked(team=OTHER_TEAM).ref
    with pytest.raises(NotFound):
        ask(world, {"jobs": [mine.id, theirs.id]})
    untouched(world)


@pytest.mark.parametrize("scope", [{"team": True}, dates(datetime.fromisoformat("2026-01-01T00:00:00Z"),
                                                         datetime.fromisoformat("2026-02-01T00:00:00Z"))],
                         ids=["team", "dates"])  # fmt: skip
def test_much_at_once_takes_an_admin_who_has_just_signed_in(world: World, scope: dict[str, Any]) -> None:
    for asker in (
        Asker(None, frozenset({"client"})),
        Asker(None, frozenset({"admin"}), world.clock()),
        person(world, "bob", "privacy"),
        person(world, "rey", "reviewer"),
    ):
        with pytest.raises(NotAllowed):
            ask(world, scope, asker)
    for asker in (person(world, "ada", "admin", ago=601), Asker("ada", frozenset({"admin"}))):
        with pytest.raises(FreshSignInRequired):
            ask(world, scope, asker)
    untouched(world)
    assert ask(world, scope, person(world, "ada", "admin", ago=600)).state == AWAITING_APPROVAL
    assert world.executions.started == []


# Approval, delay, cancelling


def test_it_is_approved_by_somebody_else_for_privacy_and_begins_after_the_delay(world: World) -> None:
    erasure = ask(world, {"team": True}, person(world, "ada", "admin", "privacy"))
    for asker, refusal in (
        (person(world, "ada", "admin", "privacy"), NotAllowed),
        (person(world, "eve", "admin"), NotAllowed),
        (Asker(None, frozenset({"client"})), NotAllowed),
        (person(world, "bob", "privacy", ago=601), FreshSignInRequired),
    ):
        with pytest.raises(refusal):
            approve_erasure(erasure.id, TEAM, asker, world.deciding, world.clock())
    with pytest.raises(NotFound):
        approve_erasure(
            erasure.id, OTHER_TEAM, person(world, "bob", "privacy"), world.deciding, world.clock()
        )
    bob = person(world, "bob", "privacy")
    scheduled = approve_erasure(erasure.id, TEAM, bob, world.deciding, world.clock())
    assert (scheduled.state, scheduled.approved_by) == (SCHEDULED, "bob")
    assert approve_erasure(erasure.id, TEAM, bob, world.deciding, world.clock()) == scheduled
    assert plan(TEAM, erasure.id, world.running) == world.clock() + DELAY
    assert world.executions.started == [(TEAM, erasure.id, 1)]


def test_until_it_begins_it_can_be_cancelled_and_then_nothing_happens(world: World) -> None:
    world.masked()
    before = dict(world.jobs.rows)
    waiting, scheduled = ask(world, {"team": True}), approved(world, {"team": True})
    ada = person(world, "ada", "admin", ago=9999)
    for erasure in (waiting, scheduled):
        with pytest.raises(NotFound):
            cancel_erasure(erasure.id, OTHER_TEAM, ada, world.deciding, world.clock())
        with pytest.raises(NotAllowed):
            cancel_erasure(
                erasure.id, TEAM, Asker(None, frozenset({"client"})), world.deciding, world.clock()
            )
        assert cancel_erasure(erasure.id, TEAM, ada, world.deciding, world.clock()).state == CANCELLED
        world.clock.advance(DELAY.total_seconds() + 1)
        assert plan(TEAM, erasure.id, world.running) is None
        with pytest.raises(NotPending):
            cancel_erasure(erasure.id, TEAM, ada, world.deciding, world.clock())
        with pytest.raises(NotPending):
            approve_erasure(erasure.id, TEAM, person(world, "b", "privacy"), world.deciding, world.clock())
    assert world.jobs.rows == before


def test_what_has_begun_is_no_longer_cancelled(world: World) -> None:
    erasure = approved(world, {"team": True})
    world.clock.advance(DELAY.total_seconds())
    assert len(tuple(plan(TEAM, erasure.id, world.running))) == 4  # type: ignore[arg-type]
    with pytest.raises(NotPending):
        cancel_erasure(erasure.id, TEAM, person(world, "ada", "admin"), world.deciding, world.clock())
