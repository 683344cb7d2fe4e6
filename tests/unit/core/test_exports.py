"""Asking for an export, following it, and who gets its file (GDPR Art. 15, 20)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.consents import Whose
from functions.core.erasure_request import Asker, Wanted
from functions.core.errors import ErasureRunning, Invalid, NotFound, TooMany, Unavailable
from functions.core.export import COMPLETED, FAILED, RUNNING
from functions.core.exports import get_export, list_exports
from functions.core.make_export import fail_export
from functions.core.names import new_id
from functions.core.reach import OfDates
from functions.core.request_erasure import request_erasures
from functions.core.restriction import Restriction
from tests.fakes.world import MINUTES, OTHER_TEAM, PER_MINUTE, TEAM, World, a_request

U1 = Whose(TEAM, "u1")


def test_an_export_runs_once_it_is_asked_for_and_while_it_runs_it_is_the_same(world: World) -> None:
    first = world.ask_export()
    assert first.state == RUNNING
    assert world.export_machine.started == [(TEAM, first.id, 1)]
    assert world.ask_export().id == first.id
    assert world.ask_export("u2").id != first.id
    assert len(world.exports.rows) == 2


def test_one_key_makes_one_export_for_a_day(world: World) -> None:
    first = world.ask_export(key="k")
    world.clock.advance(1)
    done = world.export()
    assert done.id == first.id
    assert world.ask_export(key="k").id == first.id
    assert world.ask_export(key="another").id != first.id
    world.clock.advance(24 * 3600)
    world.export()
    assert world.ask_export(key="k").id != first.id


def test_a_key_that_made_a_job_makes_no_export(world: World) -> None:
    world.ask(a_request(), "k")
    with pytest.raises(Invalid) as refused:
        world.ask_export(key="k")
    assert refused.value.field == "Idempotency-Key"
    assert not world.exports.rows


def test_an_export_counts_against_the_quota_of_its_team(world: World) -> None:
    world.quotas.take(TEAM, PER_MINUTE, world.clock())
    with pytest.raises(TooMany):
        world.ask_export()
    assert not world.exports.rows


def test_what_could_not_be_started_is_started_by_the_same_call_again(world: World) -> None:
    world.export_machine.down = True
    with pytest.raises(Unavailable):
        world.ask_export()
    world.export_machine.down = False
    again = world.ask_export()
    assert world.export_machine.started == [(TEAM, again.id, 1)]


def test_an_execution_that_ended_without_a_word_is_followed_by_another(world: World) -> None:
    first = world.ask_export()
    world.export_machine.ended.add((first.id, 1))
    again = world.ask_export()
    assert (again.id, again.attempt) == (first.id, 2)
    assert world.export_machine.started[-1] == (TEAM, first.id, 2)
    assert world.export().state == COMPLETED


def test_a_link_lives_five_minutes_at_most_and_never_longer_than_the_file(world: World) -> None:
    done = world.export()
    told, link = get_export(U1, done.id, world.keeping, world.clock())
    assert told.state == COMPLETED
    assert link is not None
    end = world.keeping.links.ends[link]  # type: ignore[attr-defined]
    assert end - world.clock() == timedelta(seconds=300)
    world.clock.advance(MINUTES["exports"] * 60 - 10)
    _, link = get_export(U1, done.id, world.keeping, world.clock())
    assert link is not None
    assert world.keeping.links.ends[link] - world.clock() == timedelta(seconds=10)  # type: ignore[attr-defined]
    world.clock.advance(10)
    over, link = get_export(U1, done.id, world.keeping, world.clock())
    assert (over.state, link) == ("expired", None)


def test_who_runs_or_failed_has_no_link(world: World) -> None:
    asked = world.ask_export()
    assert get_export(U1, asked.id, world.keeping, world.clock())[1] is None
    fail_export(TEAM, asked.id, world.exporting)
    told, link = get_export(U1, asked.id, world.keeping, world.clock())
    assert (told.state, link) == (FAILED, None)
    assert world.ask_export().id != asked.id


@pytest.mark.parametrize(
    "whose", [Whose(TEAM, "u1x"), Whose(OTHER_TEAM, "u1")], ids=["another_user", "another_team"]
)
def test_nobody_elses_export_exists(world: World, whose: Whose) -> None:
    """Promise 10."""
    done = world.export()
    with pytest.raises(NotFound):
        get_export(whose, done.id, world.keeping, world.clock())
    assert list_exports(whose, 10, None, world.keeping, world.clock()) == ([], None)


@pytest.mark.parametrize("export_id", ["", "x", "0" * 26, "../" * 9])
def test_what_is_no_export_is_not_found(world: World, export_id: str) -> None:
    with pytest.raises(NotFound):
        get_export(U1, export_id, world.keeping, world.clock())


def test_exports_are_listed_newest_first_by_pages(world: World) -> None:
    made = []
    for _ in range(3):
        made.append(world.export().id)
        world.clock.advance(1)
    first, after = list_exports(U1, 2, None, world.keeping, world.clock())
    rest, end = list_exports(U1, 2, after, world.keeping, world.clock())
    assert [export.id for export in (*first, *rest)] == made[::-1]
    assert end is None


def test_while_the_user_is_erased_there_is_no_export_and_none_is_begun(world: World) -> None:
    done = world.export()
    world.ask_erasure()
    with pytest.raises(NotFound):
        get_export(U1, done.id, world.keeping, world.clock())
    assert list_exports(U1, 10, None, world.keeping, world.clock()) == ([], None)
    with pytest.raises(ErasureRunning):
        world.ask_export()


def test_while_dates_or_the_team_are_erased_no_export_is_begun(world: World) -> None:
    now = world.clock()
    asker = Asker("ada", frozenset({"admin"}), now)
    wide = OfDates(now - timedelta(days=2), now - timedelta(days=1))
    asked = request_erasures(Wanted(wide=wide), TEAM, asker, world.requesting, now)
    assert world.ask_export("u2")  # nothing is erased before it is approved
    world.ledger.save(replace(asked, state="running"))
    with pytest.raises(ErasureRunning):
        world.ask_export()
    world.ledger.teams_closed.add(OTHER_TEAM)
    with pytest.raises(ErasureRunning):
        world.ask_export(team=OTHER_TEAM)


def test_an_id_sorts_behind_every_job_that_it_holds(world: World) -> None:
    job = world.masked()
    world.clock.advance(1)
    assert job.ref.job < world.ask_export().id < new_id(world.clock() + timedelta(seconds=1))


def test_while_the_user_is_restricted_nothing_is_handed_out_and_nothing_is_lost(world: World) -> None:
    """GDPR Art. 18(2)."""
    done = world.export()
    world.jobs.restrictions[TEAM, done.subject] = Restriction("objection", "self", world.clock())
    told, link = get_export(U1, done.id, world.keeping, world.clock())
    assert (told.state, link) == (COMPLETED, None)
    world.jobs.restrictions.clear()
    assert get_export(U1, done.id, world.keeping, world.clock())[1] is not None
