"""The moves of a job that came with retries, the sweeper and people who are depicted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.errors import Conflict, Tombstoned
from functions.core.job import AWAITING_UPLOAD, EXPIRED, FAILED, Job, Outcome
from functions.core.ports import Once
from tests.contracts.backends import Backend
from tests.contracts.making import (
    DONE_OUTCOME,
    KEPT,
    LATER,
    NOW,
    OTHER,
    SUBJECT,
    a_claim,
    a_job,
    an_erasure,
    everything,
)

MOMENT = timedelta(milliseconds=1)


def _once(job: Job, key: str = "key") -> Once:
    return Once(key, "digest", job.ref.job)


@pytest.fixture
def due(backend: Backend) -> Job:
    """A job that awaits its upload until LATER."""
    job = a_job(due_at=LATER)
    backend.jobs.create(job)
    return job


def _now(backend: Backend, job: Job) -> Job:
    row = backend.jobs.get(job.ref)
    assert row is not None
    return row


def test_everything_that_was_asked_for_comes_back(backend: Backend) -> None:
    job = a_job(reference="r", content_md5="m", depicted=(OTHER,), due_at=LATER, size=17)
    backend.jobs.create(job)
    assert backend.jobs.get(job.ref) == job


def test_a_job_is_expired_when_it_is_due_and_not_before(backend: Backend, due: Job) -> None:
    with pytest.raises(Conflict):
        backend.jobs.expire(due, LATER - MOMENT, KEPT)
    backend.jobs.expire(due, LATER, KEPT)
    expired = _now(backend, due)
    assert (expired.state, expired.closed_at) == (EXPIRED, LATER)
    assert expired.outcome == Outcome(EXPIRED, "no_upload")
    with pytest.raises(Conflict):
        backend.jobs.expire(due, LATER, KEPT)


def test_a_job_that_is_never_due_is_not_expired(backend: Backend) -> None:
    job = a_job()
    backend.jobs.create(job)
    with pytest.raises(Conflict):
        backend.jobs.expire(job, LATER, KEPT)


def test_a_job_that_was_claimed_is_not_expired_and_one_given_back_is(backend: Backend, due: Job) -> None:
    backend.jobs.claim(due, a_claim(), NOW)
    with pytest.raises(Conflict):
        backend.jobs.expire(due, LATER, KEPT)
    backend.jobs.give_back(_now(backend, due), a_claim())
    backend.jobs.expire(_now(backend, due), LATER, KEPT)
    assert _now(backend, due).state == EXPIRED


def test_a_job_that_is_due_can_be_due_later(backend: Backend, due: Job) -> None:
    with pytest.raises(Conflict):
        backend.jobs.postpone(due, LATER + 2 * MOMENT, LATER - MOMENT)
    backend.jobs.postpone(due, LATER + 2 * MOMENT, LATER)
    assert _now(backend, due) == replace(due, due_at=LATER + 2 * MOMENT)
    with pytest.raises(Conflict):
        backend.jobs.expire(due, LATER + MOMENT, KEPT)
    assert [ref for shard in range(4) for ref in backend.due.jobs(shard, LATER + MOMENT)] == []
    backend.jobs.expire(due, LATER + 2 * MOMENT, KEPT)


def test_a_job_that_was_claimed_is_not_due_later(backend: Backend, due: Job) -> None:
    backend.jobs.claim(due, a_claim(), NOW)
    with pytest.raises(Conflict):
        backend.jobs.postpone(due, LATER + MOMENT, LATER)


def test_a_failed_job_is_opened_again_as_it_was(backend: Backend, due: Job) -> None:
    backend.jobs.fail(due, "etag-a", NOW, KEPT)
    backend.jobs.reopen(_now(backend, due))
    opened = _now(backend, due)
    assert (opened.state, opened.outcome, opened.closed_at) == (AWAITING_UPLOAD, None, None)
    assert opened.due_at == due.due_at
    backend.jobs.claim(opened, a_claim(), NOW)
    backend.jobs.close(opened, a_claim(), DONE_OUTCOME, NOW, KEPT)
    assert _now(backend, due).outcome == DONE_OUTCOME


@pytest.mark.parametrize("expired", [False, True], ids=["awaiting", "expired"])
def test_only_a_failed_job_is_opened_again(backend: Backend, due: Job, expired: bool) -> None:
    if expired:
        backend.jobs.expire(due, LATER, KEPT)
    before = _now(backend, due)
    with pytest.raises(Conflict):
        backend.jobs.reopen(due)
    assert _now(backend, due) == before


def test_a_job_that_was_opened_again_can_fail_again(backend: Backend, due: Job) -> None:
    backend.jobs.fail(due, "etag-a", NOW, KEPT)
    backend.jobs.reopen(due)
    backend.jobs.fail(due, "etag-a", LATER, KEPT)
    assert (_now(backend, due).state, _now(backend, due).closed_at) == (FAILED, LATER)


@pytest.mark.parametrize("subject", [SUBJECT, OTHER], ids=["the_user", "somebody_depicted"])
def test_a_tombstone_stands_before_every_write_of_these(backend: Backend, subject: str) -> None:
    """Promise 6: of the user, and of anybody in the picture."""
    failed, due = (a_job(depicted=(OTHER,), due_at=LATER) for _ in range(2))
    for job in (failed, due):
        backend.jobs.create(job)
    backend.jobs.fail(failed, "etag-a", NOW, KEPT)
    failed = _now(backend, failed)
    backend.ledger.begin(an_erasure(subject))
    with pytest.raises(Tombstoned):
        backend.jobs.reopen(failed)
    with pytest.raises(Tombstoned):
        backend.jobs.expire(due, LATER, KEPT)
    with pytest.raises(Tombstoned):
        backend.jobs.postpone(due, LATER, LATER)
    with pytest.raises(Tombstoned):
        backend.jobs.create(replace(a_job(), depicted=(OTHER,)))
    with pytest.raises(Tombstoned):
        backend.jobs.claim(due, a_claim(), NOW)
    with pytest.raises(Tombstoned):
        backend.jobs.fail(due, "etag-a", NOW, KEPT)
    assert (_now(backend, failed), _now(backend, due)) == (failed, due)


def test_twenty_depicted_people_fit_into_one_transaction(backend: Backend) -> None:
    """Twenty-one conditions and twenty-two rows; DynamoDB takes a hundred."""
    people = tuple(f"{number:032}" for number in range(20))
    job = a_job(depicted=people)
    backend.jobs.create(job, _once(job))
    assert [len(everything(backend.depicted, person)) for person in people] == [1] * 20
    backend.ledger.begin(an_erasure(people[19]))
    with pytest.raises(Tombstoned):
        backend.jobs.claim(job, a_claim(), NOW)


def test_what_is_done_is_withdrawn_once(backend: Backend) -> None:
    job = a_job()
    backend.jobs.create(job)
    with pytest.raises(Conflict):
        backend.reports.withdraw(job, NOW, KEPT, held_result=True, reports=())
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.close(job, a_claim(), DONE_OUTCOME, NOW, KEPT)
    backend.reports.withdraw(job, LATER, KEPT, held_result=True, reports=())
    row = backend.jobs.get(job.ref)
    assert row is not None
    assert row.outcome is not None
    assert (row.state, row.outcome.reason, row.closed_at, row.keep) == ("review", "reported", LATER, KEPT)
    assert row.outcome.regions == DONE_OUTCOME.regions
    with pytest.raises(Conflict):
        backend.reports.withdraw(job, LATER, KEPT, held_result=True, reports=())


def test_the_original_of_what_is_done_is_kept_as_long_as_was_said(backend: Backend) -> None:
    job, keep = a_job(), replace(KEPT, original=LATER)
    backend.jobs.create(job)
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.close(job, a_claim(), DONE_OUTCOME, NOW, keep)
    done = backend.jobs.get(job.ref)
    assert done is not None
    assert (done.keep, done.done_at) == (keep, NOW)
    backend.retained.release(done, replace(done, keep=KEPT))
    over = backend.jobs.get(job.ref)
    assert over is not None
    assert (over.state, over.keep, over.done_at) == ("done", KEPT, NOW)
    backend.reports.withdraw(over, LATER, KEPT, held_result=False, reports=())
    reported = backend.jobs.get(job.ref)
    assert reported is not None
    assert (reported.held_result, reported.done_at) == (False, NOW)
