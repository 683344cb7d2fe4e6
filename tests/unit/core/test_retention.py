"""Promise 8: what is over is invisible at once, and gone at the next sweep."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from functions.core.close_failed import close_failed
from functions.core.create_job import create_job
from functions.core.errors import NotFailed, NotFound, OriginalGone, Unavailable
from functions.core.get_job import get_job
from functions.core.job import DONE, EXPIRED, FAILED, REJECTED, REVIEW, Job, Keep, Outcome
from functions.core.list_jobs import Listing, list_jobs, list_user_jobs
from functions.core.retain import HELD, RELEASED, REMOVED, STUCK, UNREVIEWED
from functions.core.retention import NETS, Retention, as_of, net
from functions.core.retention_ports import Files
from functions.core.retry_job import retry_job
from functions.core.sweep import sweep
from tests.fakes.bucket import HOLD
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.world import TEAM, World, a_request

MOMENT = timedelta(milliseconds=1)
MINUTES = Retention(originals=10, results=20, exports=5, job_records=60)


@pytest.fixture
def world() -> World:
    """A deployment whose team keeps things for minutes."""
    world = World()
    _choose(world, MINUTES)
    return world


def _choose(world: World, retention: Retention) -> None:
    world.settings.rows[TEAM] = replace(world.settings.of(TEAM), retention=retention)


def _failed(world: World) -> Job:
    job, form = world.create()
    close_failed(world.upload(form), world.failing)
    return world.row(job.ref)


def _shown(world: World, job: Job) -> tuple[str, str | None]:
    shown, *_ = get_job(job.ref.id, TEAM, world.reading)
    return shown.state, shown.outcome.reason if shown.outcome else None


# What makes a job, how many minutes its file lives, where it is, and what the job says after that.
KINDS: dict[str, tuple[Callable[[World], Job], int, str, tuple[str, str]]] = {
    "result": (lambda world: world.masked(), 20, "results", (EXPIRED, "retention_over")),
    "review": (lambda world: world.masked(data=b"odd 1"), 10, "held", (REJECTED, "not_reviewed")),
    "failed": (_failed, 10, "originals", (FAILED, "retries_exhausted")),
}
each_kind = pytest.mark.parametrize("kind", KINDS)


@each_kind
def test_a_file_is_there_until_it_is_over_and_then_it_is_gone(world: World, kind: str) -> None:
    """Promise 8: to the millisecond for whoever asks, and by the next sweep for the bytes."""
    make, minutes, bucket, over = KINDS[kind]
    job = make(world)
    world.clock.now += timedelta(minutes=minutes) - MOMENT
    assert world.sweep().outcomes == {}
    assert _shown(world, job)[0] == job.state
    world.clock.now += MOMENT
    assert _shown(world, job) == over, "before any sweep"
    assert world.buckets[bucket].objects
    world.clock.now += MOMENT
    # Nobody looked at it in time: the operator is told, see infra/watched.py.
    assert world.sweep().outcomes == {UNREVIEWED if kind == "review" else RELEASED: 1}
    assert world.buckets[bucket].objects == {}
    row = world.row(job.ref)
    assert (row.state, row.outcome.reason if row.outcome else None) == over
    assert _shown(world, job) == over
    assert world.sweep().outcomes == {}


@pytest.mark.parametrize("kind", [*KINDS, "rejected", "expired"])
def test_a_record_goes_with_all_that_belongs_to_it(world: World, kind: str) -> None:
    """Promise 8: row, idempotency key, and what says who is depicted."""
    request = a_request("u1", depicted=("u2",))
    job, form = create_job(request, TEAM, "key", world.creating, world.clock())
    assert form is not None
    match kind:
        case "failed":
            close_failed(world.upload(form), world.failing)
        case "expired":
            world.clock.now += timedelta(hours=1)
            world.sweep()
        case _:
            data = {"result": b"face 1", "review": b"odd 1", "rejected": b"text 1"}[kind]
            world.mask(world.upload(form, data))
    other = world.masked("u3")
    world.sweep()
    kept = world.others(job.ref.subject)
    world.clock.now += timedelta(minutes=60) - MOMENT
    assert get_job(job.ref.id, TEAM, world.reading)
    world.sweep()
    world.clock.now += MOMENT
    with pytest.raises(NotFound):
        get_job(job.ref.id, TEAM, world.reading)
    world.clock.now += MOMENT
    _choose(world, replace(MINUTES, job_records=600))  # what is stored is dated by a walk alone
    world.sweep()
    assert world.traces(job.ref.subject) == []
    assert world.traces(world.subject("u2")) == []
    assert job.ref not in world.jobs.due
    assert kept  # somebody else's job was over as well
    assert other.ref not in world.jobs.rows


def test_what_is_over_is_in_no_list(world: World) -> None:
    """Promise 8: of the team, of a state, of the user; before any sweep."""
    done, review = world.masked(), world.masked(data=b"odd 1")
    world.clock.now += timedelta(minutes=20)

    def listed(state: str | None = None) -> set[tuple[str, str]]:
        page, _ = list_jobs(TEAM, Listing(state=state), world.lists, world.clock())
        return {(job.ref.job, job.state) for job in page}

    def of_user() -> set[tuple[str, str]]:
        page, _ = list_user_jobs(TEAM, "u1", Listing(), world.listing, world.clock())
        return {(job.ref.job, job.state) for job in page}

    both = {(done.ref.job, EXPIRED), (review.ref.job, REJECTED)}
    assert listed() == of_user() == both
    assert listed(DONE) == listed(REVIEW) == set()
    world.clock.now += timedelta(minutes=40)
    assert listed() == of_user() == set()


def test_a_link_ends_with_its_result(world: World) -> None:
    """Promise 8."""
    job = world.masked()
    world.clock.now += timedelta(minutes=19)
    link = get_job(job.ref.id, TEAM, world.reading).link
    assert link is not None
    assert world.links.open(link)
    world.clock.now += timedelta(minutes=1)
    assert world.links.open(link) is None
    assert get_job(job.ref.id, TEAM, world.reading)[1] is None


def test_a_job_that_is_over_cannot_be_retried(world: World) -> None:
    """Promise 8: first its original is gone, then it is."""
    failed, done = _failed(world), world.masked()
    world.clock.now += timedelta(minutes=10)
    with pytest.raises(OriginalGone):
        retry_job(failed.ref.id, TEAM, world.retrying, world.clock())
    world.clock.now += timedelta(minutes=50)
    for job in (failed, done):
        with pytest.raises(NotFound):
            retry_job(job.ref.id, TEAM, world.retrying, world.clock())


def test_a_retried_job_is_kept_from_when_it_ends_again(world: World) -> None:
    failed = _failed(world)
    world.clock.now += timedelta(minutes=9)
    retry_job(failed.ref.id, TEAM, world.retrying, world.clock())
    assert world.row(failed.ref).keep is None
    with pytest.raises(NotFailed):
        retry_job(failed.ref.id, TEAM, world.retrying, world.clock())
    assert world.mask(world.queue.sent[0]) == DONE
    world.clock.now += timedelta(minutes=19)
    world.sweep()
    assert _shown(world, failed)[0] == DONE


def test_a_key_leads_to_no_job_that_is_over(world: World) -> None:
    request = a_request()
    job, form = create_job(request, TEAM, "key", world.creating, world.clock())
    assert form is not None
    world.mask(world.upload(form))
    world.clock.now += timedelta(minutes=60)
    with pytest.raises(Unavailable):
        create_job(request, TEAM, "key", world.creating, world.clock())
    world.clock.now += MOMENT
    world.sweep()
    again, _ = create_job(request, TEAM, "key", world.creating, world.clock())
    assert again.ref != job.ref


@pytest.mark.parametrize("who", ["u1", "u2"], ids=["the_user", "somebody_depicted"])
def test_what_is_held_is_not_deleted_and_not_shown_and_goes_when_the_hold_ends(
    world: World, who: str
) -> None:
    """Promise 8, under Art. 17(3): kept, but no longer used."""
    job, other = world.masked(depicted=("u2",)), world.masked("u3")
    world.holds.places = {(TEAM, world.subject(who))}
    world.clock.now += timedelta(minutes=20, seconds=1)
    assert world.sweep().outcomes == {HELD: 1, RELEASED: 1}
    assert list(world.results.objects) == [str(job.key)]
    assert world.results.tags[str(job.key)] == HOLD, "S3's own rules do not delete it either"
    assert _shown(world, job)[0] == EXPIRED
    assert world.row(other.ref).state == EXPIRED
    world.holds.places = set()
    world.clock.now += timedelta(minutes=10, seconds=1)
    assert world.sweep().outcomes == {RELEASED: 1}
    assert world.results.objects == {}


def test_if_nobody_can_tell_what_is_held_nothing_is_deleted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(_places: object) -> None:
        raise Unavailable

    world.masked()
    world.clock.now += timedelta(hours=2)
    monkeypatch.setattr(world.holds, "among", explode)
    assert world.sweep().outcomes == {STUCK: 1}
    assert len(world.results.objects) == 1


@each_kind
def test_a_file_that_cannot_be_deleted_keeps_its_row(world: World, kind: str) -> None:
    """The row is all that leads to it."""
    make, _, bucket, _ = KINDS[kind]
    job = make(world)
    world.clock.now += timedelta(hours=2)
    world.files[bucket].down = True
    assert world.sweep().outcomes == {STUCK: 1}
    assert world.row(job.ref) == job
    world.files[bucket].down = False
    world.clock.now += timedelta(minutes=11)
    assert world.sweep().outcomes == {REMOVED: 1}
    assert world.traces(job.ref.subject) == []


@each_kind
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("minutes", [21, 61], ids=["file", "record"])
def test_killed_at_any_call_the_next_sweep_ends_it(kind: str, after: bool, minutes: int) -> None:
    """Promise 8: never a row without its file shown, never a file without its row."""
    make, _, bucket, over = KINDS[kind]
    for at in range(1, 20):
        world, fuse = World(), Fuse(at, after=after)
        _choose(world, MINUTES)
        job = make(world)
        world.clock.now += timedelta(minutes=minutes)
        killed = replace(
            fused(world.sweeping, fuse, free=("clock", "retain", "redate")),
            retain=replace(
                fused(world.sweeping.retain, fuse, free=("clock", "files", "report")),
                files={bucket: _Fused(world.files[bucket], fuse)},
            ),
        )
        try:
            sweep(killed, range(4), world.budget())
        except Killed:
            assert (str(job.key) in world.buckets[bucket].objects) <= (job.ref in world.jobs.rows)
        world.sweep()
        assert world.buckets[bucket].objects == {}
        if minutes > 60:
            assert world.traces(job.ref.subject) == []
        else:
            assert _shown(world, job) == over


class _Fused:
    """A bucket on a fuse."""

    def __init__(self, files: Files, fuse: Fuse) -> None:
        self._files, self._fuse = files, fuse

    def delete(self, keys: Sequence[str]) -> frozenset[str]:
        return self._fuse.run("delete", lambda: self._files.delete(keys))

    def tag(self, key: str, days: int | None) -> None:
        self._files.tag(key, days)


def test_a_lagging_index_deletes_nothing_that_was_dated_anew_or_opened(world: World) -> None:
    failed, done = _failed(world), world.masked("u2")
    world.lists.lag()
    retry_job(failed.ref.id, TEAM, world.retrying, world.clock())
    row = world.row(done.ref)
    world.retained.redate(row, Keep(row.created_at.replace(year=2030), row.created_at.replace(year=2029)))
    world.clock.now += timedelta(hours=2)
    assert world.sweep().outcomes == {}
    assert len(world.results.objects) == len(world.originals.objects) == 1


@pytest.mark.parametrize(
    ("life", "days"),
    [
        (timedelta(minutes=1), 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, minutes=1), 7),
        (timedelta(days=30), 30),
        (timedelta(days=31), 90),
        (timedelta(days=365), 365),
    ],
)
def test_the_net_never_ends_before_what_it_is_behind(life: timedelta, days: int) -> None:
    assert net(life) == days
    assert timedelta(days=days) >= life
    assert days in NETS


def test_a_file_is_put_with_the_net_behind_its_retention(world: World) -> None:
    """Promise 8: lifecycle is only the net."""
    _choose(world, replace(MINUTES, results=2 * 1440, originals=40 * 1440, job_records=50 * 1440))
    done, review = world.masked(), world.masked(data=b"odd 1")
    assert world.results.tags[str(done.key)] == 7
    assert world.held.tags[str(review.key)] == 90


def test_what_is_open_is_never_over() -> None:
    job, _ = World().create()
    assert as_of(job, datetime.max.replace(tzinfo=job.created_at.tzinfo)) is job


def test_a_record_that_is_over_before_its_file_takes_the_file_along(world: World) -> None:
    """Such settings are refused; a row may have been dated by two of them."""
    job = world.masked()
    world.retained.redate(
        job, Keep(job.created_at + timedelta(minutes=1), job.created_at + timedelta(hours=9))
    )
    world.clock.now += timedelta(minutes=1, seconds=1)
    assert world.sweep().outcomes == {REMOVED: 1}
    assert world.results.objects == {}


def test_the_outcome_of_a_file_that_is_over_keeps_what_was_found(world: World) -> None:
    """What was hidden is part of the record; the picture is not."""
    job = world.masked()
    world.clock.now += timedelta(minutes=20, seconds=1)
    world.sweep()
    outcome = world.row(job.ref).outcome
    assert isinstance(outcome, Outcome)
    assert job.outcome is not None
    assert outcome == replace(job.outcome, state=EXPIRED, reason="retention_over")
