"""Lists of jobs: newest first, page by page, by time, state and user."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.core.hide import Hide
from functions.core.job import AWAITING_UPLOAD, DONE, REJECTED, STATES, Job
from functions.core.list_jobs import HIGH, LOW, Listing, list_jobs, list_user_jobs, parse_listing
from functions.core.names import JobRef, new_id
from functions.core.recipe import Recipe
from functions.core.times import to_text
from tests.fakes.clock import START
from tests.fakes.world import OTHER_TEAM, TEAM, World


def _stored(world: World, users: list[int], step: timedelta = timedelta(milliseconds=1)) -> list[JobRef]:
    """A job for each, some in one millisecond, in every third another state; newest last."""
    refs = []
    for number, user in enumerate(users):
        moment = START + step * (number // 2)
        ref = JobRef(TEAM, f"{user:032}", new_id(moment))
        state = (DONE, AWAITING_UPLOAD, REJECTED)[number % 3]
        recipe = Recipe({"face": Hide()})
        world.jobs.rows[ref] = Job(ref, "identity", recipe, ("masking",), "image/jpeg", moment, state)
        refs.append(ref)
    return refs


def _paged(world: World, limit: int, state: str | None = None, low: str = LOW, high: str = HIGH) -> list[Job]:
    found: list[Job] = []
    after: str | None = high
    while after:
        page, after = list_jobs(TEAM, Listing(limit, state, low, after), world.lists, world.clock())
        assert len(page) <= limit
        found += page
    return found


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 100), st.integers(1000, 1100), st.sampled_from([None, *STATES]))
def test_a_thousand_jobs_are_paged_through_without_a_loss_or_a_double(
    limit: int, jobs: int, state: str | None
) -> None:
    """Newest first, from the shards of the index."""
    world = World()
    refs = _stored(world, [number % 7 for number in range(jobs)])
    assert {ord(ref.job[-1]) % 4 for ref in refs} == {0, 1, 2, 3}
    found = [job.ref for job in _paged(world, limit, state)]
    wanted = [ref for ref in refs if state in {None, world.row(ref).state}]
    assert found == sorted(wanted, key=lambda ref: ref.job, reverse=True)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 30), st.integers(1, 30), st.integers(1, 7))
def test_between_two_moments_stand_exactly_the_jobs_of_that_time(start: int, length: int, limit: int) -> None:
    """From is in, to is not."""
    world = World()
    refs = _stored(world, [1] * 60, timedelta(seconds=1))
    begin, end = START + timedelta(seconds=start), START + timedelta(seconds=start + length)
    listing = parse_listing({"from": to_text(begin), "to": to_text(end)}, "from", "to")
    found = {job.ref for job in _paged(world, limit, low=listing.low, high=listing.high)}
    assert found == {ref for ref in refs if begin <= world.row(ref).created_at < end}


def test_a_list_of_a_team_holds_nothing_of_another(world: World) -> None:
    """Promise 10."""
    mine, theirs = world.create()[0], world.create(team=OTHER_TEAM)[0]
    assert list_jobs(TEAM, Listing(), world.lists, world.clock())[0] == [mine]
    assert list_jobs(OTHER_TEAM, Listing(), world.lists, world.clock())[0] == [theirs]


def test_an_index_that_lags_never_shows_a_job_in_another_state(world: World) -> None:
    """It is read again: what the index still calls done may be nothing of the kind."""
    job, form = world.create()
    world.lists.lag()
    world.mask(world.upload(form))
    assert list_jobs(TEAM, Listing(state=AWAITING_UPLOAD), world.lists, world.clock()) == ([], None)
    assert list_jobs(TEAM, Listing(state=DONE), world.lists, world.clock()) == ([], None)
    world.lists.catch_up()
    assert list_jobs(TEAM, Listing(state=DONE), world.lists, world.clock())[0] == [world.row(job.ref)]


def test_an_index_that_lags_never_shows_a_job_that_was_erased(world: World) -> None:
    """Promise 6."""
    world.masked()
    kept = world.masked("u1x")
    world.lists.lag()
    world.work_off(world.ask_erasure())
    assert list_jobs(TEAM, Listing(), world.lists, world.clock())[0] == [kept]
    assert list_jobs(TEAM, Listing(state=DONE), world.lists, world.clock())[0] == [kept]


def test_a_page_that_the_index_filled_with_what_is_gone_still_leads_on(world: World) -> None:
    old = world.masked("u1x")
    world.clock.advance(1)
    for _ in range(3):
        world.masked()
    world.lists.lag()
    world.work_off(world.ask_erasure())
    page, after = list_jobs(TEAM, Listing(2), world.lists, world.clock())
    assert page == []
    assert after is not None
    assert _paged(world, 2) == [old]


def _of(world: World, user: str, listing: Listing, team: str = TEAM) -> tuple[list[Job], str | None]:
    return list_user_jobs(team, user, listing, world.listing, world.clock())


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_a_users_jobs_are_paged_through_without_a_loss_or_a_double(world: World, limit: int) -> None:
    mine = []
    for _ in range(7):
        mine.append(world.create()[0])
        world.create("u1x")
        world.clock.advance(0.001)
    found: list[Job] = []
    after: str | None = HIGH
    while after:
        page, after = _of(world, "u1", Listing(limit, high=after))
        found += page
    assert found == mine[::-1]


def test_a_users_list_holds_nothing_of_anybody_else(world: World) -> None:
    """Promise 10: ``u1`` is not ``u1x``, and not the ``u1`` of another team."""
    for user in ("u1x", "u", "U1"):
        world.create(user)
    world.create(team=OTHER_TEAM)
    assert _of(world, "u1", Listing()) == ([], None)


def test_a_users_list_does_not_lag(world: World) -> None:
    world.lists.lag()
    job, _ = world.create()
    assert _of(world, "u1", Listing())[0] == [job]


def test_a_users_list_is_empty_from_the_moment_the_erasure_was_asked_for(world: World) -> None:
    """Promise 6: what is about to go is no longer handed out."""
    world.masked()
    kept = world.masked("u1x")
    world.ask_erasure()
    assert len(world.jobs.rows) == 2
    assert _of(world, "u1", Listing()) == ([], None)
    assert _of(world, "u1x", Listing())[0] == [kept]
