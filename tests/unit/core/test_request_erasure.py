from dataclasses import dataclass, replace

import pytest

from functions.core.audit import Entry
from functions.core.erase import fail_erasure
from functions.core.erasure import COMPLETED, FAILED, PARTIAL, RUNNING, Erasure
from functions.core.errors import Conflict, Unavailable
from functions.core.request_erasure import request_erasure
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.ledger import FakeLedger, of_user
from tests.fakes.services import FakeExecutions
from tests.fakes.world import OTHER_TEAM, TEAM, World


def test_asking_writes_the_tombstone_and_starts_the_workflow(world: World) -> None:
    erasure = world.ask_erasure()
    assert erasure.state == RUNNING
    assert world.ledger.tombstone(TEAM, world.subject()) == erasure.id
    assert world.ledger.records[TEAM, erasure.id] == erasure
    assert world.executions.started == [(TEAM, erasure.id, 1)]


def test_asking_twice_while_it_runs_is_the_same_erasure(world: World) -> None:
    """Promise 7: twice is harmless."""
    first = world.ask_erasure()
    world.clock.advance(5)
    assert world.ask_erasure() == first
    assert world.executions.started == [(TEAM, first.id, 1)]
    assert len(world.ledger.records) == 1


def test_the_same_user_of_another_team_is_somebody_else(world: World) -> None:
    """Promise 10."""
    mine, theirs = world.ask_erasure(), world.ask_erasure(team=OTHER_TEAM)
    assert mine.id != theirs.id
    assert mine.subject != theirs.subject
    assert of_user(mine).person != of_user(theirs).person


def test_a_record_holds_pseudonyms_alone(world: World) -> None:
    """Promise 15: no user id is in the ledger."""
    erasure = world.ask_erasure("canary@example.org")
    assert "canary" not in repr(erasure) + repr(vars(world.ledger))


def test_asking_after_it_completed_erases_the_next_epoch(world: World) -> None:
    first = world.work_off(world.ask_erasure())
    job = world.masked()
    second = world.ask_erasure()
    assert of_user(second) == replace(of_user(first), subject=second.subject, epoch=of_user(first).epoch + 1)
    assert second.subject == job.ref.subject != first.subject
    assert world.work_off(second).state == COMPLETED
    assert world.traces(second.subject) == []


@pytest.mark.parametrize("state", [PARTIAL, FAILED])
def test_what_ended_without_completing_runs_again_under_its_own_id(world: World, state: str) -> None:
    first = world.ask_erasure()
    world.ledger.save(first.ended(state, world.clock()))
    again = world.ask_erasure()
    assert again == replace(first, attempt=2)
    assert world.ledger.records[TEAM, first.id] == again
    assert world.executions.started == [(TEAM, first.id, 1), (TEAM, first.id, 2)]


def test_an_erasure_whose_workflow_did_not_start_starts_when_it_is_asked_for_again(world: World) -> None:
    """A 202 means that it runs."""
    world.executions.down = True
    with pytest.raises(Unavailable):
        world.ask_erasure()
    world.executions.down = False
    erasure = world.ask_erasure()
    assert world.executions.started == [(TEAM, erasure.id, 1)]
    assert len(world.ledger.records) == 1


def test_one_whose_workflow_ended_without_saying_so_runs_again_when_it_is_asked_for(world: World) -> None:
    """Promise 7: the workflow gave up, and could not even write that down."""
    first = world.ask_erasure()
    world.executions.ended.add((first.id, 1))
    again = world.ask_erasure()
    assert again == replace(first, attempt=2)
    assert world.executions.started == [(TEAM, first.id, 1), (TEAM, first.id, 2)]
    assert world.ask_erasure() == again


def test_one_that_ends_well_while_it_is_asked_for_is_not_run_again(world: World) -> None:
    first = world.ask_erasure()

    class EndsNow(FakeExecutions):
        def start(self, team: str, erasure_id: str, attempt: int) -> None:
            world.work_off(first)
            raise Conflict

    with pytest.raises(Unavailable):
        request_erasure("u1", world.act(), replace(world.requesting, executions=EndsNow()))
    assert world.ledger.records[TEAM, first.id].state == COMPLETED


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 6))
def test_ended_at_any_call_asking_again_brings_it_to_its_end(world: World, at: int, after: bool) -> None:
    """Promise 7: interrupted anywhere it goes on."""
    job = world.masked()
    with pytest.raises(Killed):
        request_erasure("u1", world.act(), fused(world.requesting, Fuse(at, after=after)))
    erasure = world.ask_erasure()
    assert (TEAM, erasure.id, 1) in world.executions.started
    assert world.work_off(erasure).state == COMPLETED
    assert world.traces(job.ref.subject) == []


class _Racing(FakeLedger):
    """A ledger over another, in which somebody else is always a little earlier."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world, self.it = world, world.ledger

    def epoch(self, team: str, person: str) -> int:
        return self.it.epoch(team, person)

    def begin(self, erasure: Erasure, entry: Entry | None = None) -> None:
        self.it.begin(erasure, entry)

    def tombstone(self, team: str, subject: str, job: str | None = None) -> str | None:
        return self.it.tombstone(team, subject, job)

    def get(self, team: str, erasure_id: str) -> Erasure | None:
        return self.it.get(team, erasure_id)

    def save(self, erasure: Erasure, entry: Entry | None = None) -> Erasure:
        return self.it.save(erasure, entry)


class _CompletesBefore(_Racing):
    """An erasure completes between the reading of the epoch and the tombstone, so many times."""

    def __init__(self, world: World, times: int) -> None:
        super().__init__(world)
        self.times = times

    def begin(self, erasure: Erasure, entry: Entry | None = None) -> None:
        if self.times:
            self.times -= 1
            self.world.work_off(self.world.ask_erasure())
        super().begin(erasure, entry)


def test_an_erasure_that_completed_meanwhile_is_not_taken_for_this_one(world: World) -> None:
    """What came in since then would otherwise be told to be erased, and stay."""
    racing = replace(world.requesting, ledger=_CompletesBefore(world, 1))
    erasure = request_erasure("u1", world.act(), racing)
    assert (erasure.state, of_user(erasure).epoch) == (RUNNING, 1)
    assert (TEAM, erasure.id, 1) in world.executions.started


def test_a_user_who_is_erased_again_and_again_gets_an_answer_to_repeat(world: World) -> None:
    racing = replace(world.requesting, ledger=_CompletesBefore(world, 9))
    with pytest.raises(Unavailable):
        request_erasure("u1", world.act(), racing)


class _RestartedBefore(_Racing):
    """Somebody else runs it again between our reading and our writing."""

    def save(self, erasure: Erasure, entry: Entry | None = None) -> Erasure:
        raise Conflict


def test_two_who_run_it_again_at_once_do_not_both_believe_it(world: World) -> None:
    fail_erasure(TEAM, world.ask_erasure().id, world.erasing)
    with pytest.raises(Unavailable):
        request_erasure("u1", world.act(), replace(world.requesting, ledger=_RestartedBefore(world)))


@dataclass
class _Lost(_Racing):
    """The record has gone, and the tombstone stands."""

    def __init__(self, world: World) -> None:
        super().__init__(world)

    def get(self, team: str, erasure_id: str) -> Erasure | None:
        return None


def test_a_tombstone_without_its_record_is_no_reason_to_say_it_runs(world: World) -> None:
    world.ask_erasure()
    with pytest.raises(Unavailable):
        request_erasure("u1", world.act(), replace(world.requesting, ledger=_Lost(world)))
